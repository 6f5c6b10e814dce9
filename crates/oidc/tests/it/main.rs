//! The issuer's protocol from outside: what it accepts, and above all what it refuses. No server, no clock.
#![expect(clippy::unwrap_used, reason = "tests")]

mod authorize;
mod broker_token;
mod clock;
mod code;
mod consent;
mod discovery;
mod fixture;
mod forge;
mod hint;
mod jwt_claims;
mod jwt_header;
mod jwt_signature;
mod redirect;
mod registration;
mod revocation;
mod service_token;
mod sign_in;
mod token_request;
mod tokens;
mod totality;
mod userinfo;
