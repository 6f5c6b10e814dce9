//! However long a text is and whatever it repeats, reading it costs its length, not the square of it: a form can bring
//! a megabyte, and the checks run for every page that shows it.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use slipway_domain::access::AccessDraft;
use slipway_domain::account::RegistrationDraft;
use slipway_domain::compare::mark;
use slipway_domain::listing::{BulletDraft, ListingContext, ListingDraft};
use slipway_domain::metric::MetricDraft;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::plan::{AmountDraft, PlanContext, PlanDraft};
use slipway_domain::resource_name::NewResourceContext;
use slipway_domain::summary::SummaryDraft;

/// Of what is repeated, before and after a word. Long enough that the square of it would be noticed.
const LENGTH: usize = 128 * 1024;

/// What makes a reader look back or ahead: ends of sentences, words that dangle, names that must not occur, signs that
/// are stripped.
#[rustfmt::skip]
const REPEATED: &[&str] = &[
    ".", ". ", " .", "a.", "A. ", "e.g. ", "e.g.", "!", "? ", "\n", "\n ", " ", "\u{a0}", ",", ", ", "(", "()", "-", "--",
    "by ", "the ", "Acme ", "Acme's ", "(Acme) ", "free-", "free ", "1 ", "0", "x", "ü", "\u{202e}", "\u{0}", "<", "%",
    "http://", "/", "a/../", "@", "[", ":",
];

/// Debug builds on a busy machine read a field within a fraction of this; the square of it takes minutes.
const LONGEST: Duration = Duration::from_secs(5);

/// Does the work beside, and gives up on it after a while.
fn timed<T>(what: &str, repeated: &str, work: impl FnOnce() -> T + Send + 'static) {
    let (done, waits) = channel();
    thread::spawn(move || {
        drop(work());
        done.send(())
    });
    assert!(waits.recv_timeout(LONGEST).is_ok(), "{what} of {repeated:?} takes more than {LONGEST:?}, or panics");
}

#[test]
fn a_long_text_of_anything_is_read_in_time() {
    for repeated in REPEATED {
        let long = repeated.repeat(LENGTH / repeated.len());
        let text = || format!("{long}Acme{long}");
        let listing = |set: fn(&mut ListingDraft, String)| {
            let mut draft = ListingDraft::default();
            set(&mut draft, text());
            let context = ListingContext { company: "Acme Inc.".to_owned(), ..ListingContext::default() };
            timed("a listing", repeated, move || draft.check(&context));
        };
        listing(|draft, text| draft.display_name = text);
        listing(|draft, text| draft.description = text);
        listing(|draft, text| draft.long_description = text);
        listing(|draft, text| draft.documentation_url = text);
        listing(|draft, text| draft.terms_url = text);
        listing(|draft, text| draft.icon = text);
        listing(|draft, text| draft.tags = text);
        listing(|draft, text| {
            draft.bullets = vec![BulletDraft { title: text.clone(), description: text, ..BulletDraft::default() }];
        });
        let plan = |set: fn(&mut PlanDraft, String)| {
            let mut draft = PlanDraft { kind: "subscription".to_owned(), ..PlanDraft::default() };
            set(&mut draft, text());
            let context = PlanContext { company: "Acme Inc.".to_owned(), ..PlanContext::default() };
            timed("a plan", repeated, move || draft.check(&context));
        };
        plan(|draft, text| draft.name = text);
        plan(|draft, text| draft.display_name = text);
        plan(|draft, text| draft.description = text);
        plan(|draft, text| draft.bullets = vec![text]);
        plan(|draft, text| {
            draft.amounts = vec![AmountDraft { country: text.clone(), currency: text.clone(), price: text }];
        });
        let metric = |set: fn(&mut MetricDraft, String)| {
            let mut draft = MetricDraft { rating_model: "graduated_tier".to_owned(), ..MetricDraft::new() };
            set(&mut draft, text());
            let plan = PlanDraft { kind: "metered".to_owned(), metrics: vec![draft], ..PlanDraft::default() };
            timed("a metric", repeated, move || (plan.check(&PlanContext::default()), plan.charged_metrics().count()));
        };
        metric(|draft, text| draft.resource_name = text);
        metric(|draft, text| (draft.measure, draft.charge_unit) = (text.clone(), text));
        metric(|draft, text| (draft.metering_scale, draft.effective_from) = (text.clone(), text));
        metric(|draft, text| (draft.bounds, draft.prices) = (vec![text.clone(), text.clone()], vec![vec![text]]));
        let name = NewResourceDraft { resource_name: text(), broker_ready: text() };
        let context = NewResourceContext { company: "Acme Inc.".to_owned(), ..NewResourceContext::default() };
        timed("a resource name", repeated, move || name.check(&context));
        let access = AccessDraft { redirect_uris: vec![text()], ..AccessDraft::default() };
        timed("a redirect URI", repeated, move || access.check());
        let summary =
            SummaryDraft { contact_email: text(), description: text(), target_date: text(), ..SummaryDraft::default() };
        timed("a summary", repeated, move || summary.check());
        let form = RegistrationDraft { company_name: text(), contact_email: text(), ..RegistrationDraft::default() };
        timed("a registration", repeated, move || form.check());
        let (one, other) = (text(), format!("{long}other{long}"));
        timed("two versions", repeated, move || mark(&one, &other).len());
    }
}
