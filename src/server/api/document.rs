//! The description of the interface, `OpenAPI` 3.1 with JSON Schema 2020-12, made from the table of operations and from the
//! types that are read and written.

use axum::http::StatusCode;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::BASE;
use super::operation::{Answer, Guard, Operation};
use super::problem::{PROBLEM_JSON, ProblemDto};

/// Set around every handler, by `telemetry`.
const REQUEST_ID: &str = "X-Request-Id";

/// The document itself, as far as its schema says.
#[derive(JsonSchema)]
#[schemars(rename = "OpenApi")]
#[expect(dead_code, reason = "it is described, and written from the table")]
pub(super) struct OpenDocument {
    /// The version of `OpenAPI`.
    openapi: String,
    /// What the interface is called.
    info: Map<String, Value>,
    /// The operations, by address and method.
    paths: Map<String, Value>,
    /// What they refer to.
    components: Map<String, Value>,
}

const ABOUT: &str = "The offerings of your accounts, as the pages of this console show and change them. Every call carries \
    a token as Authorization: Bearer. What can be written is read with its revision as ETag, and written with the same as \
    If-Match. Lists come in pages: next of one is the cursor of the next. A refusal is told as application/problem+json.";

/// The whole document.
pub(super) fn document(operations: &[Operation]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<ProblemDto>().to_value();
    let mut paths = Map::new();
    for operation in operations {
        let told = told(operation, &mut generator, &problem);
        let path = paths.entry(operation.path).or_insert_with(|| Value::Object(Map::new()));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(operation.method.as_str().to_ascii_lowercase(), told);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Slipway", "version": "1", "description": ABOUT },
        "servers": [{ "url": BASE }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "headers": { "RequestId": {
                "description": "The id of this very request, as the log of the console has it.",
                "required": true,
                "schema": { "type": "string", "format": "uuid" },
            } },
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "An access token of a person, or the API key of a service id.",
            } },
        },
    })
}

fn told(operation: &Operation, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let mut told = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.resource],
        "parameters": parameters(operation, generator),
        "responses": responses(operation, generator, problem),
    });
    if !operation.description.is_empty() {
        told["description"] = operation.description.into();
    }
    if operation.is_open {
        told["security"] = json!([]);
    }
    if let Some(body) = &operation.body {
        let schema = (body.schema)(generator).to_value();
        told["requestBody"] = json!({ "required": true, "content": { body.content_type: { "schema": schema } } });
    }
    told
}

fn parameters(operation: &Operation, generator: &mut SchemaGenerator) -> Vec<Value> {
    let mut all: Vec<Value> = operation
        .path_parameters()
        .map(|name| {
            let (description, is_id) = path_parameter(name);
            let mut schema = json!({ "type": "string" });
            if is_id {
                schema["format"] = "uuid".into();
            }
            json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema })
        })
        .collect();
    all.extend(operation.query.iter().map(|parameter| {
        let schema = (parameter.schema)(generator).to_value();
        json!({ "name": parameter.name, "in": "query", "description": parameter.description, "schema": schema })
    }));
    let guarded_by = match operation.guard {
        Guard::None | Guard::Seen => None,
        Guard::Optional => Some("The ETag of getDefinition, as you read it: that one is handed in, or nothing is."),
        Guard::Required => Some("The ETag of what you read: the revision that you change."),
    };
    if let Some(description) = guarded_by {
        all.push(json!({
            "name": "If-Match",
            "in": "header",
            "required": operation.is_guarded(),
            "description": description,
            "schema": { "type": "string", "pattern": "^\"[0-9]{1,18}\"$" },
        }));
    }
    if operation.is_repeatable {
        all.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Names this attempt: sent again within a day, it has the same answer and no second effect.",
            "schema": { "type": "string", "pattern": "^[!-~]{1,255}$" },
        }));
    }
    all
}

/// What a parameter of a path is, and whether it is an id of ours.
fn path_parameter(name: &str) -> (&'static str, bool) {
    match name {
        "name" => ("The programmatic name of the offering.", false),
        "account" => ("The id of the account.", true),
        "plan" => ("The id of the plan.", true),
        "review" => ("The id of the request for release.", true),
        "broker" => ("The id of the broker.", true),
        "deployment" => ("The id of the deployment.", true),
        "thread" => ("The id of the thread.", true),
        "part" => ("What the version is of: listing, plan:<id of the plan>, translation:de.", false),
        "revision" => ("The revision, a number.", false),
        "language" => ("The code of the language: de, pt-br.", false),
        "row" => ("The number of the row, as in 20.11.", false),
        _ => ("", false),
    }
}

fn responses(operation: &Operation, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let mut all = Map::new();
    for status in refusals(operation) {
        let description = status.canonical_reason().unwrap_or_default();
        let mut told = json!({ "description": description, "content": { PROBLEM_JSON: { "schema": problem } } });
        if let Some((name, what)) = refusal_header(status, operation) {
            told["headers"] = json!({ name: header(what) });
        }
        all.insert(status.as_str().to_owned(), told);
    }
    all.insert(operation.answer.status.as_str().to_owned(), answer(&operation.answer, generator));
    for told in all.values_mut() {
        told["headers"][REQUEST_ID] = json!({ "$ref": "#/components/headers/RequestId" });
    }
    Value::Object(all)
}

fn answer(answer: &Answer, generator: &mut SchemaGenerator) -> Value {
    let mut told = json!({ "description": answer.description });
    if let Some(schema) = answer.schema {
        told["content"] = json!({ answer.content_type: { "schema": schema(generator).to_value() } });
    }
    let mut headers = Map::new();
    if answer.is_tagged {
        headers.insert("ETag".to_owned(), header("The revision, to be sent as If-Match."));
    }
    if answer.is_located {
        headers.insert("Location".to_owned(), header("The address of what was made."));
    }
    if !headers.is_empty() {
        told["headers"] = Value::Object(headers);
    }
    told
}

fn header(description: &str) -> Value {
    json!({ "description": description, "schema": { "type": "string" } })
}

/// What comes with a refusal of that status.
fn refusal_header(status: StatusCode, operation: &Operation) -> Option<(&'static str, &'static str)> {
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Some(("Retry-After", "After how many seconds it may be tried again, where that is known."))
        }
        StatusCode::UNAUTHORIZED => Some(("WWW-Authenticate", "That a token is wanted, or what is wrong with it.")),
        StatusCode::FORBIDDEN if operation.writes() => {
            Some(("WWW-Authenticate", "Only of a token that reads: that it may not write."))
        }
        _ => None,
    }
}

/// What an operation may answer instead.
fn refusals(operation: &Operation) -> Vec<StatusCode> {
    let mut all = vec![StatusCode::INTERNAL_SERVER_ERROR, StatusCode::SERVICE_UNAVAILABLE];
    if operation.is_open {
        return all;
    }
    all.extend([
        StatusCode::BAD_REQUEST,
        StatusCode::UNAUTHORIZED,
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
        StatusCode::CONFLICT,
        StatusCode::TOO_MANY_REQUESTS,
    ]);
    if operation.writes() {
        all.extend([StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_GATEWAY]);
    }
    if operation.guard != Guard::None {
        all.push(StatusCode::PRECONDITION_FAILED);
    }
    if operation.body.is_some() {
        all.push(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    if operation.is_guarded() {
        all.push(StatusCode::PRECONDITION_REQUIRED);
    }
    all
}
