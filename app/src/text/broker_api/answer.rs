//! What a broker can answer, and what the platform makes of it.

use slipway_domain::broker_api::{Endpoint, Meaning, Said};
use slipway_domain::instance::OperationKind as Kind;

pub const ANSWERS: &str = "Answers";
pub const ANSWER: &str = "Answer";
pub const SAYS: &str = "It says";
pub const FOLLOWS: &str = "What the platform makes of it";

/// "422", "3xx", "no answer".
pub fn said(said: Said) -> String {
    match said {
        Said::Status(status) => status.to_string(),
        Said::Malformed(status) => format!("{status}, other body"),
        Said::OtherSuccess => "other 2xx".to_owned(),
        Said::Busy => "422 ConcurrencyError".to_owned(),
        Said::InProgress => "200 in progress".to_owned(),
        Said::Succeeded => "200 succeeded".to_owned(),
        Said::Failed => "200 failed".to_owned(),
        Said::Contrary => "200, the other state".to_owned(),
        Said::Redirect => "3xx".to_owned(),
        Said::ServerError => "5xx".to_owned(),
        Said::Silence => "no answer".to_owned(),
    }
}

/// What an answer says about the call.
pub const fn says(endpoint: Endpoint, said: Said) -> &'static str {
    match said {
        Said::Status(status @ 200..=299) => success(endpoint, status),
        Said::Status(status) => refusal(endpoint, status),
        Said::Malformed(_) if matches!(endpoint, Endpoint::LastOperation | Endpoint::BindingLastOperation) => {
            "The state is none of the three."
        }
        Said::Malformed(_) => "The body is no JSON object, or one of its members is not what the contract says.",
        Said::OtherSuccess => "This call knows no such success.",
        Said::Busy => "Something else is being done to the instance.",
        Said::InProgress => "The work goes on.",
        Said::Succeeded => "The work is done.",
        Said::Failed => "It did not work. Customers read the description.",
        Said::Contrary => "“enabled” is not what was ordered.",
        Said::Redirect => "It is somewhere else. Redirects are not followed.",
        Said::ServerError => "Your broker failed.",
        Said::Silence => "The time is up, or the connection broke.",
    }
}

const fn success(endpoint: Endpoint, status: u16) -> &'static str {
    match (endpoint, status) {
        (Endpoint::Catalog, _) => "Here is the catalog, in “services”.",
        (Endpoint::Provision, 202) => {
            "You work on it. “operation” names the work; “dashboard_url” comes with this answer already."
        }
        (Endpoint::Provision, 201) => {
            "It is made. “dashboard_url” is where customers manage it, if there is such a page."
        }
        (Endpoint::Provision, _) => "It is there already, just as it is asked for.",
        (_, 202) => "You work on it. “operation” names the work.",
        (Endpoint::Bind, 201) => "They are made, and stand in “credentials”.",
        (Endpoint::Bind, _) => "They are there already, just as they are asked for, and stand in “credentials”.",
        (Endpoint::FetchBinding, _) => "They stand in “credentials”.",
        (Endpoint::Update, _) => "It is changed.",
        (Endpoint::Unbind, _) => "They are removed.",
        (Endpoint::Deprovision, _) => "It is removed.",
        (Endpoint::SetState, _) => "It is done, and stays so until the next order.",
        (Endpoint::FetchState, _) => "“enabled” is what was ordered.",
        (Endpoint::FetchInstance, _) => "This is the instance; “plan_id” is the plan that it has.",
        (Endpoint::LastOperation | Endpoint::BindingLastOperation, _) => "This is how it goes.",
    }
}

const fn refusal(endpoint: Endpoint, status: u16) -> &'static str {
    match (endpoint, status) {
        (_, 400) => "The request is malformed, or names what you do not know.",
        (_, 401) => "The credentials are wrong.",
        (_, 408) => "It took too long.",
        (_, 409) => "There is another one of this id.",
        (Endpoint::Deprovision | Endpoint::Unbind, 410) => "It is gone already.",
        (_, 404 | 410) => "You do not know it, or not any more.",
        (_, 412) => "You do not speak this version.",
        (Endpoint::Update, _) => "This change is not possible, or not now.",
        (Endpoint::Bind, _) => "It is not possible: RequiresApp, for example, where only applications can be bound.",
        (Endpoint::Provision, _) => "It is not possible: AsyncRequired, for example, to a call that cannot wait.",
        _ => "It is not possible.",
    }
}

