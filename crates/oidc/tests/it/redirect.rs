//! The corpus of lookalike callbacks, after Keycloak's `RedirectUtilsTest` and its advisories (security.md §2, §3c):
//! an address is accepted if and only if its bytes equal a registered one's.

use proptest::prelude::*;
use slipway_oidc::authorize::{AuthorizeError, PageFault};

use crate::fixture::{CALLBACK, check, dashboard, redirect_uri};

/// None of these is registered, though most of them mean the registered address to some parser.
const LOOKALIKES: [&str; 82] = [
    // host
    "https://evil.example/oauth/callback",
    "https://dash.example.com.evil.example/oauth/callback",
    "https://evil-dash.example.com/oauth/callback",
    "https://xdash.example.com/oauth/callback",
    "https://example.com/oauth/callback",
    "https://sub.dash.example.com/oauth/callback",
    "https://dash.example.com./oauth/callback",
    "https://DASH.example.com/oauth/callback",
    "https://dash.example.co/oauth/callback",
    "https://dash。example.com/oauth/callback",
    "https://ｄash.example.com/oauth/callback",
    "https://dаsh.example.com/oauth/callback",
    "https://xn--dsh-5cd.example.com/oauth/callback",
    "https://dash%2eexample.com/oauth/callback",
    "https://dash.example.com%2eevil.example/oauth/callback",
    "https://dash.example.com%00.evil.example/oauth/callback",
    "https://dash.example.com\u{200b}/oauth/callback",
    "https://[::1]/oauth/callback",
    "https://*.example.com/oauth/callback",
    // user information
    "https://dash.example.com@evil.example/oauth/callback",
    "https://dash.example.com:443@evil.example/oauth/callback",
    "https://user@dash.example.com/oauth/callback",
    "https://user:pass@dash.example.com/oauth/callback",
    "https://@dash.example.com/oauth/callback",
    "https://evil.example%40dash.example.com/oauth/callback",
    "https://evil.example#@dash.example.com/oauth/callback",
    "https://evil.example\\@dash.example.com/oauth/callback",
    "https://dash.example.com%2f@evil.example/oauth/callback",
    // port
    "https://dash.example.com:443/oauth/callback",
    "https://dash.example.com:/oauth/callback",
    "https://dash.example.com:8443/oauth/callback",
    "https://dash.example.com:0443/oauth/callback",
    "https://dash.example.com:65979/oauth/callback",
    // scheme
    "http://dash.example.com/oauth/callback",
    "HTTPS://dash.example.com/oauth/callback",
    "https:dash.example.com/oauth/callback",
    "https:/dash.example.com/oauth/callback",
    "https:///dash.example.com/oauth/callback",
    "https:\\\\dash.example.com/oauth/callback",
    "//dash.example.com/oauth/callback",
    "dash.example.com/oauth/callback",
    "/oauth/callback",
    "javascript://dash.example.com/oauth/callback%0aalert(1)",
    "javascript:alert(1)//https://dash.example.com/oauth/callback",
    "data:text/html,https://dash.example.com/oauth/callback",
    "view-source:https://dash.example.com/oauth/callback",
    "blob:https://dash.example.com/oauth/callback",
    // path
    "https://dash.example.com",
    "https://dash.example.com/",
    "https://dash.example.com/oauth",
    "https://dash.example.com/oauth/callback/",
    "https://dash.example.com/oauth/callback//",
    "https://dash.example.com//oauth/callback",
    "https://dash.example.com/oauth//callback",
    "https://dash.example.com/oauth/./callback",
    "https://dash.example.com/oauth/../oauth/callback",
    "https://dash.example.com/oauth/callback/../../evil",
    "https://dash.example.com/oauth/callback/..",
    "https://dash.example.com/oauth/callback/%2e%2e/evil",
    "https://dash.example.com/oauth/callback/%252e%252e/evil",
    "https://dash.example.com/oauth/callback/..;/evil",
    "https://dash.example.com/oauth%2fcallback",
    "https://dash.example.com/oauth%2Fcallback",
    "https://dash.example.com/%6fauth/callback",
    "https://dash.example.com/oauth\\callback",
    "https://dash.example.com/oauth/callback\\..\\evil",
    "https://dash.example.com/OAuth/Callback",
    "https://dash.example.com/oauth/callback;x=1",
    "https://dash.example.com/oauth/callback*",
    "https://dash.example.com/oauth/callbackevil",
    "https://dash.example.com/oauth/callback%00",
    "https://dash.example.com/oauth/callback%0d%0aLocation:%20https://evil.example",
    "https://dash.example.com/oauth/callback\r\nLocation: https://evil.example",
    "https://dash.example.com/oauth/callback ",
    " https://dash.example.com/oauth/callback",
    "https://dash.example.com/oauth/call\tback",
    // query and fragment
    "https://dash.example.com/oauth/callback?",
    "https://dash.example.com/oauth/callback?next=https://evil.example",
    "https://dash.example.com/oauth/callback#",
    "https://dash.example.com/oauth/callback#access_token=x",
    "https://dash.example.com/cb?tenant=8",
    "https://dash.example.com/cb?tenant=7&tenant=8",
];

