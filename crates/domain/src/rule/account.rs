//! Rules of accounts: new ones, where they are at home and in what they pay, the registration for integrated billing, and
//! the accounts of an allowlist.

super::rules! {
    NAME_MISSING = "NAC-NAM-01" Account missing,
        "The name is missing.",
        "Give the name of the company, for example {example}.",
        "Northwind Data", "§2";
    NAME_TOO_LONG = "NAC-NAM-02" Account error,
        "The name has {0:character}; 128 is the most.",
        "Use the name that customers know.",
        "Northwind Data", "§2";
    NAME_TAKEN = "NAC-NAM-03" Account error,
        "There is an account called {0} already.",
        "Add what tells the two apart, for example the country.",
        "Northwind Data Austria", "§2";
    KIND_MISSING = "NAC-KND-01" Account missing,
        "The kind of account is missing.",
        "Choose whether the account sells services or buys them.",
        "Provider", "§2";

    PLACE_COUNTRY_MISSING = "PLC-CTY-01" Place missing,
        "The country is missing.",
        "Give the country in which the account is billed as its code of three letters, for example {example}.",
        "DEU", "§8.4, DEC-39";
    PLACE_COUNTRY_UNKNOWN = "PLC-CTY-02" Place error,
        "“{0}” is no country code.",
        "Write the code of ISO 3166-1 with three letters, for example {example}.",
        "DEU", "§8.4, DEC-39";
    PLACE_CURRENCY_MISSING = "PLC-CUR-01" Place missing,
        "The currency is missing.",
        "Give the currency in which the account pays as its code of three letters, for example {example}.",
        "EUR", "§8.4, DEC-39";
    PLACE_CURRENCY_UNKNOWN = "PLC-CUR-02" Place error,
        "“{0}” is no currency code.",
        "Write the code of ISO 4217 with three letters, for example {example}.",
        "EUR", "§8.4, DEC-39";

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
    ALLOWED_UNTIL_IS_NO_DAY = "ALW-DAY-01" Allowlist error,
        "“{0}” is not a day.",
        "Choose the last day of the invitation, for example {example}, or leave it empty.",
        "2026-09-01", "§4.15";
}