/// What follows, while something is done to an instance; `None`: whatever is done.
pub const fn meaning(endpoint: Endpoint, during: Option<Kind>, meaning: Meaning) -> &'static str {
    let polls = matches!(endpoint, Endpoint::LastOperation | Endpoint::BindingLastOperation);
    match meaning {
        Meaning::Done => done(during),
        Meaning::Polled if polls => "It is asked again.",
        Meaning::Polled => "It is asked how the work goes, until it ends.",
        Meaning::Fetched if matches!(endpoint, Endpoint::FetchBinding) => "They are fetched again.",
        Meaning::Fetched => "The credentials are fetched.",
        Meaning::Failed => failed(during),
        Meaning::CleanedUp => "It has failed, and what may be there is removed (orphan mitigation).",
        Meaning::Repeated => repeated(during),
        Meaning::Unknown => {
            "Nobody can tell whether it was done: that is what the history says. Nothing more is called."
        }
        Meaning::Compared => {
            "It is compared with the definition. An error in it keeps the broker from being registered."
        }
        Meaning::Unread => {
            "There is nothing to compare: the broker is not registered, and one that was counts as unreachable."
        }
        Meaning::Checked => "The check passes, if that is right.",
        Meaning::CheckFails => "The check fails.",
    }
}

const fn done(during: Option<Kind>) -> &'static str {
    match during {
        Some(Kind::Provision) => "The instance is active.",
        Some(Kind::Update) => "The instance has the new plan.",
        Some(Kind::Deprovision) => "The instance is removed.",
        Some(Kind::Bind) => "The customer has the credentials.",
        Some(Kind::Unbind) => "The credentials are removed.",
        Some(Kind::Enable | Kind::Disable) => "The order counts.",
        None => "It is done.",
    }
}

const fn failed(during: Option<Kind>) -> &'static str {
    match during {
        Some(Kind::Provision | Kind::Bind) => "It has failed. Nothing is cleaned up, because nothing was made.",
        Some(Kind::Update) => "It has failed. The instance stays as it was.",
        Some(Kind::Deprovision | Kind::Unbind) => "It was not removed and stays as it was, until somebody asks again.",
        Some(Kind::Enable | Kind::Disable) => "The order has failed. The instance stays as it was.",
        None => "It has failed.",
    }
}

const fn repeated(during: Option<Kind>) -> &'static str {
    match during {
        Some(Kind::Deprovision | Kind::Unbind) => "The removal is asked for again, with growing pauses.",
        Some(Kind::Enable | Kind::Disable) => "The order is given again, with growing pauses.",
        _ => "The call is made again, with growing pauses. Nothing is cleaned up.",
    }
}

/// Before what follows, where that depends on what is done.
pub const fn during(kind: Kind) -> &'static str {
    match kind {
        Kind::Provision => "While it is created: ",
        Kind::Update => "While it is changed: ",
        Kind::Deprovision => "While it is removed: ",
        Kind::Bind => "While they are created: ",
        Kind::Unbind => "While they are removed: ",
        Kind::Enable => "While it is enabled: ",
        Kind::Disable => "While it is disabled: ",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn answers_to_a_call_are_told_apart_by_their_names() {
        for endpoint in Endpoint::ALL {
            let names: BTreeSet<String> = endpoint.answers().iter().map(|&answer| said(answer)).collect();
            assert_eq!(names.len(), endpoint.answers().len(), "{endpoint:?}");
        }
    }

    #[test]
    fn a_success_says_what_is_there_and_a_refusal_why_not() {
        assert_eq!(says(Endpoint::Deprovision, Said::Status(410)), "It is gone already.");
        assert_eq!(says(Endpoint::FetchState, Said::Status(410)), "You do not know it, or not any more.");
        assert_ne!(says(Endpoint::Provision, Said::Status(200)), says(Endpoint::Provision, Said::Status(201)));
        assert!(says(Endpoint::Provision, Said::Status(202)).contains("dashboard_url"));
        assert!(!says(Endpoint::Unbind, Said::Status(202)).contains("dashboard_url"));
    }
}
