//! Rules of the metering sandbox: what somebody types into its forms. What a record says is judged by the codes of usage.

super::rules! {
    MONTH_UNREADABLE = "SBX-MON-01" Sandbox error,
        "The month cannot be read: {0}.",
        "Write the year and the month, for example {example}.",
        "2026-06", "§8.2";
    DAY_OUTSIDE = "SBX-DAY-01" Sandbox error,
        "The month has no day {0}.",
        "Write a number from 1 to {1}, for example {example}.",
        "1", "§8.2";
    TIME_UNREADABLE = "SBX-TIM-01" Sandbox error,
        "The {field} cannot be read: {0}.",
        "Write the day and the time in UTC, for example {example}.",
        "2026-06-01T13:00", "§8.5";
    QUANTITY_MISSING = "SBX-QTY-01" Sandbox missing,
        "The quantity is missing.",
        "Write how much was used of one measure at least, for example {example}.",
        "100", "§8.5";
    QUANTITY_UNREADABLE = "SBX-QTY-02" Sandbox error,
        "The {field} is no number that can be kept exactly: {0}.",
        "Write zero or more, with up to nine digits after the point, for example {example}.",
        "12.5", "§8.5";
    RECORDS_UNREADABLE = "SBX-REC-01" Sandbox error,
        "The records cannot be read: {0}.",
        "Write a JSON array of 1 to 100 records, as the interface takes it.",
        "the body of a curl line", "§8.5";
    FULL = "SBX-REC-02" Sandbox error,
        "The sandbox has no room for that: it holds {0:record}, and 2,000 or 2 MiB of them are the most.",
        "Keep the run as evidence if you need it, and empty the sandbox.",
        "744 records are an hourly month", "§8.5";
}
