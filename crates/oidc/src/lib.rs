//! The protocol core of the embedded OIDC issuer (§7.1–7.5): requests, checks, codes, keys and tokens as
//! pure functions. It performs no I/O and knows no clock and no store: `now` is seconds since 1970 in UTC, random
//! bytes are arguments, and every function is total, whatever bytes arrive.
//!
//! The way of a sign-in: [`authorize::AuthorizeQuery`] is checked against a [`client::Client`] and becomes an
//! [`authorize::AuthorizeRequest`]; a signed-in person who agrees (`consent`) turns it into a [`grant::CodeRecord`]; the client sends a
//! [`token::TokenRequest`], authenticates, redeems the record and gets an [`issue::TokenResponse`]; with its access
//! token it asks for [`userinfo::UserInfo`].

mod answer;
pub mod authorize;
pub mod broker_token;
pub mod claims;
pub mod client;
pub mod consent;
pub mod detached;
pub mod discovery;
pub mod error;
pub mod grant;
pub mod issue;
pub mod keys;
mod params;
pub mod pkce;
pub mod redirect;
pub mod revocation;
pub mod scope;
pub mod secret;
pub mod service_token;
pub mod sign_in;
pub mod token;
pub mod userinfo;
pub mod verify;
