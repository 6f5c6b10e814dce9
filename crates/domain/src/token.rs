//! Personal access tokens, with which a program acts as a person: what is asked of a new one, how long it lives, and how
//! far it reaches. So does the API key of a service id where it stands for whoever made it. Nothing here is secret: a token
//! itself is made and compared elsewhere.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::access::{KeyLife, KeyLifetime};
use crate::event::EventKind;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::TokenId;
use crate::moment::Moment;
use crate::policy::{Object, Verb};
use crate::rule::{any, token as rule};
use crate::shape::{self, Text};

/// The most tokens of one person that live at a time.
pub const MOST_TOKENS: usize = 20;
/// The longest name of a token, in characters.
pub const LONGEST_NAME: usize = 64;
/// How long a token is listed after its end.
pub const LISTED_AFTER_END: Duration = Duration::from_hours(30 * 24);
/// That a token was used is written down this often at most.
pub const USE_IS_TOLD_EVERY: Duration = Duration::from_mins(1);

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Reading alone.
    Read,
    /// Reading, and whatever its person may change.
    Write,
}

impl TokenScope {
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// What the form posts, and what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    pub const fn reach(self) -> Reach {
        match self {
            Self::Read => Reach::Reading,
            Self::Write => Reach::Writing,
        }
    }
}

/// How long tokens may live: those of API keys that have an end, so a year at most.
pub fn lifetimes() -> impl Iterator<Item = KeyLifetime> {
    KeyLifetime::ALL.into_iter().filter(|lifetime| lifetime.days().is_some())
}

/// A new token as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenDraft {
    /// By which its person knows it again.
    pub name: String,
    /// The name of a [`TokenScope`].
    pub scope: String,
    /// The name of a [`KeyLifetime`] with an end.
    pub lifetime: String,
}

/// A new token that can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenWish {
    pub name: String,
    pub scope: TokenScope,
    pub lifetime: KeyLifetime,
}

impl TokenWish {
    /// The end of a token that is made at `from`.
    pub fn end(&self, from: Moment) -> Moment {
        // None of `lifetimes` is without an end.
        self.lifetime.end(from).unwrap_or(from)
    }
}

impl TokenDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        let name = Text::line(LONGEST_NAME).required(rule::NAME_MISSING);
        shape::text(&mut found, Field::TokenName, self.name.trim(), name);
        let scopes = TokenScope::ALL.map(TokenScope::name);
        shape::choice(&mut found, Field::TokenScope, &self.scope, &scopes, rule::SCOPE_MISSING);
        if self.lifetime().is_none() {
            found.push(Finding::new(Field::TokenLifetime, any::NOT_A_CHOICE).naming(&self.lifetime));
        }
        found
    }

    /// What is asked for, or what is wrong with it.
    pub fn read(&self) -> Result<TokenWish, Findings> {
        let findings = self.check();
        match (TokenScope::parse(&self.scope), self.lifetime()) {
            (Some(scope), Some(lifetime)) if findings.is_complete() => {
                Ok(TokenWish { name: self.name.trim().to_owned(), scope, lifetime })
            }
            _ => Err(findings),
        }
    }

    fn lifetime(&self) -> Option<KeyLifetime> {
        lifetimes().find(|lifetime| lifetime.name() == self.lifetime)
    }
}

/// A token as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalToken {
    pub id: TokenId,
    pub name: String,
    /// The beginning of the token, which opens nothing.
    pub prefix: String,
    pub scope: TokenScope,
    /// The account that its person works in with it; `None`: none, as people of the operator do.
    pub account_name: Option<String>,
    pub created_at: Moment,
    /// The first moment at which it opens nothing any more.
    pub expires_at: Moment,
    /// Give or take [`USE_IS_TOLD_EVERY`]; `None`: never.
    pub last_used_at: Option<Moment>,
}

impl PersonalToken {
    pub fn life(&self, now: Moment) -> KeyLife {
        KeyLife::of(Some(self.expires_at), now)
    }
}

/// How far whoever asks reaches, whatever the roles of their person allow: it only ever takes away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// As far as the roles: a person in a browser.
    #[default]
    InPerson,
    /// A token that may read.
    Reading,
    /// A token that may change things too.
    Writing,
    /// The API key of a service id: the definition of its one offering.
    ServiceKey,
}

/// What the API key of a service id may do, in the letters of `policy`; everything that is not here, it may not. So it
/// reads and edits the definition, and neither decides, publishes or hands in, nor touches secrets, members or money.
pub const SERVICE_KEY: &[(Object, &str)] = &[
    (Object::Documentation, "V"),
    (Object::Announcement, "V"),
    (Object::Listing, "CEV"),
    (Object::AccessRegistration, "EV"),
    (Object::FreePlan, "CEV"),
    (Object::PaidPlan, "CEV"),
    (Object::Broker, "CEV"),
    (Object::Deployment, "CEV"),
    (Object::Allowlist, "V"),
    (Object::TestRun, "V"),
    (Object::Review, "V"),
    (Object::Offering, "V"),
    (Object::Definitions, "XV"),
    (Object::Thread, "V"),
    (Object::Checklist, "V"),
];

impl Reach {
    pub const ALL: [Self; 4] = [Self::InPerson, Self::Reading, Self::Writing, Self::ServiceKey];

    /// Whether it goes as far as that, if the roles do.
    pub fn allows(self, verb: Verb, object: Object) -> bool {
        match self {
            Self::InPerson => true,
            // To download definitions is to read.
            Self::Reading => verb == Verb::View || (verb, object) == (Verb::Execute, Object::Definitions),
            // Whoever finds a token must not make themselves a lasting one of it.
            Self::Writing => object != Object::Secrets && (verb, object) != (Verb::Create, Object::AccessRegistration),
            Self::ServiceKey => {
                SERVICE_KEY.iter().any(|(known, verbs)| *known == object && verbs.contains(verb.letter()))
            }
        }
    }

    /// Whether it goes as far as moving an offering from stage to stage, and deciding about what somebody handed in.
    pub const fn moves(self) -> bool {
        matches!(self, Self::InPerson | Self::Writing)
    }

    /// Whether what belongs to the person alone is in reach: their sessions, their tokens, and the people they look after.
    pub const fn is_in_person(self) -> bool {
        matches!(self, Self::InPerson)
    }

    /// Whether such a line of history may come of it. Whoever only reads leaves none but that of a download.
    pub fn may_leave(self, kind: EventKind) -> bool {
        self != Self::Reading || kind == EventKind::DefinitionsDownloaded
    }
}

#[cfg(test)]
mod tests;
