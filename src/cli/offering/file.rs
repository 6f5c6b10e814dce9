//! The file itself. It is YAML, of which JSON is a part; what is written is read back before it is printed, so that no text
//! comes out as something else.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use slipway_domain::definition::{DefinitionFile, LARGEST_FILE};

use super::super::Failure;

/// The most characters of what a parser says.
const LONGEST: usize = 2_000;

/// Names the schema, for editors.
const HEAD: &str = "# The schema of this file: slipway offering schema\n";

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<DefinitionFile, Failure> {
    let wrong = |why: &str| Failure::Usage(format!("{} cannot be read: {why}", path.display()));
    let length = std::fs::metadata(path).map_err(|error| wrong(&error.to_string()))?.len();
    if length > LARGEST_FILE as u64 {
        return Err(wrong(&format!("it has {length} bytes, and {LARGEST_FILE} is the most")));
    }
    let bytes = std::fs::read(path).map_err(|error| wrong(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| wrong(&error.to_string()))?;
    parse(&text).map_err(|why| wrong(&why))
}

/// Reads a text, and says where it is not what was expected.
pub(super) fn parse(text: &str) -> Result<DefinitionFile, String> {
    // JSON has escapes that YAML does not know.
    if text.trim_start().starts_with('{')
        && let Ok(file) = serde_json::from_str(text)
    {
        return Ok(file);
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_documents: 1,
            max_aliases: 1_000,
            max_recorded_anchor_events: 20_000,
            max_nodes: 200_000,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location().map(|at| format!("line {}, column {}: ", at.line(), at.column()));
        shown(&format!("{}{error}", place.unwrap_or_default()))
    })
}

/// The file as YAML.
pub(super) fn yaml(file: &DefinitionFile) -> Result<String, Failure> {
    let plain = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    let quoted = serde_saphyr::ser_options! { quote_all: true };
    for options in [plain, quoted] {
        let text = serde_saphyr::to_string_with_options(file, options).map_err(Failure::failed)?;
        if parse(&text).as_ref() == Ok(file) {
            return Ok(format!("{HEAD}{text}"));
        }
    }
    Err(Failure::Failed("the definition cannot be written as YAML; take --json".to_owned()))
}

/// Anything as JSON, with a line feed at its end.
pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(Failure::failed)
}

/// What comes from elsewhere, without signs that a terminal would obey.
pub(super) fn shown(text: &str) -> String {
    plain(text).chars().take(LONGEST).collect()
}

/// The same, however long it is.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// A member of an answer as text.
pub(super) fn text_of(value: &Value, member: &str) -> String {
    value.get(member).and_then(Value::as_str).map(shown).unwrap_or_default()
}

#[cfg(test)]
mod tests;
