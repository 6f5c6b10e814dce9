//! How the platform signs in to a broker (§4.13), and for how long it may send what it signs in with (security §3e).

use super::{AUTH_SCHEMES, BrokerContext, BrokerDraft};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::deployment as rule;
use crate::shape::{self, Text};
use crate::stage::Stage;

/// The user name beside an API key (§4.13).
const API_KEY_USER: &str = "apikey";

/// What is done with a broker's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// `basic`: it is sent as a password, with the user name.
    Password,
    /// `bearer` without a user name: it is sent as a token.
    Token,
    /// `bearer` with the user name `apikey`: it earns tokens for the calls (§7.4b) and is sent nowhere itself.
    ApiKey,
    /// `bearer-crn`: there is none. The platform signs tokens of its own for the calls (§7.4d).
    PlatformToken,
}

impl SignIn {
    /// Whether tokens are got for the calls, each of which ends before a long test run does.
    pub const fn earns_tokens(self) -> bool {
        matches!(self, Self::ApiKey | Self::PlatformToken)
    }
}

impl BrokerDraft {
    /// `None`: the platform has not learned how, so that nothing may be sent.
    pub fn sign_in(&self) -> Option<SignIn> {
        match (self.auth_scheme.as_str(), self.username.trim()) {
            ("basic", _) => Some(SignIn::Password),
            ("bearer", "") => Some(SignIn::Token),
            ("bearer", API_KEY_USER) => Some(SignIn::ApiKey),
            // A user name that is left over from another scheme goes nowhere.
            ("bearer-crn", _) => Some(SignIn::PlatformToken),
            _ => None,
        }
    }

    /// Whether a secret is asked for and kept.
    pub fn has_secret(&self) -> bool {
        self.sign_in() != Some(SignIn::PlatformToken)
    }

    /// Whether the secret that is kept with `saved` may be sent to what the form says now. Otherwise whoever edits a
    /// broker could harvest a password that they do not know. So it has to be typed anew
    ///
    /// - for another address;
    /// - with another certificate authority, under which somebody else could answer at the same address. To take it
    ///   away opens that to nobody, and neither does another way to end its lines;
    /// - where it would be used otherwise: an API key that earned tokens must not go out as a password.
    ///
    /// Where there is no use for it, it is not kept.
    pub fn keeps_secret(&self, saved: &Self) -> bool {
        let authority = self.authority();
        self.has_secret()
            && self.url == saved.url
            && self.sign_in() == saved.sign_in()
            && (authority.is_empty() || authority == saved.authority())
    }

    /// Whether a save over `saved` brings new credentials and nothing else. They need nobody's approval (§10), so they
    /// may come while the definition stands still: the secret always, and what a reviewer reads where
    /// `rotates_what_is_read` says so.
    pub fn is_rotation(&self, saved: &Self, stage: Stage) -> bool {
        let is_as_read = self.username == saved.username && self.authority() == saved.authority();
        let (username, ca_pem) = (saved.username.clone(), saved.ca_pem.clone());
        (is_as_read || Self::rotates_what_is_read(stage)) && Self { username, ca_pem, ..self.clone() } == *saved
    }

    /// Whether new credentials may bring another user name and certificate authority, which a reviewer reads: once the
    /// offering is public. Certificates run out on a date of their own.
    pub const fn rotates_what_is_read(stage: Stage) -> bool {
        stage.is_public()
    }

    /// What the chosen scheme needs, and whether the platform can use it here.
    pub(super) fn check_auth(&self, found: &mut Findings, context: &BrokerContext) {
        let scheme = shape::choice(found, Field::AuthScheme, &self.auth_scheme, &AUTH_SCHEMES, rule::AUTH_MISSING);
        match scheme {
            Some(scheme @ "bearer-crn") => {
                if context.signs_no_tokens {
                    let finding = Finding::new(Field::AuthScheme, rule::AUTH_UNSUPPORTED);
                    found.push(finding.naming(scheme).suggesting(AUTH_SCHEMES[0]));
                }
                return;
            }
            Some("bearer") if self.sign_in().is_none() => {
                found.push(Finding::new(Field::BrokerUsername, rule::USERNAME_NOT_APIKEY).suggesting(API_KEY_USER));
            }
            Some("bearer") => {}
            _ => self.check_username(found),
        }
        if !context.has_password {
            found.push(Finding::new(Field::BrokerPassword, rule::PASSWORD_MISSING));
        }
    }

