//! No broker is called while a transaction is open: there is one writer, and everybody else would wait for that broker.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::Source;
use crate::tokens::{Token, begins, lex, lines_with};

/// Where use cases are.
const BACKEND: &str = "crates/backend/src/";

/// What calls a broker by itself, or earns the token for a call.
const CALLS: [&[&str]; 6] = [
    &["outbound", "(", ")", ".", "send"],
    &["outbound", "(", ")", ".", "catalog"],
    &["conformance", ":", ":", "run_noticed"],
    &["conformance", ":", ":", "remove"],
    &["token_for_stored_key", "("],
    &["token_for_broker", "("],
];

struct Function<'a> {
    path: &'a str,
    name: &'a str,
    head: &'a [Token],
    body: &'a [Token],
}

/// Every breach, as `path:line: what is wrong`. A transaction is what is called `tx`, from its `let` or as a parameter,
/// until it is committed, given away, or its block ends.
pub(crate) fn violations(sources: &[Source]) -> Vec<String> {
    let files = lexed(sources);
    let functions: Vec<Function<'_>> = files.iter().flat_map(|(path, tokens)| functions(path, tokens)).collect();
    let calling = calling(&functions);
    functions.iter().flat_map(|function| function.breaches(&calling)).collect()
}

/// How many calls the rule knows by itself.
pub(crate) fn known(sources: &[Source]) -> usize {
    let files = lexed(sources);
    files.iter().map(|(_, tokens)| CALLS.iter().map(|call| lines_with(tokens, call).len()).sum::<usize>()).sum()
}

fn lexed(sources: &[Source]) -> Vec<(&str, Vec<Token>)> {
    let ours = sources.iter().filter(|source| source.path.starts_with(BACKEND));
    ours.map(|source| (source.path.as_str(), lex(&source.text).unwrap_or_default())).collect()
}

fn functions<'a>(path: &'a str, tokens: &'a [Token]) -> Vec<Function<'a>> {
    let named = tokens.windows(2).enumerate().filter(|(_, pair)| pair[0].text == "fn" && pair[1].text != "(");
    named
        .filter_map(|(at, pair)| {
            let rest = &tokens[at + 2..];
            let begin = beginning(rest)?;
            let end = begin + length(&rest[begin..]);
            Some(Function { path, name: &pair[1].text, head: &rest[..begin], body: &rest[begin..end] })
        })
        .collect()
}

/// Where the body begins. `None`: there is none.
fn beginning(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "{" if depth == 0 => return Some(at),
            ";" if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Of the block that begins here.
fn length(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return at + 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    tokens.len()
}

/// Functions that call a broker, or one that does. A name that several have says nothing.
fn calling<'a>(functions: &[Function<'a>]) -> BTreeSet<&'a str> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for function in functions {
        *times.entry(function.name).or_default() += 1;
    }
    let mut calling = BTreeSet::new();
    loop {
        let before = calling.len();
        let calls = |function: &&Function<'a>| {
            times[function.name] == 1 && (0..function.body.len()).any(|at| is_call(function.body, at, &calling))
        };
        let more: Vec<&str> = functions.iter().filter(calls).map(|function| function.name).collect();
        calling.extend(more);
        if calling.len() == before {
            return calling;
        }
    }
}

fn is_call(tokens: &[Token], at: usize, calling: &BTreeSet<&str>) -> bool {
    let rest = &tokens[at..];
    let is_method = at > 0 && [".", ":"].contains(&tokens[at - 1].text.as_str()) && begins(&rest[1..], &["("]);
    CALLS.iter().any(|call| begins(rest, call)) || is_method && calling.contains(rest[0].text.as_str())
}

