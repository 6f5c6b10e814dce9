//! Quantities as JSON writes them, read without a float in between.

use rust_decimal::Decimal;

use crate::number;

/// Beyond this no number but zero is one that is kept.
const MOST_PLACES: i64 = 40;

/// Reads a JSON number, with or without an exponent. What is no number at all is told as such.
pub(super) fn decimal(json: &str) -> Result<Decimal, String> {
    if !json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return Err("it is a number".to_owned());
    }
    let (mantissa, exponent) = json.split_once(['e', 'E']).unwrap_or((json, "0"));
    let plain = if exponent == "0" { Some(mantissa.to_owned()) } else { shifted(mantissa, exponent) };
    let plain = plain.ok_or_else(|| format!("{} is too large or too small to be kept", shown(json)))?;
    number::parse(&plain).map_err(|fault| format!("{} has to be kept exactly: {fault}", shown(json)))
}

/// The number without its exponent; `None` if that is absurd.
fn shifted(mantissa: &str, exponent: &str) -> Option<String> {
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{decimals}");
    if all.bytes().all(|digit| digit == b'0') {
        return Some("0".to_owned());
    }
    let exponent = exponent.trim_start_matches('+').parse::<i64>().ok()?;
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let length = i64::try_from(all.len()).ok()?;
    if point.abs() > MOST_PLACES.max(length) || (point - length).abs() > MOST_PLACES.max(length) {
        return None;
    }
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let text = match usize::try_from(point) {
        Ok(at) if at < all.len() => format!("{}.{}", &all[..at], &all[at..]),
        Ok(_) => format!("{all}{}", zeros(point - length)),
        Err(_) => format!("0.{}{all}", zeros(-point)),
    };
    Some(format!("{sign}{text}"))
}

/// Not the whole of what somebody may have made very long.
fn shown(json: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = json.chars().take(LONGEST).collect();
    if json.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_to_their_last_digit() {
        let cases = [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0e7", "0"),
            ("5", "5"),
            ("0.1", "0.1"),
            ("1.50", "1.5"),
            ("1e3", "1000"),
            ("1E+3", "1000"),
            ("1.25e1", "12.5"),
            ("12.5e-2", "0.125"),
            ("1e-9", "0.000000001"),
            ("0e99999999999999999999", "0"),
            ("999999999999999.999999999", "999999999999999.999999999"),
            ("1e14", "100000000000000"),
        ];
        for (json, expected) in cases {
            assert_eq!(decimal(json).unwrap().to_string(), expected, "{json}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused_and_never_rounded() {
        for json in [
            "-1",
            "-1e-3",
            "1e15",
            "1e400",
            "1e-10",
            "1e-400",
            "0.0000000001",
            "1000000000000000",
            "1e9223372036854775807",
            "1e-9223372036854775808",
            "0.30000000000000004",
            "\"5\"",
            "true",
            "null",
            "[1]",
        ] {
            assert!(decimal(json).is_err(), "{json}");
        }
        let long = format!("1{}", "0".repeat(100_000));
        assert!(decimal(&long).unwrap_err().len() < 200);
    }

    proptest! {
        #[test]
        fn an_exponent_only_moves_the_point(whole in 0u32..100_000, decimals in 0u32..1000, by in 0usize..4) {
            let number = format!("{whole}.{decimals:03}");
            let moved = format!("{whole}.{decimals:03}e-{by}");
            let factor = Decimal::from(10u32.pow(u32::try_from(by).unwrap()));
            prop_assert_eq!(decimal(&moved).unwrap() * factor, decimal(&number).unwrap());
        }

        #[test]
        fn no_json_number_makes_reading_panic(json in "-?(0|[1-9][0-9]{0,50})(\\.[0-9]{1,50})?([eE][+-]?[0-9]{1,30})?") {
            if let Ok(number) = decimal(&json) {
                prop_assert!(!number.is_sign_negative() || number.is_zero());
            }
        }
    }
}
