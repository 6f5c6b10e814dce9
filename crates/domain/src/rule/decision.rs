//! Rules of the reviewer's decision.

super::rules! {
    REASON_MISSING = "REV-RSN-01" Decision missing,
        "The reason is missing.",
        "Say why, and what would be right or can be done instead: those whom it concerns read it.",
        "The terms page sets payment terms; link one of this offering that leaves billing out", "§3.3 T03, T17";
}
