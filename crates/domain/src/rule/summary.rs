//! Rules of the Summary page.

super::rules! {
    CONTACT_NAME_MISSING = "SUM-CON-01" Summary missing,
        "The contact’s name is missing.",
        "Name the person who answers questions about this offering.",
        "Kim Weber", "§4.6, §4.1";
    CONTACT_NAME_TOO_LONG = "SUM-CON-02" Summary error,
        "The contact’s name has {0:character}; 64 is the most.",
        "Leave out titles and departments.",
        "Kim Weber", "§4.6, §4.1";
    CONTACT_EMAIL_MISSING = "SUM-MAI-01" Summary missing,
        "The contact’s e-mail address is missing.",
        "Give an address that is read; every process mail goes there.",
        "kw@northwind.example", "§4.6, §4.1";
    CONTACT_EMAIL_TOO_LONG = "SUM-MAI-02" Summary error,
        "The contact’s e-mail address has {0:character}; 128 is the most.",
        "Use a shorter address.",
        "kw@northwind.example", "§4.6, §4.1";
    TARGET_DATE_INVALID = "SUM-DAT-01" Summary error,
        "“{0}” is not a date.",
        "Write year, month and day, for example {example}.",
        "2026-09-01", "§4.6";
}
