//! What customers find in the console (§6.9 CTL). Only a console can make these: it asks its own functions.

use super::{Check, must};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "CTL-01",
        "The deployment is published, also if only for invited accounts.",
        [
            "As an account that was invited: search the catalog, open the details, price the plans, ask which parameters an \
             instance takes.",
            "The offering is found with this plan in this location; every metered plan has an estimate; the parameters \
             are those of the definition.",
            "What the invited accounts do not find, they cannot test, and later no customer finds it.",
            "Publish the deployment, give every metric a price, and mend what the Pricing and Parameters pages find.",
        ],
    ),
    must(
        "CTL-02",
        "The deployment is published, and not for everybody.",
        [
            "As an account that nobody invited: search the catalog, open the details by address, ask for an instance by \
             plan.",
            "Not found, every time.",
            "An offering that is still tested must not be seen, let alone ordered, by anybody else.",
            "Look at the accounts under Visibility. If strangers are let in all the same, the console is at fault: tell \
             its operator.",
        ],
    ),
    must(
        "CTL-03",
        "",
        [
            "Open the documentation, instructions, terms and support links; look at the icon.",
            "Each link answers 200, the icon is a picture of the accepted kinds, and the terms are not the front page of \
             a company.",
            "A dead link is the first thing that a customer sees of a service.",
            "Correct the links on the Listing page, publish what they lead to, and upload the icon anew. How it all looks \
             is for a person to see.",
        ],
    ),
];
