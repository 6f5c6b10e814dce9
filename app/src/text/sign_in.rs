//! Words of signing in and of setting a password.

pub const TITLE: &str = "Sign in";
pub const EMAIL: &str = "E-mail address";
pub const PASSWORD: &str = "Password";
pub const SUBMIT: &str = "Sign in";
pub const NO_PASSWORD: &str =
    "No password yet, or forgotten? Whoever looks after this console sends you a new set-up link.";
pub const SLOGAN: &str = "From draft to launch, with every condition in plain sight.";
pub const BRAND: &str = "Slipway";
pub const DEMO_PEOPLE: &str = "People of the demo";
pub const AGAIN: &str = "Sign in again";
pub const HOME: &str = "To the start page";

pub const WRONG_TITLE: &str = "That did not match";
pub const WRONG: &str =
    "There is no account with this address and password. Check both; letter case counts in the password.";
pub const TOO_MANY_TITLE: &str = "Too many attempts";
pub const TOO_MANY: &str = "The password was wrong several times. Wait a minute, then sign in.";

pub const REJECTED_TITLE: &str = "This sign-in cannot be completed";
pub const REJECTED: &str = "It was begun in another browser or more than ten minutes ago, or its answer was used before. Nobody was signed in.";
pub const DEMO_IN_SAFARI: &str = "In Safari? Take Chromium or Firefox for the demo: Safari does not keep the cookies of signing in from an address that \
     begins with http.";
pub const REFUSED_TITLE: &str = "The sign-in was called off";
pub const REFUSED: &str = "The place where you sign in sent you back without an answer. Nobody was signed in.";
pub const UNAVAILABLE_TITLE: &str = "Signing in does not work right now";
pub const UNAVAILABLE: &str =
    "The place where people sign in cannot be reached, or gives answers that make no sense. Nobody was signed in.";
pub const UNFIT_TITLE: &str = "Signing in is not set up as it must be";
pub const UNFIT: &str = "The place where people sign in and this console have no way in common to sign anybody in, or none that is safe. Nobody \
     was signed in. Whoever runs this console finds the reason in its log.";
pub const UNKNOWN_TITLE: &str = "Nobody here knows you yet";
pub const CLIENT_TITLE: &str = "This link leads nowhere";
pub const CLIENT: &str = "An application sent you here to sign in, but it is not registered, or wants the answer at an address that is not \
     its own. You were not sent on. Tell whoever runs that application.";

pub fn to_service(service: &str) -> String {
    format!("to go on to {service}.")
}

pub fn demo_password(password: &str) -> String {
    format!("Everybody’s password is {password}.")
}

pub fn unknown(contact: &str) -> String {
    format!(
        "You did sign in, but this console has no person for that account. Ask {contact} to add you with the e-mail \
         address of that account; then sign in again."
    )
}

pub const SET_UP_TITLE: &str = "Choose a password";
pub const NEW_PASSWORD: &str = "New password";
pub const NEW_PASSWORD_HELP: &str = "At least 12 characters, any you like. Several words are easy to remember.";
pub const NEW_PASSWORD_AGAIN: &str = "The same once more";
pub const SET_UP_SUBMIT: &str = "Set password";
pub const DIFFERENT: &str = "The two passwords differ.";
pub const DIFFERENT_FIX: &str = "Type the same password in both fields.";
pub const TOO_SHORT: &str = "The password has fewer than 12 characters.";
pub const TOO_SHORT_FIX: &str = "Use several words, for example four that have nothing to do with each other.";
pub const TOO_LONG: &str = "The password has more than 256 characters.";
pub const TOO_LONG_FIX: &str = "Shorten it; 20 characters are plenty.";
pub const GUESSABLE: &str = "The password is easy to guess.";
pub const GUESSABLE_FIX: &str = "Do not use your name, your address or one character repeated.";
pub const GONE_TITLE: &str = "This link no longer works";
pub const GONE: &str = "A set-up link works once and for 24 hours. If you have set your password, sign in; otherwise ask whoever looks \
     after this console for a new link.";

pub fn set_up_for(name: &str, email: &str) -> String {
    format!("Welcome, {name}. With this password and the address {email} you sign in from now on.")
}
