//! What the state of things refuses, in words.

use slipway_domain::account::Registration;
use slipway_domain::rejection::Refusal;
use slipway_domain::sandbox::MOST_RUNS;
use slipway_domain::stage::Stage;
use slipway_domain::thread::ThreadState;
use slipway_domain::token::MOST_TOKENS;

use super::{Problem, of};
use crate::text::{condition, dossier, instance, plural, review, stage};

pub(super) fn refused(refusal: &Refusal) -> Problem {
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
        Refusal::ApprovalVoid { .. }
        | Refusal::RejectedAsItIs
        | Refusal::RevisionOpen
        | Refusal::NoRevision
        | Refusal::Immutable { .. }
        | Refusal::DeploymentUntested => of_approvals(refusal),
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
        Refusal::TestRunOpen => of("Another run is under way", "Wait for it, then ask again."),
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
        Refusal::HasInstances
        | Refusal::DeploymentInUse { .. }
        | Refusal::OperationOpen
        | Refusal::NoSuchOperation { .. }
        | Refusal::OneInstance
        | Refusal::AtCap
        | Refusal::InstanceNameMalformed
        | Refusal::ClosedToNewInstances
        | Refusal::PlanEnded
        | Refusal::PlanEndsTooSoon
        | Refusal::NotOffered
        | Refusal::NotBindable
        | Refusal::PlanFixed
        | Refusal::SwitchNotOffered
        | Refusal::SandboxEmpty
        | Refusal::SandboxRunsFull
        | Refusal::TooManyRows
        | Refusal::DossierBroken { .. }
        | Refusal::DossierTooLarge
        | Refusal::DossiersFull
        | Refusal::StatementFrozen { .. } => of_instances(refusal),
        Refusal::NoticeRuns { .. } | Refusal::NoticeOver | Refusal::InstancesLeft | Refusal::EndOfMarketing => {
            of_endings(refusal)
        }
        Refusal::NotAClientOwner
        | Refusal::ClientOwnerStays
        | Refusal::LastAdministrator
        | Refusal::LastAdmin
        | Refusal::PersonDisabled
        | Refusal::AllowlistClosed
        | Refusal::TokensFull
        | Refusal::SignedInBefore
        | Refusal::LinkIsTheOperators => of_people(refusal),
    }
}

/// What is refused about approvals, and about changes of an offering that is public.
fn of_approvals(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::ApprovalVoid { changed } => {
            let things: Vec<String> = changed.iter().map(review::subject).collect();
            let things = if things.is_empty() { "the order of something".to_owned() } else { things.join("; ") };
            of(
                "What was approved is not what is there now",
                format!(
                    "Different since: {things}. The provider withdraws the approval, or gives the \
                     change up, and asks for it again."
                ),
            )
        }
        Refusal::RejectedAsItIs => of(
            "A reviewer rejected this, and nothing has changed since",
            "The Review page says why. Change what it is about, then ask again.",
        ),
        Refusal::RevisionOpen => of(
            "Another change is under way",
            "One change at a time: it waits for its decision, or is approved and not published yet. Publish it, or take it \
             back, and hand in the next one then.",
        ),
        Refusal::Immutable { changed } => {
            let things: Vec<String> = changed.iter().map(review::subject).collect();
            of(
                "This never changes once customers have it",
                format!("Changed: {}. Set it back, or make another offering of it.", things.join("; ")),
            )
        }
        Refusal::DeploymentUntested => of(
            "No test run proves this deployment as it is now",
            "Run its tests on the Tests page. When all of them pass, it can be made public.",
        ),
        // Whoever calls this knows that it is about revisions: what is left is `NoRevision`.
        _ => of("There is no change that this could be done to", "The page as it is now shows what can be done."),
    }
}

