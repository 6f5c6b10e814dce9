//! What is answered by the page itself instead of a redirect: the form for a new instance, which keeps everything that
//! was typed and may hold secrets, and credentials, which must be in no address and in nobody's cache.

use std::collections::BTreeMap;

use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use secrecy::ExposeSecret as _;
use slipway_app::error::AppError;
use slipway_app::pages::credentials::ShownCredentials;
use slipway_app::pages::new_instance::{SHOW_FIELDS, SentInstance};
use slipway_app::paths;
use slipway_backend::{Backend, Error};
use slipway_domain::caller::Caller;
use slipway_domain::field::Field;
use slipway_domain::ids::{BindingId, InstanceId};
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::parameter::{self, Parameter};
use slipway_domain::rejection::Rejection;

use super::address::Path;
use super::deadline;
use super::fault::Fault;
use super::form::Form;
use super::pages::Pages;
use super::sent_form::SentForm;
use super::telemetry::RequestId;

#[derive(Clone)]
struct Instances {
    backend: Backend,
    pages: Pages,
}

pub(crate) fn routes(backend: Backend, pages: Pages) -> Router {
    Router::new()
        .route("/catalog/{name}/create", post(create))
        .route("/instances/{name}/{instance}/credentials/{binding}", post(credentials))
        .with_state(Instances { backend, pages })
}

/// The form as it was sent.
struct Typed {
    operation: String,
    /// Which button was pressed; empty: the one that creates.
    then: String,
    /// Without the values of parameters.
    draft: NewInstanceDraft,
    /// What the fields of parameters sent, by the names of their controls.
    values: Vec<(String, String)>,
}

const OPERATION: &str = "operation";
const THEN: &str = "then";

impl Typed {
    /// A choice that is not made and a box that is not ticked are not sent, and the fields of parameters follow from
    /// what is chosen. `None`: a name that no form of ours has, one twice, or none for what every form sends.
    fn read(pairs: Vec<(String, String)>) -> Option<Self> {
        let [plan, location, name, parameters, terms] = [
            Field::InstancePlan,
            Field::InstanceLocation,
            Field::InstanceName,
            Field::InstanceParameters,
            Field::InstanceTerms,
        ]
        .map(Field::input_name);
        let known: [&str; 7] = [OPERATION, THEN, &plan, &location, &name, &parameters, &terms];
        let (mut sent, mut values) = (BTreeMap::new(), Vec::new());
        for (key, value) in pairs {
            if parameter::parse_input(&key).is_some() {
                values.push((key, value));
            } else if !known.contains(&key.as_str()) || sent.insert(key, value).is_some() {
                return None;
            }
        }
        let mut take = |key: &str| sent.remove(key);
        Some(Self {
            operation: take(OPERATION).unwrap_or_default(),
            then: take(THEN).unwrap_or_default(),
            draft: NewInstanceDraft {
                plan: take(&plan).unwrap_or_default(),
                location: take(&location)?,
                name: take(&name)?,
                parameters: take(&parameters).unwrap_or_default(),
                values: parameter::Typed::new(),
                terms: take(&terms).unwrap_or_default(),
            },
            values,
        })
    }
}

/// What was typed into the controls that the parameters have now, by the names of the parameters. What another control
/// sent is left out: where a secret is none any more since the form was drawn, it would come back to the page.
fn values_of(parameters: &[Parameter], sent: Vec<(String, String)>) -> parameter::Typed {
    let controls: BTreeMap<String, &str> =
        parameters.iter().map(|known| (known.input_name(), known.name.as_str())).collect();
    let mut values = parameter::Typed::new();
    for (control, value) in sent {
        if let Some(name) = controls.get(&control) {
            values.entry((*name).to_owned()).or_default().push(value);
        }
    }
    values
}

/// On to the page of the instance, or the form again.
async fn create(
    State(instances): State<Instances>,
    Extension(caller): Extension<Caller>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (request, sent) = match SentForm::of(request).await {
        Ok(read) => read,
        Err(fault) => return fault.into_response(),
    };
    let (parts, body) = request.into_parts();
    let read = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts.clone(), body), &()).await;
    let typed = match read.map(|Form(pairs)| Typed::read(pairs)) {
        Ok(Some(typed)) => typed,
        Ok(None) => return Fault::MalformedForm.into_response(),
        Err(fault) => return fault.into_response(),
    };
    let Typed { operation, then, mut draft, values } = typed;
    let acting = instances.backend.acting_for(caller).on_request(id.0).as_operation(operation);
    let page = paths::Path::NewInstance(name.clone());
    let asked = async {
        let shown = Box::pin(acting.new_instance_form(&name)).await?;
        draft.values = values_of(shown.details.parameters_at(draft.chosen()), values);
        if then == SHOW_FIELDS { Ok(None) } else { Box::pin(acting.order_instance(&name, &draft)).await.map(Some) }
    };
    let Some(answered) = deadline::within(&parts.extensions, asked).await else {
        return instances.again(parts, sent, &page, draft, AppError::Overdue).await;
    };
    match answered {
        Ok(Some(created)) => Redirect::to(&paths::Path::Instance(name, created).to_string()).into_response(),
        Ok(None) => instances.pages.drawn_again(parts, StatusCode::OK, SentInstance { draft, error: None }).await,
        Err(error) => match refused(error) {
            Ok(error) => instances.again(parts, sent, &page, draft, error).await,
            Err(fault) => fault.into_response(),
        },
    }
}

