//! The rows of §5 as data: task, what is asked, how it is found out, and where it is done.

use super::{Mode, Phase, Row, RowNumber, Step};
use crate::page::Page;

const A: Mode = Mode { automatic: true, tested: false, attested: false, reviewed: false };
const T: Mode = Mode { automatic: false, tested: true, attested: false, reviewed: false };
const H: Mode = Mode { automatic: false, tested: false, attested: true, reviewed: false };
const AT: Mode = Mode { automatic: true, tested: true, attested: false, reviewed: false };
const AH: Mode = Mode { automatic: true, tested: false, attested: true, reviewed: false };
const AR: Mode = Mode { automatic: true, tested: false, attested: false, reviewed: true };
const HT: Mode = Mode { automatic: false, tested: true, attested: true, reviewed: false };
const TR: Mode = Mode { automatic: false, tested: true, attested: false, reviewed: true };

/// One task of the checklist: its rows share phase and step.
struct Task(Phase, Step, &'static str);

const LEARN: Task = Task(Phase::Define, Step::Intake, "Learn the platform");
const REGISTER: Task = Task(Phase::Define, Step::Intake, "Register");
const DOCUMENTATION: Task = Task(Phase::Define, Step::Texts, "Documentation");
const ANNOUNCEMENT: Task = Task(Phase::Define, Step::Texts, "Announcement");
const NAME: Task = Task(Phase::Define, Step::Definition, "Service name");
const LISTING: Task = Task(Phase::Define, Step::Definition, "Listing");
const ACCESS: Task = Task(Phase::Define, Step::Definition, "Access");
/// 7.4 is shown with access management, but is work of the sign-in step.
const REDIRECT: Task = Task(Phase::Define, Step::SignIn, "Access");
const PRICING: Task = Task(Phase::Define, Step::Definition, "Pricing");
const EXPORT: Task = Task(Phase::Define, Step::Definition, "Export");
const PREPARE: Task = Task(Phase::Develop, Step::Broker, "Prepare");
const BROKER: Task = Task(Phase::Develop, Step::Broker, "Broker");
const SIGN_IN: Task = Task(Phase::Develop, Step::SignIn, "Sign-in");
const LIMITED: Task = Task(Phase::Publish, Step::Test, "Limited visibility");
const USE: Task = Task(Phase::Test, Step::Test, "Look and use");
const BIND: Task = Task(Phase::Test, Step::Test, "Bind and change");
const METERING: Task = Task(Phase::Test, Step::Test, "Metering");
const APPROVAL: Task = Task(Phase::Release, Step::Release, "Approval");
const SUPPORT: Task = Task(Phase::Release, Step::Release, "Support");

/// `(line of §5, (task, subtask), …)`
const fn row(line: u8, number: (u8, u8), task: &Task, text: &'static str, mode: Mode, page: Option<Page>) -> Row {
    Row {
        number: RowNumber::new(number.0, number.1),
        phase: task.0,
        step: task.1,
        task: task.2,
        text,
        mode,
        page,
        line,
    }
}

const SUMMARY_PAGE: Option<Page> = Some(Page::Summary);
const LISTING_PAGE: Option<Page> = Some(Page::Listing);
const SETTINGS_PAGE: Option<Page> = Some(Page::Settings);
const ACCESS_PAGE: Option<Page> = Some(Page::Access);
const PRICING_PAGE: Option<Page> = Some(Page::Pricing);
const DEPLOYMENTS_PAGE: Option<Page> = Some(Page::Deployments);
const REVIEW_PAGE: Option<Page> = Some(Page::Review);

/// All rows in the order of §5.
#[rustfmt::skip]
pub const ROWS: [Row; 57] = [
    row( 1, ( 1, 1), &LEARN, "Knows how provisioning, access, catalog, broker and metering interact", H, None),
    row( 2, ( 2, 1), &REGISTER, "Registration, readiness and content sent", A, None),
    row( 3, ( 2, 2), &REGISTER, "Approved as integrated billing service", AR, None),
    row( 4, ( 2, 3), &REGISTER, "Documentation URL issued with the approval", A, None),
    row( 5, ( 3, 1), &DOCUMENTATION, "Task started", A, None),
    row( 6, ( 3, 2), &DOCUMENTATION, "Documentation URL known", A, LISTING_PAGE),
    row( 7, ( 3, 3), &DOCUMENTATION, "Documentation published", AT, None),
    row( 8, ( 4, 1), &ANNOUNCEMENT, "Task started", A, None),
    row( 9, ( 4, 2), &ANNOUNCEMENT, "Announcement approved", AR, None),
    row(10, ( 5, 1), &NAME, "Unique, meaningful name chosen", AH, SUMMARY_PAGE),
    row(11, ( 5, 2), &NAME, "Record saved and visible", A, SUMMARY_PAGE),
    row(12, ( 6, 1), &LISTING, "Documentation and instructions URL as issued", A, LISTING_PAGE),
    row(13, ( 6, 2), &LISTING, "Terms page of its own, without billing clauses", AH, LISTING_PAGE),
    row(14, ( 6, 3), &LISTING, "Plan changes: flag understood and right", HT, SETTINGS_PAGE),
    row(15, ( 6, 4), &LISTING, "Bindable: flag understood and right", HT, SETTINGS_PAGE),
    row(16, ( 7, 1), &ACCESS, "Access management enabled", A, ACCESS_PAGE),
    row(17, ( 7, 2), &ACCESS, "API key stored on the provider’s side, knows it cannot be read again", H, ACCESS_PAGE),
    row(17, ( 7, 3), &ACCESS, "Knows the page is finished only after the broker is hosted", H, ACCESS_PAGE),
    row(18, ( 7, 4), &REDIRECT, "Redirect URI added, page complete", A, ACCESS_PAGE),
    row(19, ( 8, 1), &PRICING, "Free plan with a unique name", A, PRICING_PAGE),
    row(20, ( 8, 2), &PRICING, "Paid plans agreed with the operator", AR, PRICING_PAGE),
    row(21, ( 8, 3), &PRICING, "Knows that usage has to be submitted hourly and automatically", H, PRICING_PAGE),
    row(22, ( 9, 1), &EXPORT, "Knows which ids and names must live in the broker", H, DEPLOYMENTS_PAGE),
    row(23, ( 9, 2), &EXPORT, "Definitions downloaded since the last change", A, DEPLOYMENTS_PAGE),
    row(24, (10, 1), &PREPARE, "Has read version 2.12 of the broker API and will build a broker of its own", H, None),
    row(24, (11, 1), &PREPARE, "Samples cloned and reviewed", H, None),
    row(25, (12, 1), &PREPARE, "Knows the required endpoints", H, None),
    row(25, (12, 2), &PREPARE, "Knows that a bindable service returns endpoints and credentials", H, None),
    row(25, (12, 3), &PREPARE, "Knows that the extension to disable and enable is required", H, None),
    row(26, (13, 1), &BROKER, "Knows how console data maps to the broker", H, DEPLOYMENTS_PAGE),
    row(27, (13, 2), &BROKER, "Ids and values placed in the broker", T, DEPLOYMENTS_PAGE),
    row(28, (14, 1), &BROKER, "Public HTTPS, TLS 1.2 or newer", T, DEPLOYMENTS_PAGE),
    row(29, (15, 1), &BROKER, "Every endpoint tried by a test run", T, DEPLOYMENTS_PAGE),
    row(30, (16, 1), &SIGN_IN, "Redirect URI derived", A, ACCESS_PAGE),
    row(31, (16, 2), &SIGN_IN, "Access page complete, client enabled", A, ACCESS_PAGE),
    row(32, (17, 1), &SIGN_IN, "Knows that OpenID Connect is used", H, None),
    row(33, (17, 2), &SIGN_IN, "Dashboard sends users to sign in and keeps the access token", T, None),
    row(34, (18, 1), &SIGN_IN, "Gets a token with the API key", T, ACCESS_PAGE),
    row(35, (18, 2), &SIGN_IN, "Asks whether the user may", T, None),
    row(36, (19, 1), &LIMITED, "Broker registered", A, DEPLOYMENTS_PAGE),
    row(37, (19, 2), &LIMITED, "Deployments created and published in a region", A, DEPLOYMENTS_PAGE),
    row(38, (20, 1), &USE, "An allowed account sees the service", T, DEPLOYMENTS_PAGE),
    row(39, (20, 2), &USE, "Dashboard sign-in works", HT, None),
    row(40, (20, 3), &USE, "Catalog display is right", HT, LISTING_PAGE),
    row(41, (20, 4), &USE, "Create an instance", T, None),
    row(42, (20, 5), &USE, "Delete an instance", T, None),
    row(43, (20, 6), &BIND, "Bind an application", T, None),
    row(44, (20, 7), &BIND, "Unbind", T, None),
    row(45, (20, 8), &BIND, "Create and delete a service key", T, None),
    row(46, (20, 9), &BIND, "Change the plan", T, None),
    row(47, (20, 10), &BIND, "Disable and enable, together with the operator contact", TR, None),
    row(48, (20, 11), &METERING, "Test usage is rated right", T, None),
    row(49, (20, 12), &METERING, "Hourly submission for all instances", T, None),
    row(50, (21, 1), &APPROVAL, "Requirements discussed with the operator contact", H, REVIEW_PAGE),
    row(51, (21, 2), &APPROVAL, "Demo recorded and sent", A, None),
    row(52, (21, 3), &APPROVAL, "Approved and public", AR, REVIEW_PAGE),
    row(53, (22, 1), &SUPPORT, "Support model set, ticket forwarding tested", AT, None),
];
