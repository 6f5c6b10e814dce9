//! Findings in words: fills the templates of the rule table. Plain, short, present tense; the thing is named, then the
//! remedy. It knows no page and no markup.

use crate::field::Form;
use crate::findings::Finding;
use crate::rule::Level;

mod field;

pub use field::field_name;
use field::ordinal;

/// What is wrong: "The name contains your company name, “Northwind”."
pub fn what(finding: &Finding) -> String {
    filled(finding.rule.rule().what, finding)
}

/// How to mend it, with an example unless the finding carries a value to take over.
pub fn fix(finding: &Finding) -> String {
    let fix = finding.rule.rule().fix;
    match finding.suggestion {
        Some(_) => filled(&without_example(fix), finding),
        None => filled(fix, finding),
    }
}

/// A remedy's template without its example, which ends the sentence where there is one.
fn without_example(fix: &str) -> String {
    fix.split_once(EXAMPLE).map_or_else(|| fix.to_owned(), |(fix, _)| format!("{fix}."))
}

/// Begins the part of a remedy that is left out when there is something better than an example.
const EXAMPLE: &str = ", for example ";

/// What a level means to whoever fills in the form.
pub const fn level_meaning(level: Level, form: Form) -> &'static str {
    match level {
        Level::Error if form.keeps_errors() => "Error: blocks publishing",
        Level::Error => "Error: nothing was changed",
        Level::Warning => "Warning: a reviewer will ask",
        Level::Info => "Note: good to know",
    }
}

pub const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Info => "Note",
    }
}

pub const fn form_name(form: Form) -> &'static str {
    match form {
        Form::Any => "Every form",
        Form::SignIn => "Sign-in",
        Form::Person => "People",
        Form::Account => "New account",
        Form::Place => "Account: country and currency",
        Form::Member => "Members",
        Form::Token => "Access tokens",
        Form::Registration => "Registration",
        Form::NewResource => "New resource",
        Form::Summary => "Summary",
        Form::Listing => "Catalog listing: Listing page",
        Form::Settings => "Catalog listing: Settings",
        Form::Translation => "Catalog listing: Translations",
        Form::Access => "Access management",
        Form::Plan => "Pricing: plan",
        Form::Metric => "Pricing: metric",
        Form::Broker => "Deployments: broker",
        Form::Deployment => "Deployments: catalog deployment",
        Form::Allowlist => "Deployments: allowlist",
        Form::Decision => "Review: decision",
        Form::Thread => "Review: threads",
        Form::Adjustment => "Statements: adjustment",
        Form::Instance => "Instances",
        Form::Sandbox => "Metering sandbox",
    }
}

/// `U+0007 (bell)`, `U+202E`: how a finding names a character that cannot be seen.
pub(crate) fn character_name(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    let name = match character {
        '\0' => "null",
        '\u{7}' => "bell",
        '\u{8}' => "backspace",
        '\t' => "tab",
        '\n' => "line feed",
        '\r' => "carriage return",
        '\u{1b}' => "escape",
        '\u{7f}' => "delete",
        '\u{200b}' => "zero-width space",
        '\u{feff}' => "byte order mark",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "text direction",
        _ => return code,
    };
    format!("{code} ({name})")
}

fn filled(template: &str, finding: &Finding) -> String {
    with_holes(template, |hole| value(hole, finding))
}

/// A template for somebody who has no finding before them: "The display name has … characters; 60 is the most."
pub fn in_general(template: &str) -> String {
    with_holes(&without_example(template), |hole| match hole.split_once(':') {
        Some((_, noun)) => format!("… {noun}s"),
        None if hole == "field" => "field".to_owned(),
        None => "…".to_owned(),
    })
}

fn with_holes(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut sentence = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, from_hole)) = rest.split_once('{') {
        sentence.push_str(before);
        let Some((hole, after)) = from_hole.split_once('}') else { break };
        sentence.push_str(&value(hole));
        rest = after;
    }
    sentence.push_str(rest);
    sentence
}

/// The value of `field`, `row`, `example`, `0` or `0:noun`.
fn value(hole: &str, finding: &Finding) -> String {
    match hole {
        "field" => return field_name(finding.field),
        "row" => return finding.field.row().map(ordinal).unwrap_or_default().to_string(),
        "example" => return finding.rule.rule().example.to_owned(),
        _ => {}
    }
    let (number, noun) = hole.split_once(':').map_or((hole, None), |(number, noun)| (number, Some(noun)));
    let fact = number.parse::<usize>().ok().and_then(|index| finding.facts.get(index));
    let fact = fact.map_or("", String::as_str);
    match noun {
        None => fact.to_owned(),
        Some(noun) if fact == "1" => format!("1 {noun}"),
        Some(noun) => format!("{fact} {noun}s"),
    }
}

#[cfg(test)]
mod tests;
