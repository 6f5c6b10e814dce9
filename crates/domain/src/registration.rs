//! The way of a provider account to integrated billing: T01–T04 of §3.3 as a table of its own. It knows neither who
//! asks (`policy`) nor what the form must contain (`account`).

use serde::{Deserialize, Serialize};

use crate::account::Registration;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationMove {
    Save,
    Submit,
    Return,
    Reject,
    Approve,
}

impl RegistrationMove {
    pub const ALL: [Self; 5] = [Self::Save, Self::Submit, Self::Return, Self::Reject, Self::Approve];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Reject => "reject",
            Self::Approve => "approve",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Return | Self::Reject | Self::Approve)
    }

    /// T03: what is turned down is turned down in writing.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Reject)
    }
}

/// Where the move leads; `None`: there is no such move. A returned form is edited and handed in again, a rejected one
/// is the end.
pub const fn next(from: Registration, act: RegistrationMove) -> Option<Registration> {
    use Registration::{Approved, Draft, Rejected, Returned, Submitted};
    match (from, act) {
        (Draft | Returned, RegistrationMove::Save) => Some(from),
        (Draft | Returned, RegistrationMove::Submit) => Some(Submitted),
        (Submitted, RegistrationMove::Return) => Some(Returned),
        (Submitted, RegistrationMove::Reject) => Some(Rejected),
        (Submitted, RegistrationMove::Approve) => Some(Approved),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use core::fmt::Write as _;

    use super::*;

    #[test]
    fn the_way_to_integrated_billing() {
        let mut table = String::new();
        for from in Registration::ALL {
            let _ = write!(table, "{:<10}", from.name());
            for act in RegistrationMove::ALL {
                let cell = format!("{} → {}", act.name(), next(from, act).map_or("–", Registration::name));
                let _ = write!(table, "{cell:<20}");
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }
        insta::assert_snapshot!(table, @r"
        draft     save → draft        submit → submitted  return → –          reject → –          approve → –
        submitted save → –            submit → –          return → returned   reject → rejected   approve → approved
        returned  save → returned     submit → submitted  return → –          reject → –          approve → –
        rejected  save → –            submit → –          return → –          reject → –          approve → –
        approved  save → –            submit → –          return → –          reject → –          approve → –
        ");
    }

    #[test]
    fn turning_something_down_needs_words_and_approving_does_not() {
        let with_words: Vec<_> = RegistrationMove::ALL.into_iter().filter(|act| act.needs_reason()).collect();
        assert_eq!(with_words, [RegistrationMove::Return, RegistrationMove::Reject]);
        assert!(RegistrationMove::Approve.is_decision() && !RegistrationMove::Submit.is_decision());
    }

    #[test]
    fn names_lead_back() {
        for act in RegistrationMove::ALL {
            assert_eq!(RegistrationMove::parse(act.name()), Some(act));
        }
    }
}
