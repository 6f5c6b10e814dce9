//! Why a call to a broker gave no usable answer, as facts with stable codes. Words for users are made elsewhere; texts
//! that came from the broker are carried raw, redacted and cut, and have to be escaped where they are shown.

use std::error::Error;
use std::io;
use std::time::Duration;

use serde::Serialize;

use crate::address::{Denial, DenialReason};
use crate::credentials::CredentialProblem;
use crate::error_body::ErrorBody;
use crate::target::UrlProblem;

/// Every way in which a call can fail (security.md §3e, issue "broker" rows).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum CallError {
    BadUrl(UrlProblem),
    BadCredentials(CredentialProblem),
    /// The broker's own certificate authority is no PEM certificate.
    BadAuthority,
    /// The address policy refused the host. Nothing was sent.
    Denied(Denial),
    /// The name has no address.
    UnknownHost,
    Refused,
    Unreachable,
    /// No complete answer before the deadline.
    Timeout {
        after: Duration,
    },
    Tls(TlsProblem),
    /// A 3xx answer; it was not followed.
    Redirect {
        status: u16,
        location: Option<String>,
    },
    /// Any status but the expected one.
    Status {
        status: u16,
        hint: Option<Hint>,
        body: ErrorBody,
    },
    /// More bytes than `limit` in the head or the body; reading stopped there.
    TooLarge {
        limit: usize,
    },
    /// The body is compressed although `identity` was asked for.
    ContentEncoding {
        found: String,
    },
    NotJson {
        line: usize,
        column: usize,
        body: ErrorBody,
    },
    /// Nested deeper than `limit` levels.
    TooDeep {
        limit: usize,
    },
    /// More than `limit` JSON values.
    TooManyValues {
        limit: usize,
    },
    /// The connection ended in the middle of the answer.
    Incomplete,
    /// The answer is not HTTP.
    NotHttp,
}

/// Why the TLS handshake failed. Verification cannot be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsProblem {
    Expired,
    NotYetValid,
    WrongHost,
    UnknownIssuer,
    Revoked,
    /// The other side does not speak TLS on this port.
    NotTls,
    /// No common protocol version or cipher, a broken certificate, an alert.
    Handshake,
}

/// What a status most likely means on a catalog call of a real broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// 401, 403
    Credentials,
    /// 404 with a base path that already ends in `/v2`
    BasePathNamesTheApi,
    /// 404: some brokers answer it to a version they do not accept
    BasePathOrVersion,
    /// 400, 412
    Version,
    /// 405
    BasePath,
    /// 429
    Overloaded,
    /// 5xx
    BrokerFault,
}

impl CallError {
    /// The broker did answer, though nothing that could be used; or nobody asked it.
    pub const fn is_an_answer(&self) -> bool {
        matches!(
            self,
            Self::Redirect { .. }
                | Self::Status { .. }
                | Self::TooLarge { .. }
                | Self::ContentEncoding { .. }
                | Self::NotJson { .. }
                | Self::TooDeep { .. }
                | Self::TooManyValues { .. }
                | Self::BadUrl(_)
                | Self::BadCredentials(_)
        )
    }

