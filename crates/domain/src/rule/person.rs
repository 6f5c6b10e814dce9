//! Rules of people: the address they sign in with, and their name.

super::rules! {
    EMAIL_MISSING = "PER-MAI-01" Person missing,
        "The e-mail address is missing.",
        "Give the address that the person signs in with, for example {example}.",
        "kw@northwind.example", "§2";
    EMAIL_TOO_LONG = "PER-MAI-02" Person error,
        "The e-mail address has {0:character}; 254 is the most.",
        "Use a shorter address.",
        "kw@northwind.example", "§2";
    EMAIL_TAKEN = "PER-MAI-03" Person error,
        "Somebody has the e-mail address {0} already.",
        "Look for the person in the list and change their roles there.",
        "kw@northwind.example", "§2";
    NAME_MISSING = "PER-NAM-01" Person missing,
        "The name is missing.",
        "Give the person’s name as others know it, for example {example}.",
        "Kim Weber", "§2";
    NAME_TOO_LONG = "PER-NAM-02" Person error,
        "The name has {0:character}; 128 is the most.",
        "Leave out titles and departments.",
        "Kim Weber", "§2";
}
