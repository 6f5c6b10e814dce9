//! What follows from an answer, found by giving it to the rules that read real ones.

use std::time::Duration;

use serde_json::{Value, json};
use slipway_domain::broker_api::{Endpoint, Follows, Meaning, Said};
use slipway_domain::instance::{InstanceOperation, OperationKind, Progress};
use slipway_osb::{CallError, ErrorBody, Reply};

use super::NOW;
use crate::instance::answer::Answer;
use crate::instance::step::{Rules, next_call};

/// `operations`: those that the call can belong to, as they are when it is made.
pub(super) fn of(rules: &Rules, endpoint: Endpoint, operations: &[InstanceOperation], said: Said) -> Vec<Follows> {
    let is_ok = said == Said::Status(200);
    let outside = match endpoint {
        Endpoint::Catalog => Some(if is_ok { Meaning::Compared } else { Meaning::Unread }),
        Endpoint::FetchInstance => Some(if is_ok { Meaning::Checked } else { Meaning::CheckFails }),
        _ => None,
    };
    if let Some(meaning) = outside {
        return vec![Follows { during: None, meaning }];
    }
    let follows =
        |of: &InstanceOperation| Follows { during: Some(of.kind), meaning: after(rules, endpoint, of.clone(), said) };
    operations.iter().map(follows).collect()
}

fn after(rules: &Rules, endpoint: Endpoint, mut of: InstanceOperation, said: Said) -> Meaning {
    let ordered = of.kind == OperationKind::Enable;
    match (endpoint, next_call(&of)) {
        (Endpoint::FetchState, _) => {
            let seen = match said {
                Said::Status(200) => Some(ordered),
                Said::Contrary => Some(!ordered),
                _ => None,
            };
            rules.ordered(&mut of, &answer(Said::Status(204)), seen, NOW);
        }
        (Endpoint::SetState, _) => rules.ordered(&mut of, &answer(said), Some(ordered), NOW),
        (_, Some(call)) => {
            rules.after(&mut of, call, &answer(said), NOW);
        }
        (_, None) => {}
    }
    meaning(&of)
}

fn answer(said: Said) -> Answer {
    let empty = || Some(json!({}));
    match said {
        Said::Status(status) => Ok(reply(status, empty())),
        Said::Malformed(status) => Ok(reply(status, None)),
        Said::OtherSuccess => Ok(reply(204, None)),
        Said::Busy => Ok(reply(422, Some(json!({ "error": "ConcurrencyError" })))),
        Said::InProgress => Ok(reply(200, Some(json!({ "state": "in progress" })))),
        Said::Succeeded => Ok(reply(200, Some(json!({ "state": "succeeded" })))),
        Said::Failed => Ok(reply(200, Some(json!({ "state": "failed" })))),
        Said::Contrary => Ok(reply(200, empty())),
        Said::Redirect => Err(CallError::Redirect { status: 302, location: None }),
        Said::ServerError => Ok(reply(500, empty())),
        Said::Silence => Err(CallError::Timeout { after: Duration::ZERO }),
    }
}

fn reply(status: u16, json: Option<Value>) -> Reply {
    Reply { status, json, said: ErrorBody::default(), retry_after: None, echoed_identity: true }
}

