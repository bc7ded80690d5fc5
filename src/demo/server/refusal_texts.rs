//! What sign-in says when it refuses: one function per AADSTS number. Data only.
//! Texts as in Microsoft's reference of AADSTS error codes and as seen in real answers; 65002 and the device code ones
//! beyond 70016 are not confirmed by a recording.

use jiff::Timestamp;
use uuid::Uuid;

use super::refusal::Refusal;
use super::step_up;

impl Refusal {
    pub fn unknown_tenant(tenant: &str) -> Self {
        Self::new(
            "invalid_tenant",
            90002,
            format!(
                "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into \
                 the correct cloud. Check with your subscription administrator, this may happen if there are no \
                 active subscriptions for the tenant."
            ),
        )
    }

    pub fn no_tenant() -> Self {
        Self::new(
            "invalid_request",
            50059,
            "No tenant-identifying information found in either the request or implied by any provided credentials.",
        )
    }

    pub fn missing(parameter: &str) -> Self {
        Self::new(
            "invalid_request",
            900_144,
            format!("The request body must contain the following parameter: '{parameter}'."),
        )
    }

    pub fn duplicate(parameter: &str) -> Self {
        let text = format!("The request is not properly formatted. The parameter '{parameter}' is duplicated.");
        Self::new("invalid_request", 9_000_411, text)
    }

    pub fn unknown_app(client: &str, tenant: &str) -> Self {
        Self::new(
            "unauthorized_client",
            700_016,
            format!(
                "Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen \
                 if the application has not been installed by the administrator of the tenant or consented to by any \
                 user in the tenant. You may have sent your authentication request to the wrong tenant."
            ),
        )
    }

    pub fn single_tenant_app(client: &str, name: &str) -> Self {
        Self::new(
            "invalid_request",
            50194,
            format!(
                "Application '{client}'({name}) is not configured as a multi-tenant application. Usage of the \
                 /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific \
                 endpoint or configure the application to be multi-tenant."
            ),
        )
    }

    pub fn disabled_app(client: &str, name: &str) -> Self {
        Self::new("unauthorized_client", 7_000_112, format!("Application '{client}'({name}) is disabled."))
    }

