//! Refusals in words: what is the matter, then what to do about it.

use slipway_domain::caller::Role;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::text as rules;

use refused::refused;

use super::role;
use crate::error::AppError;

mod refused;

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
        Kind::Sandbox => "No sandbox is open for this plan",
        Kind::Session => "There is no such session here",
        Kind::Submission => "There is no such request here",
        Kind::Snapshot => "There is no such version here",
        Kind::TestRun => "There is no such test run here",
        Kind::Thread => "There is no such thread here",
        Kind::Token => "There is no such access token here",
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
        Denial::BeyondToken => of(
            "The token or API key does not reach this",
            "Use an access token that may change things, or do it in the console.",
        ),
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
