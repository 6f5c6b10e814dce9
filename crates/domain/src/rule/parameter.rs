//! Rules of custom service parameters, as the tab Settings defines them.

super::rules! {
    TOO_LONG = "PRM-JSN-01" Settings error,
        "The custom parameters have {0:character}; {1} is the most.",
        "Leave out what no form shows.",
        "a list of ten parameters", "§4.11";
    NOT_JSON = "PRM-JSN-02" Settings error,
        "The custom parameters are no JSON: they cannot be read in line {0}, column {1}.",
        "Write a list of parameters between brackets, or leave the field empty.",
        "[]", "§4.11";
    NOT_A_LIST = "PRM-JSN-03" Settings error,
        "The custom parameters are JSON, but no list.",
        "Write a list of parameters between brackets, or leave the field empty.",
        "[]", "§4.11";
    NESTED = "PRM-JSN-04" Settings error,
        "The custom parameters are nested, as in userDefinedService, which is no longer written.",
        "Write the list alone.",
        "[]", "§4.11";
    TOO_MANY = "PRM-JSN-05" Settings error,
        "There are {0:custom parameter}; {1} is the most.",
        "Ask for less: what everybody leaves as it is needs no field.",
        "ten", "§4.11";
    MEMBER_MISSING = "PRM-MEM-01" Settings error,
        "The parameter {0} lacks its {1}.",
        "Add the member {1}.",
        "displayname", "§4.11";
    MEMBER_TYPE = "PRM-MEM-02" Settings error,
        "The {1} of the parameter {0} has another type: it has to be {2}.",
        "Write {2}.",
        "true", "§4.11";
    MEMBER_SPELLING = "PRM-MEM-03" Settings error,
        "The parameter {0} has the member {1}, which is written {2}.",
        "Write {2}.",
        "displayname", "DEC-14";
    MEMBER_UNKNOWN = "PRM-MEM-04" Settings warning,
        "The parameter {0} has the member {1}, which means nothing here.",
        "Check its spelling, or take it out; it is kept and exported.",
        "description", "§4.11";
    MEMBER_CHARACTER = "PRM-MEM-05" Settings error,
        "The {1} of the parameter {0} contains a character that cannot be seen: {2}.",
        "Take it out.",
        "Number of replicas", "§4";
    NAME_INVALID = "PRM-NAM-01" Settings error,
        "The parameter {0} has a name that no broker could rely on.",
        "Use at most 64 letters, digits, points, hyphens and underscores, with a letter or an underscore first, for example {example}.",
        "replica_count", "DEC-14";
    NAME_RESERVED = "PRM-NAM-02" Settings error,
        "The name {0} is reserved: the platform sends the location of the instance under it.",
        "Use another name, for example {example}.",
        "backup_location", "§4.11";
    NAME_TWICE = "PRM-NAM-03" Settings error,
        "The name {0} is there twice.",
        "Give each parameter a name of its own, for example {example}.",
        "replica_count", "§4.11";
    TYPE_UNKNOWN = "PRM-TYP-01" Settings error,
        "The parameter {0} has a type that is not known: {1}.",
        "Use one of text, textarea, password, secret, number, dropdown, radio, combo, checkbox, multiselect, region and resource_group.",
        "text", "§4.11";
    TYPE_UNSUPPORTED = "PRM-TYP-02" Settings error,
        "The parameter {0} has a type that only the vendor’s platform has: {1}.",
        "Ask for a text, or let your service choose.",
        "text", "DEC-14";
    OPTIONS_MISSING = "PRM-OPT-01" Settings error,
        "The parameter {0} is a {1} without options.",
        "List at least one option with displayname and value.",
        "small", "§4.11";
    OPTION_EMPTY = "PRM-OPT-02" Settings error,
        "The parameter {0} is required, but the value of its option {1} is empty.",
        "Give the option a value, or take it out.",
        "none", "§4.11";
    OPTION_TWICE = "PRM-OPT-03" Settings error,
        "The parameter {0} has the value of its option {1} twice.",
        "Give each option a value of its own.",
        "small", "§4.11";
    TOO_MANY_OPTIONS = "PRM-OPT-07" Settings error,
        "The parameter {0} has {1:option}; {2} is the most.",
        "Keep those that people choose, or ask for a text.",
        "ten options", "§4.11";
    ADDRESS_ELSEWHERE = "PRM-OPT-05" Settings error,
        "The optionsUrl of the parameter {0} is not at the address of one of the offering’s brokers.",
        "Use an address with the scheme, the host and the port of a broker, or list the options. A deployment’s own parameters list them.",
        "https://broker.example.com/options", "DEC-15";
    ADDRESS_IDLE = "PRM-OPT-06" Settings error,
        "The parameter {0} has an optionsUrl, but a {1} has no options that a provider could tell.",
        "Take it out, or use a dropdown.",
        "dropdown", "§4.11";
    JUDGED_ELSEWHERE = "PRM-CHK-01" Settings error,
        "The validationUrl of the parameter {0} is not at the address of one of the offering’s brokers.",
        "Use an address with the scheme, the host and the port of a broker, or take it out. A deployment’s own parameters have none.",
        "https://broker.example.com/valid", "DEC-15";
    SECRET_JUDGED = "PRM-CHK-02" Settings error,
        "The parameter {0} is a secret that would be sent to its validationUrl.",
        "Take the address out: a secret is told to the broker alone, which can refuse it.",
        "a pattern", "DEC-15";
    JUDGEMENT_IDLE = "PRM-CHK-03" Settings warning,
        "The parameter {0} has a validationUrl, but nobody types its value.",
        "Take it out, or let people fill it in.",
        "a text that people fill in", "§4.11";
    DEFAULT_MISFIT = "PRM-VAL-01" Settings error,
        "The value of the parameter {0} is none that its form could send.",
        "Use a value that fits its type, its options and its pattern.",
        "small", "§4.11";
    NOBODY_CAN_FILL_IN = "PRM-VAL-02" Settings error,
        "The parameter {0} is required, but hidden or read-only and without a value.",
        "Give it a value, or let people fill it in.",
        "small", "§4.11";
    SECRET_DEFAULT = "PRM-VAL-03" Settings error,
        "The parameter {0} is a secret with a value that everybody can read.",
        "Take the value out: a secret is what one customer knows.",
        "no value", "§4.11";
    PATTERN_UNREADABLE = "PRM-PAT-01" Settings error,
        "The pattern of the parameter {0} cannot be read, or takes too much: {1}.",
        "Write a regular expression without look-around and back-references, and without counts above 255.",
        "[a-z]+", "§4.11";
    PATTERN_IDLE = "PRM-PAT-02" Settings warning,
        "The parameter {0} has a pattern, which a {1} does not use.",
        "Take it out, or ask for a text.",
        "text", "§4.11";
    LAYOUT_UNKNOWN = "PRM-LAY-01" Settings error,
        "The parameter {0} has a layout that is not known: {1}.",
        "Use horizontal or vertical.",
        "vertical", "§4.11";
    PARAMETER_UNKNOWN = "PRM-ASC-01" Settings error,
        "The parameter {0} depends on one that does not exist: {1}.",
        "Use the name of another parameter of the list.",
        "replica_count", "§4.11";
    CIRCLE = "PRM-ASC-02" Settings error,
        "The parameter {0} depends on itself, if only over others, so that nobody would ever see it.",
        "Take one of the associations out.",
        "an association with one other parameter", "§4.11";
    PLAN_UNKNOWN = "PRM-ASC-03" Settings warning,
        "The parameter {0} is for a plan that the offering does not have: {1}.",
        "Use the id of a plan, as catalog.json and its page tell it.",
        "a plan’s id", "§4.11";
    LOCATION_UNKNOWN = "PRM-ASC-04" Settings warning,
        "The parameter {0} is for a location that is not known: {1}.",
        "Use the id of a location, for example {example}.",
        "eu-de", "§4.11";
}
