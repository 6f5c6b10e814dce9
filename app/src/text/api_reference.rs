//! Words of the page about the interface for programs.

pub const TITLE: &str = "Interface for programs";
pub const LEAD: &str = "What these pages show and change, as JSON: for scripts, pipelines and tools of your own.";
pub const PARTS: &str = "Parts of the interface";
pub const TOKEN: &str = "Every call carries a token as Authorization: Bearer. Make one on the page of your access tokens, or use \
    the API key of a service id, which reaches its one offering.";
pub const REVISIONS: &str = "What can be written is read with its revision as ETag, and written with the same as If-Match. If \
    somebody saved in between, nothing is changed: read it again and put your change into it. Pages put two saves together; \
    the interface leaves that to you.";
pub const PAGES: &str =
    "Lists come in pages of up to 100. The next of a page is the cursor of the call for the page after it.";
pub const DOCUMENT: &str = "The same as an OpenAPI document";
pub const DOCUMENT_PATH: &str = "/api/v1/openapi.json";
pub const SCHEMAS: &str = "What is sent and answered";
pub const PROBLEMS: &str = "Problems";
pub const NAME: &str = "Name";
pub const KIND: &str = "Kind";
pub const WHAT: &str = "What it is";
pub const TAKES: &str = "Takes ";
pub const ANSWERS: &str = "Answers ";
pub const NOTHING: &str = "without a body";
pub const REQUIRED: &str = "Required";
pub const YES: &str = "Yes";
pub const NO: &str = "No";
pub const REFUSALS: &str = "May be refused with ";
pub const PROBLEMS_LINK: &str = "What each kind of problem means.";
pub const RULES_LINK: &str = "The rules that problems name.";
pub const EXAMPLE_ANSWER: &str = "Example of an answer";

pub fn parameters(operation: &str) -> String {
    format!("Parameters: {operation}")
}

pub fn body(operation: &str) -> String {
    format!("Body: {operation}")
}

pub fn members(schema: &str) -> String {
    format!("Members: {schema}")
}

/// The kinds of problems by the last part of their `type`.
pub const KINDS: &[(&str, &str)] = &[
    ("cross-site", "The request carries a cookie or comes from a page. Send a token alone."),
    ("denied", "You may not do this, or the token does not reach as far."),
    ("frozen", "The definition stands still in this stage."),
    ("gate", "A gate has conditions that are not met yet."),
    ("internal", "Something is broken on our side. Quote the incident about it."),
    ("invalid", "The rules that are named keep this from being done."),
    ("malformed", "The request cannot be read; the detail says where."),
    ("media-type", "The body is not of the type that is taken here."),
    ("method", "The address does not take that method; Allow names those that it takes."),
    ("not-found", "It does not exist, or your account may not see it."),
    ("read-only-token", "The token may read and not write."),
    ("refused", "The request makes sense, but not now."),
    ("revision-required", "The write does not say which revision it changes."),
    ("sent-before", "The idempotency key was used before, with other content."),
    ("stale", "Somebody saved in between."),
    ("taken", "Somebody uses this already."),
    ("too-large", "The body is larger than this console takes."),
    ("too-many-attempts", "Too many wrong tokens came from here. Wait as long as Retry-After says."),
    ("unauthenticated", "There is no token, or it is not valid."),
    ("unavailable", "Nothing was changed. Wait as long as Retry-After says and send it again."),
    ("unreachable", "A system of the provider did not answer as needed."),
    ("wrong-host", "This is not the address of the console."),
];
