//! Words of the account's own page, of its registration, and of where it is at home and in what it pays.

use slipway_domain::account::Registration;
use slipway_domain::month::Month;

pub const ACCOUNT_ID: &str = "Account id";
pub const ACCOUNT_ID_HELP: &str = "Give this id to a provider who wants to invite the account.";
pub const COMPANY: &str = "Company";
pub const CONTACT: &str = "Contact";
pub const DOCUMENTATION: &str = "Documentation URLs, issued with the approval";
pub const EMAIL: &str = "E-mail address";
pub const FACTS: &str = "Facts";
pub const KIND: &str = "Kind";
pub const NOTHING: &str = "–";
pub const OPERATOR: &str = "Whom to ask";
pub const REASON: &str = "What the operator wrote";
pub const REGISTRATION: &str = "Registration";
pub const SAVE: &str = "Save";
pub const SAVE_KEEPS: &str = "Saving is always possible";
pub const SUBMIT: &str = "Save and submit";

pub const COMPANY_NAME: &str = "Company name";
pub const COMPANY_NAME_HELP: &str = "As customers know it. It also names the account, unless another one is called so.";
pub const LEGAL_NAME: &str = "Legal name";
pub const LEGAL_NAME_HELP: &str = "As registered, without an address.";
pub const CONTACT_NAME: &str = "Contact’s name";
pub const CONTACT_NAME_HELP: &str = "Who answers questions about the registration.";
pub const CONTACT_EMAIL: &str = "Contact’s e-mail address";
pub const CONTACT_EMAIL_HELP: &str = "An address that is read; messages about the registration go there.";

pub const PLACE: &str = "Country and currency";
pub const PLACE_LEAD: &str = "They decide by which row of a price list the account pays. Where a price list has none \
                              for them, it pays the base row, USA in USD; nothing is converted. A change holds from \
                              the next month on.";
pub const PLACE_UNSET: &str = "Nobody has set them yet. What is set first holds at once.";
pub const COUNTRY: &str = "Country";
pub const COUNTRY_HELP: &str = "Three letters of ISO 3166-1, for example DEU.";
pub const CURRENCY: &str = "Currency";
pub const CURRENCY_HELP: &str = "Three letters of ISO 4217, for example EUR.";
pub const THIS_MONTH: &str = "This month";
pub const SET_PLACE: &str = "Save country and currency";

/// "From June 2026"
pub fn from_month(month: Month) -> String {
    format!("From {}", month.start().month())
}

pub const SUBMITTED: &str = "Submitted";
pub const DECIDED: &str = "Decided";

/// What the state means for the members of the account.
pub const fn meaning(state: Registration) -> &'static str {
    match state {
        Registration::Draft => {
            "Complete the form and submit it; the operator approves the account for integrated billing, and offerings can be added."
        }
        Registration::Submitted => "The operator decides about it. Until then the form stands still.",
        Registration::Returned => "Change what the operator asks for, then submit it again.",
        Registration::Rejected => "This is final. Ask the operator if something has changed.",
        Registration::Approved => "The account is approved for integrated billing and can add offerings.",
    }
}

pub const CONSUMER: &str = "Its people find services in the catalog. A registration for billing is not needed.";

/// Why the form cannot be submitted; `fields` are those that stand in the way.
pub fn findings_left(fields: &[String]) -> String {
    format!("Complete and save this first: {}.", fields.join(", "))
}

pub const STALE_TITLE: &str = "Somebody saved in between";
pub const STALE: &str = "The form below holds what you typed; it is not saved. Where that differs, what is saved now stands below the field.";
pub const STALE_LOCKED: &str =
    "The registration can no longer be changed. What you typed is here, to copy from; it is not saved.";
pub const SAVED_NOW: &str = "Saved now:";
pub const SAVED_EMPTY: &str = "nothing";
pub const KEEP_SAVED: &str = "Keep what is saved";
pub const KEEP_SAVED_NOTE: &str = "What you typed is thrown away.";
pub const TYPED: &str = "Typed by you, not saved";
/// What stands behind it is the service name of an offering.
pub fn documentation(base: &str) -> String {
    format!("{base}/…")
}
