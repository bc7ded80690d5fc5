// A certified OpenID provider (npm oidc-provider) at the addresses that Onramp knows Entra by. `node oidc.mjs PORT`
import http from 'node:http';
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const tenant = 'aaaa1111-0000-4000-8000-000000000001';
const base = `http://localhost:${port}`;
const mount = `/${tenant}/v2.0`;
const wanted = `openid profile offline_access ${base}/.default`;
const megan = {
  sub: 'megan', tid: tenant, oid: 'aaaa5555-0000-4000-8000-000000000001',
  name: 'Megan Bowen', preferred_username: 'megan@contoso.example',
};

const provider = new Provider(base + mount, {
  clients: [
    { // Azure CLI: a public client of this computer.
      client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', token_endpoint_auth_method: 'none', application_type: 'native',
      redirect_uris: ['http://localhost'], response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'],
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
  extraTokenClaims: () => ({ roles: ['Mail.Read'] }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
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
  // Entra's token endpoint has another place, and Entra gives refresh tokens without asking for consent each time.
  let url = request.url.replace(`/${tenant}/oauth2/v2.0/token`, `${mount}/token`);
  if (url.startsWith(`${mount}/interaction/`)) {
    interact(request, response).catch((error) => { console.error(error); response.writeHead(500).end(); });
    return;
  }
  if (url.startsWith(`${mount}/auth?`)) url += '&prompt=consent';
  request.originalUrl = url;
  request.baseUrl = mount;
  request.url = url.slice(mount.length);
  answer(request, response);
}).listen(port, 'localhost', () => console.log('listening'));
