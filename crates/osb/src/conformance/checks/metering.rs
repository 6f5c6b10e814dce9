//! What a metered plan measures and charges (§6.9 MTR).

use super::{Check, must, should};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "MTR-01",
        "The plan is metered, and a run of its sandbox is kept.",
        [
            "Look for a record of each measure that the service sent to the sandbox with its API key.",
            "202, and 201 for the record, of every measure.",
            "A service that was never heard cannot be billed.",
            "Open the sandbox of the plan, let the service send a record of each measure with its key, and keep the run as evidence.",
        ],
    ),
    must(
        "MTR-02",
        "The plan is metered.",
        [
            "Send a record of each measure to a scratch sandbox of the plan, and the same record again.",
            "201, then 409.",
            "Answers get lost. Whoever sends once more what was accepted must not be charged twice.",
            "Complete the metrics of the plan; if they are complete, tell the operator.",
        ],
    ),
    must(
        "MTR-03",
        "The plan is metered.",
        [
            "Send a record to a scratch sandbox of the plan more than 48 hours after its end.",
            "400 with the code usage_too_old.",
            "A month is closed two days after its end, and stands from then on.",
            "Tell the operator; the plan has no say in it.",
        ],
    ),
    must(
        "MTR-04",
        "The plan is metered.",
        [
            "Send a record to a scratch sandbox of the plan whose window lies before the instance was made.",
            "400 with the code outside_lifetime.",
            "Nobody pays for a time at which there was no instance.",
            "Tell the operator; the plan has no say in it.",
        ],
    ),
    must(
        "MTR-05",
        "The plan is metered.",
        [
            "Send a record with a measure that the plan does not have, and one that names another plan.",
            "400 with the code unknown_measure; 424.",
            "A misspelt measure would be usage that nobody ever pays for.",
            "Complete the metrics of the plan; if they are complete, tell the operator.",
        ],
    ),
    must(
        "MTR-06",
        "The plan is metered.",
        [
            "Send the sequences of §8.2 to a scratch sandbox of the plan, for each of its metrics, also so large that every \
         tier is charged.",
            "The quantity that is shown is that of the formula, day by day.",
            "The provider and its customers must be able to reckon it themselves.",
            "Look at metering model and scale of the metric; if they are as they should be, tell the operator.",
        ],
    ),
    must(
        "MTR-07",
        "The plan is metered.",
        [
            "Look at the cost of the same sequences in the base currency.",
            "The amount is that of §8.4 to six decimals, and what is paid is that, rounded to the minor unit.",
            "It is the customers' money.",
            "Give every metric a base price; look at its tiers, scale and allowances; if they are as they should be, tell the \
         operator.",
        ],
    ),
    must(
        "MTR-08",
        "Two instances of the plan have been active for three hours or more.",
        [
            "Look at the records of all active instances over the last full hours, 24 at most.",
            "Each has a record for every hour, received at most 2 hours after its end.",
            "Usage that is reported by hand is forgotten. It has to come by itself, for every instance.",
            "Let the service submit every hour for all of its instances, also when nothing was used, and try again by itself \
         when a call fails.",
        ],
    ),
    should(
        "MTR-09",
        "A failure was injected.",
        [
            "Answer one record with 500 in the sandbox, and watch.",
            "The same record comes again and is accepted.",
            "What is not sent again after a failure is lost, and the platform never asks for it.",
            "Keep every record until it was answered with 201 or 409, and send it again as it is.",
        ],
    ),
    should(
        "MTR-10",
        "The service has submitted something lately.",
        [
            "Count the records of the plan in the same time that were answered with 409.",
            "None.",
            "A service that sends again what was accepted does not know what it has told.",
            "Keep what was answered with 201 and never send it again.",
        ],
    ),
];
