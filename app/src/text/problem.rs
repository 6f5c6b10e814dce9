//! Refusals in words: what is the matter, then what to do about it.

use slipway_domain::account::Registration;
use slipway_domain::caller::Role;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_domain::text as rules;
use slipway_domain::thread::ThreadState;

use super::{condition, instance, review, role, stage};
use crate::error::AppError;

/// A heading and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub title: String,
    pub text: String,
}

fn of(title: impl Into<String>, text: impl Into<String>) -> Problem {
    Problem { title: title.into(), text: text.into() }
}

pub fn problem(error: &AppError) -> Problem {
    match error {
        AppError::Rejected(rejection) => rejected(rejection),
        AppError::Unavailable => of(
            "The console cannot do this right now",
            "Nothing was changed. Try it again in a moment; if it stays like this, tell whoever looks after the console.",
        ),
        AppError::Overdue => of(
            "This took too long",
            "The console gave up on your request, and cannot say how far it got. Look before you send it again.",
        ),
        AppError::Internal(incident) => of(
            "Something is broken on our side",
            format!("It was written down as incident {incident}. Quote that number when you ask about it."),
        ),
        AppError::Transport => of(
            "The request could not be read",
            "It did not have the form that this page sends. Go back, reload the page and send it again.",
        ),
    }
}

fn rejected(rejection: &Rejection) -> Problem {
    match rejection {
        Rejection::Unauthenticated => of("Sign in first", "This page is for people with an account."),
        Rejection::NotFound(kind) => of(not_found(*kind), "It does not exist, or your account may not see it."),
        Rejection::Denied(denial) => denied(denial),
        Rejection::Refused(refusal) => refused(refusal),
        Rejection::Stale { .. } => of(
            "Somebody saved in between",
            "The page below shows what is saved now. Look at it before you send yours again.",
        ),
        Rejection::Taken(field) => of(
            format!("{}: this one is taken", rules::field_name(*field)),
            "Somebody uses it already. Choose another one.",
        ),
        Rejection::Invalid(findings) => {
            let first = findings.errors().next().or_else(|| findings.iter().next());
            first.map_or_else(
                || of("Something is missing", "Look at the fields below."),
                |finding| of(rules::what(finding), rules::fix(finding)),
            )
        }
        Rejection::SentBefore => of(
            "This form was sent before, with other content",
            "What was sent first counts. The page as it is now shows it; what is new can be sent again.",
        ),
        Rejection::Unreachable(remote) => {
            of("The other side did not answer as needed", format!("Its answer: {} {}", remote.code, remote.detail))
        }
        Rejection::TooManyAttempts { retry_after_seconds } => {
            of("Too many attempts", format!("Wait {retry_after_seconds} seconds, then send it again."))
        }
    }
}

const fn not_found(kind: Kind) -> &'static str {
    match kind {
        Kind::Account => "There is no such account here",
        Kind::ApiKey => "There is no such API key here",
        Kind::Binding => "There are no such credentials here",
        Kind::Broker => "There is no such broker here",
        Kind::Deployment => "There is no such catalog deployment here",
        Kind::Instance => "There is no such instance here",
        Kind::Offering => "There is no such offering here",
        Kind::Page => "There is no such page",
        Kind::Person => "There is no such person here",
        Kind::Plan => "There is no such plan here",
        Kind::Consent => "You have not agreed to sign in to that service",
        Kind::Session => "There is no such session here",
        Kind::Submission => "There is no such request here",
        Kind::Snapshot => "There is no such version here",
        Kind::TestRun => "There is no such test run here",
        Kind::Thread => "There is no such thread here",
        Kind::Link => "This link no longer works",
    }
}

fn denied(denial: &Denial) -> Problem {
    match denial {
        Denial::OtherAccount { name, .. } => of(
            format!("This belongs to the account {name}"),
            "You are in another account right now. Switch the account to go on.",
        ),
        Denial::RoleMissing { needs, .. } if needs.is_empty() => {
            of("Nobody does this by hand", "The platform does it by itself.")
        }
        Denial::RoleMissing { needs, is_operator } => role_missing(needs, *is_operator),
        Denial::OwnSubmission => of(
            "You wrote or handed in some of this",
            "Somebody else has to decide about it: two people see every release.",
        ),
        Denial::OwnAccount => {
            of("You belong to the account this is about", "Somebody from outside of it has to decide.")
        }
    }
}

