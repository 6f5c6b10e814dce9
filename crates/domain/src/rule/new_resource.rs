//! Rules of the New Resource dialog. The resource name is permanent, so none of them may be broken.

super::rules! {
    NAME_MISSING = "NEW-NAM-01" NewResource missing,
        "The resource name is missing.",
        "Choose the technical name of the service: company, hyphen, offering, for example {example}.",
        "northwind-vector", "§4.6";
    NAME_TOO_LONG = "NEW-NAM-02" NewResource error,
        "The resource name has {0:character}; 31 is the most.",
        "Shorten the part after the company, for example {example}.",
        "northwind-vector", "§4.6, DEC-12";
    NAME_CHARACTER = "NEW-NAM-03" NewResource error,
        "The resource name contains “{0}”.",
        "Use lower-case letters, digits and hyphens only, for example {example}.",
        "northwind-vector", "§4.6, DEC-12";
    NAME_HYPHEN_AT_EDGE = "NEW-NAM-04" NewResource error,
        "The resource name begins or ends with a hyphen.",
        "Put hyphens only between letters and digits, for example {example}.",
        "northwind-vector", "§4.6, DEC-12";
    NAME_WITHOUT_COMPANY = "NEW-NAM-05" NewResource error,
        "The resource name does not begin with your company, “{0}”.",
        "Put the company first, for example {example}.",
        "northwind-vector", "§4.6";
    NAME_IS_A_DISPLAY_NAME = "NEW-NAM-06" NewResource error,
        "“{0}” reads like a display name.",
        "This is the technical name, in lower case and without blanks; the display name comes with the catalog listing.",
        "northwind-vector", "§4.6";
    NAME_IS_ONLY_THE_COMPANY = "NEW-NAM-07" NewResource error,
        "The resource name is only your company, and your account has other offerings.",
        "Add the offering after the company, for example {example}.",
        "northwind-vector", "§4.6";
    NAME_TAKEN = "NEW-NAM-08" NewResource error,
        "The resource name “{0}” is taken.",
        "Choose another one; names of retired services stay taken, for example {example}.",
        "northwind-vector-search", "§4.6, DEC-12";
    BROKER_READY_MISSING = "NEW-BRK-01" NewResource missing,
        "The question whether your broker is ready has no answer.",
        "Choose No unless the broker already runs.",
        "no", "§4.6";
}
