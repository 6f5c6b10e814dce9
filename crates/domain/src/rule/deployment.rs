//! Rules of the Deployments page: brokers and catalog deployments.

super::rules! {
    NO_BROKER = "DEP-BRK-01" Broker missing,
        "The offering has no broker.",
        "Register the one that the platform shall call.",
        "https://broker.northwind.example", "G-BRK";
    BROKER_INCOMPLETE = "DEP-BRK-02" Broker error,
        "The broker “{0}” is incomplete: {1:error}.",
        "Open it; every field says what it needs.",
        "a broker with name, URL, user name, password and version", "§4.13";

    BROKER_NAME_MISSING = "DEP-NAM-01" Broker missing,
        "The broker name is missing.",
        "Give a name that tells it from your other brokers, for example {example}.",
        "Northwind Frankfurt", "§4.13";
    BROKER_NAME_TOO_LONG = "DEP-NAM-02" Broker error,
        "The broker name has {0:character}; 128 is the most.",
        "Shorten it.",
        "Northwind Frankfurt", "§4.13";
    BROKER_NAME_TWICE = "DEP-NAM-03" Broker error,
        "Another broker of your account is called “{0}”.",
        "Choose another name, for example {example}.",
        "Northwind Frankfurt 2", "§4.13";

    BROKER_URL_MISSING = "DEP-URL-01" Broker missing,
        "The broker URL is missing.",
        "Give the address under which the platform calls the broker, without /v2, for example {example}.",
        "https://broker.northwind.example", "§4.13";
    BROKER_URL_NOT_HTTPS = "DEP-URL-02" Broker error,
        "The broker URL is not https.",
        "Host the broker with a valid certificate; http is accepted in lab mode alone.",
        "https://broker.northwind.example", "§4.13, DEC-49";
    BROKER_URL_WITH_V2 = "DEP-URL-03" Broker error,
        "The broker URL ends in /v2.",
        "Leave it out: the platform adds /v2/catalog itself.",
        "https://broker.northwind.example", "§4.13";
    BROKER_URL_QUERY = "DEP-URL-04" Broker error,
        "The broker URL contains a query or a fragment.",
        "Leave out the ? or # and what follows it.",
        "https://broker.northwind.example", "§4.13, security §3e";

    USERNAME_MISSING = "DEP-USR-01" Broker missing,
        "The user name is missing.",
        "Give the user name that the broker checks.",
        "slipway", "§4.13";
    USERNAME_WITH_COLON = "DEP-USR-02" Broker error,
        "The user name contains a colon.",
        "Choose one without: basic authentication ends the user name at the first colon.",
        "slipway", "§4.13";
    USERNAME_NOT_APIKEY = "DEP-USR-03" Broker error,
        "With “bearer” the user name is neither “apikey” nor empty.",
        "Write exactly that for an API key of this console, and nothing for a token.",
        "apikey", "§4.13";
    AUTH_MISSING = "DEP-AUT-01" Broker missing,
        "How the platform signs in is missing.",
        "Choose one.",
        "basic", "§4.13";
    AUTH_UNSUPPORTED = "DEP-AUT-02" Broker error,
        "The platform cannot sign in with “{0}” here.",
        "Use another way: people sign in to this console at another issuer, so that it signs no tokens itself.",
        "basic", "§4.13, §7.4";
    PROVISION_MISSING = "DEP-PRV-01" Broker missing,
        "Who makes instances is missing.",
        "Choose one.",
        "provision_through", "§4.13";
    PROVISION_UNSUPPORTED = "DEP-PRV-02" Broker error,
        "The platform cannot record instances that are made behind it yet.",
        "Let it make them through the broker.",
        "provision_through", "§4.13, DEC-17";
    ID_FORMAT_MISSING = "DEP-IDF-01" Broker missing,
        "The form of the ids is missing.",
        "Choose one: crn, unless the broker cannot take it.",
        "crn", "§6.1, DEC-18";
    LEGACY_IDS_MISSING = "DEP-LEG-01" Broker missing,
        "Whether the legacy ids are sent is missing.",
        "Choose one: no, unless the broker asks for organization_guid and space_guid.",
        "no", "§6.2";
    EXTENSION_MISSING = "DEP-EXT-01" Broker missing,
        "The path of the enable/disable extension is missing.",
        "Give the path before /service_instances, for example {example}.",
        "/platform_v1", "§6.3, DEC-9";
    EXTENSION_NO_SLASH = "DEP-EXT-02" Broker error,
        "The path of the extension does not begin with a slash.",
        "Write it from the base URL of the broker on, for example {example}.",
        "/platform_v1", "§6.3, DEC-9";
    EXTENSION_DOTS = "DEP-EXT-03" Broker error,
        "The path of the extension contains “.” or “..”, which lead elsewhere.",
        "Write out where it leads.",
        "/platform_v1", "security §3e";
    EXTENSION_CHARACTER = "DEP-EXT-04" Broker error,
        "The path of the extension contains “{0}”.",
        "Use letters, digits, slashes, hyphens, full stops, underscores and tildes.",
        "/platform_v1", "§6.3, security §3e";
    EXTENSION_TOO_LONG = "DEP-EXT-05" Broker error,
        "The path of the extension has {0:character}; 128 is the most.",
        "Serve the extension under a shorter path.",
        "/platform_v1", "§6.3";
    EXTENSION_TAKEN = "DEP-EXT-06" Broker error,
        "The path of the extension is empty or lies under /v2, where the broker serves everything else.",
        "Serve the extension under a path of its own, for example {example}.",
        "/platform_v1", "§6.3, DEC-9";
    EXTENSION_EMPTY_PART = "DEP-EXT-07" Broker error,
        "The path of the extension has two slashes in a row, or one at its end.",
        "Leave out the slashes that part nothing.",
        "/platform_v1", "§6.3";
    SECONDS_MISSING = "DEP-SEC-01" Broker missing,
        "The number of seconds is missing.",
        "Give a whole number.",
        "60", "§4.13, DEC-18, DEC-19";
    SECONDS_OUT_OF_BOUNDS = "DEP-SEC-02" Broker error,
        "“{0}” is no whole number of seconds from {1} to {2}.",
        "Give one within these bounds.",
        "60", "§4.13, DEC-18, DEC-19";
    GROUP_MISSING = "DEP-RSG-01" Broker missing,
        "The resource group is missing.",
        "Give the one to which the broker belongs.",
        "default", "§4.13";
    PASSWORD_MISSING = "DEP-PWD-01" Broker missing,
        "The password is missing.",
        "Give the password, the token or the API key; it is sealed and never shown again.",
        "a long random text", "§4.13";
    CA_PRIVATE_KEY = "DEP-CRT-01" Broker error,
        "The certificate authority comes with a private key, which was not kept.",
        "Paste its certificates alone: whoever has the key can pass for every broker that the authority vouches for.",
        "-----BEGIN CERTIFICATE-----, base64, -----END CERTIFICATE-----", "security §3e";
    CA_NOT_PEM = "DEP-CRT-02" Broker error,
        "The certificate authority is no certificate in PEM form.",
        "Paste it as a whole, from the line BEGIN CERTIFICATE to the line END CERTIFICATE.",
        "-----BEGIN CERTIFICATE-----, base64, -----END CERTIFICATE-----", "security §3e";
    CA_OTHER_BLOCK = "DEP-CRT-03" Broker error,
        "The certificate authority holds something other than certificates: “{0}”.",
        "Leave that block out.",
        "-----BEGIN CERTIFICATE-----, base64, -----END CERTIFICATE-----", "security §3e";
    CA_DAMAGED = "DEP-CRT-04" Broker error,
        "Certificate {0} of the certificate authority is damaged.",
        "Paste it again as a whole; between its first and its last line there is nothing but base64.",
        "-----BEGIN CERTIFICATE-----, base64, -----END CERTIFICATE-----", "security §3e";
    CA_TOO_MANY = "DEP-CRT-05" Broker error,
        "The certificate authority has {0:certificate}; 4 is the most.",
        "Keep the roots that the broker’s own certificate leads up to.",
        "one root certificate", "security §3e";
    CA_UNREADABLE = "DEP-CRT-06" Broker error,
        "The certificate authority holds something that cannot be read as a certificate.",
        "Export it anew as X.509 in PEM form, and paste that.",
        "-----BEGIN CERTIFICATE-----, base64, -----END CERTIFICATE-----", "security §3e";
    VERSION_MISSING = "DEP-OSB-01" Broker missing,
        "The API version is missing.",
        "Choose the version that the broker implements.",
        "2.17", "§4.13";
    VERSION_UNKNOWN = "DEP-OSB-02" Broker error,
        "“{0}” is not a version that the platform speaks.",
        "Choose one from 2.12 to 2.17.",
        "2.17", "§4.13";

    NO_DEPLOYMENT = "DEP-DEP-01" Deployment missing,
        "The offering has no catalog deployment.",
        "Add one: a plan, a location and a broker, for example {example}.",
        "lite in eu-de", "G-LIM";
    DEPLOYMENT_NOT_SOLD = "DEP-DEP-02" Deployment error,
        "The plan “{0}” is deployed in {1}, but not sold there.",
        "Add the location to the plan, or remove the deployment.",
        "eu-de", "§4.14";

    PLAN_MISSING = "DEP-PLN-01" Deployment missing,
        "The plan is missing.",
        "Choose a plan of this offering.",
        "lite", "§4.14";
    PLAN_UNKNOWN = "DEP-PLN-02" Deployment error,
        "The chosen plan is not one of this offering.",
        "Choose one from the list.",
        "lite", "§4.14";
    LOCATION_MISSING = "DEP-LOC-01" Deployment missing,
        "The location is missing.",
        "Choose a location in which the plan is sold, for example {example}.",
        "eu-de", "§4.14";
    LOCATION_UNKNOWN = "DEP-LOC-02" Deployment error,
        "“{0}” is not a location of the registry.",
        "Choose one from the list; the operator adds new ones on request.",
        "eu-de", "§4.14";
    NOT_SOLD_THERE = "DEP-LOC-03" Deployment error,
        "The plan “{0}” is not sold in {1}.",
        "Choose another location, or add it to the plan.",
        "eu-de", "§4.14";
    DEPLOYED_TWICE = "DEP-LOC-04" Deployment error,
        "The plan “{0}” is already deployed in {1}.",
        "Choose another plan or location.",
        "eu-nl", "§4.14";
    REGIONS_OF_ONE_PLACE = "DEP-REG-01" Deployment error,
        "The deployment in {0} lists regions in which it runs.",
        "Leave them out: only a global deployment runs in several.",
        "eu-de and us-south, of a deployment in global", "§4.14";
    BROKER_MISSING = "DEP-BRK-03" Deployment missing,
        "The broker is missing.",
        "Choose a registered broker.",
        "Northwind Frankfurt", "§4.14";
    BROKER_UNKNOWN = "DEP-BRK-04" Deployment error,
        "The chosen broker is not one of this offering.",
        "Choose one from the list.",
        "Northwind Frankfurt", "§4.14";
    BROKER_NOT_REGISTERED = "DEP-BRK-05" Deployment error,
        "The broker “{0}” is not registered.",
        "Register it first: the platform fetches its catalog then.",
        "Northwind Frankfurt", "§4.14";
}
