//! Words of the three review pages: the provider's page, the reviewers' queue, and one request.

use core::time::Duration;

use slipway_domain::broker::{AUTH_SCHEMES, ID_FORMATS, LEGACY_IDS, PROVISION_TYPES};
use slipway_domain::category::Category;
use slipway_domain::compare::{Sign, Subject};
use slipway_domain::field::Field;
use slipway_domain::location::Location;
use slipway_domain::metering::MeteringModel;
use slipway_domain::metric::{AGGREGATION_GROUPS, BUCKETS, QUANTITY_TYPES};
use slipway_domain::rating::PricingModel;
use slipway_domain::review::SubmissionState;
use slipway_domain::visibility::OnlyFor;

use super::{broker, duration, metric, plural, settings};

mod names;
pub mod tracks;

use names::{is_question, value_name};

pub const APPROVE: &str = "Approve";
pub const APPROVE_OR_RETURN: &str = "Approve or return";
pub const APPROVE_WHAT: &str =
    "An approval holds for exactly the content shown here. You neither wrote nor submitted it, so you may decide.";
pub const APPROVED_CAP: &str = "Approved";
/// How far Review is, in the side navigation.
pub const APPROVED: &str = "Approved";
pub const IN_REVIEW: &str = "In review";
pub const NOT_REQUESTED: &str = "Not requested";
pub const RELEASED: &str = "Released";
pub const RETURNED: &str = "Returned";

pub const BEFORE: &str = "Before";
pub const CHANGE: &str = "Change";
pub const CHECKLIST: &str = "Checklist";
pub const CONTENT: &str = "Content";
pub const CONTENT_WHAT: &str = "The hash of what was handed in; the decision names it.";
pub const CREATE_FORM: &str = "Form for a new instance";
pub const DECIDED_BY: &str = "Decided by";
pub const DECISION: &str = "Decision";
pub const DETAILS_PAGE: &str = "Details page";
pub const EVIDENCE: &str = "Evidence";
pub const FIELD: &str = "Field";
pub const FINDINGS: &str = "What the rules say";
pub const FIRST_REQUEST: &str = "This is the first request: everything is new.";
pub const GATE: &str = "Before everybody sees it";
pub const HIDE_UNCHANGED: &str = "Show changes only";
pub const HISTORY: &str = "Requests";
pub const INTERNAL_NOTE: &str = "Internal note";
pub const INTERNAL_NOTE_WHO: &str = "Operators only. It leaves this console only in a dossier that an operator makes.";
pub const NO_CHANGES: &str = "Nothing changed since the last request.";
pub const NO_FINDINGS: &str = "The rules find no errors and no warnings.";
pub const NOTE: &str = "Note for the reviewer";
pub const NOTE_HELP: &str = "What changed, and what to look at first.";
pub const NOTE_OF_PROVIDER: &str = "The provider writes";
pub const NOW: &str = "Now";
pub const OFFERING: &str = "Offering";
pub const OPTIONAL: &str = "optional";
pub const OUTCOME: &str = "Outcome";
pub const PREVIEW: &str = "As customers will see it";
pub const QUEUE: &str = "Queue";
pub const REASON: &str = "Reason";
pub const REASON_WHO: &str = "The provider reads this. It is needed to return or reject the request.";
pub const RELEASE: &str = "Release to everybody";
pub const REQUEST: &str = "Request review";
pub const RETURN: &str = "Return to the provider";
pub const REVIEW_FIRST: &str = "An answer in a thread, a try of the preview, and showing or hiding what stayed the same draw this page anew, without \
     what is typed here: do those first.";
pub const ROUND: &str = "Round";
pub const SINCE: &str = "Waits";
pub const SUBMITTED: &str = "Submitted";
pub const SUBMITTED_BY: &str = "Submitted by";
pub const TILE: &str = "Tile";
pub const TITLE: &str = "Review";
pub const TO_REQUEST: &str = "Open the request";
pub const TO_CATALOG: &str = "Open it in the catalog";
pub const VALUES: &str = "What changed, field by field";
pub const WITHDRAW: &str = "Take the request back";
pub const WITHDRAW_WHAT: &str =
    "The reviewer stops, and your place in the queue is gone. What you saved since is the draft, as it is.";

pub const WITHDRAW_APPROVAL: &str = "Withdraw the approval";
pub const WITHDRAW_APPROVAL_WHAT: &str =
    "Nobody can release it then. You can ask for the release of what the draft says now.";

pub const NOT_PUBLISHED: &str =
    "Publish with limited visibility first: what is asked for is the release of what invited accounts see already.";
pub const REQUEST_WHAT: &str =
    "The reviewers get the definition frozen as it is now. You can go on editing the next draft meanwhile.";
pub const RELEASE_WHAT: &str = "The reviewer approved. A platform administrator of the operator releases it; then everybody sees exactly what was approved.";
pub const NEXT_IS_OURS: &str = "A reviewer decides next: approves it, or returns it with a reason.";

