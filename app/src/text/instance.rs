//! Words of service instances: how one stands, what is done to it, and how far that is.

use core::time::Duration;

use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_domain::view::OperationLine;

use super::{duration, plural};

pub const LEAD: &str = "What your account has created from the catalog, over all services.";
pub const CAPTION: &str = "Instances";
pub const NONE: &str = "No instances yet";
pub const NONE_WHY: &str = "Choose a service in the catalog and create an instance of it. It appears here at once.";
pub const TO_THE_CATALOG: &str = "Open the catalog";
pub const NAME: &str = "Name";
pub const SERVICE: &str = "Service";
pub const PLAN: &str = "Plan";
pub const LOCATION: &str = "Location";
pub const STATE: &str = "State";
pub const SINCE: &str = "Since";

pub const REFRESH: &str = "Refresh";
pub const DASHBOARD: &str = "Open dashboard";
pub const IN_A_NEW_TAB: &str = "(opens in a new tab)";
pub const FACTS: &str = "This instance";
pub const PROVIDER: &str = "Provider";
pub const CREATED: &str = "Created";
pub const CRN: &str = "CRN";

pub const START: &str = "Getting started";
pub const START_TEXT: &str = "The provider explains how this instance is used.";
pub const INSTRUCTIONS: &str = "Read the instructions";
pub const DOCUMENTATION: &str = "Documentation";

pub const CREDENTIALS: &str = "Credentials";
pub const CREDENTIALS_LEAD: &str = "With them your applications reach the instance. Create one set for each application, so that \
                                    one of them can be taken back alone.";
pub const NO_CREDENTIALS: &str = "There are none yet.";
pub const NOT_BINDABLE: &str = "Instances of this plan have no credentials of their own.";
pub const ACTIONS: &str = "Actions";
pub const SHOW: &str = "Show";
pub const DELETE: &str = "Delete";
pub const DELETE_SURE: &str = "Whatever uses them loses access.";
pub const DELETE_NOW: &str = "Delete credentials";
pub const BINDING_NAME: &str = "Name of the new credentials";
pub const BINDING_HELP: &str = "Of the application that uses them, for example.";
pub const CREATE_CREDENTIALS: &str = "Create credentials";
pub const SHOWN_LEAD: &str = "Whoever has them reaches the instance. This page is not kept by your browser.";
pub const HIDDEN_TEXT: &str = "They are shown when you ask for them, on a page that is not kept.";
pub const SHOW_NOW: &str = "Show credentials";
pub const BACK: &str = "Back to the instance";
pub const EVERYTHING: &str = "Everything that the service answered";

pub const CHANGE_PLAN: &str = "Change the plan";
pub const CHANGE_PLAN_LEAD: &str = "The change takes effect as soon as the service has carried it out.";
pub const NEW_PLAN: &str = "New plan";
pub const PLAN_FIXED: &str = "The plan of an instance of this service cannot be changed. Create an instance with another plan \
                              instead.";
pub const NO_OTHER_PLAN: &str = "There is no other plan in this location.";

pub const ACCESS: &str = "Disable and remove";
pub const ENABLE: &str = "Enable";
pub const ENABLE_TEXT: &str = "The instance is disabled: nobody reaches it, and its data is kept.";
pub const DISABLE: &str = "Disable";
pub const DISABLE_TEXT: &str =
    "A disabled instance cannot be reached. Its data is kept, and it can be enabled again at any time.";
pub const REMOVE: &str = "Remove";
pub const REMOVE_SURE: &str =
    "Its credentials go first, then the instance with all of its data. This cannot be taken back.";
pub const REMOVE_NOW: &str = "Remove this instance";

/// Who asked, beside the platform’s name.
pub const FOR_CAP: &str = "for a monthly cap of the plan";

pub const HISTORY: &str = "What was done";
pub const HISTORY_SUB: &str = "Newest first.";
pub const WHAT: &str = "What";
pub const HOW_FAR: &str = "How far";
pub const ASKED: &str = "Asked for";
pub const TOOK: &str = "Took";

/// Where the list begins: "3 instances".
pub fn count(instances: usize) -> String {
    plural(instances, "instance")
}

pub fn type_the_name(name: &str) -> String {
    format!("Type {name} to confirm")
}

pub fn credentials_of(name: &str) -> String {
    format!("Credentials “{name}”")
}

pub const fn state(state: InstanceState) -> &'static str {
    match state {
        InstanceState::PreProvisioning | InstanceState::Provisioning => "Provisioning",
        InstanceState::Active => "Active",
        InstanceState::Inactive => "Inactive",
        InstanceState::Failed => "Failed",
        InstanceState::PendingReclamation => "Pending reclamation",
        InstanceState::PendingRemoval => "Pending removal",
        InstanceState::Removed => "Removed",
    }
}

