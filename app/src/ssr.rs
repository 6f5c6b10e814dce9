//! The seam between pages and the backend: who calls, and how a backend's error becomes an answer. Only the server
//! knows this module.

pub mod broker_form;
pub mod import;
pub mod parameter_form;

use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use slipway_backend::{Acting, Backend, Error, InSession};
use slipway_domain::caller::Caller;
use slipway_domain::findings::Finding;
use slipway_domain::ids::{AccountId, IncidentId, InstanceId, ParkedId, PersonId, PlanId, SubmissionId};
use slipway_domain::language::Language;
use slipway_domain::page::Page;
use slipway_domain::plan::PlanDraft;
use slipway_domain::presence::EditedPart;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::Subject;

use crate::error::AppError;
use crate::paths::{DeploymentTab, Path, percent};

/// The longest value that is handed back in an address, percent-encoded: a web address of the greatest length fits.
const LONGEST_VALUE: usize = 7_000;

/// What the root tells about the request beside the caller: it is provided as context with `Backend` and `Caller`.
#[derive(Debug, Clone)]
pub struct Request {
    /// For the history and the log.
    pub id: String,
    pub path: String,
    /// A form posted by a browser without scripts: it gets a redirect, never a bare status.
    pub is_form: bool,
    /// `None`: nobody is signed in.
    pub session: Option<InSession>,
    /// In which the catalog is read.
    pub language: Language,
}

/// The backend, acting for whoever sent this request.
pub fn acting() -> Acting {
    let backend = expect_context::<Backend>();
    let caller = use_context::<Caller>().unwrap_or(Caller::Anonymous);
    let acting = backend.acting_for(caller);
    match use_context::<Request>() {
        Some(Request { id, session, language, .. }) => acting.on_request(id).in_session(session).in_language(language),
        None => acting,
    }
}

/// Turns a backend's result into a server function's. A fault is logged here, once, with an id that the user can quote.
pub fn answer<T>(result: Result<T, Error>) -> Result<T, AppError> {
    result.map_err(|error| {
        let error = match error {
            Error::Rejected(rejection) => AppError::Rejected(rejection),
            Error::Unavailable(report) => {
                tracing::warn!(error = %report, "nothing can be saved or read right now: {report}");
                AppError::Unavailable
            }
            Error::Internal(report) => {
                let backend = expect_context::<Backend>();
                let incident = IncidentId::new(backend.ids().uuid(backend.clock().now()));
                tracing::error!(%incident, error = %report, "a request failed: {report}");
                AppError::Internal(incident)
            }
        };
        set_status(&error);
        if is_form() { brief(error) } else { error }
    })
}

/// The refusal of a form travels in an address: only the finding that is put into words, without the value that would
/// mend it. The page that the form goes back to finds all of them anew.
fn brief(error: AppError) -> AppError {
    let AppError::Rejected(Rejection::Invalid(findings)) = &error else { return error };
    let worded = findings.errors().next().or_else(|| findings.iter().next());
    let worded = worded.map(|finding| Finding { suggestion: None, ..finding.clone() });
    AppError::Rejected(Rejection::Invalid(worded.into_iter().collect()))
}

/// Where the caller's work begins; see `Path::start_of`.
pub fn go_home() {
    redirect(&Path::start_of(acting().caller().person()));
}

/// After a form was saved: on to the next page.
pub fn redirect(path: &Path) {
    leptos_axum::redirect(&path.to_string());
}

/// Back to a form with what was typed, as far as it fits into an address: far beyond what any of the fields may hold.
pub fn redirect_with(path: &Path, values: &[(&str, &str)]) {
    leptos_axum::redirect(&format!("{path}?{}", typed(values)));
}

/// As `redirect_with`, to a place on the page: an element's id.
pub fn redirect_with_near(path: &Path, values: &[(&str, &str)], id: &str) {
    leptos_axum::redirect(&format!("{path}?{}#{}", typed(values), percent(id)));
}

