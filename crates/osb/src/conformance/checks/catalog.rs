//! The catalog and the way to it (§6.9 BRK-CAT).

use super::{Check, must, should};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "BRK-CAT-01",
        "",
        [
            "Connect to the broker's URL and verify its certificate; then greet it with TLS 1.1.",
            "https with a trusted chain and TLS 1.2 or newer, older versions refused (a warning); the host is public, \
         unless lab mode is on.",
            "Credentials of every customer's instance travel over this connection.",
            "Serve the broker over https with a certificate of a public authority for exactly this host name.",
        ],
    ),
    must(
        "BRK-CAT-02",
        "",
        [
            "GET /v2/catalog without credentials, then with wrong ones.",
            "401 (or 403), and no catalog in the answer.",
            "Whoever finds the URL could otherwise create and delete instances.",
            "Check Basic authentication before anything else, on every path, and answer 401.",
        ],
    ),
    must(
        "BRK-CAT-03",
        "",
        [
            "GET /v2/catalog with the right credentials and version.",
            "200 and a JSON object whose `services` is a list that is not empty.",
            "Without a catalog the platform cannot register the broker.",
            "Answer 200 with {\"services\": [...]}. A 404 usually means that the URL already ends in /v2, or that the broker \
         refuses this API version.",
        ],
    ),
    must(
        "BRK-CAT-04",
        "BRK-CAT-03.",
        [
            "Check every service and plan of the catalog.",
            "All required members are there with their types, texts are not empty, each service has a plan.",
            "The platform reads these members; a missing one makes the service unusable.",
            "Add or correct the members that are listed; the catalog that the console lets you download is right.",
        ],
    ),
    must(
        "BRK-CAT-05",
        "BRK-CAT-03.",
        [
            "Compare all ids with each other and with those of other providers, and the plan names of each service.",
            "Ids are unique in the whole catalog and on the whole platform, plan names in their service.",
            "Ids are how every later call names what it is about.",
            "Give each service and plan an id of its own; take those of the console's definition.",
        ],
    ),
    should(
        "BRK-CAT-06",
        "BRK-CAT-03.",
        [
            "Look at the shape of ids and the length of texts.",
            "Ids are GUIDs; ids have at most 255 characters, names 128, descriptions 255.",
            "Ids must be unique over all brokers of a platform, and only GUIDs are by themselves.",
            "Use the GUIDs of the console's definition, and shorten the texts that are listed.",
        ],
    ),
    must(
        "BRK-CAT-07",
        "BRK-CAT-03.",
        [
            "Look at the characters of service and plan names.",
            "2.12 and 2.13: lower case without spaces; from 2.14 on letters, digits, full stops and hyphens.",
            "Names are typed at command lines and stand in resource names.",
            "Rename what is listed, at the broker and in the console alike.",
        ],
    ),
    must(
        "BRK-CAT-08",
        "BRK-CAT-03.",
        [
            "Compare the catalog with the definition: ids, names, plans, bindable, plan_updateable, free.",
            "No difference.",
            "The platform sells what is defined and asks the broker for it by these ids.",
            "Copy the value of the definition into the broker's catalog, or correct the definition first.",
        ],
    ),
    should(
        "BRK-CAT-09",
        "BRK-CAT-03.",
        [
            "Compare descriptions and required permissions with the definition.",
            "No difference.",
            "Whoever looks at both sides should read the same.",
            "Copy the description of the definition; ask for no permission that the platform does not grant.",
        ],
    ),
    must(
        "BRK-CAT-10",
        "BRK-CAT-03.",
        [
            "Read the catalog twice, 5 seconds apart.",
            "Both readings have the same ids.",
            "Ids that change at every start or read orphan every instance that was made with the old ones.",
            "Write ids as constants; never make them up while the broker runs.",
        ],
    ),
    should(
        "BRK-CAT-11",
        "",
        [
            "GET /v2/catalog with the version header 0.1, then without it.",
            "412 or 400, or a tolerant 200; never 5xx.",
            "A platform that is too old or too new must learn that from the answer.",
            "Answer 412 to a version that the broker does not speak, and 400 or 412 to a missing header.",
        ],
    ),
    must(
        "BRK-CAT-12",
        "A plan has schemas.",
        [
            "Look at every schema of the catalog.",
            "`$schema` is set, at most 64 kB, and no `$ref` leads out of the document.",
            "The platform validates parameters with these schemas and fetches nothing for it.",
            "Set `$schema`, write references out or make them local (`#/definitions/...`), and shorten the schema.",
        ],
    ),
];
