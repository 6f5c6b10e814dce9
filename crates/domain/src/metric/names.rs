//! Names of §8.6: capitals for measures and units, joined words for resources, and both as people say them.

use crate::metering::MeteringModel;
use crate::words;

/// `API_CALL`: a letter first, then capitals, digits and single underscores.
pub(super) fn is_capitals(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && !name.ends_with('_')
        && !name.contains("__")
}

/// `ApiCalls`: a capital first, letters and digits only.
pub(super) fn is_joined(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// What was probably meant in capitals: `API_CALL` of "api call" and of `apiCall`.
pub(super) fn capitals(text: &str) -> String {
    let name = words::slug(&parted(text)).replace('-', "_").to_uppercase();
    if is_capitals(&name) { name } else { String::new() }
}

/// What was probably meant as joined words: `ApiCalls` of "api calls" and of `API_CALLS`.
pub(super) fn joined(text: &str) -> String {
    let name: String = words::slug(&parted(text)).split('-').map(capitalised).collect();
    if is_joined(&name) { name } else { String::new() }
}

/// "Api calls" of `ApiCalls` and of `API_CALLS`.
pub(super) fn spoken(name: &str) -> String {
    capitalised(&words::slug(&parted(name)).replace('-', " "))
}

/// The name in the singular, if it looks like a plural: DEC-42 only warns.
pub(super) fn singular(name: &str) -> Option<String> {
    let (head, last) = name.rsplit_once('_').map_or(("", name), |(head, last)| (head, last));
    let stem = last.strip_suffix('S').filter(|stem| stem.len() > 2 && !stem.ends_with(['S', 'U', 'I', 'A']))?;
    let one = stem.strip_suffix("IE").map_or_else(|| stem.to_owned(), |stem| format!("{stem}Y"));
    Some(if head.is_empty() { one } else { format!("{head}_{one}") })
}

/// The key of the total of a month in a unit; empty unless the unit has a name of its own.
pub(super) fn per_month(unit: &str) -> String {
    if is_capitals(unit) { format!("{unit}_PER_MONTH") } else { String::new() }
}

/// The model by which a month of a unit is usually counted, by the last column of §8.2.
pub(super) fn usual_model(unit: &str) -> Option<MeteringModel> {
    let one = singular(unit);
    Some(match one.as_deref().unwrap_or(unit) {
        "API_CALL"
        | "GIGABYTE_HOUR"
        | "GB_HOUR"
        | "GIGABYTE_MONTH"
        | "GB_MONTH"
        | "TERABYTE_HOUR"
        | "TB_HOUR"
        | "TERABYTE_MONTH"
        | "TB_MONTH"
        | "VIRTUAL_SERVER"
        | "VS"
        | "VIRTUAL_SERVER_HOUR"
        | "VS_HOUR"
        | "VIRTUAL_PROCESSOR_CORE"
        | "VPC" => MeteringModel::StandardAdd,
        "USER" | "ACTIVE_USER" | "AUTHORIZED_USER" => MeteringModel::DailyProrationMax,
        "INSTANCE" => MeteringModel::MonthlyProration,
        _ => return None,
    })
}

/// How many times 1,024 of `from` make one `to`: 2 from bytes to megabytes. `None` unless both are units of data and
/// `to` is the larger one.
pub(super) fn powers_of_1024(from: &str, to: &str) -> Option<u32> {
    const UNITS: [&str; 6] = ["BYTE", "KILOBYTE", "MEGABYTE", "GIGABYTE", "TERABYTE", "PETABYTE"];
    let place = |name: &str| {
        let first = name.split('_').next().unwrap_or(name);
        UNITS.iter().position(|unit| first == *unit || first.strip_suffix('S') == Some(unit))
    };
    let steps = place(to)?.checked_sub(place(from)?)?;
    u32::try_from(steps).ok().filter(|steps| *steps > 0)
}

/// A blank wherever a capital follows a small letter or a digit.
fn parted(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for character in name.chars() {
        if character.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            parted.push(' ');
        }
        parted.push(character);
        before = character;
    }
    parted
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_follows_the_rules_of_names() {
        for text in ["api call", "apiCall", "ApiCall", "API-CALL", " api_call "] {
            assert_eq!((capitals(text).as_str(), joined(text).as_str()), ("API_CALL", "ApiCall"), "{text}");
        }
        assert_eq!((capitals("1st"), joined("§")), (String::new(), String::new()));
        assert_eq!((spoken("ApiCalls").as_str(), spoken("GIGABYTE_MONTHS").as_str()), ("Api calls", "Gigabyte months"));
    }

    #[test]
    fn plurals_are_guessed_with_care() {
        for (name, one) in [("QUERIES", "QUERY"), ("API_CALLS", "API_CALL"), ("GIGABYTES", "GIGABYTE")] {
            assert_eq!(singular(name).as_deref(), Some(one));
        }
        for name in ["ACCESS", "STATUS", "DNS", "CANVAS", "ANALYSIS", "API_CALL", "S", "API_CALLS_PER_MONTH"] {
            assert_eq!(singular(name), None, "{name}");
        }
    }

    #[test]
    fn a_unit_is_counted_as_the_reference_says_and_others_as_somebody_chooses() {
        for (unit, model) in [
            ("API_CALLS", MeteringModel::StandardAdd),
            ("GIGABYTE_HOURS", MeteringModel::StandardAdd),
            ("AUTHORIZED_USER", MeteringModel::DailyProrationMax),
            ("INSTANCE", MeteringModel::MonthlyProration),
        ] {
            assert_eq!(usual_model(unit), Some(model), "{unit}");
        }
        assert_eq!((usual_model("QUERY"), usual_model(""), usual_model("GIGABYTE")), (None, None, None));
    }

    #[test]
    fn units_of_data_know_their_distance() {
        assert_eq!(powers_of_1024("BYTE", "MEGABYTES"), Some(2));
        assert_eq!(powers_of_1024("MEGABYTE", "GIGABYTE_MONTH"), Some(1));
        for (from, to) in [("GIGABYTE", "BYTE"), ("BYTE", "BYTE"), ("QUERY", "GIGABYTE"), ("BYTE", "")] {
            assert_eq!(powers_of_1024(from, to), None, "{from} {to}");
        }
    }
}
