//! The numbers of rows: of a list, and in the name of a control.

/// A list index as a row number; rows beyond the last number share it.
pub(crate) fn row(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

/// The numbers between `parts`, each written in one way only: `metrics[0][bounds][2]`.
pub(super) fn rows_of<const N: usize>(name: &str, parts: [&str; N], tail: &str) -> Option<[u8; N]> {
    let mut rows = [0; N];
    let mut rest = name;
    for (row, part) in rows.iter_mut().zip(parts) {
        let (digits, after) = rest.strip_prefix(part)?.strip_prefix('[')?.split_once(']')?;
        *row = digits.parse().ok()?;
        if row.to_string() != digits {
            return None;
        }
        rest = after;
    }
    (rest == tail).then_some(rows)
}