fn verdict(presented: &str) -> Result<String, AuthorizeError> {
    check(&dashboard(), &[("redirect_uri", Some(presented))]).map(|request| request.redirect_uri.to_string())
}

#[test]
fn a_registered_address_is_accepted() {
    for registered in [CALLBACK, "https://dash.example.com/cb?tenant=7"] {
        assert_eq!(verdict(registered).as_deref(), Ok(registered));
    }
}

#[test]
fn no_lookalike_is_accepted_and_none_is_ever_redirected_to() {
    for lookalike in LOOKALIKES {
        assert_eq!(verdict(lookalike), Err(AuthorizeError::Page(PageFault::RedirectNotRegistered)), "{lookalike}");
    }
}

#[test]
fn no_lookalike_is_accepted_when_it_is_the_registered_one_that_is_sent() {
    // Where a lookalike may be registered at all, it does not open the door for the original.
    for lookalike in LOOKALIKES {
        let Ok(registered) =
            slipway_oidc::redirect::RedirectUri::register(lookalike, slipway_oidc::redirect::LoopbackHttp::Allowed)
        else {
            continue;
        };
        assert!(!registered.matches(CALLBACK), "{lookalike}");
        assert!(registered.matches(lookalike), "{lookalike}");
    }
}

#[test]
fn parameters_are_added_behind_what_is_registered() {
    for (registered, expected) in [
        ("https://a.example", "https://a.example?code=x%26y&state=%C3%A9+%23"),
        ("https://a.example/cb", "https://a.example/cb?code=x%26y&state=%C3%A9+%23"),
        ("https://a.example/cb?", "https://a.example/cb?code=x%26y&state=%C3%A9+%23"),
        ("https://a.example/cb?t=%2F&u", "https://a.example/cb?t=%2F&u&code=x%26y&state=%C3%A9+%23"),
        ("https://a.example/cb?t=7&", "https://a.example/cb?t=7&code=x%26y&state=%C3%A9+%23"),
    ] {
        assert_eq!(redirect_uri(registered).with_params(&[("code", "x&y"), ("state", "é #")]), expected);
    }
}

#[test]
fn the_origin_ends_before_path_and_query() {
    for registered in ["https://a.example:8443", "https://a.example:8443/cb", "https://a.example:8443/?x=/y"] {
        assert_eq!(redirect_uri(registered).origin(), "https://a.example:8443");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn an_edited_address_is_accepted_only_if_the_edit_changes_nothing(
        at in 0..CALLBACK.len(), cut in 0..4usize, put in "[\\x00-\\x7e]{0,3}|\\PC{0,2}",
    ) {
        let end = (at + cut).min(CALLBACK.len());
        let edited = format!("{}{put}{}", &CALLBACK[..at], &CALLBACK[end..]);
        let accepted = verdict(&edited).is_ok();
        prop_assert_eq!(accepted, edited == CALLBACK, "{:?}", edited);
    }
}