/// People of the operator read of the roles of an account only where none of their own would do.
fn role_missing(needs: &[Role], is_operator: bool) -> Problem {
    let own: Vec<Role> = needs.iter().copied().filter(|needed| needed.is_operator()).collect();
    let needs: &[Role] = if is_operator && !own.is_empty() { &own } else { needs };
    let mut names: Vec<&str> = needs.iter().map(|needed| role(*needed)).collect();
    names.dedup();
    let whom = whom(needs, is_operator);
    of("Your role does not allow this", format!("It needs one of these roles: {}. {whom}", names.join(", ")))
}

/// Who can help somebody who holds none of these roles.
fn whom(needs: &[Role], is_operator: bool) -> &'static str {
    let all = |are: fn(Role) -> bool| needs.iter().copied().all(are);
    match (all(Role::is_operator), is_operator) {
        (true, true) => "Ask a colleague who may do this.",
        (true, false) => "Ask the operator of this console.",
        (false, false) => "Ask an administrator of the account.",
        (false, true) if all(Role::is_provider) => "Only people of the provider’s account may do this.",
        (false, true) => "Only people of a customer’s account may do this.",
    }
}

fn refused(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NoSuchMove { from, .. } => of(
            format!("This is not possible while the offering is “{}”", stage(*from)),
            "The page as it is now shows what can be done.",
        ),
        Refusal::Gate(missing) => {
            let names: Vec<&str> = missing.iter().map(condition).collect();
            of(conditions_missing(names.len()), format!("{}.", names.join(". ")))
        }
        Refusal::Frozen { stage: now, .. } => {
            of(format!("The definition stands still while the offering is “{}”", stage(*now)), thaw(*now))
        }
        Refusal::TickStands { stage: now } => of(format!("Ticks stay in the stage “{}”", stage(*now)), thaw(*now)),
        Refusal::ApprovalVoid { changed } => {
            let things: Vec<String> = changed.iter().map(review::subject).collect();
            let things = if things.is_empty() { "the order of something".to_owned() } else { things.join("; ") };
            of(
                "What was approved is not what is there now",
                format!(
                    "Different since: {things}. The provider withdraws the approval on the Review page and asks for \
                     the release again."
                ),
            )
        }
        Refusal::AccountNotApproved => of(
            "The account is not approved for integrated billing yet",
            "Complete and submit the registration of the account; the operator approves it.",
        ),
        Refusal::ReasonMissing => of("The reason is missing", "Write what has to change: the provider reads it."),
        Refusal::InUse => of("It is in use", "It is deployed. Withdraw its catalog deployments first."),
        Refusal::ConfirmationMismatch => of("The confirmation does not match", "Type the name exactly as it is shown."),
        Refusal::AlreadyDone => of("This was done already", "The page below shows the result."),
        Refusal::NoSuchRegistrationMove { from, .. } => of(
            match from {
                Registration::Draft | Registration::Returned => "The registration is not submitted",
                Registration::Submitted => "The registration is with the operator",
                Registration::Rejected => "The registration was rejected",
                Registration::Approved => "The registration is approved already",
            },
            "The page as it is now shows what can be done.",
        ),
        Refusal::NotAttestable => of("This row is not ticked by people", "Your data or a test run decides about it."),
        Refusal::BrokerNotRegistered => of(
            "The broker is not registered",
            "Its form was changed, or its catalog never agreed with the console. Register it first, then test it.",
        ),
        Refusal::TestRunSuperseded => of(
            "There is a later run of this deployment, or this one did not end",
            "Open the latest run that ended and make checks of that one again, or run all checks.",
        ),
        Refusal::TestRunStale => of(
            "What the run depends on has changed since",
            "Its other results say nothing about the offering as it is now. Run all checks.",
        ),
        Refusal::TestRunLeftThings => of(
            "The run left something at the broker",
            "A check made again cannot show that it is gone. Remove it at the broker, then run all checks.",
        ),
        Refusal::NoSuchThreadMove { from: ThreadState::Open, .. } => {
            of("The thread is open already", "The page as it is now shows what was said since.")
        }
        Refusal::NoSuchThreadMove { from: ThreadState::Resolved, .. } => {
            of("The thread is resolved", "Open it again to go on about it.")
        }
        Refusal::NameNotRegistered => of(
            "The service name is not registered yet",
            "It is registered by the first save of a complete listing page. Complete that page first.",
        ),
        Refusal::AccessNotEnabled => of("Access management is not enabled yet", "Enable it first."),
        Refusal::LastAdministrator => of(
            "This is the last administrator of the account",
            "Make somebody else an administrator first: an account without one could not be looked after.",
        ),
        Refusal::LastAdmin => of(
            "This is the last platform administrator",
            "Give somebody else the role first: without one nobody could look after people and accounts.",
        ),
        Refusal::PersonDisabled => {
            of("This person is locked out", "A set-up link would not work. Let the person in again first.")
        }
        Refusal::SignedInBefore => of(
            "This person has signed in before",
            "Whoever forgot the password asks the operator for a new set-up link.",
        ),
        Refusal::HasInstances
        | Refusal::OperationOpen
        | Refusal::NoSuchOperation { .. }
        | Refusal::OneFreeInstance
        | Refusal::InstanceNameMalformed
        | Refusal::ClosedToNewInstances
        | Refusal::NotOffered
        | Refusal::NotBindable
        | Refusal::PlanFixed => of_instances(refusal),
        Refusal::LinkIsTheOperators => of(
            "This person belongs elsewhere too",
            "A set-up link opens everything that is theirs, so only the operator hands it out. Ask there.",
        ),
    }
}

