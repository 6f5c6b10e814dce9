//! Where the server sends browsers: to a page by its typed path, to a constant, or to a checked `ReturnPath`, never to a
//! string of a request (security.md F5). The pages redirect through `ssr.rs`, which takes typed paths only.

use crate::sources::Source;
use crate::tokens::{Token, begins, lex};

const SERVER: &str = "src/";

/// Files that send browsers to another origin as well, each with what was checked before.
const ELSEWHERE: [(&str, &str); 2] = [
    ("src/server/issuer.rs", "the registered redirect URI of a client"),
    ("src/server/signin.rs", "the authorization endpoint of the issuer that is configured"),
];

/// Every breach, as `path:line: what is wrong`.
pub(crate) fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with(SERVER)) {
        let tokens = lex(&source.text).unwrap_or_default();
        for (at, call) in tokens.windows(5).enumerate() {
            let is_redirect = begins(call, &["Redirect", ":", ":"]) && call[4].text == "(";
            let is_exempt = ELSEWHERE.iter().any(|(path, _)| *path == source.path);
            if is_redirect && !is_exempt && !(call[3].text == "to" && is_known(argument(&tokens[at + 5..]))) {
                found.push(format!("{}:{}: where does this redirect lead?", source.path, call[0].line));
            }
        }
    }
    found
}

/// Up to the parenthesis that closes the call.
fn argument(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    let end = tokens.iter().position(|token| match token.text.as_str() {
        ")" if depth == 0 => true,
        "(" => {
            depth += 1;
            false
        }
        ")" => {
            depth -= 1;
            false
        }
        _ => false,
    });
    &tokens[..end.unwrap_or(tokens.len())]
}

/// A constant, a typed path, one with a query or a fragment behind it (`back`), or a `ReturnPath`.
fn is_known(argument: &[Token]) -> bool {
    let is_constant =
        argument.len() == 1 && argument[0].text.starts_with("\"/") && !argument[0].text.starts_with("\"//");
    let is_page = begins(argument, &["&", "paths", ":", ":", "Path", ":", ":"]);
    let is_behind_a_page = begins(argument, &["&", "format", "!", "("])
        && argument.get(4).is_some_and(|text| text.text.starts_with("\"{back}"));
    let is_return_path = argument.len() > 3 && begins(&argument[argument.len() - 4..], &[".", "as_str", "(", ")"]);
    is_constant || is_page || is_behind_a_page || is_return_path
}

fn found_in(path: &str, text: &str) -> Vec<String> {
    violations(&[Source { path: path.to_owned(), text: text.to_owned() }])
}

#[test]
fn a_redirect_to_a_string_is_reported_with_its_line() {
    for text in [
        "fn f(to: &str) {\nRedirect::to(to) }",
        "fn f(to: &str) {\nRedirect::to(&to) }",
        "fn f(to: &str) {\nRedirect::to(&format!(\"/{to}\")) }",
        "fn f() {\nRedirect::to(\"//evil.example\") }",
        "fn f() {\nRedirect::to(\"https://evil.example\") }",
        "fn f() {\nRedirect::temporary(\"/\") }",
    ] {
        let found = found_in("src/server/session.rs", text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with("src/server/session.rs:2: "), "{found:?}");
    }
}

#[test]
fn a_redirect_to_a_typed_path_is_not_reported() {
    for (path, text) in [
        ("src/server/session.rs", "fn f() { Redirect::to(\"/\") }"),
        ("src/server/session.rs", "fn f() { Redirect::to(&paths::Path::SignIn.to_string()) }"),
        ("src/server/session.rs", "fn f() { Redirect::to(&format!(\"{back}?{}\", error.as_query())) }"),
        ("src/server/session.rs", "fn f() { Redirect::to(back.unwrap_or_default().as_str()) }"),
        ("src/server/issuer.rs", "fn f() { Redirect::to(to) }"),
        ("crates/oidc/src/redirect.rs", "fn f() { Redirect::to(to) }"),
    ] {
        assert_eq!(found_in(path, text), Vec::<String>::new(), "{text}");
    }
}
