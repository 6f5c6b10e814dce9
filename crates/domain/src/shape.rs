//! Checks of shape that all forms share: presence, length, characters, choices, web addresses. They push findings and
//! hand the value on, as typed, for the checks that know what it means.

use fluent_uri::Uri;
use fluent_uri::component::Authority;

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::{RuleId, any};
use crate::text::character_name;

/// The longest web address, in characters (§4).
pub(crate) const LONGEST_LINK: usize = 2083;

/// What a text has to be.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    max: usize,
    too_long: RuleId,
    missing: Option<RuleId>,
    lines: bool,
}

impl Text {
    /// One line of at most `max` characters.
    pub(crate) const fn line(max: usize) -> Self {
        Self { max, too_long: any::TOO_LONG, missing: None, lines: false }
    }

    /// Any number of lines, `max` characters together.
    pub(crate) const fn prose(max: usize) -> Self {
        Self { lines: true, ..Self::line(max) }
    }

    pub(crate) const fn too_long(self, rule: RuleId) -> Self {
        Self { too_long: rule, ..self }
    }

    pub(crate) const fn required(self, rule: RuleId) -> Self {
        Self { missing: Some(rule), ..self }
    }
}

/// Checks a text; `None` if there is none.
pub(crate) fn text<'a>(found: &mut Findings, field: Field, value: &'a str, expected: Text) -> Option<&'a str> {
    if value.trim().is_empty() {
        found.extend(expected.missing.map(|rule| Finding::new(field, rule)));
        return None;
    }
    let length = value.chars().count();
    if length > expected.max {
        found.push(Finding::new(field, expected.too_long).naming(length).naming(expected.max));
    }
    if let Some(character) = value.chars().find(|character| is_unseen(*character, expected.lines)) {
        let seen = value.chars().filter(|character| !is_unseen(*character, expected.lines)).collect::<String>();
        found.push(
            Finding::new(field, any::CONTROL_CHARACTER).naming(character_name(character)).suggesting(seen.trim()),
        );
    }
    Some(value)
}

/// Checks a secret like a line of text, without ever quoting or suggesting any of it.
pub(crate) fn secret(found: &mut Findings, field: Field, value: &str, max: usize) {
    let length = value.chars().count();
    if length > max {
        found.push(Finding::new(field, any::TOO_LONG).naming(length).naming(max));
    }
    if let Some(character) = value.chars().find(|character| is_unseen(*character, false)) {
        found.push(Finding::new(field, any::CONTROL_CHARACTER).naming(character_name(character)));
    }
}

/// Checks a radio group or select box; `None` if nothing on offer is chosen.
pub(crate) fn choice<'a>(
    found: &mut Findings,
    field: Field,
    value: &'a str,
    choices: &[&str],
    missing: RuleId,
) -> Option<&'a str> {
    if value.is_empty() {
        found.push(Finding::new(field, missing));
        return None;
    }
    if !choices.contains(&value) {
        found.push(Finding::new(field, any::NOT_A_CHOICE).naming(value));
        return None;
    }
    Some(value)
}

/// A choice that may be left empty.
pub(crate) fn optional(found: &mut Findings, field: Field, value: &str, choices: &[&str]) {
    if !value.is_empty() && !choices.contains(&value) {
        found.push(Finding::new(field, any::NOT_A_CHOICE).naming(value));
    }
}

/// A tick box.
pub(crate) fn tick(found: &mut Findings, field: Field, value: &str) {
    optional(found, field, value, &["yes"]);
}

/// The choices of a yes/no question.
pub(crate) const YES_NO: &[&str] = &["yes", "no"];

pub(crate) fn email(found: &mut Findings, field: Field, value: &str, expected: Text) {
    let Some(value) = text(found, field, value, expected) else { return };
    let is_address = value.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.contains('@') && !value.contains(char::is_whitespace)
    });
    if !is_address {
        found.push(Finding::new(field, any::NOT_AN_EMAIL).suggesting(match value.trim() {
            trimmed if trimmed.len() < value.len() && !trimmed.contains(char::is_whitespace) => trimmed,
            _ => "",
        }));
    }
}

/// Checks an absolute http(s) address without credentials; `None` if it is none or has other faults of shape.
pub(crate) fn link<'a>(found: &mut Findings, field: Field, value: &'a str, missing: RuleId) -> Option<Link<'a>> {
    let before = found.len();
    let value = text(found, field, value, Text::line(LONGEST_LINK).too_long(any::LINK_TOO_LONG).required(missing))?;
    if found.len() > before {
        return None;
    }
    let Some(link) = Link::parse(value) else {
        let trimmed = value.trim();
        let candidates = [trimmed.to_owned(), format!("https://{trimmed}")];
        let mended = candidates.into_iter().find(|candidate| {
            Link::parse(candidate).is_some_and(|link| link.host().contains('.') && !link.has_credentials())
        });
        found.push(Finding::new(field, any::NOT_A_LINK).suggesting(mended.unwrap_or_default()));
        return None;
    };
    if link.has_credentials() {
        found.push(Finding::new(field, any::LINK_WITH_CREDENTIALS));
        return None;
    }
    Some(link)
}

/// An absolute http or https address with a host.
#[derive(Clone, Copy)]
pub(crate) struct Link<'a> {
    uri: Uri<&'a str>,
    authority: Authority<'a>,
}

impl<'a> Link<'a> {
    pub(crate) fn parse(value: &'a str) -> Option<Self> {
        let uri = Uri::parse(value).ok()?;
        let authority = uri.authority()?;
        let link = Self { uri, authority };
        let web = link.is_https() || uri.scheme().as_str().eq_ignore_ascii_case("http");
        let named = link.host().starts_with('[')
            || (!link.host().is_empty()
                && link.host().bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)));
        (web && named && authority.port_to_u16().is_ok()).then_some(link)
    }

    pub(crate) fn is_https(&self) -> bool {
        self.uri.scheme().as_str().eq_ignore_ascii_case("https")
    }

    pub(crate) fn host(&self) -> &'a str {
        self.authority.host()
    }

    pub(crate) fn has_credentials(&self) -> bool {
        self.authority.has_userinfo()
    }

    pub(crate) fn path(&self) -> &'a str {
        self.uri.path().as_str()
    }

    pub(crate) fn has_query(&self) -> bool {
        self.uri.has_query()
    }

    pub(crate) fn has_fragment(&self) -> bool {
        self.uri.has_fragment()
    }
}

/// A character as a finding quotes it: itself, or its code if it cannot be seen.
pub(crate) fn shown(character: char) -> String {
    if is_unseen(character, false) { character_name(character) } else { character.to_string() }
}

/// Control characters, and those that only change how others are shown. Lines may contain tabs and line breaks.
pub(crate) fn is_unseen(character: char, lines: bool) -> bool {
    match character {
        '\n' | '\r' | '\t' => !lines,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        _ => character.is_control(),
    }
}
