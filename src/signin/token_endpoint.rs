//! The token endpoint of Entra: the `oauth2` crate over our one HTTP client, with Entra's own answers and errors.
//! Nothing of an answer's body is ever put into an error: it can hold tokens.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType};
use oauth2::http::{StatusCode, header};
use oauth2::{
    AsyncHttpClient, Client, EndpointNotSet, EndpointSet, ErrorResponse, ExtraTokenFields, HttpRequest, HttpResponse,
    RequestTokenError, StandardRevocableToken, StandardTokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::error::SignInError;
use super::refusal::Refusal;
use crate::net::Network;
use crate::types::ClientId;

/// No answer of the sign-in service is nearly as long.
const MAX_ANSWER: usize = 256 * 1024;

/// What Entra adds to an OAuth token answer.
#[derive(Deserialize, Serialize)]
pub struct Extra {
    #[serde(default, skip_serializing)]
    pub id_token: Option<String>,
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extra([redacted])")
    }
}

impl ExtraTokenFields for Extra {}
impl ErrorResponse for Refusal {}

/// Entra's token answer.
pub type TokenAnswer = StandardTokenResponse<Extra, BasicTokenType>;

/// An OAuth client that knows Entra's token endpoint.
pub type TokenClient<HasAuthUrl = EndpointNotSet> = Client<
    Refusal,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    HasAuthUrl,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// A client for the token endpoint at this address.
pub fn client(id: ClientId, token_endpoint: &str) -> Result<TokenClient, SignInError> {
    let address = TokenUrl::new(token_endpoint.to_owned())
        .map_err(|_| SignInError::WrongAnswer("the address of the token endpoint"))?;
    Ok(Client::new(oauth2::ClientId::new(id.to_string())).set_token_uri(address))
}

/// Why there was no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("no answer")]
    Network(#[source] reqwest::Error),
    #[error("status {0} without JSON")]
    NotJson(u16),
    #[error("status {0}")]
    Busy(u16),
    #[error("the answer is too long")]
    TooLong,
}

impl From<Trouble> for SignInError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Network(error) => Self::Network(error),
            Trouble::NotJson(status) => Self::NotJson { status },
            Trouble::Busy(status) => Self::Busy { status },
            Trouble::TooLong => Self::WrongAnswer("it is too long"),
        }
    }
}

impl From<RequestTokenError<Trouble, Refusal>> for SignInError {
    fn from(error: RequestTokenError<Trouble, Refusal>) -> Self {
        match error {
            RequestTokenError::ServerResponse(refusal) => Self::Refused(Box::new(refusal)),
            RequestTokenError::Request(trouble) => trouble.into(),
            // The body that `Parse` carries stays here.
            RequestTokenError::Parse(..) => Self::WrongAnswer("a field is missing or of another kind"),
            RequestTokenError::Other(_) => Self::WrongAnswer("it is incomplete"),
        }
    }
}

/// Our HTTP client, as the `oauth2` crate wants it.
pub struct Http(pub Network);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Trouble;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Trouble>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(&self.0, request))
    }
}

/// Sends one request; answers only with JSON.
pub async fn send(network: &Network, request: HttpRequest) -> Result<HttpResponse, Trouble> {
    let request = reqwest::Request::try_from(request).map_err(Trouble::Network)?;
    let mut answer = network.client().execute(request).await.map_err(Trouble::Network)?;
    let status = answer.status();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(Trouble::Network)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Trouble::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    let refused = status != StatusCode::OK && serde_json::from_slice::<Refusal>(&body).is_ok();
    let is_json = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
    match status.as_u16() {
        code @ (429 | 500..) if !refused => return Err(Trouble::Busy(code)),
        code if !is_json || (code != 200 && !refused) => return Err(Trouble::NotJson(code)),
        _ => {}
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}
