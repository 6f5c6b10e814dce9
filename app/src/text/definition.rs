//! Words about an offering as a file: what stands against one, and what applying it does.

use slipway_domain::definition::{Act, Fault, FaultKind, MOST_DEPLOYMENTS, MOST_ENTRIES, Thing, Told};

const ONE_OF_TWO: &str = "Take one of the two out.";

/// "Save the listing", "Add the plan free".
pub fn step(told: &Told) -> String {
    let act = match told.act {
        Act::Save => "Save",
        Act::Add => "Add",
        Act::Remove => "Remove",
    };
    format!("{act} the {}", thing(told))
}

/// "plan free", "listing".
pub fn thing(told: &Told) -> String {
    let name = &told.name;
    match told.thing {
        Thing::Section => name.clone(),
        Thing::Plan => format!("plan {name}"),
        Thing::Broker => format!("broker {name}"),
        Thing::Deployment => format!("deployment {name}"),
        Thing::Translation => format!("translation {name}"),
    }
}

/// What the matter is, and what to do about it.
pub fn fault(fault: &Fault) -> String {
    let (what, fix) = what_and_fix(fault);
    format!("{what} {fix}")
}

/// What the matter is, and apart from it what to do about it.
pub fn what_and_fix(fault: &Fault) -> (String, &'static str) {
    let name = &fault.name;
    match fault.kind {
        FaultKind::OtherName => (
            format!("The file is of another service: this one is called {name}."),
            "Apply the file to the service that it names.",
        ),
        FaultKind::OtherId => (
            format!("The file is of another service: this one has the id {name}."),
            "Take the id out of the file to use it here.",
        ),
        FaultKind::TooMany => (
            format!(
                "The file has more than {MOST_ENTRIES} plans or brokers, or more than {MOST_DEPLOYMENTS} deployments."
            ),
            "Leave out what stays as it is.",
        ),
        FaultKind::UnknownPlan => {
            (format!("The offering has no plan with the id {name}."), "Take the id out of the file to add the plan.")
        }
        FaultKind::PlanTwice => (format!("The file has the plan {name} twice."), ONE_OF_TWO),
        FaultKind::PlanUnnamed => (format!("Plan {name} of the file is new and has no name."), "Give it one."),
        FaultKind::BrokerTwice => (format!("The file has the broker {name} twice."), ONE_OF_TWO),
        FaultKind::BrokerUnnamed => (format!("Broker {name} of the file has no name."), "Give it one."),
        FaultKind::DeploymentTwice => (format!("The file has the deployment {name} twice."), ONE_OF_TWO),
        FaultKind::PlanNotTold => (
            format!("A deployment names the plan {name}, and there is none, or more than one."),
            "Name one of the plans.",
        ),
        FaultKind::BrokerNotTold => {
            (format!("A deployment names the broker {name}, and there is none."), "Name one of the brokers.")
        }
        FaultKind::DeploymentMoved => (
            format!("The deployment {name} is served by another broker."),
            "Withdraw it in the console, then apply the file.",
        ),
        FaultKind::UnknownLanguage => (
            format!("Texts are not translated into {name}."),
            "The codes of languages are those of the Translations page.",
        ),
        FaultKind::TextWithoutPlace => {
            (format!("The translation {name} has no English text any more."), "It is left out.")
        }
        FaultKind::SecretNeeded => {
            (format!("The secret of the broker {name} is in no file."), "Type it in the console afterwards.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_reads_as_what_it_does() {
        let told = |act, thing, name: &str| step(&Told { act, thing, name: name.to_owned() });
        assert_eq!(told(Act::Save, Thing::Section, "listing"), "Save the listing");
        assert_eq!(told(Act::Remove, Thing::Deployment, "free in eu-de"), "Remove the deployment free in eu-de");
    }
}