/// A form whose content was refused with nothing saved: back to it, at the element `id`, with everything that was typed.
/// `refused` names the rule. False: it was not refused for its content, or a script asks, which has its form still.
pub fn back_to_form<T>(path: &Path, id: &str, values: &[(&str, &str)], result: &Result<T, Error>) -> bool {
    let Err(Error::Rejected(Rejection::Invalid(findings))) = result else { return false };
    let Some(finding) = findings.errors().next().filter(|_| is_form()) else { return false };
    let rule = finding.rule.as_str();
    leptos_axum::redirect(&format!("{path}?refused={rule}&{}#{}", typed(values), percent(id)));
    true
}

fn typed(values: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", percent(name), fitting(value));
    let pairs: Vec<String> = values.iter().map(pair).collect();
    pairs.join("&")
}

/// After a decision was sent: on to `path`, or back to the form with every word that the rules turned down, for as long
/// as the words fit into an address. What does not fit, and what there is no form for any more, is kept by the page that
/// answers.
pub fn decided<T>(path: &Path, typed: &[(&str, &str)], result: Result<T, Error>) -> Result<(), AppError> {
    decided_near(path, "", typed, result)
}

/// As `decided`, at a place on the page: an element's id.
pub fn decided_near<T>(
    path: &Path,
    id: &str,
    typed: &[(&str, &str)],
    result: Result<T, Error>,
) -> Result<(), AppError> {
    let place = if id.is_empty() { String::new() } else { format!("#{}", percent(id)) };
    let Err(error) = answer(result) else {
        leptos_axum::redirect(&format!("{path}{place}"));
        return Ok(());
    };
    let is_of_form =
        matches!(&error, AppError::Rejected(Rejection::Refused(Refusal::ReasonMissing) | Rejection::Invalid(_)));
    if !is_form() || !is_of_form || !typed.iter().all(|(_, value)| fits(value)) {
        return Err(error);
    }
    // The form says at its fields what is wrong with what came back; that a reason is missing it has to be told.
    let lacks = matches!(&error, AppError::Rejected(Rejection::Refused(_))).then_some(("missing", "reason"));
    let back: Vec<(&str, &str)> = typed.iter().copied().chain(lacks).collect();
    leptos_axum::redirect(&format!("{path}?{}{place}", self::typed(&back)));
    Ok(())
}

/// After something was done: on to a place of the page, with what was typed into another of its forms and is not sent
/// yet. Browsers bring it by an address, so that nothing of theirs has to be cut.
pub fn done_near(path: &Path, id: &str, begun: &[(&str, &str)]) {
    let pairs = begun.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value)));
    let pairs: Vec<String> = pairs.collect();
    leptos_axum::redirect(&format!("{path}?{}#{}", pairs.join("&"), percent(id)));
}

/// Where a form about a thread stands: on the page of a request, or of all threads.
pub fn page_of_threads(offering: String, submission: &str) -> Path {
    SubmissionId::parse(submission).map_or(Path::Threads(offering), Path::ReviewOf)
}

/// What was saved stays saved; what should have followed was refused, and the page says why.
pub fn refused_at(path: &Path, error: AppError) -> Result<(), AppError> {
    if !is_form() {
        return Err(error);
    }
    leptos_axum::redirect(&format!("{path}?{}", error.as_query()));
    Ok(())
}

/// Whether a value comes back whole in an address.
fn fits(value: &str) -> bool {
    fitting(value) == percent(value)
}

fn fitting(value: &str) -> String {
    let mut encoded = String::new();
    for character in value.chars() {
        let next = percent(character.encode_utf8(&mut [0; 4]));
        if encoded.len() + next.len() > LONGEST_VALUE {
            break;
        }
        encoded.push_str(&next);
    }
    encoded
}

/// A save of something on `page`, and back to it. Input that was parked leads to the page that shows both versions.
pub fn saved<T>(offering: &str, page: Page, result: Result<T, Error>) -> Result<T, AppError> {
    saved_at(offering, &Path::Offering(offering.to_owned(), page), result)
}

/// As `saved`, and back to a place on the page: an element's id.
pub fn saved_near<T>(offering: &str, page: Page, id: &str, result: Result<T, Error>) -> Result<T, AppError> {
    let value = saved(offering, page, result)?;
    leptos_axum::redirect(&format!("{}#{}", Path::Offering(offering.to_owned(), page), percent(id)));
    Ok(value)
}

