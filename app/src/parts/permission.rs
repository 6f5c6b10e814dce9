//! What this person may not do here, and why, in a sentence: the same questions that the server asks on the way in.

use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::export::catalog_json;
use slipway_domain::ids::{BrokerId, PersonId};
use slipway_domain::offering::Offering;
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

/// As `denial`, for what a stage takes or does not. Texts and plans go on as the next draft while a request waits and after
/// the release; what is in force at once stands still then.
pub fn obstacle(view: &OfferingView, verb: Verb, object: Object) -> Option<String> {
    let stage = view.offering.stage;
    let takes = match (object, verb) {
        (Object::Broker | Object::Deployment, _) => stage.takes_deployments(),
        (Object::AccessRegistration, Verb::Create) => stage.is_editable(),
        _ => stage.takes_drafts(),
    };
    denial(view, verb, object).or_else(|| (!takes).then(|| frozen(stage)))
}

/// As `obstacle`, for a deployment that is there: customers may have what is published.
pub fn deployment_obstacle(view: &OfferingView, record: &DeploymentRecord) -> Option<String> {
    let stage = view.offering.stage;
    let stands = !stage.is_editable() && record.state.is_published();
    obstacle(view, Verb::Edit, Object::Deployment).or_else(|| stands.then(|| frozen(stage)))
}

/// Why a broker that is there takes new credentials alone (§10); `None` if all of it can be edited.
pub fn broker_frozen(offering: &Offering, broker: BrokerId) -> Option<Stage> {
    let stage = offering.stage;
    let is_used = offering.deployments.iter().any(|one| one.broker == broker && one.state.is_published());
    let is_free = stage.is_editable() || (stage.takes_deployments() && !is_used);
    (!is_free).then_some(stage)
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
