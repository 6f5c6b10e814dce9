//! The catalog that customers see, and the pages it leads to (§6.9 CTL).

use super::{Check, must};

pub(crate) const CHECKS: &[Check] = &[
    must(
        "CTL-01",
        "The deployment is published, and an account is on the allowlist.",
        [
            "As each account of the allowlist: search the catalog, open the details, estimate the plan's price, and fill in \
         the form for a new instance.",
            "The service is found, the plan is offered at the location, the estimator computes, and the form takes the plan.",
            "Whoever is invited to try the service would otherwise look for it in vain.",
            "Publish the plan at this location, complete its prices, and take the account off the list of those that are kept \
         out.",
        ],
    ),
    must(
        "CTL-02",
        "The deployment is published.",
        [
            "As an account that is not invited, as nobody, and as each account that is kept out: search, open the details by \
         address, and ask for an instance by the id of the plan.",
            "Not found, each time.",
            "What is published for some is not for their competitors.",
            "Look at the allowlist and at what is published for everybody; if both are as they should be, tell the operator.",
        ],
    ),
    must(
        "CTL-03",
        "The definition names an address.",
        [
            "GET the pages of documentation, instructions, terms and support, and the icon. Whether they look right is for a \
         person to see.",
            "200 each, after redirects; the icon is an SVG, or one that the console keeps; the terms are not the root of a \
         site.",
            "Customers accept these terms and read this documentation before they have anything else.",
            "Put the page where the listing says that it is, or correct the address in the listing.",
        ],
    ),
];
