//! Any text as where to go after signing in, or as where an answer leads: what is taken for a path of ours stays on our
//! origin however a browser reads it (security.md §3b).
#![no_main]

#[path = "../../src/server/return_path.rs"]
mod return_path;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use return_path::{ReturnPath, stays_here};
use url::Url;

static PAGE: LazyLock<Url> =
    LazyLock::new(|| Url::parse("https://console.example/login/callback?code=1").expect("it is a URL"));

fn is_on_our_origin(to: &str) -> bool {
    PAGE.join(to).is_ok_and(|to| to.origin() == PAGE.origin())
}

fuzz_target!(|text: &str| {
    assert!(!stays_here(text) || is_on_our_origin(text));
    if let Some(path) = ReturnPath::parse(text) {
        assert!(stays_here(path.as_str()) && is_on_our_origin(path.as_str()));
        assert!(path.as_str().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\'));
    }
});