pub const QUEUE_LEAD: &str = "First come, first served: whoever waits longest stands on top.";
pub const QUEUE_EMPTY_TITLE: &str = "Nobody waits for a decision";
pub const QUEUE_EMPTY: &str = "Requests for release appear here as soon as a provider sends one.";
pub const QUEUE_CAPTION: &str = "Requests for release";
pub const PRICES_CAPTION: &str = "Plans that wait for the billing desk";
pub const RELEASES_CAPTION: &str = "Approved, not released yet";
pub const PLANS: &str = "Plans";

pub const NO_REQUEST_TITLE: &str = "The release was not asked for yet";
pub const NO_REQUEST: &str = "Every request is kept here, with who decided it, when, and why.";
/// How an offering gets from here to everybody.
pub const STEPS: [(&str, &str); 3] = [
    ("Limited", "Publish it on the Deployments page. Invited accounts try it."),
    ("Review", "Ask for the release. A reviewer approves it, or returns it with a reason."),
    ("Public", "The operator releases exactly what was approved."),
];

pub const VERDICT_DRAFT: &str =
    "Only the provider’s account knows of it. It is published with limited visibility first.";
pub const VERDICT_LIMITED: &str =
    "The provider and the invited accounts see it. The release can be asked for when the conditions are met.";
pub const VERDICT_UNLISTED: &str =
    "Nobody sees it now: every catalog deployment was withdrawn. Add one and publish it again.";
pub const VERDICT_RETURNED: &str =
    "A reviewer asked for changes. Once they are made, the release can be asked for again.";
pub const VERDICT_REQUESTED: &str = "The request is with the operator. What you save meanwhile is the next draft.";
pub const VERDICT_APPROVED: &str = "The reviewer approved it. The operator releases it to everybody.";
pub const VERDICT_PUBLIC: &str = "Everybody sees it in the catalog.";
pub const VERDICT_ENDING: &str = "It is still in the catalog, which says what becomes of it.";
pub const VERDICT_ENDED: &str = "It is no longer in the catalog.";

/// `moment` as people read it, with its zone.
pub fn since(moment: &str) -> String {
    format!("Since {moment}.")
}

pub const fn state(state: SubmissionState) -> &'static str {
    match state {
        SubmissionState::Open => "Waits for a decision",
        SubmissionState::Approved => "Approved",
        SubmissionState::Returned => "Returned",
        SubmissionState::Rejected => "Rejected",
        SubmissionState::Withdrawn => "Taken back",
    }
}

pub fn returned_by(name: &str, ago: &str) -> String {
    format!("{name} returned this {ago}")
}

pub fn reason_for(provider: &str) -> String {
    format!("Reason, for {provider}")
}

/// Below the title of a request.
pub fn request_sub(provider: &str, round: u32) -> String {
    format!("{provider}, release to everybody, round {round}")
}

/// The head of the clock.
pub fn clock(is_mine: bool, whose: &str, waits: Duration) -> String {
    let waits = duration(waits);
    if is_mine { format!("Your turn for {waits}") } else { format!("{whose}’s turn for {waits}") }
}

pub fn position(position: usize) -> String {
    format!("position {position}")
}

pub fn by(name: &str) -> String {
    format!(", by {name}")
}

/// Above a queue that is not empty.
pub fn queue_lead(waiting: usize) -> String {
    let waits = if waiting == 1 { "1 request waits".to_owned() } else { format!("{waiting} requests wait") };
    format!("{waits}. {QUEUE_LEAD}")
}

/// What the gate leaves out as long as nothing can check it.
pub fn not_checked(requirements: &[&str]) -> String {
    format!("Not checked yet: {}.", requirements.join("; "))
}

pub fn gate_missing(missing: usize) -> String {
    match missing {
        1 => "1 condition is missing; it is named above.".to_owned(),
        many => format!("{many} conditions are missing; they are named above."),
    }
}

pub fn show_unchanged(fields: usize) -> String {
    format!("Show {} that stayed the same", plural(fields, "value"))
}

pub fn changes(changes: usize) -> String {
    plural(changes, "change")
}

pub fn findings(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (0, 0) => NO_FINDINGS.to_owned(),
        (0, warnings) => format!("The rules find {}.", plural(warnings, "warning")),
        (errors, 0) => format!("The rules find {}.", plural(errors, "error")),
        (errors, warnings) => {
            format!("The rules find {} and {}.", plural(errors, "error"), plural(warnings, "warning"))
        }
    }
}

pub const fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Same => "Unchanged",
        Sign::Edited => "Edited",
        Sign::Added => "Added",
        Sign::Removed => "Removed",
    }
}

/// "3 edited"
pub fn counted(count: usize, of: Sign) -> String {
    format!("{count} {}", sign(of).to_lowercase())
}

/// The name of a value at the head of its line: "Display name", "Gold, description", "Lite in Frankfurt".
pub fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Field(field) => capital(&value_name(*field)),
        Subject::Highlight(title) => format!("Highlight “{title}”"),
        Subject::Plan { name, field, .. } => format!("Plan {name}, {}", value_name(*field)),
        Subject::Broker { name, field, .. } => format!("Broker {name}, {}", value_name(*field)),
        Subject::Deployment { plan, location } => format!("{plan} in {}", location_name(location)),
    }
}

