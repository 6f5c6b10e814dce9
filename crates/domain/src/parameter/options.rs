//! Options that the provider tells while somebody fills in the form (§4.11 `optionsUrl`, DEC-15): where they may come
//! from, and what of an answer can be shown. Asks nobody.

use serde_json::Value;

use super::read::option;
use super::{Choice, Parameter};
use crate::shape::is_unseen;

/// The most options of a parameter that its definition lists: all countries, and as many again.
pub const MOST_LISTED_OPTIONS: usize = 500;
/// The most options that an answer may tell.
pub const MOST_OPTIONS: usize = 200;
/// The longest value and the longest label of an option that was told, in characters.
pub const LONGEST_OPTION: usize = 200;

/// Scheme, host and port of a web address, in lower case and without a port that goes without saying. `None`: it is none,
/// or it names a user.
pub fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let usual = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let host = authority.strip_suffix(usual).unwrap_or(&authority);
    let is_odd = |c: char| c == '@' || c == '\\' || c.is_whitespace() || c.is_control();
    (!host.is_empty() && !host.contains(is_odd)).then(|| format!("{scheme}://{host}"))
}

/// The options of an answer `{"options": […]}`, each as a definition writes them. `None`: there are none, too many, or
/// one that no form could show.
pub fn told(answer: &Value) -> Option<Vec<Choice>> {
    let listed = answer.get("options")?.as_array().filter(|listed| (1..=MOST_OPTIONS).contains(&listed.len()))?;
    let mut choices: Vec<Choice> = Vec::new();
    for one in listed {
        let choice = option(one)?;
        let is_twice = choices.iter().any(|known| known.value == choice.value);
        if is_twice || choice.value.is_empty() || !can_be_shown(&choice.value) || !can_be_shown(&choice.label) {
            return None;
        }
        choices.push(choice);
    }
    Some(choices)
}

fn can_be_shown(text: &str) -> bool {
    text.chars().count() <= LONGEST_OPTION && !text.chars().any(|c| is_unseen(c, false))
}

impl Parameter {
    /// The provider is to tell the options and has not: nothing is known that a value could be measured by.
    pub const fn awaits_options(&self) -> bool {
        !self.options_url.is_empty()
    }

    /// The provider told these.
    pub fn answer(&mut self, options: Vec<Choice>) {
        self.options = options;
        self.options_url.clear();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_that_hides_another_host() {
        for (address, expected) in [
            (" https://B.example/a?b#c ", Some("https://b.example")),
            ("https://b.example:443", Some("https://b.example")),
            ("https://b.example:8443/x", Some("https://b.example:8443")),
            ("http://127.0.0.1:80/x", Some("http://127.0.0.1")),
            ("https://b.example@evil.example/", None),
            ("https://b.example\\@evil.example/", None),
            ("ftp://b.example", None),
            ("https:///x", None),
            ("b.example", None),
        ] {
            assert_eq!(origin(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn an_answer_is_taken_whole_or_not_at_all() {
        let answer = json!({ "options": [{ "value": "s", "displayname": "Small" }, { "value": "l" }], "value": "s" });
        let labels: Vec<String> = told(&answer).unwrap().into_iter().map(|choice| choice.label).collect();
        assert_eq!(labels, ["Small", "l"]);
        let many: Vec<Value> = (0..=MOST_OPTIONS).map(|at| json!({ "value": at.to_string() })).collect();
        assert!(told(&json!({ "options": many[1..] })).is_some());
        for refused in [
            json!([]),
            json!({ "options": [] }),
            json!({ "options": many }),
            json!({ "options": [{ "displayname": "S" }] }),
            json!({ "options": [{ "value": "" }] }),
            json!({ "options": [{ "value": "a" }, { "value": "a" }] }),
            json!({ "options": [{ "value": "a".repeat(LONGEST_OPTION + 1) }] }),
            json!({ "options": [{ "value": "a", "displayname": "La\u{202e}bel" }] }),
        ] {
            assert_eq!(told(&refused), None, "{refused}");
        }
    }
}
