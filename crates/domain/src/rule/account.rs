//! Rules of accounts: the registration for integrated billing, and the accounts of an allowlist.

super::rules! {
    COMPANY_NAME_MISSING = "REG-NAM-01" Registration missing,
        "The company name is missing.",
        "Give the public name of your company, for example {example}.",
        "Northwind Data", "§4.1";
    COMPANY_NAME_TOO_LONG = "REG-NAM-02" Registration error,
        "The company name has {0:character}; 128 is the most.",
        "Use the name that customers know.",
        "Northwind Data", "§4.1";
    LEGAL_NAME_TOO_LONG = "REG-LEG-01" Registration error,
        "The legal name has {0:character}; 256 is the most.",
        "Use the name as registered, without an address.",
        "Northwind Data GmbH", "§4.1";
    CONTACT_NAME_MISSING = "REG-CON-01" Registration missing,
        "The contact’s name is missing.",
        "Name the person who answers questions about the registration.",
        "Kim Weber", "§4.1";
    CONTACT_NAME_TOO_LONG = "REG-CON-02" Registration error,
        "The contact’s name has {0:character}; 64 is the most.",
        "Leave out titles and departments.",
        "Kim Weber", "§4.1";
    CONTACT_EMAIL_MISSING = "REG-MAI-01" Registration missing,
        "The contact’s e-mail address is missing.",
        "Give an address that is read; every process mail goes there.",
        "kw@northwind.example", "§4.1";
    CONTACT_EMAIL_TOO_LONG = "REG-MAI-02" Registration error,
        "The contact’s e-mail address has {0:character}; 128 is the most.",
        "Use a shorter address.",
        "kw@northwind.example", "§4.1";

    ALLOWED_ACCOUNT_MISSING = "ALW-ACC-01" Allowlist missing,
        "The account is missing.",
        "Give its exact name or the id that its own page shows, for example {example}.",
        "Orrery Labs", "§4.15";
    // ALW-ACC-02 asked for an id alone.
    ALLOWED_ACCOUNT_IS_THE_OWNER = "ALW-ACC-03" Allowlist info,
        "The account that owns the offering always sees it.",
        "Add only other accounts.",
        "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11", "§4.15";
    ALLOWED_ACCOUNT_UNKNOWN = "ALW-ACC-04" Allowlist error,
        "No account is called “{0}”, or several are.",
        "Ask the people of the account for its exact name, or for the id that their Account page shows.",
        "Orrery Labs", "§4.15";
}
