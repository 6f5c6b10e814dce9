//! Rules of the tab Settings.

super::rules! {
    PLAN_UPDATEABLE_MISSING = "SET-UPD-01" Settings missing,
        "The question whether plan changes are supported has no answer.",
        "Choose No unless your broker answers PATCH.",
        "no", "§4.7b";
    PLAN_UPDATEABLE_NEEDS_PLANS = "SET-UPD-02" Settings warning,
        "Plan changes are supported, but there is nothing to change to: the offering has {0:plan}.",
        "Add a second plan, or choose No.",
        "no", "§4.7b";
    BINDABLE_MISSING = "SET-BND-01" Settings missing,
        "The question whether the service is bindable has no answer.",
        "Choose Yes if your broker returns endpoints and credentials for a binding.",
        "yes", "§4.7b";
    SERVICE_KEY_MISSING = "SET-KEY-01" Settings missing,
        "The question whether service keys are supported has no answer.",
        "Choose Yes if credentials may be used outside an application.",
        "yes", "§4.7b";
    SERVICE_KEY_NEEDS_BINDABLE = "SET-KEY-02" Settings error,
        "Service keys are supported, but the service is not bindable.",
        "Choose No, or make the service bindable.",
        "no", "§4.7b";
    LOCATION_SCOPE_MISSING = "SET-LOC-01" Settings missing,
        "The location scope is missing.",
        "Choose whether plans are sold globally or per location; it holds for all plans.",
        "per_location", "§4.7b";

    ALL_SWITCHES_BARRED = "SET-SWI-01" Settings error,
        "Plan changes are supported, but none of them is offered.",
        "Take a tick away, or say that plan changes are not supported.",
        "From Lite to Standard", "§4.7b";
    REQUIRES_UNSUPPORTED = "SET-REQ-01" Settings error,
        "The service requires {0}, which this platform does not give.",
        "Take the tick away, here and in the catalog of your broker.",
        "None of them", "§4.7b";
    NOT_A_PERCENTAGE = "SET-SLA-01" Settings error,
        "“{0}” is not a percentage.",
        "Write a number from 0 to 100 with at most three decimal places, for example {example}.",
        "99.95", "§4.7b";
    RECOVERY_NOT_TOLD = "SET-SLA-02" Settings warning,
        "Disaster recovery is promised, but not described.",
        "Say what is recovered and how soon.",
        "Backups every hour, in a second region within four hours", "§4.7b";
    CERTIFICATION_TWICE = "SET-CMP-01" Settings error,
        "“{0}” is in the list twice.",
        "Keep one of the two.",
        "ISO 27001", "§4.7b";
    TOO_MANY_CERTIFICATIONS = "SET-CMP-02" Settings error,
        "There are {0:certification}; 100 is the most.",
        "Keep those that customers ask for.",
        "ISO 27001", "§4.7b";
}
