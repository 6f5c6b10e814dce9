//! What can be done now with the next version, beside the page: ask for a review, take the request back, publish what is
//! approved, or discard it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::change_class::{Trigger, triggers};
use slipway_domain::gate::{Condition, ConditionState};
use slipway_domain::page::Page;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::revision;
use slipway_domain::stage::Move;
use slipway_domain::view::{NextVersionView, OfferingView};

use super::standing::{Standing, holds_from};
use crate::api::revision::{DiscardRevision, PublishRevision, SubmitRevision, WithdrawRevision};
use crate::pages::review::next::obstacle;
use crate::parts::act::Act;
use crate::parts::permission::reason;
use crate::parts::review_request::{RequestForm, TakeBack, to_request};
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::review as review_words;
use crate::text::revision as words;
use crate::ui::{Button, Confirm, Glyph, Kind, Mark, MarkIcon, SidePanel};

/// `found` is what the draft changes.
pub(super) fn panel(next: &NextVersionView, standing: Standing, found: &[Trigger], typed: Written) -> AnyView {
    let view = &next.revisions.view;
    let act = match standing {
        Standing::Nothing | Standing::Draft | Standing::CameBack => asking(next, found, typed).into_any(),
        Standing::Submitted => waiting(view).into_any(),
        Standing::Approved => approved(next).into_any(),
        Standing::Scheduled => ().into_any(),
    };
    let discard = (standing != Standing::Nothing).then(|| discard(view));
    let review = Path::Offering(view.offering.name.clone(), Page::Review).to_string();
    let history = Path::Offering(view.offering.name.clone(), Page::History).to_string();
    view! {
        <SidePanel title=standing.word() id="next-h" class="gate">
            {act}
            {discard}
            <p class="gate__why">
                <a href=review>{text::page(Page::Review)}</a>
            </p>
            <p class="gate__why">
                <a href=history>{text::page(Page::History)}</a>
            </p>
        </SidePanel>
    }
    .into_any()
}

/// Why nothing of the next version can be moved now: who asks, or where the offering stands.
fn still(view: &OfferingView) -> Option<String> {
    let stage = view.offering.stage;
    let stands = !stage.takes_revisions();
    obstacle(view, Move::RequestReview).or_else(|| stands.then(|| words::still(stage).1.to_owned()))
}

fn asking(next: &NextVersionView, found: &[Trigger], typed: Written) -> impl IntoView + use<> {
    let view = &next.revisions.view;
    let offering = view.offering.name.clone();
    let lacking = if found.is_empty() { Vec::new() } else { revision::missing(found, &view.offering) };
    let changed = revision::immutable(found);
    let never = (!changed.is_empty()).then(|| reason(Rejection::Refused(Refusal::Immutable { changed })));
    let why_not = still(view)
        .or_else(|| (!revision::has_news(found)).then(|| words::ASK_NOTHING.to_owned()))
        .or(never)
        .or_else(|| told_too_late(view))
        .or_else(|| next.is_as_rejected.then(|| reason(Rejection::Refused(Refusal::RejectedAsItIs))))
        .or_else(|| (!lacking.is_empty()).then(|| review_words::gate_missing(lacking.len())));
    let list = conditions(&lacking, &offering);
    let form = Act::new("ask", words::ASK).kind(Kind::Primary).wide().unless(why_not, || {
        view! { <RequestForm action=SubmitRevision::url() offering typed label=words::ASK what=words::ASK_WHAT /> }
    });
    view! {
        {list}
        {form}
    }
}

/// A plan of the draft ends before its customers could have known of it for long enough.
fn told_too_late(view: &OfferingView) -> Option<String> {
    let live = view.published.as_ref()?;
    let is_told = revision::is_told_in_time(live, &view.offering, view.now);
    (!is_told).then(|| reason(Rejection::Refused(Refusal::PlanEndsTooSoon)))
}

/// What is not met yet, each with the way to where it is.
fn conditions(lacking: &[Condition], offering: &str) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = lacking
        .iter()
        .map(|condition| {
            let place = condition.page.map(|page| {
                let href = Path::Offering(offering.to_owned(), page).to_string();
                view! {
                    <p class="cond__note">
                        <a href=href>{text::page(page)}</a>
                    </p>
                }
            });
            view! {
                <li>
                    <MarkIcon mark=Mark::Error />
                    <div>
                        <p>
                            <span class="visually-hidden">
                                {text::condition_state(ConditionState::Missing)} ": "
                            </span>
                            {text::condition(condition)}
                        </p>
                        {place}
                    </div>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul class="conds">{items}</ul> })
}

