// A certified OpenID provider (npm oidc-provider) at the addresses that Onramp knows Entra by. `node oidc.mjs PORT CERT`
// CERT: a PEM file with a certificate; an app proves itself with its key.
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const tenant = 'aaaa1111-0000-4000-8000-000000000001';
const base = `http://localhost:${port}`;
const mount = `/${tenant}`;
const issuer = `${base}${mount}/v2.0`;
const wanted = `openid profile offline_access ${base}/.default`;
const megan = {
  sub: 'megan', tid: tenant, oid: 'aaaa5555-0000-4000-8000-000000000001',
  name: 'Megan Bowen', preferred_username: 'megan@contoso.example',
};

const certificate = new X509Certificate(fs.readFileSync(process.argv[3]));
const key = { ...certificate.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'PS256' };

const provider = new Provider(issuer, {
  clients: [
    { // Azure CLI: a public client of this computer.
      client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', token_endpoint_auth_method: 'none', application_type: 'native',
      redirect_uris: ['http://localhost'], response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    },
    { // An app that proves itself with a certificate.
      client_id: 'aaaa3333-0000-4000-8000-000000000002', token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256', jwks: { keys: [key] },
      redirect_uris: [], response_types: [], grant_types: ['client_credentials'],
    },
    {
      client_id: 'aaaa3333-0000-4000-8000-000000000001', client_secret: 'Xy1~a-client-secret-that-nobody-guesses',
      token_endpoint_auth_method: 'client_secret_post', redirect_uris: [], response_types: [], grant_types: ['client_credentials'],
    },
  ],
  scopes: wanted.split(' '),
  claims: { openid: ['sub', 'tid', 'oid'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false,
  findAccount: () => ({ accountId: 'megan', claims: () => megan }),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  routes: {
    authorization: '/oauth2/v2.0/authorize', token: '/oauth2/v2.0/token',
    device_authorization: '/oauth2/v2.0/devicecode', code_verification: '/devicelogin',
  },
  extraTokenClaims: () => ({ roles: ['Mail.Read'] }),
  clientAuthMethods: ['none', 'client_secret_post', 'private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: ['PS256', 'RS256'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    // The page where the code is typed: what a person sees there does not matter here.
    deviceFlow: {
      enabled: true, mask: '********', charset: 'base-20',
      userCodeInputSource: (ctx, form) => { ctx.body = `<form-here>${form}`; },
      userCodeConfirmSource: (ctx, form) => { ctx.body = `<form-here>${form}`; },
      successSource: (ctx) => { ctx.body = 'signed in'; },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx) => (ctx.oidc.params?.grant_type === 'client_credentials' ? base : undefined),
      getResourceServerInfo: () => ({ scope: `${base}/.default`, accessTokenFormat: 'jwt' }),
    },
  },
  interactions: { url: (_, interaction) => `${mount}/interaction/${interaction.uid}` },
});
provider.on('server_error', (_, error) => console.error(error));
provider.on('grant.error', (_, error) => console.error(error.message, error.error_description));
provider.on('authorization.error', (_, error) => console.error(error.message, error.error_description));

// The person, who signs in and agrees.
async function interact(request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: 'megan' } });
  }
  const grant = (grantId && await provider.Grant.find(grantId))
    || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(wanted);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const answer = provider.callback();
http.createServer((request, response) => {
  // Entra gives refresh tokens without asking for consent each time.
  let url = request.url.replace(`${mount}/v2.0/.well-known/`, `${mount}/.well-known/`);
  if (url.startsWith(`${mount}/interaction/`)) {
    interact(request, response).catch((error) => { console.error(error); response.writeHead(500).end(); });
    return;
  }
  if (url.startsWith(`${mount}/oauth2/v2.0/authorize?`)) url = url.replace(/&prompt=[^&]*/, '') + '&prompt=consent';
  request.originalUrl = url;
  request.baseUrl = mount;
  request.url = url.slice(mount.length);
  answer(request, response);
}).listen(port, 'localhost', () => console.log('listening'));