impl Function<'_> {
    fn breaches(&self, calling: &BTreeSet<&str>) -> Vec<String> {
        let mut found = Vec::new();
        let mut depth = 0_usize;
        // How deep the block is in which a transaction lives.
        let mut open = self.head.windows(2).any(|pair| pair[0].text == "tx" && pair[1].text == ":").then_some(0_usize);
        for (at, token) in self.body.iter().enumerate() {
            match token.text.as_str() {
                "{" => depth += 1,
                "}" => {
                    depth = depth.saturating_sub(1);
                    open = open.filter(|lives| *lives <= depth);
                }
                "let" if binds(&self.body[at..]) => open = Some(depth),
                "tx" if is_gone(self.body, at) => open = None,
                _ => {}
            }
            if open.is_some() && is_call(self.body, at, calling) {
                found.push(format!("{}:{}: a broker is called while a transaction is open", self.path, token.line));
            }
        }
        found
    }
}

/// A `let` with `tx` in its pattern.
fn binds(tokens: &[Token]) -> bool {
    let mut pattern = tokens.iter().take_while(|token| !["=", ";"].contains(&token.text.as_str()));
    pattern.any(|token| token.text == "tx")
}

/// Committed, or an argument of something else.
fn is_gone(tokens: &[Token], at: usize) -> bool {
    let is_bound = tokens[at.saturating_sub(3)..at].iter().any(|token| token.text == "let");
    let follows = at > 0 && ["(", ","].contains(&tokens[at - 1].text.as_str());
    let is_argument = follows && [",", ")"].iter().any(|next| begins(&tokens[at + 1..], &[*next]));
    begins(&tokens[at..], &["tx", ".", "commit"]) || is_argument && !is_bound
}

fn found_in(text: &str) -> Vec<String> {
    violations(&[Source { path: "crates/backend/src/broker.rs".to_owned(), text: text.to_owned() }])
}

#[test]
fn a_call_inside_of_a_transaction_is_reported_with_its_line() {
    for text in [
        "async fn f(&self) {\nlet mut tx = self.write().await?; self.outbound().send(b).await; tx.commit().await }",
        "async fn f(&self) {\nlet (tx, o) = self.change(n).await?; self.outbound().catalog(t).await; tx.commit().await }",
        "async fn f(&self, tx: &mut Tx) {\nself.outbound().send(b).await }",
        "async fn f(&self) { let mut tx = w.write().await?;\nconformance::run_noticed(o, s).await; tx.commit().await }",
        "async fn f(&self) { let mut tx = w.write().await?;\nconformance::remove(o, s).await; tx.commit().await }",
        "async fn f(&self) { let mut tx = w.write().await?;\nissuer.token_for_stored_key(k).await; tx.commit().await }",
        "async fn f(&self) { let mut tx = w.write().await?;\nissuer.token_for_broker(c).await; tx.commit().await }",
        "async fn g(&self) { h(self).await.outbound().catalog(t).await }\n\
         async fn f(&self) { let mut tx = w.write().await?; tx.put(a).await?; self.g().await; tx.commit().await }",
    ] {
        let found = found_in(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with("crates/backend/src/broker.rs:2: "), "{found:?}");
    }
}

#[test]
fn a_call_before_or_after_a_transaction_is_not_reported() {
    for text in [
        "async fn f(&self) { self.outbound().send(b).await; let mut tx = w.write().await?; tx.commit().await }",
        "async fn f(&self) { let mut tx = w.write().await?; tx.commit().await?; self.outbound().send(b).await }",
        "async fn f(&self) { let mut tx = w.write().await?; drop(tx); self.outbound().send(b).await }",
        "async fn f(&self) { let (tx, o) = self.change(n).await?; self.end(tx, o).await?; self.outbound().send(b).await }",
        "async fn f(&self) { { let mut tx = w.write().await?; } self.outbound().send(b).await }",
        "async fn f(&self) { let mut tx = w.write().await?; tx.put(self.outbound().is_lab()).await?; tx.commit().await }",
    ] {
        assert_eq!(found_in(text), Vec::<String>::new(), "{text}");
    }
}