fn waiting(view: &OfferingView) -> impl IntoView + use<> {
    let request = to_request(view);
    let (offering, why_not) = (view.offering.name.clone(), obstacle(view, Move::WithdrawRequest));
    view! {
        {request}
        <TakeBack
            action=WithdrawRevision::url()
            offering
            label=words::WITHDRAW
            what=words::WITHDRAW_WHAT
            kind=Kind::Tertiary
            why_not
        />
    }
}

fn approved(next: &NextVersionView) -> impl IntoView + use<> {
    let view = &next.revisions.view;
    let offering = view.offering.name.clone();
    let (label, what) = match holds_from(next) {
        None => (words::PUBLISH, words::PUBLISH_WHAT.to_owned()),
        Some(from) => (words::SCHEDULE, words::schedule_what(from)),
    };
    let lacking = lacking_at_publication(next);
    let list = conditions(&lacking, &offering);
    let why_not = still(view)
        .or_else(|| refused(next))
        .or_else(|| (!lacking.is_empty()).then(|| review_words::gate_missing(lacking.len())));
    let act = Act::new("publish", label).kind(Kind::Primary).wide().unless(why_not, || {
        view! {
            <form method="post" action=PublishRevision::url()>
                <input type="hidden" name="offering" value=offering />
                <Button kind=Kind::Primary wide=true icon=Glyph::Rocket>
                    {label}
                </Button>
            </form>
        }
    });
    view! {
        {list}
        <p class="gate__lead">{what}</p>
        {act}
    }
}

/// Why what is approved is not published as it is, whatever else is met.
fn refused(next: &NextVersionView) -> Option<String> {
    let view = &next.revisions.view;
    let (live, content) = (view.published.as_ref()?, next.content.as_ref()?);
    let refusal = revision::refusal_at_publication(live, content, &view.offering, view.now)?;
    Some(reason(Rejection::Refused(refusal)))
}

/// What keeps what is approved from being published beside that: what the server asks of the facts of now.
fn lacking_at_publication(next: &NextVersionView) -> Vec<Condition> {
    let view = &next.revisions.view;
    let (Some(live), Some(content)) = (&view.published, &next.content) else { return Vec::new() };
    let found = triggers(live, content, view.now);
    revision::missing_at_publication(&found, &revision::at_publication(&view.offering, content), &view.threads)
}

/// Nothing is lost by it: History keeps what was typed.
fn discard(view: &OfferingView) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    Act::new("discard", words::DISCARD).kind(Kind::Ghost).unless(still(view), || {
        view! {
            <Confirm label=words::DISCARD danger=true>
                <form method="post" action=DiscardRevision::url()>
                    <input type="hidden" name="offering" value=offering />
                    <p>{words::DISCARD_WHAT}</p>
                    <Button kind=Kind::Danger>{words::DISCARD_NOW}</Button>
                </form>
            </Confirm>
        }
    })
}

#[cfg(test)]
mod tests {
    use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState};
    use slipway_domain::ids::BrokerId;
    use slipway_domain::stage::Stage;
    use slipway_domain::view::RevisionsView;

    use super::*;
    use crate::pages::offerings::tests::view;

    fn broker(url: &str) -> BrokerRecord {
        BrokerRecord {
            id: BrokerId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            draft: BrokerDraft { url: url.to_owned(), ..BrokerDraft::default() },
            has_password: true,
            state: BrokerState::Registered,
            revision: 1,
            saved: None,
            last_fetch: None,
            open_call: None,
            incidents: Vec::new(),
        }
    }

    /// Approved with a broker at one address, which has another one now.
    fn approved_with(before: &str, now: &str) -> NextVersionView {
        let mut view = view(Stage::Ga);
        view.published = Some(view.offering.clone());
        view.offering.brokers = vec![broker(now)];
        let mut content = view.offering.clone();
        content.brokers = vec![broker(before)];
        let (past, released, agreed) = (Vec::new(), Vec::new(), Vec::new());
        let revisions = RevisionsView { view, current: None, past, released, agreed };
        NextVersionView { content: Some(content), is_as_rejected: false, revisions }
    }

    #[test]
    fn what_was_approved_with_another_broker_says_that_it_is_never_published() {
        let (one, other) = ("https://one.northwind.example", "https://other.northwind.example");
        assert_eq!(refused(&approved_with(one, one)), None);
        let told = refused(&approved_with(one, other)).unwrap();
        assert!(told.starts_with("What was approved is not what is there now"), "{told}");
    }

    #[test]
    fn nothing_of_a_next_version_moves_but_while_the_offering_is_public() {
        assert_eq!(still(&view(Stage::Ga)), None);
        for stage in [Stage::Suspended, Stage::Deprecated] {
            assert_eq!(still(&view(stage)).as_deref(), Some(words::still(stage).1));
        }
    }
}
