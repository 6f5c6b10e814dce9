//! A form of a page of ours, read into its type. What cannot be read is answered in our words, with nothing of the
//! input in them: the framework's name fields and quote values.

use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::fault::Fault;

#[derive(Debug)]
pub(crate) struct Form<T>(pub(crate) T);

impl<T, S> FromRequest<S> for Form<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let read = <axum::Form<T> as FromRequest<S>>::from_request(request, state).await;
        read.map(|axum::Form(form)| Self(form)).map_err(|rejection| fault(&rejection))
    }
}

fn fault(rejection: &FormRejection) -> Fault {
    match rejection.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Fault::NotAForm,
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::MalformedForm,
    }
}