pub fn saved_at<T>(offering: &str, back: &Path, result: Result<T, Error>) -> Result<T, AppError> {
    if let Some(parked) = parked(&result).filter(|_| is_form()) {
        redirect(&Path::Merge(offering.to_owned(), parked));
        return answer(result);
    }
    let value = answer(result)?;
    redirect(back);
    Ok(value)
}

/// The editor of a plan, at the rows that the button `intent` has changed.
pub fn plan_editor(offering: &str, id: PlanId, plan: &PlanDraft, intent: &str) -> Path {
    let offering = offering.to_owned();
    match plan.goes_on_at(intent) {
        Some(field) => Path::PlanField(offering, id, field),
        None => Path::Plan(offering, id),
    }
}

/// Whether the rules find errors in a plan as it is saved.
pub async fn is_plan_incomplete(offering: &str, id: PlanId) -> bool {
    let read = acting().offering(offering).await;
    read.is_ok_and(|view| !view.offering.plan_findings(id).is_complete())
}

/// After an account was called by name: back to the tab, with what nobody is called in the form that sent it.
pub fn called(offering: String, typed: (&str, &str), result: Result<(), Error>) -> Result<(), AppError> {
    if matches!(result, Err(Error::Rejected(Rejection::Invalid(_)))) && is_form() {
        let tab = ("tab", DeploymentTab::Visibility.name());
        redirect_with(&Path::Offering(offering, Page::Deployments), &[tab, typed]);
        return Ok(());
    }
    saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Visibility), result)
}

/// Where refused input waits.
fn parked<T>(result: &Result<T, Error>) -> Option<ParkedId> {
    match result {
        Err(Error::Rejected(Rejection::Stale { parked, .. } | Rejection::Refused(Refusal::Frozen { parked, .. }))) => {
            *parked
        }
        _ => None,
    }
}

/// A part of an offering by its name; anything else is a malformed request.
pub fn part(name: &str) -> Result<Subject, AppError> {
    Subject::parse(name).ok_or(AppError::Transport)
}

/// The same for a part that somebody edits.
pub fn edited(name: &str) -> Result<EditedPart, AppError> {
    EditedPart::parse(name).ok_or(AppError::Transport)
}

/// On to the page that shows fresh secrets once.
pub fn revealed(offering: &str, result: Result<(), Error>) -> Result<(), AppError> {
    answer(result)?;
    redirect(&Path::Secrets(offering.to_owned()));
    Ok(())
}

/// Back to somebody's page.
pub fn person_changed(person: PersonId, result: Result<(), Error>) -> Result<(), AppError> {
    answer(result)?;
    redirect(&Path::PersonOf(person));
    Ok(())
}

/// Back to the page of an instance, which says how far it is.
pub fn asked_of_instance<T>(offering: &str, id: InstanceId, result: Result<T, Error>) -> Result<(), AppError> {
    answer(result)?;
    redirect(&Path::Instance(offering.to_owned(), id));
    Ok(())
}

/// Where the members of the account are for this caller.
pub fn account_page(account: AccountId) -> Path {
    Path::of_account(acting().caller().person(), account)
}

/// The position of a word in its list; anything else is a malformed request.
pub fn one_of(word: &str, words: &[&str]) -> Result<usize, AppError> {
    words.iter().position(|known| *known == word).ok_or(AppError::Transport)
}

/// The thing of that name; nothing for an empty word.
pub fn named<T>(word: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    match word {
        "" => Ok(None),
        word => parse(word).map(Some).ok_or(AppError::Transport),
    }
}

/// A form posted by a browser without scripts.
pub fn is_form() -> bool {
    use_context::<Request>().is_some_and(|request| request.is_form)
}

/// A page that cannot be shown and a call that reads no HTML get the status; a form gets its redirect, unless nothing
/// could be saved: then the server hands it back with what was typed, and knows by the status.
fn set_status(error: &AppError) {
    if is_form() && *error != AppError::Unavailable {
        return;
    }
    let Some(options) = use_context::<ResponseOptions>() else { return };
    if let Ok(status) = http::StatusCode::from_u16(error.status()) {
        options.set_status(status);
    }
    if let Some(seconds) = error.retry_after_seconds() {
        options.insert_header(http::header::RETRY_AFTER, http::HeaderValue::from(seconds));
    }
}
