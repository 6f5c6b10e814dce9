//! Words of what somebody chooses for a run: deployments, what is left out, and the account.

use slipway_domain::test_run::{Consumer, Content, Part};

pub const CHOOSE: &str = "Choose what is tested";
pub const CHOOSE_SUMMARY: &str = "Deployments, parts of the run, and the account";
pub const DEPLOYMENTS: &str = "Deployments";
pub const DEPLOYMENTS_SUB: &str = "One run each. With no tick at all, every published deployment is tested.";
pub const LEAVE_OUT: &str = "Leave out";
pub const LEAVE_OUT_SUB: &str = "What is left out is skipped. The run can still pass, but the release waits for one that tests everything \
                                  the plan has.";
pub const ACCOUNT: &str = "Account of the disposable instances";
pub const ACCOUNT_HELP: &str = "Your broker is told that they belong to it.";
pub const TEST_CHOSEN: &str = "Test what is chosen";
pub const LEFT_OUT: &str = "Left out";
pub const CONTENT: &str = "Version tested";
pub const CONTENT_HELP: &str = "They differ in something that a run depends on. A deployment that only invited accounts have is made public \
                                 by a run of what is public; a change is handed in with runs of the draft.";
/// In front of how what is public stands, where a run of the draft says nothing about it.
pub const AS_PUBLIC: &str = "As it is public:";

/// Of a run that passed and left these out although the plan has them.
pub fn proves_less(unproven: &[Part]) -> String {
    format!("It left out {}. The release waits for a run of everything.", parts(unproven))
}

/// "bindings and lost answers"
pub fn parts(parts: &[Part]) -> String {
    let names: Vec<String> = parts.iter().map(|one| part(*one).to_lowercase()).collect();
    names.join(" and ")
}

pub const fn part(part: Part) -> &'static str {
    match part {
        Part::Bindings => "Bindings",
        Part::Usage => "Usage",
        Part::LostAnswers => "Lost answers",
    }
}

pub const fn part_help(part: Part) -> &'static str {
    match part {
        Part::Bindings => "Nothing is bound, and nobody looks whether a disabled instance gives out credentials.",
        Part::Usage => "Nobody looks at what a metered plan measures and charges.",
        Part::LostAnswers => "No answer is thrown away on our side to see whether an instance stays behind.",
    }
}

pub const fn consumer(consumer: Consumer) -> &'static str {
    match consumer {
        Consumer::Disposable => "An account for tests alone",
        Consumer::Provider => "The account of this offering",
    }
}

pub const fn content(content: Content) -> &'static str {
    match content {
        Content::Draft => "The draft",
        Content::Public => "What is public",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_named_in_a_sentence() {
        let sentence = "It left out bindings and lost answers. The release waits for a run of everything.";
        assert_eq!(proves_less(&[Part::Bindings, Part::LostAnswers]), sentence);
    }
}