/// What is refused about instances.
fn of_instances(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::HasInstances => of(
            "Instances are there",
            "Customers have instances through this broker. It can be removed when all of them are gone.",
        ),
        Refusal::OperationOpen => of(
            "Something else is being done to this instance",
            "Wait until it has ended: an instance has one operation at a time.",
        ),
        Refusal::NoSuchOperation { state, .. } => of(
            format!("This is not possible while the instance is “{}”", instance::state(*state)),
            "The page as it is now shows what can be done.",
        ),
        Refusal::OneFreeInstance => of(
            "The account has an instance of this free plan already",
            "Remove that one first, or choose another plan.",
        ),
        Refusal::InstanceNameMalformed => of(
            "The name of the instance cannot be used",
            "Use up to 180 letters, digits, spaces and - . _ : characters.",
        ),
        Refusal::ClosedToNewInstances => {
            of("The offering takes no new instances", "Instances that are there can still be managed.")
        }
        Refusal::NotOffered => of(
            "The service is not offered to this account",
            "You see it for your work. The provider decides which accounts can use it.",
        ),
        Refusal::NotBindable => {
            of("Instances of this offering have no credentials", "The provider says in the settings whether they have.")
        }
        // Whoever calls this knows that it is about instances: what is left is `PlanFixed`.
        _ => of("The plan of an instance cannot be changed", "Create an instance with the other plan instead."),
    }
}

/// How one goes on editing.
const fn thaw(stage: Stage) -> &'static str {
    match stage {
        Stage::GaApproved => "Withdraw the approval on the Review page to go on editing.",
        Stage::Ga | Stage::Suspended | Stage::Deprecated => "Everybody sees it as it was approved.",
        Stage::Retired | Stage::Withdrawn => "It has ended.",
        _ => "Withdraw the request for release to go on editing, or wait for the decision.",
    }
}

fn conditions_missing(count: usize) -> String {
    if count == 1 { "1 condition is missing".to_owned() } else { format!("{count} conditions are missing") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(needs: &[Role], is_operator: bool) -> String {
        let denial = Denial::RoleMissing { needs: needs.to_vec(), is_operator };
        problem(&AppError::Rejected(Rejection::Denied(denial))).text
    }

    #[test]
    fn whoever_lacks_a_role_reads_who_can_give_it() {
        let operator = told(&[Role::Reviewer, Role::Admin], false);
        assert!(operator.ends_with("Platform administrator. Ask the operator of this console."), "{operator}");
        for needs in [&[Role::ProviderEditor][..], &[Role::ProviderEditor, Role::Admin][..]] {
            let account = told(needs, false);
            assert!(account.ends_with("Ask an administrator of the account."), "{account}");
        }
    }

    #[test]
    fn people_of_the_operator_are_not_sent_to_an_administrator_of_the_account() {
        let desk = told(&[Role::ProviderEditor, Role::Reviewer, Role::Admin], true);
        assert_eq!(
            desk,
            "It needs one of these roles: Reviewer, Platform administrator. Ask a colleague who may do this."
        );
        let provider = told(&[Role::ProviderAdministrator, Role::ProviderEditor], true);
        assert!(provider.ends_with("Editor. Only people of the provider’s account may do this."), "{provider}");
        let customer = told(&[Role::ConsumerAdministrator, Role::ConsumerUser], true);
        assert!(customer.ends_with("User. Only people of a customer’s account may do this."), "{customer}");
    }
}
