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
}
