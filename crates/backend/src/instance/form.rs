//! What is asked on forms before anything is done to an instance: the plan, the place and the terms of a new one, and the
//! name that confirms what cannot be taken back.

use core::fmt;

use serde::Serialize;
use serde_json::{Map, Value};
use slipway_domain::field::Field;
use slipway_domain::findings::Finding;
use slipway_domain::ids::{InstanceId, InstanceOperationId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::new_instance::{BindingDraft, NewInstanceDraft, terms_fault};
use slipway_domain::offering::Offering;
use slipway_domain::parameter::Chosen;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::NewInstanceView;

use crate::author::complete;
use crate::{Acting, Error, Result};

/// What somebody asks for. `Debug` does not tell the parameters: they may be secret.
#[derive(Clone, Serialize)]
pub struct NewInstance {
    pub name: String,
    pub plan: PlanId,
    pub location: String,
    pub parameters: Map<String, Value>,
    /// The address of the terms that were accepted.
    pub accepted_terms: String,
}

impl fmt::Debug for NewInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, plan, location, parameters: _, accepted_terms } = self;
        f.debug_struct("NewInstance")
            .field("name", name)
            .field("plan", plan)
            .field("location", location)
            .field("accepted_terms", accepted_terms)
            .finish_non_exhaustive()
    }
}

impl Acting {
    /// The form for a new instance, for everybody who sees the service and has signed in.
    pub async fn new_instance_form(&self, name: &str) -> Result<NewInstanceView> {
        let person = self.person()?.clone();
        let (mut view, is_offered) = match self.offered_details(name).await {
            Err(Error::Rejected(Rejection::NotFound(_))) => (self.catalog_details(name).await?, false),
            answer => (answer?, true),
        };
        let obstacle = match self.consumer() {
            Err(Error::Rejected(rejection)) => Some(rejection),
            Err(error) => return Err(error),
            Ok(_) if !view.is_open => Some(Rejection::Refused(Refusal::ClosedToNewInstances)),
            Ok(_) if !is_offered => Some(Rejection::Refused(Refusal::NotOffered)),
            Ok(_) => None,
        };
        let now = self.now();
        view.details.plans.retain(|plan| plan.takes_new_instances(now));
        Ok(NewInstanceView { person, details: view.details, buyer: view.buyer, obstacle })
    }

    /// The same with the options that the provider tells for a plan and a place (§4.11). The only plan goes without saying.
    pub async fn new_instance_form_at(&self, name: &str, chosen: Chosen<'_>) -> Result<NewInstanceView> {
        let mut view = Box::pin(self.new_instance_form(name)).await?;
        if view.obstacle.is_none() {
            let plan = match view.details.plans.as_slice() {
                [only] if chosen.plan.is_empty() => only.id.to_string(),
                _ => chosen.plan.to_owned(),
            };
            Box::pin(self.ask_for_options(name, &mut view.details, Chosen { plan: &plan, ..chosen })).await?;
        }
        Ok(view)
    }

    /// Creates an instance as typed. What the rules object to is told all at once.
    pub async fn order_instance(&self, name: &str, draft: &NewInstanceDraft) -> Result<InstanceId> {
        // What is not for the account is not found, whatever one may do.
        self.person()?;
        let view = self.offered_details(name).await?;
        let (mut offered, is_open) = (view.details, view.is_open);
        self.consumer()?;
        // Of what takes no new instances the provider is told nothing.
        if is_open {
            Box::pin(self.ask_for_options(name, &mut offered, draft.chosen())).await?;
        }
        let (parameters, mut found) = draft.judged(&offered);
        let ordered = PlanId::parse(&draft.plan).ok().map(|plan| NewInstance {
            name: draft.name.clone(),
            plan,
            location: draft.location.clone(),
            parameters: parameters.clone(),
            accepted_terms: draft.terms.clone(),
        });
        // What is sent again is answered as before, whatever the provider says by now.
        if let Some(new) = ordered.as_ref().filter(|_| found.is_complete()) {
            let operation = self.attempt("instance/create", &(name, new))?;
            if let Some(id) = self.answer_of(operation.as_ref()).await? {
                return Ok(id);
            }
        }
        if is_open {
            Box::pin(self.ask_for_verdicts(name, &offered, draft, &parameters, &mut found)).await?;
        }
        complete(found)?;
        self.create_instance(name, &ordered.ok_or(Rejection::NotFound(Kind::Plan))?).await
    }

    /// Creates credentials under a name as typed.
    pub async fn order_binding(&self, name: &str, id: InstanceId, draft: &BindingDraft) -> Result<()> {
        self.own_instance(name, id).await?;
        complete(draft.check())?;
        self.create_binding(name, id, &draft.name, Map::new()).await.map(drop)
    }

    /// Removes an instance for good; its name confirms it.
    pub async fn remove_instance_called(&self, name: &str, id: InstanceId, typed: &str) -> Result<()> {
        let instance = self.own_instance(name, id).await?;
        confirmed(typed, &instance.name)?;
        self.remove_instance(name, id).await.map(drop)
    }

    /// "I checked"; the name of the instance confirms it.
    pub async fn give_up_operation_of(&self, name: &str, of: InstanceOperationId, typed: &str) -> Result<()> {
        let letters = self.dead_letters(name).await?;
        let done = Rejection::Refused(Refusal::AlreadyDone);
        let letter = letters.iter().find(|letter| letter.id == of).ok_or(done)?;
        let missing = Rejection::NotFound(Kind::Instance);
        let scope = self.known(name).await?;
        let instance = self.backend().store().instance(scope, letter.instance).await?.ok_or(missing)?;
        confirmed(typed, &instance.name)?;
        self.give_up_operation(name, of).await
    }
}

/// What takes something away is confirmed by its name.
pub(crate) fn confirmed(typed: &str, name: &str) -> Result<()> {
    if typed.trim() == name { Ok(()) } else { Err(Rejection::Refused(Refusal::ConfirmationMismatch).into()) }
}

/// The terms of the service as the catalog shows them, and no others.
pub(super) fn accepted(accepted: &str, content: &Offering) -> Result<()> {
    let fault = terms_fault(accepted, content.listing.draft.terms_url.trim());
    complete(fault.map(|rule| Finding::new(Field::InstanceTerms, rule)).into_iter().collect())
}

/// From the day of its end on, nobody comes to a plan (§10), neither with a new instance nor from another plan.
pub(super) fn not_ended(content: &Offering, plan: PlanId, now: Moment) -> Result<()> {
    let mut plans = content.plans.iter().filter(|known| known.id == plan);
    if plans.all(|known| known.draft.takes_new_instances(now)) {
        return Ok(());
    }
    Err(Rejection::Refused(Refusal::PlanEnded).into())
}
