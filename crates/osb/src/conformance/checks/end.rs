//! Removing, enabling and disabling, errors and orphans (§6.9 BRK-DEP, BRK-EXT, BRK-ERR, ORP).

use super::{Check, must, should};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "BRK-DEP-01",
        "BRK-PRV-01.",
        [
            "Remove the instance when it has no bindings.",
            "200, or 202 and then 410 or `succeeded`.",
            "The customer is billed until the platform knows that the instance is gone.",
            "Answer 200 with {}, or 202 and follow it up in last_operation.",
        ],
    ),
    must(
        "BRK-DEP-02",
        "BRK-DEP-01.",
        [
            "Remove it again.",
            "410.",
            "410 is how the platform learns that nothing is left, after a lost answer for example.",
            "Answer 410 for an instance that is not there (any more).",
        ],
    ),
    should(
        "BRK-DEP-03",
        "A provision is answered 202.",
        [
            "Remove an instance while it is being made.",
            "Accepted, or 422 with error `ConcurrencyError`.",
            "The platform removes what it does not know to have succeeded.",
            "Stop the creation, or answer 422 ConcurrencyError until it ended.",
        ],
    ),
    must(
        "BRK-EXT-01",
        "BRK-PRV-01.",
        [
            "GET the state of a new instance from the extension.",
            "200 with \"enabled\": true.",
            "The platform must be able to suspend what nobody pays for.",
            "Implement GET {prefix}/service_instances/{id} with {\"enabled\": true}; the prefix is set per broker.",
        ],
    ),
    must(
        "BRK-EXT-02",
        "BRK-EXT-01.",
        [
            "PUT enabled=false with the reason ACCT_SUSPEND.",
            "204 or 200.",
            "Suspending is retried until the broker says yes.",
            "Implement PUT {prefix}/service_instances/{id}; keep the data, block the access.",
        ],
    ),
    must(
        "BRK-EXT-03",
        "BRK-EXT-02.",
        [
            "GET the state of the disabled instance.",
            "\"enabled\" is false.",
            "The platform believes the state, not the answer to the order.",
            "Store the flag with the instance and return it.",
        ],
    ),
    must(
        "BRK-EXT-04",
        "BRK-EXT-02.",
        [
            "Try to get access while the instance is disabled: bind it. That old credentials stop working is for a person to \
         see.",
            "Blocked.",
            "A suspended customer must not go on using the service.",
            "Check the flag on every access, not only in the extension.",
        ],
    ),
    must(
        "BRK-EXT-05",
        "BRK-EXT-02.",
        [
            "PUT enabled=true with the reason ACCT_ACTIVATE, then GET the state and ask for the instance again.",
            "\"enabled\" is true and the instance is the same as before.",
            "The customer has paid and wants their data back.",
            "Disabling must not delete anything; enabling restores the access.",
        ],
    ),
    must(
        "BRK-EXT-06",
        "BRK-EXT-02.",
        [
            "Send each order twice.",
            "2xx each time.",
            "The platform repeats an order whose answer it lost.",
            "Answer 204 (or 200) when the instance already is what was ordered.",
        ],
    ),
    must(
        "BRK-EXT-07",
        "BRK-EXT-01.",
        [
            "Ask for the state of an unknown id; ask without credentials.",
            "404 or 410; 401 or 403.",
            "Whoever may disable instances can take a customer down.",
            "Look the id up, and check credentials on the extension's paths as on all others.",
        ],
    ),
    must(
        "BRK-ERR-01",
        "An answer was an error.",
        [
            "Look at the body of every 4xx and 5xx of the run, but for 401, 403 and 410.",
            "A JSON object with a `description` that is a text and not empty.",
            "The platform shows this text to the customer who waits for an explanation.",
            "Answer every error with {\"description\": \"...\"}, also those of the framework.",
        ],
    ),
    should(
        "BRK-ERR-02",
        "A provision is answered 202.",
        [
            "Send an update while the provision is pending.",
            "422.",
            "Two operations at once leave an instance in a state that nobody asked for.",
            "Answer 422 with error `ConcurrencyError` while an operation is in progress.",
        ],
    ),
    must(
        "ORP-01",
        "BRK-CAT-03.",
        [
            "Provision, treat the answer as lost, remove; remove again.",
            "200, 202 or 410 at first, then 410.",
            "This is what the platform does after a timeout; what is left then is billed to nobody.",
            "Make the removal work for every instance that may exist, also for one that is half made.",
        ],
    ),
];
