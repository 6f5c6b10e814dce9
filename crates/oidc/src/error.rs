//! The error vocabulary of OAuth 2.0 and OIDC, with its HTTP status and JSON body. Descriptions are for the
//! developer of a client: fixed English ASCII, never an echo of what was sent. What people read is worded elsewhere.

use thiserror::Error;

/// The registered error codes this issuer sends (RFC 6749 §4.1.2.1 and §5.2, OIDC Core §3.1.2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    AccessDenied,
    ConsentRequired,
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    InvalidScope,
    LoginRequired,
    RegistrationNotSupported,
    RequestNotSupported,
    RequestUriNotSupported,
    ServerError,
    TemporarilyUnavailable,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
}

impl ErrorCode {
    /// The value of the `error` member.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::ConsentRequired => "consent_required",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::LoginRequired => "login_required",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
        }
    }

    /// The status of an answer of the token endpoint (RFC 6749 §5.2).
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            Self::ServerError => 500,
            Self::TemporarilyUnavailable => 503,
            _ => 400,
        }
    }
}

/// One refusal: the code that clients act on and a sentence for their developers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{}: {description}", code.as_str())]
pub struct OAuthError {
    pub code: ErrorCode,
    pub description: &'static str,
}

impl OAuthError {
    pub const fn new(code: ErrorCode, description: &'static str) -> Self {
        Self { code, description }
    }

    pub const fn status(&self) -> u16 {
        self.code.status()
    }

    /// The body `{"error":…,"error_description":…}`, to be sent as `application/json` with `Cache-Control: no-store`.
    pub fn json(&self) -> String {
        serde_json::json!({ "error": self.code.as_str(), "error_description": self.description }).to_string()
    }

    /// The `WWW-Authenticate` header that belongs to a 401 of the token endpoint.
    pub const fn www_authenticate(&self) -> Option<&'static str> {
        match self.code {
            ErrorCode::InvalidClient => Some(r#"Basic realm="slipway", charset="UTF-8""#),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_client_is_told_how_to_authenticate() {
        let error = OAuthError::new(ErrorCode::InvalidClient, "client authentication failed");
        assert_eq!(error.status(), 401);
        assert_eq!(error.www_authenticate(), Some(r#"Basic realm="slipway", charset="UTF-8""#));
        assert_eq!(error.json(), r#"{"error":"invalid_client","error_description":"client authentication failed"}"#);
    }

    #[test]
    fn a_wrong_grant_is_a_bad_request_without_a_challenge() {
        let error = OAuthError::new(ErrorCode::InvalidGrant, "the code is not valid");
        assert_eq!((error.status(), error.www_authenticate()), (400, None));
    }
}
