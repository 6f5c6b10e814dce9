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
    API_KEYS_ENDED = "ACC-KEY-02" Access error,
        "Every API key of the service id has ended.",
        "Create one and give it to your service: until then it gets no token and reports no usage.",
        "Create API key", "§4.8, G-IAM";
    API_KEY_ENDING = "ACC-KEY-03" Access warning,
        "The API key {0}… ends on {1}.",
        "Create another one, give it to your service, then revoke this one.",
        "Create API key", "§4.8";
    CLIENT_NOT_ENABLED = "ACC-CLI-01" Access missing,
        "The client is not enabled yet.",
        "Add a redirect URI, then update the client.",
        "Update client ID", "§4.8, T08";
    CLIENT_NOT_CURRENT = "ACC-CLI-02" Access error,
        "The saved redirect URIs are not the ones in force.",
        "Update the client; from the review on, once they are public. Until then sign-ins lead to the earlier addresses alone.",
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

    NAME_MISSING = "ACC-NAM-01" Access missing,
        "The name in the policy editor is missing.",
        "Give one, or give the listing its display name: it is taken over.",
        "Vector Search", "§4.8";
    DESCRIPTION_MISSING = "ACC-DSC-01" Access missing,
        "The description in the policy editor is missing.",
        "Give one, or give the listing its short description: it is taken over.",
        "Finds the nearest neighbours of a vector", "§4.8";
    ROLE_INVALID = "ACC-ROL-01" Access error,
        "“{0}” cannot be the id of a role.",
        "Begin with a capital letter, and use letters and digits only, for example {example}.",
        "Indexer", "§4.8";
    ROLE_TWICE = "ACC-ROL-02" Access error,
        "There is a role “{0}” already.",
        "Choose another id, for example {example}.",
        "Indexer2", "§4.8";
    ROLE_WITHOUT_ACTION = "ACC-ROL-03" Access error,
        "The role “{0}” includes no action of the service.",
        "Tick it at an action, or remove it.",
        "Indexer", "§4.8";
    TOO_MANY_ROLES = "ACC-ROL-04" Access error,
        "There are {0:role} of your own; 100 is the most.",
        "Keep those that somebody is given, and map your actions to the platform’s.",
        "Indexer", "§4.8";
    TOO_MANY_ACTIONS = "ACC-ACT-01" Access error,
        "There are {0:action}; 100 is the most.",
        "Remove those that your code does not ask for.",
        "northwind-vector.index.create", "§4.8";
    DASHBOARD_ACTION_MISSING = "ACC-ACT-02" Access missing,
        "The action “{0}” is missing.",
        "Add it: the platform asks for it before it opens your dashboard.",
        "northwind-vector.dashboard.view", "§4.8, DEC-13";
    ACTION_ID_MISSING = "ACC-ACT-03" Access missing,
        "The action in row {row} has no id.",
        "Give the one that your code asks for, for example {example}.",
        "northwind-vector.index.create", "§4.8";
    ACTION_ID_INVALID = "ACC-ACT-04" Access error,
        "The id of action {row} is not “{0}”, an object and a verb with points between them.",
        "Use lower-case letters, digits and hyphens, for example {example}.",
        "northwind-vector.index.create", "§4.8";
    ACTION_TWICE = "ACC-ACT-05" Access error,
        "The action “{0}” is in the list twice.",
        "Keep one of the two.",
        "northwind-vector.index.create", "§4.8";
    ACTION_NAME_MISSING = "ACC-ACT-06" Access missing,
        "The action in row {row} has no name.",
        "Say what it allows, in a few words.",
        "Create an index", "§4.8";
    ACTION_WITHOUT_ROLE = "ACC-ACT-07" Access error,
        "No role includes action {row}.",
        "Tick at least one.",
        "Editor", "§4.8";
    ACTION_ROLE_UNKNOWN = "ACC-ACT-08" Access error,
        "Action {row} is mapped to “{0}”, which the service does not support.",
        "Take it off, or support the role.",
        "Editor", "§4.8";
    ATTRIBUTE_UNKNOWN = "ACC-ATT-01" Access error,
        "“{0}” is nothing that policies can name.",
        "Choose one of the list.",
        "region", "§4.8";
    ATTRIBUTE_TWICE = "ACC-ATT-02" Access error,
        "The policy target “{0}” is in the list twice.",
        "Keep one of the two.",
        "region", "§4.8";
    ATTRIBUTE_WITHOUT_OPERATOR = "ACC-ATT-03" Access error,
        "Nothing says how policies compare target {row}.",
        "Tick at least one operator.",
        "stringEquals", "§4.8";
    TOO_MANY_ATTRIBUTES = "ACC-ATT-04" Access error,
        "There are {0:policy target}; 100 is the most.",
        "Keep one row for each target.",
        "region", "§4.8";
    SUBJECT_INVALID = "ACC-SUB-01" Access error,
        "“{0}” cannot be the name of a service.",
        "Give its programmatic name, for example {example}.",
        "northwind-vector", "§4.8, §4.6";
    SUBJECT_MISSING = "ACC-SUB-03" Access missing,
        "The name of service {row} is missing.",
        "Give its programmatic name, or remove the row.",
        "northwind-vector", "§4.8";
    SUBJECT_TWICE = "ACC-SUB-02" Access error,
        "The service “{0}” is in the list twice.",
        "Keep one of the two.",
        "northwind-vector", "§4.8";
    TOO_MANY_SUBJECTS = "ACC-SUB-04" Access error,
        "There are {0:calling service}; 100 is the most.",
        "Keep those that call instances of yours.",
        "northwind-vector", "§4.8";
}
