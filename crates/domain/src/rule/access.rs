//! Rules of access management: the state of the machine identity, and the redirect URIs.

super::rules! {
    NOT_ENABLED = "ACC-IAM-01" Access missing,
        "Access management is not enabled.",
        "Enable it; the service id, the API key and the client are made then.",
        "Enable access management", "§4.8, G-IAM";
    API_KEY_MISSING = "ACC-KEY-01" Access missing,
        "No API key exists for the service id.",
        "Create one and keep it: it is shown once.",
        "Create API key", "§4.8, G-IAM";
    CLIENT_NOT_ENABLED = "ACC-CLI-01" Access missing,
        "The client is not enabled yet.",
        "Add a redirect URI, then update the client.",
        "Update client ID", "§4.8, T08";
    REDIRECT_URI_MISSING = "ACC-URI-01" Access missing,
        "There is no redirect URI.",
        "Add the callback address of your dashboard, for example {example}.",
        "https://dashboard.northwind.example/callback", "§4.8, G-IAM";
    TOO_MANY_REDIRECT_URIS = "ACC-URI-02" Access error,
        "There are {0:redirect URI}; 20 is the most.",
        "Remove those that no dashboard uses.",
        "https://dashboard.northwind.example/callback", "§4.8";
    REDIRECT_URI_INVALID = "ACC-URI-03" Access error,
        "The redirect URI in row {row} is not a complete address.",
        "Write it byte for byte as your dashboard sends it: scheme, host, path, for example {example}.",
        "https://dashboard.northwind.example/callback", "§4.8, security §3d";
    REDIRECT_URI_SCHEME = "ACC-URI-04" Access error,
        "The redirect URI in row {row} is not https.",
        "Use https; http is accepted for localhost alone, for example {example}.",
        "https://dashboard.northwind.example/callback", "§4.8";
    REDIRECT_URI_FRAGMENT = "ACC-URI-05" Access error,
        "The redirect URI in row {row} contains a fragment.",
        "Leave out the # and what follows it.",
        "https://dashboard.northwind.example/callback", "§4.8";
    REDIRECT_URI_WILDCARD = "ACC-URI-06" Access error,
        "The redirect URI in row {row} contains a wildcard, *.",
        "Add every address on its own; they are compared byte for byte.",
        "https://dashboard.northwind.example/callback", "§4.8";
    REDIRECT_URI_TWICE = "ACC-URI-07" Access error,
        "The redirect URI in row {row} is in the list twice.",
        "Keep one of the two.",
        "https://dashboard.northwind.example/callback", "§4.8";
    REDIRECT_URI_LOCAL = "ACC-URI-08" Access warning,
        "The redirect URI in row {row} leads to localhost.",
        "It is accepted for tests; remove it before the release.",
        "https://dashboard.northwind.example/callback", "§4.8";
    REDIRECT_URI_DOTS = "ACC-URI-09" Access error,
        "The path of the redirect URI in row {row} contains “{0}”.",
        "Write the path that it leads to.",
        "https://dashboard.northwind.example/callback", "security §3d";
}
