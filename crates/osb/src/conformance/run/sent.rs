//! One call of the run: sent, measured, and written down with its secrets masked.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::oneshot;

use super::super::notice::Notice;
use super::super::token::FRESH;
use super::super::transcript::{Exchange, MASK, Said};
use super::super::verdict::Verdict;
use super::{Run, millis};
use crate::broker::{Authentication, Broker};
use crate::call_error::CallError;
use crate::credentials::Redactor;
use crate::orphan::Mutation;
use crate::reply::{self, Reply};
use crate::request::{Body, Endpoint, Presented, Request};

/// A call and what came back.
#[derive(Debug)]
pub(super) struct Sent {
    /// In the transcript.
    pub(super) number: usize,
    pub(super) answer: Result<Reply, CallError>,
}

impl Run<'_> {
    pub(super) async fn send(&mut self, request: &Request) -> Sent {
        let (outbound, broker) = (self.outbound, self.signed_in().await);
        let identity = (self.ids)();
        let (told, written) = oneshot::channel();
        (self.notice)(Notice::Calling(identity, told));
        let _ = written.await;
        let calling = Arc::clone(&self.calling);
        let call = calling.lock().await;
        let before = self.timer.now();
        let answer = outbound.send(&broker, request, identity).await;
        drop(call);
        let took = self.timer.now().saturating_sub(before);
        let number = self.exchanges.len() + 1;
        let body = request.body.as_ref().map(|body| match body {
            Body::Json(value) => self.secrets.json(value),
            Body::Text(text) => self.secrets.text(text),
        });
        let said = self.said(request.endpoint, &answer);
        self.exchanges.push(Exchange {
            number,
            purpose: self.purpose,
            method: request.method.to_string(),
            url: self.secrets.text(&outbound.shown_url(&broker, request)),
            headers: reply::shown_headers(&broker, request, identity),
            credentials: match request.credentials {
                Presented::Right => "right",
                Presented::Wrong => "wrong",
                Presented::None => "none",
            },
            body,
            answer: said,
            took_ms: millis(took),
            took,
        });
        if let Some(exchange) = self.exchanges.last() {
            (self.notice)(Notice::Called(exchange));
        }
        if mutation(request.endpoint) {
            self.answer_times.push((number, took));
        }
        Sent { number, answer }
    }

    /// The broker with what the next call is signed in with.
    async fn signed_in(&mut self) -> Broker {
        let broker = self.settings.broker.clone();
        let Some(tokens) = &self.settings.tokens else { return broker };
        let now = self.timer.now();
        let is_fresh = self.token.as_ref().is_some_and(|(earned, _)| now.saturating_sub(*earned) < FRESH);
        if !is_fresh && let Some(token) = tokens.earn().await {
            self.secrets.mask_too(Redactor::new("", &token));
            self.token = Some((now, token));
        }
        match &self.token {
            Some((_, token)) => Broker { authentication: Authentication::Bearer(token.clone()), ..broker },
            None => broker,
        }
    }

    fn said(&mut self, endpoint: Endpoint, answer: &Result<Reply, CallError>) -> Said {
        // What cannot be read may hold credentials in any form.
        let binds = matches!(endpoint, Endpoint::Bind | Endpoint::FetchBinding);
        match answer {
            Ok(reply) => Said::Reply {
                status: reply.status,
                content_type: reply.said.content_type.as_deref().map(|text| self.secrets.text(text)),
                body: match &reply.json {
                    Some(value @ (Value::Object(_) | Value::Array(_))) => self.secrets.json(value),
                    _ if binds && (200..300).contains(&reply.status) && !reply.said.raw.is_empty() => MASK.to_owned(),
                    Some(value) if !value.is_null() => self.secrets.json(value),
                    _ => self.secrets.text(&reply.said.raw),
                },
            },
            Err(error) => {
                Said::NoAnswer { code: error.code(), detail: error.cause().map(|text| self.secrets.text(&text)) }
            }
        }
    }
}

const fn mutation(endpoint: Endpoint) -> bool {
    matches!(
        endpoint,
        Endpoint::Provision | Endpoint::Update | Endpoint::Deprovision | Endpoint::Bind | Endpoint::Unbind
    )
}

impl Sent {
    pub(super) fn status(&self) -> Option<u16> {
        self.answer.as_ref().ok().map(|reply| reply.status)
    }

    pub(super) fn reply(&self) -> Option<&Reply> {
        self.answer.as_ref().ok()
    }

    pub(super) fn is(&self, statuses: &[u16]) -> bool {
        self.status().is_some_and(|status| statuses.contains(&status))
    }

    pub(super) fn is_refusal(&self) -> bool {
        self.status().is_some_and(|status| (400..500).contains(&status))
    }

    /// No answer, or one that says that the broker broke.
    pub(super) fn is_crash(&self) -> bool {
        self.status().is_none_or(|status| status >= 500)
    }

    /// The contract's `description`, as it has to be: a text in a JSON object.
    pub(super) fn has_description(&self) -> bool {
        let text = self.reply().and_then(|reply| reply.member("description")?.as_str());
        text.is_some_and(|text| !text.trim().is_empty())
    }

    pub(super) fn error_code(&self) -> Option<&str> {
        self.reply()?.error_code()
    }

    /// For a sentence: `was answered 500`.
    pub(super) fn shown(&self) -> String {
        match &self.answer {
            Ok(reply) => format!("was answered {}", reply.status),
            Err(error) => format!("got no answer ({})", error.code()),
        }
    }

    /// One of these statuses, else a sentence that begins with `what`.
    pub(super) fn expect(&self, statuses: &[u16], what: &str) -> Verdict {
        Verdict::of(self.problem(statuses, what))
    }

    pub(super) fn problem(&self, statuses: &[u16], what: &str) -> Option<String> {
        (!self.is(statuses)).then(|| {
            let wanted: Vec<String> = statuses.iter().map(u16::to_string).collect();
            format!("{what} {}, not {}", self.shown(), wanted.join(" or "))
        })
    }

    /// A 4xx with words, else a sentence that begins with `what`.
    pub(super) fn refusal_problem(&self, what: &str) -> Option<String> {
        if !self.is_refusal() {
            Some(format!("{what} {}, not 4xx", self.shown()))
        } else if self.has_description() {
            None
        } else {
            Some(format!("{what} {} without a description", self.shown()))
        }
    }

    /// The removal had nothing to do, or says so.
    pub(super) fn outcome(&self, run: &Run<'_>, call: Mutation) -> crate::Outcome {
        crate::Outcome::of(run.settings.broker.version, call, &self.answer)
    }
}
