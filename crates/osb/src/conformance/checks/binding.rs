//! Binding (§6.9 BRK-BND).

use super::{Check, must, should};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "BRK-BND-01",
        "The plan is bindable.",
        [
            "Bind an application.",
            "201 (from 2.14 on also 202 and then `succeeded`) with `credentials` that are not empty; 200 is a warning.",
            "Without credentials the customer cannot use what they pay for.",
            "Answer 201 with {\"credentials\": {...}}.",
        ],
    ),
    must(
        "BRK-BND-02",
        "BRK-BND-01.",
        [
            "Send the identical bind again.",
            "200; in 2.17 also 409.",
            "A lost answer is asked for again, and must not make a second set of credentials.",
            "Keep what was asked for with each binding, and answer 200 with the same credentials.",
        ],
    ),
    must(
        "BRK-BND-03",
        "BRK-BND-01.",
        [
            "Bind with the same id and other parameters.",
            "409.",
            "An id stands for one binding.",
            "Compare the whole request with what the id was made with, and answer 409 if it differs.",
        ],
    ),
    must(
        "BRK-BND-04",
        "The plan is bindable.",
        [
            "Bind without app_guid, which makes a service key, and remove it.",
            "201, then 200; if the definition says that keys are not supported, 422 with error `RequiresApp`.",
            "Customers outside of the platform's runtime use service keys.",
            "Do not require app_guid, or set serviceKeysSupported to false and answer 422 RequiresApp.",
        ],
    ),
    must(
        "BRK-BND-05",
        "BRK-BND-01.",
        [
            "Remove the binding.",
            "200 with {}.",
            "The platform takes anything else for a failure and keeps the binding on record.",
            "Answer 200 with an empty JSON object.",
        ],
    ),
    must(
        "BRK-BND-06",
        "BRK-BND-05.",
        [
            "Remove it again.",
            "410.",
            "410 is how the platform learns that nothing is left.",
            "Answer 410 for a binding that is not there (any more).",
        ],
    ),
    should(
        "BRK-BND-07",
        "The plan is bindable.",
        [
            "Make two bindings, remove one, ask for the other again.",
            "Their credentials differ, and the second survives the removal of the first.",
            "Shared credentials cannot be taken back from one application alone.",
            "Make credentials for each binding, and delete only those of the binding that is removed.",
        ],
    ),
    must(
        "BRK-BND-08",
        "The plan is bindable, and the instance is disabled.",
        [
            "Bind while the instance is disabled.",
            "4xx with a description.",
            "Fresh credentials would open what the platform has closed.",
            "Refuse with a description that the customer understands while \"enabled\" is false.",
        ],
    ),
    must(
        "BRK-BND-09",
        "BRK-BND-01.",
        [
            "Look at the members of the answer to a bind.",
            "No syslog_drain_url, route_service_url or volume_mounts that `requires` of the catalog does not declare.",
            "These members ask the platform for rights that it has not granted.",
            "Leave them out, or declare them in `requires`.",
        ],
    ),
];
