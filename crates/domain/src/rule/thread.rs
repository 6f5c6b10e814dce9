//! Rules of review threads.

super::rules! {
    ANCHOR_MISSING = "THR-VAL-01" Thread missing,
        "The value that it is about is missing.",
        "Choose one of the values of the offering.",
        "Catalog listing, display name", "§3.3 T17";
    ANCHOR_GONE = "THR-VAL-02" Thread error,
        "The offering has no such value.",
        "Choose one of the values that it has now; this one was changed or removed meanwhile.",
        "Catalog listing, display name", "§3.3 T17";
    TEXT_MISSING = "THR-TXT-01" Thread missing,
        "The {field} is empty.",
        "Say what is wrong and what would be right; whoever mends it reads it.",
        "The terms page sets payment terms; link one of this offering that leaves billing out", "§3.3 T17";
    RULE_UNKNOWN = "THR-RUL-01" Thread error,
        "“{0}” is no rule for this value.",
        "Pick one of the rules of its page, or leave the rule out.",
        "LST-TRM-04 for a terms URL", "§3.3 T17";
}
