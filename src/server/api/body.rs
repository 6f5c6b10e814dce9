//! What a call sends: JSON of the shape that the document describes. What it may not set has no member there, and a member
//! that is not there is refused by its name.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::dto::FindingDto;
use super::operation::{ApiState, JSON};
use super::problem::Problem;
use super::shape;

/// A body in JSON.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned + JsonSchema> FromRequest<ApiState> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        if !is_of_type(request.headers(), JSON) {
            return Err(Problem::not_json(JSON));
        }
        let body = read(request, state).await?;
        parsed(&body).map(Self)
    }
}

/// The body as it came, as far as one may be sent.
pub(super) async fn read(request: Request, state: &ApiState) -> Result<Bytes, Problem> {
    let read = <Bytes as FromRequest<ApiState>>::from_request(request, state).await;
    read.map_err(|refused| match refused.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::bad_request("The body ended before its time."),
    })
}

/// Whether the body says that it is of that type, whatever its parameters.
pub(super) fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}

/// A body in JSON of which all that does not fit is told at once: people wrote it as a file.
pub(super) struct File<T>(pub(super) T);

impl<T: DeserializeOwned + JsonSchema> FromRequest<ApiState> for File<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        if !is_of_type(request.headers(), JSON) {
            return Err(Problem::not_json(JSON));
        }
        let body = read(request, state).await?;
        fitted(&body).map(Self)
    }
}

/// What is JSON and does not fit is told by its places; what is none, by its line and column.
fn fitted<T: DeserializeOwned + JsonSchema>(body: &[u8]) -> Result<T, Problem> {
    let value = serde_json::from_slice(body).map_err(unreadable)?;
    let misfits = shape::misfits::<T>(&value);
    match serde_json::from_slice(body) {
        Ok(draft) if misfits.is_empty() => Ok(draft),
        // The parser knows what no schema says, such as a member that is there twice.
        Err(error) if misfits.is_empty() => {
            let what = format!("It cannot be read: {error}.");
            let told = FindingDto::of_body("schema:form".to_owned(), String::new(), what, "Mend it there.".to_owned());
            Err(Problem::unfit(vec![told]))
        }
        _ => Err(Problem::unfit(misfits.into_iter().map(FindingDto::from).collect())),
    }
}

fn unreadable(error: serde_json::Error) -> Problem {
    Problem::bad_request(format!("The body is not as described: {error}."))
}

/// Says where a text is not what was expected, in lines and columns or by the member.
fn parsed<T: DeserializeOwned + JsonSchema>(body: &[u8]) -> Result<T, Problem> {
    let draft: T = serde_json::from_slice(body).map_err(unreadable)?;
    let value = serde_json::from_slice(body).map_err(unreadable)?;
    match shape::unfit::<T>(&value) {
        None => Ok(draft),
        Some(place) => Err(Problem::bad_request(format!("The body is not as described: {place}."))),
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::plan::PlanDraft;

    use super::*;

    fn detail(body: &[u8]) -> String {
        format!("{:?}", parsed::<PlanDraft>(body).unwrap_err())
    }

    #[test]
    fn what_is_not_the_described_json_is_refused_with_its_place() {
        assert!(parsed::<PlanDraft>(br#"{"name":"lite","amounts":[{"country":"USA"}]}"#).is_ok());
        for (body, place) in [
            (&b"{\"name\":"[..], "line 1 column"),
            (&b"\"\xff\""[..], "line 1 column"),
            (&br#"{"name":1}"#[..], "invalid type: integer"),
            (&br#"{"name":"a","name":"b"}"#[..], "duplicate field `name`"),
            (&br#"{"approval":"approved"}"#[..], "unknown field `approval`"),
            (&b"[]"[..], "an object is expected"),
            (&br#"{"amounts":[["USA","USD","1"]]}"#[..], "/amounts/0"),
        ] {
            let detail = detail(body);
            assert!(detail.contains(place), "{detail}");
        }
    }

    #[test]
    fn depth_has_an_end() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parsed::<PlanDraft>(deep.as_bytes()).is_err());
        let deep = format!("{{\"bullets\":{deep}}}");
        assert!(parsed::<PlanDraft>(deep.as_bytes()).is_err());
    }
}
