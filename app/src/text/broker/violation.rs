//! Faults of a broker's catalog in words, by the codes of the broker library.

pub const TITLE: &str = "Faults of the catalog";
pub const SUB: &str = "Where it departs from the Open Service Broker contract, whatever the console says.";
pub const PLACE: &str = "Place";
pub const FAULT: &str = "Fault";
pub const FOUND: &str = "Found";
pub const EXPECTED: &str = "Expected";
pub const NOTHING: &str = "nothing";
pub const CATALOG: &str = "catalog";

/// What is wrong.
pub fn fault(code: &str) -> &'static str {
    match code {
        "missing" => "It is missing.",
        "wrong_type" => "It has the wrong type.",
        "empty" => "It is empty.",
        "too_long" => "It is too long.",
        "duplicate" => "It occurs twice.",
        "bad_name" => "The name has characters that this version does not allow.",
        "control_character" => "It contains a control character.",
        "not_a_guid" => "The id is no GUID.",
        "no_services" => "There is no service.",
        "no_plans" => "There is no plan.",
        "null_member" => "It is null; leave it out instead.",
        "unknown_value" => "The contract does not know this value.",
        "misspelt" => "The name of the member is misspelt.",
        "not_wrapped" => "The list of services is not wrapped.",
        _ => "It does not follow the contract.",
    }
}

/// What should stand there; `with:<value>` after some codes.
pub fn expected(code: &str) -> String {
    let (code, with) = code.split_once(':').unwrap_or((code, ""));
    let with = with.trim_matches('"');
    match code {
        "text" => "a text".to_owned(),
        "flag" => "true or false".to_owned(),
        "whole_number" => "a whole number".to_owned(),
        "object" => "an object".to_owned(),
        "list" => "a list".to_owned(),
        "list_of_text" => "a list of texts".to_owned(),
        "non_empty" => "at least one entry or character".to_owned(),
        "at_most" => format!("at most {with} characters"),
        "unique" => "a value that occurs once".to_owned(),
        "lower_case_name" => "lower-case letters without spaces".to_owned(),
        "plain_name" => "letters, digits, full stops and hyphens".to_owned(),
        "no_control_characters" => "visible characters only".to_owned(),
        "guid" => "a GUID".to_owned(),
        "absent" => "nothing: leave it out".to_owned(),
        "one_of" => format!("one of {}", with.trim_matches(['[', ']']).replace('"', "").replace(',', ", ")),
        "spelling" => format!("the member {with}"),
        "wrapper" => "{\"services\": […]}".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_reads_as_a_phrase_with_its_value() {
        assert_eq!(expected("at_most:50"), "at most 50 characters");
        assert_eq!(expected("spelling:\"plan_updateable\""), "the member plan_updateable");
        assert_eq!(expected("one_of:[\"syslog_drain\",\"route_forwarding\"]"), "one of syslog_drain, route_forwarding");
        assert_eq!(expected("flag"), "true or false");
    }
}