/// A value as people read it; what is no word of a closed list stays as it was typed.
pub fn value(subject: &Subject, value: &str) -> String {
    let field = match subject {
        Subject::Field(field) | Subject::Plan { field, .. } | Subject::Broker { field, .. } => *field,
        Subject::Highlight(_) | Subject::Deployment { .. } => return value.to_owned(),
    };
    match (field, value) {
        (field, "yes") if is_question(field) => "Yes".to_owned(),
        (field, "no") if is_question(field) => "No".to_owned(),
        (Field::LocationScope, "global") => "The same everywhere".to_owned(),
        (Field::LocationScope, "per_location") => "Per location".to_owned(),
        (Field::OnlyFor, only) => told(OnlyFor::parse(only).map(settings::only_for), only),
        (Field::PlanKind, "free") => "Free".to_owned(),
        (Field::PlanKind, "subscription") => "Subscription".to_owned(),
        (Field::PlanKind, "metered") => "Metered".to_owned(),
        (Field::MetricQuantityType(_), kind) if is_one(QUANTITY_TYPES, kind) => metric::quantity_type(kind).to_owned(),
        (Field::MetricBucket(_), bucket) if is_one(BUCKETS, bucket) => metric::bucket(bucket).to_owned(),
        (Field::MetricGroup(_), group) if is_one(AGGREGATION_GROUPS, group) => metric::group(group).to_owned(),
        (Field::MetricModel(_), model) => told(MeteringModel::parse(model).map(metric::metering), model),
        (Field::MetricPricing(_), model) => told(PricingModel::parse(model).map(metric::pricing), model),
        (Field::AuthScheme, scheme) if is_one(&AUTH_SCHEMES, scheme) => broker::auth_scheme(scheme).to_owned(),
        (Field::ProvisionType, provision) if is_one(&PROVISION_TYPES, provision) => {
            broker::provision_type(provision).to_owned()
        }
        (Field::IdFormat, format) if is_one(&ID_FORMATS, format) => broker::id_format(format).to_owned(),
        (Field::LegacyIds, answer) if is_one(&LEGACY_IDS, answer) => broker::legacy_ids(answer).to_owned(),
        (Field::PlanLocations | Field::BrokerRegion, id) => location_name(id),
        (Field::Category, id) => Category::find(id).map_or(id, |category| category.label).to_owned(),
        (_, typed) => typed.to_owned(),
    }
}

/// A word that is known, else what was typed.
fn told(known: Option<&str>, typed: &str) -> String {
    known.unwrap_or(typed).to_owned()
}

fn is_one(words: &[&str], typed: &str) -> bool {
    words.contains(&typed)
}

pub fn location_name(id: &str) -> String {
    Location::find(id).map_or(id, |location| location.label).to_owned()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_by_what_it_is_about() {
        assert_eq!(subject(&Subject::Field(Field::DisplayName)), "Display name");
        assert_eq!(subject(&Subject::Field(Field::ServiceKeySupported)), "Service keys");
        let deployment = Subject::Deployment { plan: "lite".to_owned(), location: "eu-de".to_owned() };
        assert_eq!(subject(&deployment), "lite in Frankfurt");
    }

    #[test]
    fn words_of_closed_lists_are_read_and_everything_else_stays_as_typed() {
        let shown = |field, typed: &str| value(&Subject::Field(field), typed);
        assert_eq!(shown(Field::Category, "databases"), "Databases");
        assert_eq!(shown(Field::Category, "cats"), "cats");
        assert_eq!(shown(Field::Bindable, "yes"), "Yes");
        assert_eq!(shown(Field::MetricClip(3), "no"), "No");
        assert_eq!(shown(Field::MetricModel(0), MeteringModel::StandardMax.name()), "Highest record");
        assert_eq!(shown(Field::MetricPricing(0), "cheap"), "cheap");
        for (field, typed) in [
            (Field::AuthScheme, "basic"),
            (Field::ProvisionType, PROVISION_TYPES[0]),
            (Field::IdFormat, "crn"),
            (Field::LegacyIds, "no"),
            (Field::MetricQuantityType(0), "EVENT"),
            (Field::MetricBucket(0), "account"),
            (Field::MetricGroup(0), "daily"),
        ] {
            assert_ne!(shown(field, typed), typed);
            assert_eq!(shown(field, "as typed"), "as typed", "{field:?}");
        }
        assert_eq!(shown(Field::DisplayName, "yes"), "yes");
    }

    #[test]
    fn the_clock_says_whose_turn_it_is() {
        let days = Duration::from_hours(96);
        assert_eq!(clock(true, "Reviewer", days), "Your turn for 4 days");
        assert_eq!(clock(false, "Reviewer", days), "Reviewer’s turn for 4 days");
    }

    #[test]
    fn findings_are_counted_and_none_are_said_to_be_none() {
        assert_eq!(findings(0, 0), NO_FINDINGS);
        assert_eq!(findings(2, 1), "The rules find 2 errors and 1 warning.");
    }
}
