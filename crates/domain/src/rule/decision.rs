//! Rules of the reviewer's decision.

super::rules! {
    REASON_MISSING = "REV-RSN-01" Decision missing,
        "The reason is missing.",
        "Say what is wrong and what would be right; the provider reads it.",
        "The terms page sets payment terms; link one of this offering that leaves billing out", "§3.3 T03, T17";
}
