//! A look at the outline of JSON text before it is parsed, so that nesting and sheer numbers cannot cost stack or
//! memory. The outline knows nothing of grammar: what passes it may still be no JSON.

use serde_json::Value;

use crate::outbound::Limits;

/// Why a text is not read as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonProblem {
    /// More objects and lists within one another than `limit`.
    TooDeep { limit: usize },
    /// More values than `limit`, names of members included.
    TooManyValues { limit: usize },
    /// Where the first fault is, both counted from 1.
    NotJson { line: usize, column: usize },
}

/// The value that a text says, within the bounds of a catalog; its length is the caller's matter.
pub fn parse_json(text: &[u8], limits: &Limits) -> Result<Value, JsonProblem> {
    // Some frameworks put a byte order mark before UTF-8; RFC 8259 §8.1 allows to ignore it.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    check(text, limits.json_depth, limits.json_values).map_err(|excess| match excess {
        Excess::Depth => JsonProblem::TooDeep { limit: limits.json_depth },
        Excess::Values => JsonProblem::TooManyValues { limit: limits.json_values },
    })?;
    serde_json::from_slice(text).map_err(|error| JsonProblem::NotJson { line: error.line(), column: error.column() })
}

/// The outline exceeds a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    Depth,
    Values,
}

/// Counts brackets and separators outside strings. `depth` is the number of open objects and arrays that is still
/// allowed, `values` the number of values in the whole text (an upper estimate, keys of objects included).
pub(crate) fn check(text: &[u8], depth: usize, values: usize) -> Result<(), Excess> {
    let (mut open, mut seen, mut in_string, mut escaped) = (0_usize, 1_usize, false, false);
    for byte in text {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => (open, seen) = (open + 1, seen + 1),
            b']' | b'}' => open = open.saturating_sub(1),
            b',' | b':' => seen += 1,
            _ => {}
        }
        if open > depth {
            return Err(Excess::Depth);
        }
        if seen > values {
            return Err(Excess::Values);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_strings_only() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(check(nested(64).as_bytes(), 64, 1_000), Ok(()));
        assert_eq!(check(nested(65).as_bytes(), 64, 1_000), Err(Excess::Depth));
        assert_eq!(check(br#"{"a":"[[[[\"[[[[","b":"\\"}"#, 1, 1_000), Ok(()));
        assert_eq!(check(br#"{"a":"\\","b":[[1]]}"#, 2, 1_000), Err(Excess::Depth));
        assert_eq!(check(b"[][][][]", 1, 1_000), Ok(()));
        assert_eq!(check(b"]]]][[", 1, 1_000), Err(Excess::Depth));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place_and_what_is_too_much_with_its_bound() {
        let limits = Limits { json_depth: 2, json_values: 6, ..Limits::default() };
        let parsed = |text: &str| parse_json(text.as_bytes(), &limits);
        assert_eq!(parsed("\u{feff}[1]"), Ok(serde_json::json!([1])));
        assert_eq!(parsed("{\n  \"a\": 1,\n}"), Err(JsonProblem::NotJson { line: 3, column: 1 }));
        assert_eq!(parsed("[[[]]]"), Err(JsonProblem::TooDeep { limit: 2 }));
        assert_eq!(parsed("[1,2,3,4,5,6,7]"), Err(JsonProblem::TooManyValues { limit: 6 }));
        assert!(matches!(parsed(""), Err(JsonProblem::NotJson { .. })));
    }

    #[test]
    fn values_are_counted_from_above() {
        assert_eq!(check(b"[1,2,3]", 9, 4), Ok(()));
        assert_eq!(check(b"[1,2,3,4]", 9, 4), Err(Excess::Values));
        assert_eq!(check(br#"[",,,,,,,,"]"#, 9, 2), Ok(()));
    }
}