/// What the state means to whoever has the instance.
pub const fn means(state: InstanceState) -> &'static str {
    match state {
        InstanceState::PreProvisioning | InstanceState::Provisioning => "The service is making it.",
        InstanceState::Active => "It can be used.",
        InstanceState::Inactive => "It is disabled; its data is kept.",
        InstanceState::Failed => "It was not created. Remove it, and create another one.",
        InstanceState::PendingReclamation => "It is disabled, and is removed when its retention ends.",
        InstanceState::PendingRemoval => "It is being removed.",
        InstanceState::Removed => "It is gone.",
    }
}

pub const fn binding_state(state: BindingState) -> &'static str {
    match state {
        BindingState::Making => "Being created",
        BindingState::Active => "Active",
        BindingState::Failed => "Not created",
        BindingState::PendingRemoval => "Being deleted",
        BindingState::Removed => "Deleted",
    }
}

pub const fn kind(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Provision => "Create the instance",
        OperationKind::Update => "Change the plan",
        OperationKind::Deprovision => "Remove the instance",
        OperationKind::Bind => "Create credentials",
        OperationKind::Unbind => "Delete credentials",
        OperationKind::Enable => "Enable the instance",
        OperationKind::Disable => "Disable the instance",
    }
}

/// "Create credentials “search”"
pub fn what(kind: OperationKind, about: &str) -> String {
    let verb = self::kind(kind);
    if about.is_empty() { verb.to_owned() } else { format!("{verb} “{about}”") }
}

pub const fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Queued => "Waits for its turn",
        Progress::Running => "Under way",
        Progress::Polling => "The service works on it",
        Progress::Mitigating => "Failed; what may be left is being removed",
        Progress::Succeeded => "Done",
        Progress::Failed => "Failed",
        Progress::Unknown => "Nobody can tell whether it was done",
        Progress::DeadLettered => "Waits for the operator",
        Progress::GivenUp => "Ended by the operator",
    }
}

/// How the latest operation stands: what, how far, and when the service is asked again.
pub fn latest(of: &OperationLine, pause: Duration) -> String {
    let (what, far) = (what(of.kind, &of.about), progress(of.progress).to_lowercase());
    if !of.progress.is_due() {
        return format!("{what}: {far}.");
    }
    let how = if of.is_asynchronous { " It answers when it is done." } else { "" };
    let next = if pause.is_zero() { "now".to_owned() } else { format!("in {}", seconds(pause)) };
    format!("{what}: {far}.{how} Next look {next}.")
}

fn seconds(pause: Duration) -> String {
    if pause < Duration::from_mins(1) { format!("{} s", pause.as_secs().max(1)) } else { duration(pause) }
}

/// What the service or the platform said about an operation; empty: nothing.
pub fn said(description: &str) -> String {
    let told = match description {
        "" => return String::new(),
        "answer_lost" => "The answer of the service was lost.",
        "id_not_routed" => {
            "The service did not find the address. Its broker may be unable to take the form of our ids: the provider can \
             switch the broker to GUIDs."
        }
        "poll_limit" => "It took longer than it may.",
        "no_credentials" => "The service gave no credentials.",
        "broker_not_registered" => "The provider is changing the service. It goes on by itself.",
        "internal" => "Something is broken on our side. It is tried again.",
        code if is_code(code) => return format!("The service could not be used as needed ({code})."),
        words => return format!("The service says: “{words}”"),
    };
    told.to_owned()
}

/// A code of ours, and no words of a service.
fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::InstanceOperationId;
    use slipway_domain::moment::Moment;

    use super::*;

    fn operation(progress: Progress, is_asynchronous: bool) -> OperationLine {
        OperationLine {
            id: InstanceOperationId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            kind: OperationKind::Bind,
            progress,
            about: "search".to_owned(),
            by_name: String::new(),
            is_for_cap: false,
            asked_at: Moment::from_millis(0),
            ended_at: None,
            next_at: Moment::from_millis(0),
            is_asynchronous,
            description: String::new(),
        }
    }

    #[test]
    fn an_operation_tells_when_the_service_is_asked_again() {
        let told = |progress, is_asynchronous, seconds| {
            latest(&operation(progress, is_asynchronous), Duration::from_secs(seconds))
        };
        assert_eq!(
            told(Progress::Polling, true, 10),
            "Create credentials “search”: the service works on it. It answers when it is done. Next look in 10 s."
        );
        assert_eq!(told(Progress::Queued, false, 0), "Create credentials “search”: waits for its turn. Next look now.");
        assert_eq!(told(Progress::Succeeded, false, 10), "Create credentials “search”: done.");
    }

    #[test]
    fn words_of_a_service_are_told_from_codes_of_ours() {
        assert_eq!(said("The quota is used up."), "The service says: “The quota is used up.”");
        assert_eq!(said("timeout"), "The service could not be used as needed (timeout).");
        assert_eq!(said("poll_limit"), "It took longer than it may.");
        assert_eq!(said(""), "");
    }
}