/// What the person can do something about; everything else is a page of its own.
fn refused(error: Error) -> Result<AppError, Fault> {
    match error {
        Error::Rejected(Rejection::NotFound(_)) => Err(Fault::NotFound),
        Error::Rejected(rejection) => Ok(AppError::Rejected(rejection)),
        Error::Unavailable(report) => {
            tracing::warn!(error = %report, "an instance could not be asked for right now");
            Ok(AppError::Unavailable)
        }
        Error::Internal(report) => {
            tracing::error!(error = %report, "an instance could not be asked for");
            Err(Fault::from(&report))
        }
    }
}

impl Instances {
    /// The form as it was sent. Whoever is no longer signed in gets it on a page of its own, as with every other form.
    async fn again(
        &self,
        parts: Parts,
        sent: Option<SentForm>,
        page: &paths::Path,
        draft: NewInstanceDraft,
        error: AppError,
    ) -> Response {
        let (is_overdue, is_unavailable) = (error == AppError::Overdue, error == AppError::Unavailable);
        let is_signed_out = error == AppError::Rejected(Rejection::Unauthenticated);
        if !(is_overdue || is_unavailable || is_signed_out) {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            return self.pages.drawn_again(parts, status, SentInstance { draft, error: Some(error) }).await;
        }
        let kept = match sent {
            Some(sent) => sent.keep(error, &page.to_string(), &self.pages).await,
            None => None,
        };
        match kept {
            Some(answer) => answer,
            None if is_overdue => Fault::Overdue.into_response(),
            None if is_unavailable => Fault::Unavailable.into_response(),
            None => Redirect::to(&paths::Path::SignIn.to_string()).into_response(),
        }
    }
}

/// The page of the credentials, with them on it.
async fn credentials(
    State(instances): State<Instances>,
    Extension(caller): Extension<Caller>,
    Extension(id): Extension<RequestId>,
    Path((name, instance, binding)): Path<(String, String, String)>,
    parts: Parts,
) -> Response {
    let (Ok(instance), Ok(binding)) = (InstanceId::parse(&instance), BindingId::parse(&binding)) else {
        return Fault::NotFound.into_response();
    };
    let acting = instances.backend.acting_for(caller).on_request(id.0);
    match acting.binding_credentials(&name, instance, binding).await {
        Ok(secret) => {
            let shown = ShownCredentials(secret.expose_secret().to_owned());
            let mut response = instances.pages.drawn_again(parts, StatusCode::OK, shown).await;
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(Error::Rejected(Rejection::Unauthenticated)) => {
            Redirect::to(&paths::Path::SignIn.to_string()).into_response()
        }
        Err(Error::Rejected(Rejection::NotFound(_))) => Fault::NotFound.into_response(),
        Err(Error::Rejected(rejection)) => {
            let back = paths::Path::Instance(name, instance);
            Redirect::to(&format!("{back}?{}", AppError::Rejected(rejection).as_query())).into_response()
        }
        Err(Error::Unavailable(report) | Error::Internal(report)) => {
            tracing::error!(error = %report, "credentials could not be shown");
            Fault::from(&report).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Option<Typed> {
        Typed::read(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    const SENT: [(&str, &str); 2] = [("instance[location]", "eu-de"), ("instance[name]", "store")];

    /// The values that parameters of these names and types have of what was sent.
    fn values(parameters: &[(&str, &str)], own: &[(&str, &str)]) -> Vec<(String, String)> {
        let members = |(name, kind): &(&str, &str)| format!(r#"{{"name":"{name}","displayname":"P","type":"{kind}"}}"#);
        let definition = format!("[{}]", parameters.iter().map(members).collect::<Vec<_>>().join(","));
        let sent = read(&[&SENT[..], own].concat()).unwrap().values;
        let values = values_of(&parameter::read(&definition), sent);
        values.into_iter().map(|(name, texts)| (name, texts.join("+"))).collect()
    }

    #[test]
    fn the_values_of_parameters_are_kept_by_their_names_and_an_empty_one_is_one() {
        let own = [("parameter[size]", ""), ("parameter[size]", "l"), ("secret[pin]", "7391"), ("parameter[off]", "")];
        let draft = read(&[&SENT[..], &own].concat()).unwrap().draft;
        assert_eq!((draft.location.as_str(), draft.name.as_str(), draft.parameters.as_str()), ("eu-de", "store", ""));
        let told = values(&[("size", "text"), ("pin", "password"), ("off", "text")], &own);
        let expected = [("off", ""), ("pin", "7391"), ("size", "+l")];
        assert_eq!(told, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }

    #[test]
    fn what_was_typed_into_a_control_that_its_parameter_has_no_more_is_left_out() {
        let own = [("secret[pin]", "7391"), ("parameter[token]", "typed"), ("parameter[gone]", "typed")];
        assert!(values(&[("pin", "text"), ("token", "secret")], &own).is_empty());
    }

    #[test]
    fn what_no_form_of_ours_sends_is_not_read() {
        assert!(read(&SENT).is_some());
        for more in [("instance[values][0]", "x"), ("instance[name]", "twice"), ("parameter[]", "x"), ("other", "x")] {
            assert!(read(&[&SENT[..], &[more]].concat()).is_none(), "{more:?}");
        }
        assert!(read(&SENT[..1]).is_none());
        assert!(read(&[]).is_none());
    }
}
