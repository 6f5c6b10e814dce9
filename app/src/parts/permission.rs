//! What this person may not do here, and why, in a sentence: the same questions that the server asks on the way in.

use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::export::catalog_json;
use slipway_domain::ids::PersonId;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_domain::view::OfferingView;

use crate::error::AppError;
use crate::text;

/// Why the person's roles do not allow it; `None` if they do.
pub fn denial(view: &OfferingView, verb: Verb, object: Object) -> Option<String> {
    let answer = policy::may(&view.person, verb, object, Context::of(view.offering.owner.id));
    answer.err().map(|denial| reason(Rejection::Denied(denial)))
}

/// As `denial`, for a decision about what these people wrote.
pub fn partiality(view: &OfferingView, object: Object, authors: &[PersonId]) -> Option<String> {
    let context = Context::of(view.offering.owner.id).written_by(authors);
    let answer = policy::may(&view.person, Verb::Approve, object, context);
    answer.err().map(|denial| reason(Rejection::Denied(denial)))
}

/// As `denial`, for what a stage takes or does not (`Stage::takes`).
pub fn obstacle(view: &OfferingView, verb: Verb, object: Object) -> Option<String> {
    let stage = view.offering.stage;
    denial(view, verb, object).or_else(|| (!stage.takes(object, verb)).then(|| frozen(stage)))
}

/// As `obstacle`, for a deployment that is there: customers may have what is published.
pub fn deployment_obstacle(view: &OfferingView, record: &DeploymentRecord) -> Option<String> {
    let offering = &view.offering;
    obstacle(view, Verb::Edit, Object::Deployment)
        .or_else(|| offering.stands_still(record).then(|| frozen(offering.stage)))
}

/// Why something stands still in this stage.
pub fn frozen(stage: Stage) -> String {
    reason(Rejection::Refused(Refusal::Frozen { stage, parked: None }))
}

/// Why the definitions cannot be downloaded, and no sample broker with them; `None` if they can (T11).
pub fn no_download(view: &OfferingView) -> Option<String> {
    denial(view, Verb::View, Object::Definitions)
        .or_else(|| catalog_json(&view.offering).err().map(|refusal| reason(Rejection::Refused(refusal))))
}

/// What the server would answer, as two sentences below a button that is disabled.
pub fn reason(rejection: Rejection) -> String {
    let problem = text::problem(&AppError::Rejected(rejection));
    format!("{}. {}", problem.title, problem.text)
}
