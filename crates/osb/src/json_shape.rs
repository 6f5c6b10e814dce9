//! A look at the outline of JSON text before it is parsed, so that nesting and sheer numbers cannot cost stack or
//! memory. Knows nothing of grammar: what passes here may still be no JSON.

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
    fn values_are_counted_from_above() {
        assert_eq!(check(b"[1,2,3]", 9, 4), Ok(()));
        assert_eq!(check(b"[1,2,3,4]", 9, 4), Err(Excess::Values));
        assert_eq!(check(br#"[",,,,,,,,"]"#, 9, 2), Ok(()));
    }
}
