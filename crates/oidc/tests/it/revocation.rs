//! Reading requests that give a token back, and authenticating their clients.

use slipway_oidc::client::{Client, ClientKind};
use slipway_oidc::revocation::RevocationRequest;

use crate::fixture::{SECRET, dashboard};

fn verdict(client: &Client, body: &str) -> Result<String, &'static str> {
    let request = RevocationRequest::parse(body, None).map_err(|error| error.code.as_str())?;
    request.authenticate(Some(client)).map_err(|error| error.code.as_str())?;
    Ok(request.token)
}

#[test]
fn a_client_that_proves_itself_may_give_a_token_back() {
    let body = format!("token=a.b.c&token_type_hint=access_token&client_id=ledger&client_secret={SECRET}");
    assert_eq!(verdict(&dashboard(), &body).as_deref(), Ok("a.b.c"));
    let public = Client { kind: ClientKind::Public, ..dashboard() };
    assert_eq!(verdict(&public, "token=a.b.c&client_id=ledger").as_deref(), Ok("a.b.c"));
    let request = RevocationRequest::parse(&body, None).unwrap();
    let shown = format!("{request:?}");
    assert!(!shown.contains("a.b.c") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn nobody_else_may() {
    let client = dashboard();
    let disabled = Client { enabled: false, ..dashboard() };
    let proof = format!("client_id=ledger&client_secret={SECRET}");
    assert_eq!(verdict(&client, "token=a.b.c"), Err("invalid_client"));
    assert_eq!(verdict(&client, "token=a.b.c&client_id=ledger"), Err("invalid_client"));
    assert_eq!(verdict(&client, "token=a.b.c&client_id=ledger&client_secret=wrong"), Err("invalid_client"));
    assert_eq!(verdict(&client, &format!("token=a.b.c&{proof}").replace("ledger", "other")), Err("invalid_client"));
    assert_eq!(verdict(&disabled, &format!("token=a.b.c&{proof}")), Err("unauthorized_client"));
    assert_eq!(verdict(&client, &proof), Err("invalid_request"));
    assert_eq!(verdict(&client, &format!("token=a&token=b&{proof}")), Err("invalid_request"));
}
