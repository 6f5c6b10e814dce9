//! What the interface can do, as data: each operation has its address, its words, its schemas and its handler in one
//! place. The routes and the document that describes them are made from it, so that neither can say what the other does not.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::routing::{self, MethodRouter};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use slipway_backend::Backend;

use super::super::limits::FailedSignIns;

pub(super) const JSON: &str = "application/json";

/// What every handler is given.
#[derive(Clone)]
pub(super) struct ApiState {
    pub(super) backend: Backend,
    /// How often an address, or the public beginning of a token, got a token wrong.
    pub(super) wrong_tokens: FailedSignIns,
    /// The description of the interface, as JSON.
    pub(super) document: Arc<str>,
}

/// Writes the schema of a type into the document, and names it.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One thing that programs can ask for.
pub(super) struct Operation {
    pub(super) method: Method,
    /// Below `/api/v1`, with its parameters in braces.
    pub(super) path: &'static str,
    /// Unique, in camel case; what generated clients call it.
    pub(super) id: &'static str,
    /// A short sentence without its full stop.
    pub(super) summary: &'static str,
    /// More than the summary says; empty: there is nothing more to say.
    pub(super) description: &'static str,
    /// The heading that it stands under.
    pub(super) resource: &'static str,
    /// In the query; those of the path are read off it.
    pub(super) query: Vec<QueryParameter>,
    pub(super) body: Option<Body>,
    pub(super) answer: Answer,
    pub(super) guard: Guard,
    /// `Idempotency-Key` is listened to.
    pub(super) is_repeatable: bool,
    /// Nobody has to be signed in.
    pub(super) is_open: bool,
    pub(super) handler: MethodRouter<ApiState>,
}

/// How a write says what it was made of; where it does, it can be refused because that is not there any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// It adds something, or says how something is to be, whatever there is.
    None,
    /// By what its body repeats of an answer, or by what it finds when it comes.
    Seen,
    /// `If-Match` may name the revision that was read.
    Optional,
    /// `If-Match` has to name it.
    Required,
}

/// A parameter in the query. None of them is required.
pub(super) struct QueryParameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) schema: SchemaOf,
}

/// What an operation takes.
pub(super) struct Body {
    pub(super) content_type: &'static str,
    pub(super) schema: SchemaOf,
}

/// What an operation answers when it did what was asked.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) description: &'static str,
    pub(super) content_type: &'static str,
    /// `None`: an empty body.
    pub(super) schema: Option<SchemaOf>,
    /// With the revision as `ETag`.
    pub(super) is_tagged: bool,
    /// With the address of what was made, as `Location`.
    pub(super) is_located: bool,
}

/// A constructor for each method, named as the routing names it; they all take the same.
macro_rules! methods {
    ($($name:ident: $method:ident),+) => {
        $(
            pub(super) fn $name<H, T>(path: &'static str, id: &'static str, summary: &'static str, handler: H) -> Self
            where
                H: Handler<T, ApiState>,
                T: 'static,
            {
                Self::new(Method::$method, path, id, summary, routing::$name(handler))
            }
        )+
    };
}

impl Operation {
    methods!(get: GET, post: POST, put: PUT, delete: DELETE);

    fn new(
        method: Method,
        path: &'static str,
        id: &'static str,
        summary: &'static str,
        handler: MethodRouter<ApiState>,
    ) -> Self {
        let answer = Answer {
            status: StatusCode::NO_CONTENT,
            description: "Done",
            content_type: JSON,
            schema: None,
            is_tagged: false,
            is_located: false,
        };
        Self {
            method,
            path,
            id,
            summary,
            description: "",
            resource: "Offerings",
            query: Vec::new(),
            body: None,
            answer,
            guard: Guard::None,
            is_repeatable: false,
            is_open: false,
            handler,
        }
    }

    /// The heading that it stands under.
    pub(super) fn under(self, resource: &'static str) -> Self {
        Self { resource, ..self }
    }

    pub(super) fn describing(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    pub(super) fn query<T: JsonSchema>(mut self, name: &'static str, description: &'static str) -> Self {
        self.query.push(QueryParameter { name, description, schema: schema_of::<T> });
        self
    }

    /// Takes JSON.
    pub(super) fn takes<T: JsonSchema>(self) -> Self {
        self.takes_as::<T>(JSON)
    }

    pub(super) fn takes_as<T: JsonSchema>(self, content_type: &'static str) -> Self {
        Self { body: Some(Body { content_type, schema: schema_of::<T> }), ..self }
    }

    /// Answers with JSON.
    pub(super) fn answers<T: JsonSchema>(self, status: StatusCode, description: &'static str) -> Self {
        self.answers_as::<T>(status, description, JSON)
    }

    pub(super) fn answers_as<T: JsonSchema>(
        self,
        status: StatusCode,
        description: &'static str,
        content_type: &'static str,
    ) -> Self {
        let schema: SchemaOf = schema_of::<T>;
        let answer = Answer { status, description, content_type, schema: Some(schema), ..self.answer };
        Self { answer, ..self }
    }

    /// Answers with the revision as `ETag`.
    pub(super) fn tagged(mut self) -> Self {
        self.answer.is_tagged = true;
        self
    }

    /// Answers with the address of what was made.
    pub(super) fn located(mut self) -> Self {
        self.answer.is_located = true;
        self
    }

    /// `If-Match` has to name the revision that is changed.
    pub(super) fn guarded(self) -> Self {
        Self { guard: Guard::Required, ..self }
    }

    /// `If-Match` may name the revision that was read.
    pub(super) fn guardable(self) -> Self {
        Self { guard: Guard::Optional, ..self }
    }

    /// What it does is about something that was seen, and may be refused because that has moved on.
    pub(super) fn of_what_was_seen(self) -> Self {
        Self { guard: Guard::Seen, ..self }
    }

    /// `Idempotency-Key` is listened to.
    pub(super) fn repeatable(self) -> Self {
        Self { is_repeatable: true, ..self }
    }

    /// Nobody has to be signed in.
    pub(super) fn open(self) -> Self {
        Self { is_open: true, ..self }
    }

    pub(super) fn is_guarded(&self) -> bool {
        self.guard == Guard::Required
    }

    /// Whether it may change something.
    pub(super) fn writes(&self) -> bool {
        !self.method.is_safe()
    }

    /// The names in the braces of the path, in their order.
    pub(super) fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        let parts = self.path.split('/');
        parts.filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')))
    }
}

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
