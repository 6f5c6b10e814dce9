//! What the backend turned down, in the words of the console, for somebody at a prompt.

use slipway_app::error::AppError;
use slipway_app::text;
use slipway_backend::Error;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use super::Failure;

/// `about` is what the command named: an e-mail address, or an account.
pub(super) fn refused(about: &str, error: Error) -> Failure {
    let rejection = match error {
        Error::Internal(report) => return Failure::failed(report),
        Error::Rejected(rejection) => rejection,
    };
    Failure::Usage(match rejection {
        Rejection::NotFound(Kind::Person) => format!("nobody has the e-mail address {about}"),
        Rejection::NotFound(Kind::Account) => format!("there is no account called {about}"),
        Rejection::Refused(Refusal::AlreadyDone) => format!("nothing to do for {about}: it is so already"),
        rejection => {
            let problem = text::problem(&AppError::Rejected(rejection));
            format!("{about}: {} {}", sentence(&problem.title), problem.text)
        }
    })
}

/// A heading as a sentence.
fn sentence(title: &str) -> String {
    if title.ends_with('.') { title.to_owned() } else { format!("{title}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rejection: Rejection) -> String {
        refused("Acme", Error::Rejected(rejection)).to_string()
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(said(Rejection::NotFound(Kind::Account)), "there is no account called Acme");
        assert_eq!(said(Rejection::NotFound(Kind::Person)), "nobody has the e-mail address Acme");
    }

    #[test]
    fn a_refusal_reads_as_on_the_page() {
        assert_eq!(
            said(Rejection::Refused(Refusal::LastAdministrator)),
            "Acme: This is the last administrator of the account. Make somebody else an administrator first: an account \
             without one could not be looked after."
        );
    }
}
