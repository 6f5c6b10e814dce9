//! Setting a password with a one-time link. The page never shows whether a link was used, expired or made up.

use leptos::prelude::*;

use super::sign_in::{brand, plain_page};
use crate::paths::Path;
use crate::text::sign_in as words;
use crate::ui::{Button, ButtonLink, Dialog, Kind, Mark, MarkIcon, PasswordField, Validity};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUpForm {
    Open { email: String, name: String, problem: Option<Problem> },
    Gone,
}

/// Why the password was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Different,
    TooShort,
    TooLong,
    Guessable,
}

/// The form posts to its own address, which holds the token.
pub fn set_up_page(form: SetUpForm) -> AnyView {
    match form {
        SetUpForm::Open { email, name, problem } => {
            plain_page(words::SET_UP_TITLE, move || open(email, name, problem)).into_any()
        }
        SetUpForm::Gone => plain_page(words::GONE_TITLE, gone).into_any(),
    }
}

fn open(email: String, name: String, problem: Option<Problem>) -> impl IntoView {
    let lead = words::set_up_for(&name, &email);
    let (first, second) = match problem {
        Some(Problem::Different) => (None, problem),
        other => (other, None),
    };
    view! {
        <Dialog title=words::SET_UP_TITLE lead=lead above=brand>
            <form class="form" method="post">
                // Password managers file the new password under this address.
                <input type="text" name="username" value=email autocomplete="username" hidden disabled />
                <PasswordField
                    label=words::NEW_PASSWORD
                    name="new_password"
                    help=words::NEW_PASSWORD_HELP
                    autocomplete="new-password"
                    validity=validity(first)
                    required=true
                >
                    {first.map(finding)}
                </PasswordField>
                <PasswordField
                    label=words::NEW_PASSWORD_AGAIN
                    name="again"
                    autocomplete="new-password"
                    validity=validity(second)
                    required=true
                >
                    {second.map(finding)}
                </PasswordField>
                <Button kind=Kind::Primary wide=true>
                    {words::SET_UP_SUBMIT}
                </Button>
            </form>
        </Dialog>
    }
}

fn gone() -> impl IntoView {
    view! {
        <Dialog title=words::GONE_TITLE lead=words::GONE above=brand>
            <p class="sign-in__foot">
                <ButtonLink href=Path::SignIn.to_string() kind=Kind::Primary>
                    {words::SUBMIT}
                </ButtonLink>
            </p>
        </Dialog>
    }
}

fn validity(problem: Option<Problem>) -> Validity {
    if problem.is_some() { Validity::Invalid } else { Validity::Fine }
}

fn finding(problem: Problem) -> impl IntoView {
    let (what, fix) = match problem {
        Problem::Different => (words::DIFFERENT, words::DIFFERENT_FIX),
        Problem::TooShort => (words::TOO_SHORT, words::TOO_SHORT_FIX),
        Problem::TooLong => (words::TOO_LONG, words::TOO_LONG_FIX),
        Problem::Guessable => (words::GUESSABLE, words::GUESSABLE_FIX),
    };
    view! {
        <div class="finding finding--error">
            <MarkIcon mark=Mark::Error />
            <div>
                <p class="finding__what">{what}</p>
                <p class="finding__fix">{fix}</p>
            </div>
        </div>
    }
}
