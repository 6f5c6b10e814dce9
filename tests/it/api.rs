//! The interface for programs from outside: tokens, tenants, revisions, pages, and everything that is refused.

mod callers;
mod catalog;
mod concurrency;
mod hostile;
mod imports;
mod lists;
mod moves;
mod parts;
mod seen;
mod translations;

use hyper::Method;
use serde_json::Value;
use slipway_domain::token::TokenDraft;

use crate::support::{Answer, Browser, Request, Stage};
use crate::usage::acting;

pub(crate) const ADA: &str = "ada@northwind.example";
pub(crate) const RITA: &str = "rita@operator.example";
const GUS: &str = "gus@globex.example";
const NOBODYS_ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";

/// The names in addresses beside that of the offering, each with the facts that it may stand for: the first that a scene
/// has counts.
const NAMED: [(&str, &[&str]); 7] = [
    ("account", &["northwind"]),
    ("plan", &["draft_plan", "plan"]),
    ("broker", &["broker"]),
    ("deployment", &["deployment"]),
    ("thread", &["thread"]),
    ("review", &["submission"]),
    ("row", &["row"]),
];

/// Those that stand for the same in every scene.
const FIXED: [(&str, &str); 3] = [("part", "listing"), ("revision", "1"), ("language", "ja")];

/// A program with a token.
pub(crate) struct Program {
    browser: Browser,
    token: String,
}

/// Something that the document says can be asked for.
struct Described {
    method: Method,
    path: String,
    told: Value,
}

/// What the names in addresses stand for in that scene, as far as it has such a thing.
pub(crate) fn named(stage: &Stage) -> Vec<(&'static str, &'static str)> {
    let facts = stage.facts;
    let known = NAMED.into_iter().filter_map(|(name, wanted)| {
        let fact = wanted.iter().find_map(|fact| facts.get(fact))?;
        Some((name, fact.as_str()))
    });
    known.chain(FIXED).collect()
}

/// A token of that person, `read` or `write`.
pub(crate) async fn token(stage: &Stage, email: &str, scope: &str) -> String {
    let acting = acting(stage, email).await;
    let draft = TokenDraft { name: "test".to_owned(), scope: scope.to_owned(), lifetime: "90".to_owned() };
    acting.create_token(&draft).await.unwrap();
    acting.take_token().await.unwrap().fresh.unwrap().secret.value
}

impl Program {
    pub(crate) async fn of(stage: &Stage, email: &str, scope: &str) -> Self {
        Self::with(stage, token(stage, email, scope).await)
    }

    fn with(stage: &Stage, token: String) -> Self {
        Self { browser: stage.server.browser(), token }
    }

    fn request(&self, method: Method, path: &str) -> Request {
        let request = Request::new(method, format!("/api/v1{path}")).header("accept", "application/json");
        request.header("authorization", &format!("Bearer {}", self.token))
    }

    async fn send(&self, request: Request) -> Answer {
        self.browser.send(request).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// `tag`: what `If-Match` says; empty: nothing.
    async fn write(&self, method: Method, path: &str, tag: &str, body: &Value) -> Answer {
        let request = self.request(method, path).header("content-type", "application/json").body(body.to_string());
        self.send(if tag.is_empty() { request } else { request.header("if-match", tag) }).await
    }

    /// Every operation that the document names.
    async fn described(&self) -> Vec<Described> {
        let document = json(&self.get("/openapi.json").await);
        let mut all = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, told) in methods.as_object().unwrap() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                all.push(Described { method, path: path.clone(), told: told.clone() });
            }
        }
        assert!(all.len() > 25, "{}", all.len());
        all
    }
}

impl Described {
    /// Its address for that offering; what else it names is the scene's, or nobody's where the scene has no such thing.
    fn of(&self, stage: &Stage, offering: &str) -> String {
        let path = named(stage).into_iter().fold(filled(self.path.clone(), ("name", offering)), filled);
        NAMED.into_iter().fold(path, |path, (name, _)| filled(path, (name, NOBODYS_ID)))
    }

    fn is_open(&self) -> bool {
        self.told["security"].as_array().is_some_and(Vec::is_empty)
    }

    /// It is a get, or a post that changes nothing.
    fn only_reads(&self) -> bool {
        self.method == Method::GET || ["planDefinition", "planImport"].iter().any(|id| self.told["operationId"] == *id)
    }
}

/// The address with a value in the place of that name.
fn filled(path: String, (name, value): (&str, &str)) -> String {
    path.replace(&format!("{{{name}}}"), value)
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.body))
}

/// The answer is a problem of that status and kind; gives its words.
fn problem(answer: &Answer, status: u16, kind: &str) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.body);
    let told = json(answer);
    assert_eq!(told["type"], format!("/docs/api#{kind}"));
    assert_eq!(told["status"], status);
    for member in ["title", "detail"] {
        assert!(!told[member].as_str().unwrap().is_empty(), "{told}");
    }
    told
}