    pub fn wrong_secret(client: &str) -> Self {
        Self::new(
            "invalid_client",
            7_000_215,
            format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret \
                 value, not the client secret ID, for a secret added to app '{client}'."
            ),
        )
        .with_status(401)
    }

    pub fn expired_secret(client: &str) -> Self {
        Self::new(
            "invalid_client",
            7_000_222,
            format!(
                "The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create \
                 new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials \
                 for added security: https://aka.ms/certCreds."
            ),
        )
        .with_status(401)
    }

    pub fn no_secret() -> Self {
        let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
        Self::new("invalid_client", 7_000_218, text).with_status(401)
    }

    pub fn secret_from_public_client() -> Self {
        let text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
        Self::new("invalid_client", 700_025, text).with_status(401)
    }

    pub fn assertion_malformed() -> Self {
        let text = "JWT token is invalid or malformed.";
        Self::new("invalid_request", 50027, text)
    }

    pub fn assertion_unproved(reason: &str, thumbprint: &str) -> Self {
        let text = format!(
            "The certificate with identifier used to sign the client assertion is not registered on application. \
             [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}']"
        );
        Self::new("invalid_client", 700_027, text).with_status(401)
    }

    pub fn assertion_audience() -> Self {
        let text = "Client assertion audience claim does not match Realm issuer.";
        Self::new("invalid_client", 700_023, text).with_status(401)
    }

    pub fn assertion_of_another(client: &str) -> Self {
        let text = format!("Client assertion application identifier doesn't match 'client_id' parameter '{client}'.");
        Self::new("invalid_client", 700_021, text).with_status(401)
    }

    pub fn assertion_time(now: Timestamp) -> Self {
        let text = format!("Client assertion is not within its valid time range. Current time: {now}.");
        Self::new("invalid_client", 700_024, text).with_status(401)
    }

    pub fn redirect(sent: &str, client: &str) -> Self {
        Self::new(
            "invalid_request",
            50011,
            format!(
                "The redirect URI '{sent}' specified in the request does not match the redirect URIs configured for \
                 the application '{client}'. Make sure the redirect URI sent in the request matches one added to your \
                 application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more \
                 about how to fix this."
            ),
        )
    }

    pub fn response_type(sent: &str) -> Self {
        let text = format!("response_type '{sent}' is not enabled for the application.");
        Self::new("unsupported_response_type", 700_054, text)
    }

    pub fn response_mode(sent: &str) -> Self {
        Self::new(
            "invalid_request",
            70007,
            format!("'{sent}' is an unsupported value for 'response_mode' when requesting a token."),
        )
    }

    pub fn pkce_missing() -> Self {
        Self::new(
            "invalid_request",
            9_002_325,
            "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
        )
    }

    pub fn pkce_form() -> Self {
        Self::new("invalid_request", 501_491, "Invalid size of Code_Challenge parameter.")
    }

    pub fn pkce_wrong() -> Self {
        let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
        Self::new("invalid_grant", 501_481, text)
    }

    pub fn scope_form(scope: &str, why: &str) -> Self {
        let text = format!(
            "The provided value for the input parameter 'scope' is not valid. The scope '{scope}' is not valid. {why}"
        );
        Self::new("invalid_scope", 70011, text)
    }

    pub fn two_resources(scope: &str) -> Self {
        let text = format!(
            "Provided value for the input parameter scope is not valid because it contains more than one resource. \
             Scope {scope} is not valid."
        );
        Self::new("invalid_request", 28000, text)
    }

    pub fn scope_of_app(scope: &str) -> Self {
        Self::new(
            "invalid_scope",
            1_002_012,
            format!(
                "The provided value for scope {scope} is not valid. Client credential flows must have a scope value \
                 with /.default suffixed to the resource identifier (application ID URI)."
            ),
        )
    }

    pub fn unknown_scope(client: &str, scope: &str, api: Uuid) -> Self {
        Self::new(
            "invalid_client",
            650_053,
            format!(
                "The application '{client}' asked for scope '{scope}' that doesn't exist on the resource '{api}'. \
                 Contact the app vendor."
            ),
        )
    }

    pub fn unknown_resource(resource: &str, tenant: &str) -> Self {
        Self::new(
            "invalid_resource",
            500_011,
            format!(
                "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen \
                 if the application has not been installed by the administrator of the tenant or consented to by any \
                 user in the tenant. You might have sent your authentication request to the wrong tenant."
            ),
        )
    }

    pub fn not_preauthorised(client: Uuid, api: Uuid) -> Self {
        Self::new(
            "invalid_request",
            65002,
            format!(
                "Consent between first party application '{client}' and first party resource '{api}' must be \
                 configured via preauthorization - applications owned and operated by Microsoft must get approval \
                 from the API owner before requesting tokens for that API."
            ),
        )
    }

    pub fn no_consent(client: Uuid, name: &str) -> Self {
        Self::new(
            "invalid_grant",
            65001,
            format!(
                "The user or administrator has not consented to use the application with ID '{client}' named \
                 '{name}'. Send an interactive authorization request for this user and resource."
            ),
        )
        .with_suberror("consent_required")
    }

    pub fn admin_must_consent(name: &str) -> Self {
        let text = format!(
            "Admin consent is required. {name} needs permission to access resources in your organization that only \
             an admin can grant. Please ask an admin to grant permission to this app before you can use it."
        );
        Self::new("access_denied", 90094, text)
    }

    pub fn declined() -> Self {
        Self::new("access_denied", 65004, "User declined to consent to access the app.")
    }

    pub fn unknown_user(upn: &str, tenant: &str) -> Self {
        let text = format!(
            "The user account {upn} does not exist in the {tenant} directory. To sign into this application, the \
             account must be added to the directory."
        );
        Self::new("invalid_grant", 50034, text)
    }

    pub fn wrong_password() -> Self {
        Self::new("invalid_grant", 50126, "Error validating credentials due to invalid username or password.")
    }

    pub fn disabled_user() -> Self {
        Self::new("invalid_grant", 50057, "The user account is disabled.")
    }

    pub fn mfa() -> Self {
        Self::new(
            "invalid_grant",
            50076,
            "Due to a configuration change made by your administrator, or because you moved to a new location, you \
             must use multi-factor authentication to access the resource.",
        )
        .with_suberror("basic_action")
    }

    pub fn more_to_show() -> Self {
        Self { error: "interaction_required".to_owned(), claims: Some(step_up::demand()), ..Self::mfa() }
    }

    pub fn sign_in_needed() -> Self {
        let text = "Session information is not sufficient for single-sign-on.";
        Self::new("login_required", 50058, text)
    }

    pub fn grant_type(sent: &str) -> Self {
        let text = format!("The app requested an unsupported grant type '{sent}'.");
        Self::new("unsupported_grant_type", 70003, text)
    }

    pub fn code_malformed() -> Self {
        Self::new("invalid_grant", 9_002_313, "Invalid request. Request is malformed or invalid.")
    }

    pub fn code_used() -> Self {
        Self::new(
            "invalid_grant",
            54005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing \
             refresh token.",
        )
    }

    pub fn code_expired() -> Self {
        Self::new(
            "invalid_grant",
            70008,
            "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
        )
    }

    pub fn code_of_another(parameter: &str) -> Self {
        let text = format!(
            "Provided grant is invalid or malformed. The '{parameter}' does not match the one of the authorization \
             request."
        );
        Self::new("invalid_grant", 70000, text)
    }

    pub fn refresh_used(issued: Timestamp) -> Self {
        Self::new(
            "invalid_grant",
            70043,
            format!(
                "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. \
                 The token was issued on {issued}."
            ),
        )
        .with_suberror("bad_token")
    }

    pub fn revoked(issued: Timestamp) -> Self {
        Self::new(
            "invalid_grant",
            50173,
            format!(
                "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might \
                 have changed or reset their password. The grant was issued on '{issued}'."
            ),
        )
        .with_suberror("bad_token")
    }

    pub fn cross_origin_only() -> Self {
        let text = "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin \
                    requests.";
        Self::new("invalid_request", 9_002_327, text)
    }

    pub fn device_pending() -> Self {
        let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
        Self::new("authorization_pending", 70016, text)
    }

    pub fn device_slow_down() -> Self {
        let text = "OAuth 2.0 device flow error. The client polls too often: it must wait for the interval.";
        Self::new("slow_down", 70016, text)
    }

    pub fn device_expired() -> Self {
        let text =
            "The provided value for the input parameter 'device_code' is not valid. This device code has expired.";
        Self::new("expired_token", 70020, text)
    }

    pub fn device_declined() -> Self {
        Self { error: "authorization_declined".to_owned(), ..Self::declined() }
    }

    pub fn device_unknown() -> Self {
        let text = "The provided value for the input parameter 'device_code' is not valid.";
        Self::new("bad_verification_code", 70018, text)
    }
}