/// What is refused about instances and what they cost, and of what is larger than it may be.
fn of_instances(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::HasInstances => of(
            "Instances are there",
            "Customers have instances through this broker. It can be removed when all of them are gone.",
        ),
        Refusal::DeploymentInUse { instances } => of(
            "Instances are there",
            format!(
                "Customers have {} of this deployment. It can be withdrawn when all of them are gone.",
                plural(usize::try_from(*instances).unwrap_or(usize::MAX), "instance")
            ),
        ),
        Refusal::OperationOpen => of(
            "Something else is being done to this instance",
            "Wait until it has ended: an instance has one operation at a time.",
        ),
        Refusal::NoSuchOperation { state, .. } => of(
            format!("This is not possible while the instance is “{}”", instance::state(*state)),
            "The page as it is now shows what can be done.",
        ),
        Refusal::OneInstance => of(
            "The account has an instance of this plan already",
            "The plan allows one for each account. Remove that one first, or choose another plan.",
        ),
        Refusal::AtCap => of(
            "A monthly cap of the plan is reached",
            "The instance is enabled again by itself when the next month begins.",
        ),
        Refusal::InstanceNameMalformed => of(
            "The name of the instance cannot be used",
            "Use up to 180 letters, digits, spaces and - . _ : characters.",
        ),
        Refusal::ClosedToNewInstances => {
            of("The offering takes no new instances", "Instances that are there can still be managed.")
        }
        Refusal::PlanEnded => of(
            "The plan is not there for new instances any more",
            "Choose another plan. Instances that have it keep it.",
        ),
        Refusal::PlanEndsTooSoon => of(
            "A plan would end too soon for its customers",
            "They know of it for 30 days at least. Choose a later day on the page of the plan.",
        ),
        Refusal::NotOffered => of(
            "The service is not offered to this account",
            "You see it for your work. The provider decides which accounts can use it.",
        ),
        Refusal::StatementFrozen { month, next } => of(
            format!("The statement of {} stands", month.start().month()),
            format!("Nothing changes it any more. Put it right on the statement of {}.", next.start().month()),
        ),
        Refusal::SandboxEmpty => of(
            "There is no record yet",
            "Nothing has arrived in the sandbox, or its plan has no metric that is complete.",
        ),
        Refusal::TooManyRows => of(
            "There are more rows than a page can show",
            "Nothing was saved. A list takes up to 500 rows, access management 25,000 roles at actions, a plan 20 metrics \
             with 4,000 prices: take some away, then save again.",
        ),
        Refusal::DossierBroken { about, problem } => {
            of("This dossier cannot be imported", format!("{about}: {}", dossier::problem(*problem)))
        }
        Refusal::DossierTooLarge => of(
            "The dossier of this offering would be too large",
            "No console reads one of more than 64 MiB, or of more than 4,000 files. Whoever looks after this console has \
             all of it in a backup.",
        ),
        Refusal::DossiersFull => of(
            "The account keeps as many imported dossiers as it may",
            "Each stays with its offering, up to 128 MiB together. Whoever looks after the console can import this one.",
        ),
        Refusal::SandboxRunsFull => of(
            format!("{MOST_RUNS} runs of this plan are kept already"),
            "Runs are evidence and are never taken out. Add another plan if more of them are needed.",
        ),
        Refusal::SwitchNotOffered => of(
            "The provider does not offer this change of plan",
            "The page as it is now shows the plans that this instance can change to.",
        ),
        Refusal::NotBindable => {
            of("Instances of this plan have no credentials", "The provider says whether they have.")
        }
        // Whoever calls this knows that it is about instances: what is left is `PlanFixed`.
        _ => of("The plan of an instance cannot be changed", "Create an instance with the other plan instead."),
    }
}

/// What is refused about the end of an offering.
fn of_endings(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NoticeRuns { until } => of(
            format!("Customers were told that it ends on {}", until.date()),
            "It can be retired from then on, when nobody has an instance of it any more.",
        ),
        Refusal::NoticeOver => of(
            "The time to take the end back is over",
            "The operator can put the end off. Then the offering can be restored.",
        ),
        Refusal::EndOfMarketing => of(
            "New instances cannot be made until that day",
            "Choose a day that is yet to come, within the 90 days until the offering ends, or none: then they end at \
             once. Of what is suspended nobody makes any.",
        ),
        // Whoever calls this knows that it is about endings: what is left is `InstancesLeft`.
        _ => of("Customers have instances of it", "They keep them for now. It is possible when all of them are gone."),
    }
}

/// What is refused about people.
fn of_people(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NotAClientOwner => of(
            "You do not own the client",
            "Its owners and the administrator of the account edit its redirect URIs, its secret and who owns it.",
        ),
        Refusal::ClientOwnerStays => of(
            "This owner stays",
            "Whoever enabled access management always owns the client, and nobody takes themselves away.",
        ),
        Refusal::LastAdministrator => of(
            "This is the last administrator of the account",
            "Make somebody else an administrator first: an account without one could not be looked after.",
        ),
        Refusal::LastAdmin => of(
            "This is the last platform administrator",
            "Give somebody else the role first: without one nobody could look after people and accounts.",
        ),
        Refusal::AllowlistClosed => of(
            "Nobody is invited any more",
            "The Settings that were released say so. Take the tick off there and publish that first.",
        ),
        Refusal::PersonDisabled => {
            of("This person is locked out", "A set-up link would not work. Let the person in again first.")
        }
        Refusal::TokensFull => of(
            format!("You have {MOST_TOKENS} access tokens already"),
            "Revoke one that you do not need any more, then create the new one.",
        ),
        Refusal::SignedInBefore => of(
            "This person has signed in before",
            "Whoever forgot the password asks the operator for a new set-up link.",
        ),
        // Whoever calls this knows that it is about people: what is left is `LinkIsTheOperators`.
        _ => of(
            "This person belongs elsewhere too",
            "A set-up link opens everything that is theirs, so only the operator hands it out. Ask there.",
        ),
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
