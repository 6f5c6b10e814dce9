//! Values that the provider judges before anything is ordered (§4.11 `validationUrl`, DEC-15): which they are, and what of
//! an answer counts. Asks nobody.

use serde_json::{Map, Value};

use super::{Chosen, Parameter, Typed, shown};
use crate::field::{self, Field};
use crate::findings::Finding;
use crate::rule::{RuleId, instance as rule};
use crate::shape::is_unseen;

/// The most of a provider's message that is shown, in characters.
pub const LONGEST_MESSAGE: usize = 200;
/// What is shown in place of no message.
const NO_MESSAGE: &str = "use another value";

/// What the provider says of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Valid,
    /// With its message, which may be empty.
    Invalid(String),
}

/// A value to be sent, whose parameter has an address at which it is judged. No `Debug`: somebody typed it.
#[derive(Clone, Copy)]
pub struct ToJudge<'a> {
    at: usize,
    pub parameter: &'a Parameter,
    pub value: &'a Value,
}

/// The values that the provider is asked about: `values` are those to be sent, as `values` made them of what was typed.
/// No secret is among them, and nothing that the definition alone decides.
pub fn to_judge<'a>(
    parameters: &'a [Parameter],
    chosen: Chosen<'_>,
    typed: &Typed,
    values: &'a Map<String, Value>,
) -> Vec<ToJudge<'a>> {
    let judged = shown(parameters, chosen, typed).into_iter().filter(|(_, parameter)| parameter.is_judged_elsewhere());
    judged.filter_map(|(at, parameter)| Some(ToJudge { at, parameter, value: values.get(&parameter.name)? })).collect()
}

/// What an answer `{"valid": …, "message": "…"}` says. `None`: nothing that counts.
pub fn verdict(answer: &Value) -> Option<Verdict> {
    if answer.get("valid")?.as_bool()? {
        return Some(Verdict::Valid);
    }
    let message = answer.get("message").and_then(Value::as_str).unwrap_or_default();
    Some(Verdict::Invalid(line(message)))
}

/// In one line, without what cannot be seen.
fn line(message: &str) -> String {
    let words = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line: String = words.chars().filter(|c| !is_unseen(*c, false)).take(LONGEST_MESSAGE + 1).collect();
    if let Some((cut, _)) = line.char_indices().nth(LONGEST_MESSAGE) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

impl ToJudge<'_> {
    /// What is told at its field. `None` for a verdict: the provider gave none, which stops nothing, as the broker judges
    /// the value again.
    pub fn finding(&self, verdict: Option<Verdict>) -> Option<Finding> {
        let field = Field::InstanceValue(field::row(self.at));
        let about = |rule: RuleId| Finding::new(field, rule).naming(&self.parameter.display_name);
        match verdict {
            Some(Verdict::Valid) => None,
            Some(Verdict::Invalid(message)) => {
                let said = [message.as_str(), self.parameter.invalid_message.as_str(), NO_MESSAGE].into_iter();
                let mut said = said.map(|text| text.trim().trim_end_matches('.')).filter(|text| !text.is_empty());
                let mut finding = about(rule::VALUE_REFUSED);
                // Not by `naming`, which would cut it: a message has a bound of its own.
                finding.facts.extend(said.next().map(line));
                Some(finding)
            }
            None => Some(about(rule::VALUE_UNCHECKED)),
        }
    }
}

impl Parameter {
    /// The provider judges what is typed. Never a secret, and nothing that nobody types.
    pub const fn is_judged_elsewhere(&self) -> bool {
        !self.validation_url.is_empty() && !self.kind.is_secret() && self.is_open()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::parameter::{read, values};
    use crate::text;

    const ADDRESS: &str = "https://a.example/valid";

    fn asked_about(members: &Value, typed: &str) -> Vec<(String, Value)> {
        let mut one = json!({ "name": "p", "displayname": "P", "validationUrl": ADDRESS });
        one.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let parameters = read(&json!([one, { "name": "q", "displayname": "Q", "type": "text" }]).to_string());
        let typed = Typed::from(["p", "q"].map(|name| (name.to_owned(), vec![typed.to_owned()])));
        let (sent, _) = values(&parameters, Chosen::default(), &typed);
        let asked = to_judge(&parameters, Chosen::default(), &typed, &sent);
        asked.iter().map(|one| (one.parameter.name.clone(), one.value.clone())).collect()
    }

    #[test]
    fn the_provider_is_asked_about_a_value_that_is_sent_and_was_typed_in_the_open() {
        let p = |value: Value| vec![("p".to_owned(), value)];
        assert_eq!(asked_about(&json!({ "type": "text" }), "a"), p(json!("a")));
        assert_eq!(asked_about(&json!({ "type": "number" }), "3"), p(json!(3)));
        for members in [
            json!({ "type": "password" }),
            json!({ "type": "secret" }),
            json!({ "type": "text", "hidden": true, "value": "b" }),
            json!({ "type": "text", "readonly": true, "value": "b" }),
            json!({ "type": "text", "pattern": "[0-9]+" }),
            json!({ "type": "text", "associations": { "plan": { "showFor": ["gold"] } } }),
        ] {
            assert!(asked_about(&members, "a").is_empty(), "{members}");
        }
        assert!(asked_about(&json!({ "type": "text" }), "").is_empty(), "nothing is sent");
    }

    #[test]
    fn an_answer_counts_only_if_it_says_yes_or_no() {
        assert_eq!(verdict(&json!({ "valid": true, "message": "x" })), Some(Verdict::Valid));
        assert_eq!(verdict(&json!({ "valid": false })), Some(Verdict::Invalid(String::new())));
        for answer in [json!({}), json!([]), json!("no"), json!({ "valid": "false" }), json!({ "message": "no" })] {
            assert_eq!(verdict(&answer), None, "{answer}");
        }
    }

    #[test]
    fn a_message_is_one_line_of_text_and_no_longer_than_anybody_reads() {
        let told = |message: &str| {
            let Some(Verdict::Invalid(told)) = verdict(&json!({ "valid": false, "message": message })) else {
                panic!()
            };
            told
        };
        assert_eq!(told(" Taken\n\t by \u{202e}another.\u{7} "), "Taken by another.");
        assert_eq!(told(&"ä".repeat(LONGEST_MESSAGE)), "ä".repeat(LONGEST_MESSAGE));
        assert_eq!(told(&"ä".repeat(LONGEST_MESSAGE + 1)), format!("{}…", "ä".repeat(LONGEST_MESSAGE)));
    }

    #[test]
    fn without_a_message_the_definition_says_what_it_asks_for() {
        let definition = json!([{ "name": "p", "displayname": "P", "type": "text", "validationUrl": ADDRESS }]);
        let mut parameters = read(&definition.to_string());
        let fix = |parameter: &Parameter, message: &str| {
            let one = ToJudge { at: 0, parameter, value: &Value::Null };
            text::fix(&one.finding(Some(Verdict::Invalid(message.to_owned()))).unwrap())
        };
        assert_eq!(fix(&parameters[0], ""), "What it says: use another value.");
        "a short name".clone_into(&mut parameters[0].invalid_message);
        assert_eq!(fix(&parameters[0], ""), "What it says: a short name.");
        assert_eq!(fix(&parameters[0], "Taken."), "What it says: Taken.");
    }
}
