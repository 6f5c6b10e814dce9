//! The document of the interface in readable form, for its page.

use std::sync::LazyLock;

use serde_json::Value;
use slipway_app::pages::api_reference::{ApiGroup, ApiMember, ApiOperation, ApiReference, ApiSchema};

use super::document::document;
use super::operation::{JSON, Operation};
use super::{BASE, operations};

mod sample;

/// What the page shows.
pub(crate) fn reference() -> ApiReference {
    static REFERENCE: LazyLock<ApiReference> = LazyLock::new(read);
    REFERENCE.clone()
}

fn read() -> ApiReference {
    let operations = operations();
    let document = document(&operations);
    let mut groups: Vec<ApiGroup> = Vec::new();
    for operation in &operations {
        let told = told(operation, &document);
        match groups.iter_mut().find(|group| group.title == operation.resource) {
            Some(group) => group.operations.push(told),
            None => groups.push(ApiGroup { title: operation.resource.to_owned(), operations: vec![told] }),
        }
    }
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    ApiReference { groups, schemas: schemas.map(|(name, schema)| described(name, schema)).collect() }
}

fn told(operation: &Operation, document: &Value) -> ApiOperation {
    let method = operation.method.as_str();
    let told = &document["paths"][operation.path][method.to_ascii_lowercase()];
    let parameters = told["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.map(|parameter| ApiMember {
        name: text(&parameter["name"]),
        kind: format!("{}, {}", text(&parameter["in"]), kind(&parameter["schema"])),
        is_required: parameter["required"].as_bool().unwrap_or_default(),
        description: text(&parameter["description"]),
    });
    let schema = |of: &Value, content_type: &str| match &of["content"][content_type]["schema"] {
        Value::Null => String::new(),
        schema => kind(schema),
    };
    let takes = operation.body.as_ref().map(|body| schema(&told["requestBody"], body.content_type));
    let status = operation.answer.status.as_str();
    let answered = schema(&told["responses"][status], operation.answer.content_type);
    let body = operation.body.as_ref().map(|body| &told["requestBody"]["content"][body.content_type]["schema"]);
    let statuses = told["responses"].as_object().into_iter().flatten().map(|(status, _)| status.clone());
    let mut refusals: Vec<String> = statuses.filter(|other| other != status).collect();
    refusals.sort_unstable();
    ApiOperation {
        id: operation.id.to_owned(),
        method: method.to_owned(),
        path: format!("{BASE}{}", operation.path),
        summary: operation.summary.to_owned(),
        description: operation.description.to_owned(),
        parameters: parameters.collect(),
        takes: takes.unwrap_or_default(),
        body: body.map(|body| members(resolved(body, document))).unwrap_or_default(),
        answers: (status.to_owned(), answered),
        refusals,
        example: example(operation),
        example_answer: example_answer(&told["responses"][status], document),
    }
}

/// A call that can be tried, with the console and a token in the environment and once its braces are filled.
fn example(operation: &Operation) -> String {
    let mut lines = vec![format!("curl \"$CONSOLE{BASE}{}\"", operation.path)];
    if operation.writes() {
        lines.push(format!("--request {}", operation.method));
    }
    if !operation.is_open {
        lines.push("--header \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    if operation.is_guarded() {
        lines.push("--header 'If-Match: \"7\"'".to_owned());
    }
    if let Some(body) = &operation.body {
        lines.push(format!("--header 'Content-Type: {}'", body.content_type));
        lines.push("--data @body".to_owned());
    }
    lines.join(" \\\n  ")
}

/// What such a call may be answered, as its schema says; empty: it is answered without JSON.
fn example_answer(answer: &Value, document: &Value) -> String {
    match &answer["content"][JSON]["schema"] {
        Value::Null => String::new(),
        schema => format!("{:#}", sample::of(schema, document)),
    }
}

fn described(name: &str, schema: &Value) -> ApiSchema {
    ApiSchema { name: name.to_owned(), description: text(&schema["description"]), members: members(schema) }
}

fn members(schema: &Value) -> Vec<ApiMember> {
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    let members = schema["properties"].as_object().into_iter().flatten();
    let members = members.map(|(name, member)| ApiMember {
        name: name.clone(),
        kind: kind(member),
        is_required: is_required(name),
        description: text(&member["description"]),
    });
    members.collect()
}

/// A schema without the name that leads to it.
fn resolved<'a>(schema: &'a Value, document: &'a Value) -> &'a Value {
    let named = schema["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
    named.unwrap_or(schema)
}

/// The type of a value, in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(ways) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        return ways.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(word) = schema["const"].as_str() {
        return word.to_owned();
    }
    match &schema["type"] {
        Value::String(one) => of_type(one, schema),
        Value::Array(ways) => {
            ways.iter().filter_map(Value::as_str).map(|one| of_type(one, schema)).collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    }
}

fn of_type(name: &str, schema: &Value) -> String {
    match name {
        "array" => format!("list of {}", kind(&schema["items"])),
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        other => other.to_owned(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
