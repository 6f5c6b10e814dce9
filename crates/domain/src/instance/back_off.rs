//! How long to wait before the broker is asked again (§6.5, DEC-19).

use core::time::Duration;

/// After that long without success a person is asked (DEC-19).
pub const ALERT_AFTER: Duration = Duration::from_hours(7 * 24);

const PAUSES: [u64; 9] = [1, 5, 15, 60, 2 * 60, 4 * 60, 8 * 60, 16 * 60, 24 * 60];

/// The pause after so many attempts: 1, 5, 15 and 60 minutes, then doubled up to a day.
pub fn back_off(attempts: u32) -> Duration {
    let at = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    Duration::from_mins(PAUSES[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_to_a_day_and_stay_there() {
        let minutes: Vec<u64> = (0..12).map(|attempts| back_off(attempts).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 1, 5, 15, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
        assert_eq!(back_off(u32::MAX), Duration::from_hours(24));
    }
}
