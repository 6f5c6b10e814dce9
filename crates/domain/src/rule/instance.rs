//! Rules of instances: what somebody asks for when they create one, and what its credentials are called.

super::rules! {
    PLAN_MISSING = "INS-PLN-01" Instance missing,
        "The plan is missing.",
        "Choose one of the plans.",
        "Lite", "§9";
    LOCATION_MISSING = "INS-LOC-01" Instance missing,
        "The location is missing.",
        "Choose where the instance runs.",
        "eu-de", "§9";
    NOT_DEPLOYED_THERE = "INS-LOC-02" Instance error,
        "{0} is not available in this location.",
        "Choose a location of the plan ({1}) or another plan.",
        "eu-de", "§9";
    NAME_MISSING = "INS-NAM-01" Instance missing,
        "The name is missing.",
        "Give a name that tells it from the others, for example {example}.",
        "search-production", "§9";
    NAME_TOO_LONG = "INS-NAM-02" Instance error,
        "The name has {0:character}; 180 is the most.",
        "Use a shorter name.",
        "search-production", "§9";
    NAME_CHARACTER = "INS-NAM-03" Instance error,
        "The name contains a character that it cannot have: {0}.",
        "Use letters, digits, spaces and - . _ : only, for example {example}.",
        "search-production", "§9";
    PARAMETERS_TOO_LONG = "INS-PRM-01" Instance error,
        "The parameters have {0:character}; 16384 is the most.",
        "Leave out what the service does not need to begin.",
        "\"replicas\": 3", "§4.11";
    PARAMETERS_ARE_NO_JSON = "INS-PRM-02" Instance error,
        "The parameters are no JSON: they cannot be read in line {0}, column {1}.",
        "Write names and values between braces, for example {example}, or leave the field empty.",
        "\"replicas\": 3", "§4.11";
    PARAMETERS_ARE_NO_OBJECT = "INS-PRM-03" Instance error,
        "The parameters are JSON, but no object.",
        "Write names and values between braces, for example {example}, or leave the field empty.",
        "\"replicas\": 3", "§4.11";
    PARAMETER_RESERVED = "INS-PRM-04" Instance error,
        "The parameter location cannot be given.",
        "Take it out: the location that is chosen above is sent to the service.",
        "\"replicas\": 3", "§4.11";
    PARAMETER_HAS_A_FIELD = "INS-PRM-05" Instance error,
        "The parameter {0} cannot be given here.",
        "Take it out and use the field that the form has for it.",
        "\"replicas\": 3", "§4.11";
    VALUE_MISSING = "INS-VAL-01" Instance missing,
        "{0} is missing.",
        "Fill it in: the service cannot begin without it.",
        "3", "§4.11";
    VALUE_TOO_LONG = "INS-VAL-02" Instance error,
        "{0} has more than {1:character}.",
        "Use a shorter value.",
        "3", "§4.11";
    VALUE_IS_NO_OPTION = "INS-VAL-03" Instance error,
        "{0} has a value that is none of its options.",
        "Choose one of those that the form shows.",
        "3", "§4.11";
    VALUE_IS_NO_NUMBER = "INS-VAL-04" Instance error,
        "{0} is no number.",
        "Write digits, with a point before decimals, for example {example}.",
        "3.5", "§4.11";
    VALUE_MISFIT = "INS-VAL-05" Instance error,
        "{0} does not look as the service asks for.",
        "What it asks for: {1}.",
        "a name in small letters", "§4.11";
    VALUE_REFUSED = "INS-VAL-06" Instance error,
        "The provider does not accept the value of {0}.",
        "What it says: {1}.",
        "a name that nobody uses yet", "DEC-15";
    VALUE_UNCHECKED = "INS-VAL-07" Instance warning,
        "The value of {0} could not be checked: the provider gives no answer.",
        "Go on: the service checks it when the instance is created.",
        "3", "DEC-15";
    TERMS_NOT_ACCEPTED = "INS-TRM-01" Instance missing,
        "The terms are not accepted.",
        "Read the terms of the service and tick the box.",
        "ticked", "§9";
    TERMS_CHANGED = "INS-TRM-02" Instance error,
        "The terms have changed since this page was loaded.",
        "Read them as they are now and tick the box again.",
        "ticked", "§9";
}
