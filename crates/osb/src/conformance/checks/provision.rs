//! Making instances and following operations (§6.9 BRK-PRV, BRK-LOP).

use super::{Check, must, should};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "BRK-PRV-01",
        "BRK-CAT-03.",
        [
            "Provision an instance with a location and the defaults of the custom parameters.",
            "201, or 202 and then `succeeded`; 200 is a warning.",
            "This is what happens when a customer presses Create.",
            "Read the broker's own words in the transcript; the request is exactly what the platform will send.",
        ],
    ),
    must(
        "BRK-PRV-02",
        "BRK-PRV-01.",
        [
            "Measure every answer to a provision, update, bind or removal.",
            "Each arrives within 10 seconds.",
            "The platform hangs up on slow answers, and then nobody knows whether the instance exists.",
            "Answer 202 with an operation, do the work in the background, and report it in last_operation.",
        ],
    ),
    must(
        "BRK-PRV-03",
        "BRK-PRV-01.",
        [
            "Look at dashboard_url in the first answer to the provision.",
            "An absolute https URL that holds the instance's id, already in a 202.",
            "The platform shows the link to the customer, and it must lead to this customer's instance.",
            "Return dashboard_url with the first answer, built from the instance id.",
        ],
    ),
    must(
        "BRK-PRV-04",
        "BRK-PRV-01.",
        [
            "Send the identical provision again, while it is pending and when it is done.",
            "Pending: 202 with the same operation. Done: 200; in 2.17 also 409.",
            "Networks lose answers; the platform then asks again and must not get a second instance or an error.",
            "Keep what was asked for with each instance; compare, and answer 200 when all is the same.",
        ],
    ),
    must(
        "BRK-PRV-05",
        "BRK-PRV-01, and another plan or parameter to ask for.",
        [
            "Provision with the same id but another plan, or other parameters.",
            "409.",
            "An id stands for one instance; anything else would be billed as one thing and be another.",
            "Compare service, plan and parameters with what the id was made with, and answer 409 if one differs.",
        ],
    ),
    must(
        "BRK-PRV-06",
        "BRK-CAT-03.",
        [
            "Provision without accepts_incomplete.",
            "201 (or 200), or 422 with error `AsyncRequired`; never 202.",
            "A platform that did not ask for it does not poll, and takes the unfinished instance for a finished one.",
            "Answer 422 with {\"error\": \"AsyncRequired\", \"description\": ...} where the work cannot be done at once.",
        ],
    ),
    should(
        "BRK-PRV-07",
        "BRK-CAT-03.",
        [
            "Provision with an unknown plan_id, then with an unknown service_id; remove both.",
            "4xx with a description; the removal answers 410 or 200.",
            "A wrong id must not make an instance that nobody can bill.",
            "Look both ids up in the broker's own catalog and answer 400 if one is not in it.",
        ],
    ),
    must(
        "BRK-PRV-08",
        "BRK-CAT-03.",
        [
            "Provision with a body without plan_id, then with one that is no JSON.",
            "400 (415 is tolerated for the second) with a description.",
            "5xx would make the platform delete what was never made, and 2xx would make what was never asked for.",
            "Check that the body is a JSON object with service_id and plan_id before anything is done.",
        ],
    ),
    must(
        "BRK-PRV-09",
        "The definition has custom parameters.",
        [
            "Provision with every option of every parameter, then with values that the definition forbids.",
            "Allowed values are accepted, forbidden ones answered 4xx with a description.",
            "Customers at the command line bypass the form that would have stopped them.",
            "Check every parameter against its options and pattern, and name the parameter in the description.",
        ],
    ),
    must(
        "BRK-PRV-10",
        "The broker is called with CRNs as ids.",
        [
            "Provision an instance whose id is a CRN, percent-encoded with %2F and a %3A%3A at its end.",
            "It is handled like every other id, and removed under the same one.",
            "The platform's ids are CRNs; a router that decodes before it matches answers 404 to every call.",
            "Match the path before decoding it (in Flask: a `path` converter; behind a proxy: allow encoded slashes), or \
         switch this broker to GUID ids.",
        ],
    ),
    must(
        "BRK-PRV-11",
        "BRK-CAT-03.",
        [
            "Provision with an originating identity, then without one.",
            "No 5xx; without it 4xx is allowed.",
            "The platform cleans up in nobody's name, and a crash there leaves orphans.",
            "Treat X-Broker-API-Originating-Identity as optional: `PLATFORM BASE64(JSON)`.",
        ],
    ),
    must(
        "BRK-PRV-12",
        "BRK-CAT-03.",
        [
            "Provision with members that no version of the contract knows.",
            "They are ignored.",
            "Later versions add members; a strict broker breaks on the day the platform is updated.",
            "Read the members you know and ignore all others.",
        ],
    ),
    must(
        "BRK-LOP-01",
        "A call was answered 202.",
        [
            "Poll last_operation.",
            "200, and `state` is `in progress`, `succeeded` or `failed`.",
            "Anything else is asked again until patience ends, and the customer waits.",
            "Answer 200 with exactly one of the three values in `state`.",
        ],
    ),
    must(
        "BRK-LOP-02",
        "A call was answered 202.",
        [
            "Poll until the operation ends.",
            "It ends before the polling limit.",
            "An operation without end blocks its instance for a day.",
            "Set the state to `failed`, with a description, when the work cannot be finished.",
        ],
    ),
    must(
        "BRK-LOP-03",
        "A 202 named an operation.",
        [
            "Poll with the operation that was returned, and once with another one.",
            "The right one is accepted; the wrong one gives no 5xx.",
            "The platform echoes the operation so that the broker knows which one is meant.",
            "Accept the `operation` that you returned, and answer 400 to one that you do not know.",
        ],
    ),
    should(
        "BRK-LOP-04",
        "An operation ended.",
        [
            "Poll once more after the end.",
            "Still the final state.",
            "If the platform lost the last answer, it asks again.",
            "Keep the final state of an operation for a while, at least a minute.",
        ],
    ),
];