/// What the platform does with an operation that has come so far.
fn meaning(of: &InstanceOperation) -> Meaning {
    match of.progress {
        Progress::Succeeded => Meaning::Done,
        Progress::Polling if of.kind == OperationKind::Bind && of.ticket.is_none() => Meaning::Fetched,
        Progress::Polling => Meaning::Polled,
        Progress::Mitigating => Meaning::CleanedUp,
        Progress::Queued | Progress::Running => Meaning::Repeated,
        Progress::Unknown => Meaning::Unknown,
        Progress::Failed | Progress::DeadLettered | Progress::GivenUp => Meaning::Failed,
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::broker::{BrokerDraft, Patience};
    use slipway_domain::ids::{InstanceId, InstanceOperationId};
    use slipway_osb::OsbVersion;
    use uuid::Uuid;

    use super::*;

    fn patience() -> Patience {
        BrokerDraft::default().patience()
    }

    fn follows(version: OsbVersion, endpoint: Endpoint, kind: OperationKind, said: Said) -> Meaning {
        let rules = Rules { version, patience: patience(), plan_longest: None };
        let (id, instance) = (InstanceOperationId::new(Uuid::nil()), InstanceId::new(Uuid::nil()));
        let polls = matches!(endpoint, Endpoint::LastOperation | Endpoint::BindingLastOperation);
        let waits = polls || endpoint == Endpoint::FetchBinding;
        let operation = InstanceOperation {
            progress: if waits { Progress::Polling } else { Progress::Running },
            ticket: polls.then(String::new),
            started_at: Some(NOW),
            called_at: Some(NOW),
            ..InstanceOperation::asked(id, instance, kind, NOW)
        };
        let found = of(&rules, endpoint, &[operation], said);
        assert_eq!((found.len(), found[0].during), (1, Some(kind)));
        found[0].meaning
    }

    /// The columns of §6.5, in the words of the documentation.
    #[test]
    fn what_may_have_been_made_is_cleaned_up_and_what_was_refused_is_not() {
        use Endpoint::{Deprovision, Provision, Update};
        let provision = |said| follows(OsbVersion::V2_17, Provision, OperationKind::Provision, said);
        for said in [Said::Status(200), Said::Status(201)] {
            assert_eq!(provision(said), Meaning::Done, "{said:?}");
        }
        assert_eq!(provision(Said::Status(202)), Meaning::Polled);
        for said in [Said::Malformed(201), Said::Malformed(202), Said::OtherSuccess, Said::ServerError, Said::Silence] {
            assert_eq!(provision(said), Meaning::CleanedUp, "{said:?}");
        }
        for said in
            [Said::Malformed(200), Said::Redirect].into_iter().chain([400, 401, 409, 412, 422].map(Said::Status))
        {
            assert_eq!(provision(said), Meaning::Failed, "{said:?}");
        }
        assert_eq!(provision(Said::Busy), Meaning::Repeated, "no orphan mitigation (§6.4 rule 7)");
        let update = |said| follows(OsbVersion::V2_17, Update, OperationKind::Update, said);
        assert_eq!((update(Said::Status(422)), update(Said::Silence)), (Meaning::Failed, Meaning::Unknown));
        let removal = |said| follows(OsbVersion::V2_17, Deprovision, OperationKind::Deprovision, said);
        assert_eq!((removal(Said::Status(410)), removal(Said::Status(400))), (Meaning::Done, Meaning::Failed));
        assert_eq!((removal(Said::ServerError), removal(Said::Silence)), (Meaning::Repeated, Meaning::Repeated));
    }

    #[test]
    fn the_version_decides_what_a_timeout_leaves_and_whether_a_binding_may_take_its_time() {
        let provision = |version| follows(version, Endpoint::Provision, OperationKind::Provision, Said::Status(408));
        assert_eq!(provision(OsbVersion::V2_13), Meaning::CleanedUp);
        assert_eq!(provision(OsbVersion::V2_14), Meaning::Failed);
        let bind = |version| follows(version, Endpoint::Bind, OperationKind::Bind, Said::Status(202));
        assert_eq!(bind(OsbVersion::V2_13), Meaning::CleanedUp);
        assert_eq!(bind(OsbVersion::V2_14), Meaning::Polled);
    }

    #[test]
    fn a_poll_means_what_the_operation_is() {
        let poll = |kind, said| follows(OsbVersion::V2_17, Endpoint::LastOperation, kind, said);
        for kind in [OperationKind::Provision, OperationKind::Update, OperationKind::Deprovision] {
            assert_eq!(poll(kind, Said::InProgress), Meaning::Polled, "{kind:?}");
            assert_eq!(poll(kind, Said::Succeeded), Meaning::Done, "{kind:?}");
            assert_eq!(poll(kind, Said::ServerError), Meaning::Polled, "{kind:?}");
            let gone = if kind == OperationKind::Deprovision { Meaning::Done } else { Meaning::Polled };
            assert_eq!(poll(kind, Said::Status(410)), gone, "{kind:?}");
        }
        assert_eq!(poll(OperationKind::Provision, Said::Failed), Meaning::CleanedUp);
        assert_eq!(poll(OperationKind::Update, Said::Failed), Meaning::Failed);
        assert_eq!(poll(OperationKind::Deprovision, Said::Failed), Meaning::Repeated);
        let of_binding = |kind, said| follows(OsbVersion::V2_17, Endpoint::BindingLastOperation, kind, said);
        assert_eq!(of_binding(OperationKind::Bind, Said::Succeeded), Meaning::Fetched);
        assert_eq!(of_binding(OperationKind::Unbind, Said::Succeeded), Meaning::Done);
        let fetch = |said| follows(OsbVersion::V2_17, Endpoint::FetchBinding, OperationKind::Bind, said);
        assert_eq!((fetch(Said::Status(200)), fetch(Said::Status(404))), (Meaning::Done, Meaning::Fetched));
    }

    #[test]
    fn an_order_counts_once_the_broker_says_that_it_is_so() {
        let order = |said| follows(OsbVersion::V2_12, Endpoint::SetState, OperationKind::Disable, said);
        assert_eq!((order(Said::Status(204)), order(Said::Status(200))), (Meaning::Done, Meaning::Done));
        assert_eq!((order(Said::Status(400)), order(Said::Busy)), (Meaning::Failed, Meaning::Repeated));
        assert_eq!((order(Said::ServerError), order(Said::Silence)), (Meaning::Repeated, Meaning::Repeated));
        let look = |said| follows(OsbVersion::V2_12, Endpoint::FetchState, OperationKind::Disable, said);
        assert_eq!((look(Said::Status(200)), look(Said::Contrary)), (Meaning::Done, Meaning::Repeated));
        assert_eq!(look(Said::Status(404)), Meaning::Repeated);
    }

    #[test]
    fn a_catalog_is_compared_or_is_none() {
        let rules = Rules { version: OsbVersion::V2_17, patience: patience(), plan_longest: None };
        let catalog = |said| of(&rules, Endpoint::Catalog, &[], said);
        assert_eq!(catalog(Said::Status(200)), [Follows { during: None, meaning: Meaning::Compared }]);
        assert_eq!(catalog(Said::Status(401)), [Follows { during: None, meaning: Meaning::Unread }]);
    }
}