    fn check_username(&self, found: &mut Findings) {
        let username = Text::line(256).required(rule::USERNAME_MISSING);
        if shape::text(found, Field::BrokerUsername, &self.username, username).is_some_and(|n| n.contains(':')) {
            found.push(Finding::new(Field::BrokerUsername, rule::USERNAME_WITH_COLON));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    fn authorised(ca_pem: &str) -> BrokerDraft {
        BrokerDraft { ca_pem: ca_pem.to_owned(), ..sample::broker().draft }
    }

    fn signing_in(auth_scheme: &str, username: &str) -> BrokerDraft {
        let (auth_scheme, username) = (auth_scheme.to_owned(), username.to_owned());
        BrokerDraft { auth_scheme, username, ..sample::broker().draft }
    }

    #[test]
    fn scheme_and_user_name_say_what_the_secret_is() {
        for (scheme, username, expected) in [
            ("basic", "platform", Some(SignIn::Password)),
            ("basic", "apikey", Some(SignIn::Password)),
            ("bearer", "", Some(SignIn::Token)),
            ("bearer", "apikey", Some(SignIn::ApiKey)),
            ("bearer", "platform", None),
            ("bearer-crn", "", Some(SignIn::PlatformToken)),
            ("bearer-crn", "platform", Some(SignIn::PlatformToken)),
            ("", "platform", None),
        ] {
            assert_eq!(signing_in(scheme, username).sign_in(), expected, "{scheme} {username}");
        }
    }

    #[test]
    fn a_secret_is_kept_for_the_same_address_the_same_trust_and_the_same_use() {
        let saved = authorised(AUTHORITY);
        let with = |change: fn(&mut BrokerDraft)| {
            let mut draft = saved.clone();
            change(&mut draft);
            draft.keeps_secret(&saved)
        };
        assert!(with(|draft| draft.name = "renamed".to_owned()));
        assert!(with(|draft| draft.username = "other".to_owned()));
        assert!(with(|draft| draft.ca_pem = AUTHORITY.replace('\n', "\r\n")), "as a browser sends it");
        assert!(with(|draft| draft.ca_pem = " ".to_owned()), "only the machine’s authorities are left");
        assert!(!with(|draft| draft.url.push_str("/eu")));
        assert!(!with(|draft| draft.ca_pem = AUTHORITY.replace("MIIB", "MIIC")));
        assert!(!with(|draft| draft.ca_pem.push_str(AUTHORITY)));
        assert!(!with(|draft| draft.auth_scheme = "bearer-crn".to_owned()));
        assert!(!saved.keeps_secret(&authorised("")), "the first authority lets somebody else answer, too");
        assert!(!signing_in("bearer", "").keeps_secret(&signing_in("bearer", "apikey")), "a key is no token");
        assert!(!signing_in("basic", "apikey").keeps_secret(&signing_in("bearer", "apikey")), "and no password");
        let nothing = signing_in("bearer-crn", "");
        assert!(!nothing.has_secret() && !nothing.keeps_secret(&nothing), "there is nothing to keep");
    }

    #[test]
    fn new_credentials_are_a_rotation_and_a_new_address_is_none() {
        let saved = sample::broker().draft;
        let renamed = BrokerDraft { username: "other".to_owned(), ..saved.clone() };
        let moved = BrokerDraft { url: "https://elsewhere.example".to_owned(), ..saved.clone() };
        for stage in [Stage::GaRequested, Stage::GaApproved, Stage::Ga] {
            assert!(saved.is_rotation(&saved, stage));
            for read in [&renamed, &authorised(AUTHORITY)] {
                assert_eq!(read.is_rotation(&saved, stage), stage == Stage::Ga);
            }
            assert!(!moved.is_rotation(&saved, stage));
            let windows = authorised(&AUTHORITY.replace('\n', "\r\n"));
            assert!(windows.is_rotation(&authorised(AUTHORITY), stage), "a form that shows it sends it back so");
        }
    }
}
