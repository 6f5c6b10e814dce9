//! Rules that hold for every input of every form.

super::rules! {
    CONTROL_CHARACTER = "ALL-CHR-01" Any error,
        "The {field} contains a character that cannot be seen: {0}.",
        "Remove it; it often comes along when text is pasted.",
        "Vector Search", "§4, security §3b";
    TOO_LONG = "ALL-LEN-01" Any error,
        "The {field} has {0:character}; {1} is the most.",
        "Shorten it.",
        "a few words", "§4";
    NOT_A_CHOICE = "ALL-CHC-01" Any error,
        "“{0}” is not one of the choices for the {field}.",
        "Choose one that the form offers.",
        "yes", "§4";
    NOT_A_LINK = "ALL-URL-01" Any error,
        "The {field} is not a complete web address.",
        "Write it with http or https and a host, and encode blanks and special letters, for example {example}.",
        "https://northwind.example/docs", "§4";
    LINK_TOO_LONG = "ALL-URL-02" Any error,
        "The {field} has {0:character}; 2083 is the most.",
        "Link a shorter address.",
        "https://northwind.example/docs", "§4";
    LINK_WITH_CREDENTIALS = "ALL-URL-03" Any error,
        "The {field} contains a user name or a password.",
        "Leave out everything between the slashes and the @.",
        "https://northwind.example/docs", "§4";
    NOT_AN_EMAIL = "ALL-MAI-01" Any error,
        "The {field} is not valid.",
        "Write one name, an @ and a domain, without blanks, for example {example}.",
        "kw@northwind.example", "§4.1";
}