    /// The exact code, for logs, operators and lab mode.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadUrl(_) => "bad_url",
            Self::BadCredentials(_) => "bad_credentials",
            Self::BadAuthority => "bad_authority",
            Self::Denied(_) => "denied",
            Self::UnknownHost => "unknown_host",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Timeout { .. } => "timeout",
            Self::Tls(_) => "tls",
            Self::Redirect { .. } => "redirect",
            Self::Status { .. } => "status",
            Self::TooLarge { .. } => "too_large",
            Self::ContentEncoding { .. } => "content_encoding",
            Self::NotJson { .. } => "not_json",
            Self::TooDeep { .. } => "too_deep",
            Self::TooManyValues { .. } => "too_many_values",
            Self::Incomplete => "incomplete",
            Self::NotHttp => "not_http",
        }
    }

    /// The code that users may see outside lab mode: nobody learns from it whether a host was refused by policy, does
    /// not exist, refused the connection or stayed silent, so the console is no scanner of its own network.
    pub const fn public_code(&self) -> &'static str {
        match self {
            Self::Denied(_) | Self::UnknownHost | Self::Refused | Self::Unreachable | Self::Timeout { .. } => {
                "unreachable"
            }
            other => other.code(),
        }
    }

    /// The HTTP status, where one was received.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Redirect { status, .. } | Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The finer reason as a stable code in snake case: what is wrong with the URL, the credentials or the
    /// certificate, why an address was denied, what a status suggests.
    pub fn cause(&self) -> Option<String> {
        let cause = match self {
            Self::BadUrl(problem) => serde_json::to_value(problem),
            Self::BadCredentials(problem) => serde_json::to_value(problem),
            Self::Tls(problem) => serde_json::to_value(problem),
            Self::Denied(Denial { reason: DenialReason::NotPublic(class), .. }) => serde_json::to_value(class),
            Self::Denied(denial) => serde_json::to_value(denial.reason),
            Self::Status { hint, .. } => serde_json::to_value(hint),
            _ => return None,
        };
        cause.ok()?.as_str().map(str::to_owned)
    }

    /// What the broker said instead, where it said anything. Raw: escape it where it is shown.
    pub const fn body(&self) -> Option<&ErrorBody> {
        match self {
            Self::Status { body, .. } | Self::NotJson { body, .. } => Some(body),
            _ => None,
        }
    }

    /// Reads a failure of the client. `after` is the deadline that was set.
    pub(crate) fn from_client(error: &reqwest::Error, after: Duration, head_limit: usize) -> Self {
        if error.is_timeout() {
            return Self::Timeout { after };
        }
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(known) = Self::from_cause(error, head_limit) {
                return known;
            }
            cause = error.source();
        }
        if error.is_dns() { Self::UnknownHost } else { Self::Unreachable }
    }

    fn from_cause(error: &(dyn Error + 'static), head_limit: usize) -> Option<Self> {
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            return match error {
                error if error.is_parse_too_large() => Some(Self::TooLarge { limit: head_limit }),
                error if error.is_parse() => Some(Self::NotHttp),
                error if error.is_incomplete_message() => Some(Self::Incomplete),
                _ => None,
            };
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Some(Self::Tls(TlsProblem::from_rustls(error)));
        }
        let error = error.downcast_ref::<io::Error>()?;
        // An io::Error's source is the source of what it wraps: what it wraps has to be asked for.
        if let Some(inner) = error.get_ref().and_then(|inner| Self::from_cause(inner, head_limit)) {
            return Some(inner);
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Some(Self::Refused),
            io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => {
                Some(Self::Incomplete)
            }
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => Some(Self::Unreachable),
            _ => None,
        }
    }
}

impl TlsProblem {
    fn from_rustls(error: &rustls::Error) -> Self {
        use rustls::CertificateError as Certificate;
        match error {
            rustls::Error::InvalidCertificate(problem) => match problem {
                Certificate::Expired | Certificate::ExpiredContext { .. } => Self::Expired,
                Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => Self::NotYetValid,
                Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => Self::WrongHost,
                Certificate::UnknownIssuer => Self::UnknownIssuer,
                Certificate::Revoked => Self::Revoked,
                _ => Self::Handshake,
            },
            rustls::Error::InvalidMessage(_) => Self::NotTls,
            _ => Self::Handshake,
        }
    }
}

impl Hint {
    /// What a status on `GET /v2/catalog` suggests (§6.1; brokers in the wild answer 400 and 404 instead of 412).
    pub const fn for_catalog(status: u16, base_names_the_api: bool) -> Option<Self> {
        match status {
            401 | 403 => Some(Self::Credentials),
            404 if base_names_the_api => Some(Self::BasePathNamesTheApi),
            404 => Some(Self::BasePathOrVersion),
            400 | 412 => Some(Self::Version),
            405 => Some(Self::BasePath),
            429 => Some(Self::Overloaded),
            500..=599 => Some(Self::BrokerFault),
            _ => None,
        }
    }
}
