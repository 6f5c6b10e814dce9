//! What people type to open a thread and to answer in one. Nothing is kept of what the rules object to: it goes back to
//! its form.

use serde::{Deserialize, Serialize};

use super::{Anchor, ThreadMove};
use crate::compare::Line;
use crate::field::{Field, Form};
use crate::findings::{Finding, Findings};
use crate::rule::{self, RuleId, any, thread as rules};
use crate::shape::{self, Text};

/// The most that is said at once, in characters.
pub const REMARK_LIMIT: usize = 4000;

/// A new thread as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThreadDraft {
    /// An `Anchor`, written.
    pub anchor: String,
    pub text: String,
    /// The id of a rule, or empty.
    pub rule: String,
    /// `yes` or empty
    pub blocking: String,
}

/// A new thread that can be opened, with the line that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'a> {
    pub anchor: Anchor,
    pub line: &'a Line,
    pub rule: Option<RuleId>,
}

impl ThreadDraft {
    pub fn is_blocking(&self) -> bool {
        self.blocking == "yes"
    }

    /// `lines` are the values that it may be about.
    pub fn check<'a>(&self, lines: &'a [Line]) -> Result<Opening<'a>, Findings> {
        let mut found = Findings::new();
        let opening = self.place(lines, &mut found);
        self.check_texts(opening.as_ref().map(|(anchor, _)| anchor.field.form()), &mut found);
        match opening {
            Some((anchor, line)) if found.is_complete() => Ok(Opening { anchor, line, rule: self.rule() }),
            _ => Err(found),
        }
    }

    fn place<'a>(&self, lines: &'a [Line], found: &mut Findings) -> Option<(Anchor, &'a Line)> {
        if self.anchor.is_empty() {
            found.push(Finding::new(Field::ThreadAnchor, rules::ANCHOR_MISSING));
            return None;
        }
        let place = Anchor::parse(&self.anchor).and_then(|anchor| {
            let line = lines.iter().find(|line| anchor.is_of(line))?;
            Some((anchor, line))
        });
        if place.is_none() {
            found.push(Finding::new(Field::ThreadAnchor, rules::ANCHOR_GONE));
        }
        place
    }

    fn check_texts(&self, form: Option<Form>, found: &mut Findings) {
        shape::text(found, Field::ThreadText, &self.text, said().required(rules::TEXT_MISSING));
        let is_known = || self.rule().is_some_and(|rule| form.is_none_or(|form| is_about(rule, form)));
        if !self.rule.trim().is_empty() && !is_known() {
            found.push(Finding::new(Field::ThreadRule, rules::RULE_UNKNOWN).naming(self.rule.trim()));
        }
        if !["", "yes"].contains(&self.blocking.as_str()) {
            found.push(Finding::new(Field::ThreadBlocking, any::NOT_A_CHOICE).naming(&self.blocking));
        }
    }

    fn rule(&self) -> Option<RuleId> {
        RuleId::parse(self.rule.trim())
    }
}

/// The rules that a value of `form` can break.
pub fn rules_for(form: Form) -> impl Iterator<Item = RuleId> {
    rule::all().filter(move |rule| is_about(*rule, form))
}

fn is_about(rule: RuleId, form: Form) -> bool {
    [form, Form::Any].contains(&rule.rule().form)
}

/// What somebody adds to a thread, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReplyDraft {
    pub text: String,
    /// `yes`: for the operator's people alone
    pub internal: String,
}

impl ReplyDraft {
    pub fn is_internal(&self) -> bool {
        self.internal == "yes"
    }

    pub fn check(&self, act: ThreadMove) -> Findings {
        let mut found = Findings::new();
        let expected = if act.needs_text() { said().required(rules::TEXT_MISSING) } else { said() };
        shape::text(&mut found, Field::ReplyText, &self.text, expected);
        // What is decided is decided in the open.
        if !["", "yes"].contains(&self.internal.as_str()) || (self.is_internal() && act != ThreadMove::Reply) {
            found.push(Finding::new(Field::ReplyInternal, any::NOT_A_CHOICE).naming(&self.internal));
        }
        found
    }
}

const fn said() -> Text {
    Text::prose(REMARK_LIMIT)
}
