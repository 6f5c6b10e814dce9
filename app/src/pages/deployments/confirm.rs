//! The screen on which a publication is confirmed (T14, T15, T19, §4.14): what becomes visible, to whom, and the one
//! button that does it. Its form carries the fingerprint of what it shows, so that nothing is published unseen.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::compare;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::page::Page;
use slipway_domain::policy::{self, Context};
use slipway_domain::publication;
use slipway_domain::region::DeploymentMove;
use slipway_domain::rejection::Rejection;
use slipway_domain::stage::{self, Move, PublishActor};
use slipway_domain::view::{OfferingView, PublicationView};
use slipway_domain::visibility::OnlyFor;

use super::{catalog, visibility};
use crate::api::release::{PublishLimited, Release, read_publication};
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::reason;
use crate::paths::Path;
use crate::text::publication as words;
use crate::text::{deployments, pricing, review, settings};
use crate::ui::{
    Button, ButtonLink, Cell, Column, DataTable, DialogActs, DisabledButton, Kind, Lead, Mark, Notice,
    Page as PageBody, PageHead, PageMain, Status, Tone,
};

#[component]
pub fn PublishPage() -> impl IntoView {
    load(read_publication(param("name")), |publication: PublicationView| screen(publication, Audience::Invited))
}

#[component]
pub fn ReleasePage() -> impl IntoView {
    load(read_publication(param("name")), |publication: PublicationView| screen(publication, Audience::Everybody))
}

/// For whom something becomes visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    Invited,
    Everybody,
}

impl Audience {
    const fn act(self) -> Move {
        match self {
            Self::Invited => Move::PublishLimited,
            Self::Everybody => Move::Release,
        }
    }

    const fn of_deployments(self) -> DeploymentMove {
        match self {
            Self::Invited => DeploymentMove::PublishLimited,
            Self::Everybody => DeploymentMove::Release,
        }
    }

    /// Where one comes from.
    const fn page(self) -> Page {
        match self {
            Self::Invited => Page::Deployments,
            Self::Everybody => Page::Review,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Invited => words::LIMITED,
            Self::Everybody => words::PUBLIC,
        }
    }

    const fn lead(self) -> &'static str {
        match self {
            Self::Invited => words::LIMITED_LEAD,
            Self::Everybody => words::PUBLIC_LEAD,
        }
    }

    const fn who(self) -> &'static str {
        match self {
            Self::Invited => words::WHO_LIMITED,
            Self::Everybody => words::WHO_PUBLIC,
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::Invited => PublishLimited::url(),
            Self::Everybody => Release::url(),
        }
    }
}

/// Why the person cannot make the move now: the stage, then the roles, then what there is to publish, then the gate; in
/// the order in which the server asks.
pub(in crate::pages) fn why_not(view: &OfferingView, act: Move) -> Option<String> {
    if let Err(refusal) = stage::next(view.offering.stage, act) {
        return Some(reason(Rejection::Refused(refusal)));
    }
    let context = Context::of(view.offering.owner.id);
    if let Err(denial) = policy::may_move(&view.person, act, context, PublishActor::default()) {
        return Some(reason(Rejection::Denied(denial)));
    }
    if act == Move::PublishLimited && !view.has_news() {
        return Some(words::NO_NEWS.to_owned());
    }
    let missing = view.missing(act).len();
    (missing > 0).then(|| deployments::missing(missing))
}

fn screen(publication: PublicationView, audience: Audience) -> impl IntoView {
    let PublicationView { seen, view } = publication;
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let (what, who, changed) = (what(&view, audience), who(&view, audience), changed(&view, audience));
    let acts = acts(&view, seen, audience);
    view! {
        <OfferingFrame view=view page=audience.page()>
            <PageBody>
                <PageHead
                    title=audience.title()
                    band=true
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                >
                    <Lead>{audience.lead()}</Lead>
                </PageHead>
                <PageMain>{changed} {what} {who} {acts}</PageMain>
            </PageBody>
        </OfferingFrame>
    }
}

/// What differs from what the catalog shows to the invited now.
fn changed(view: &OfferingView, audience: Audience) -> Option<AnyView> {
    let published = view.published.as_ref().filter(|_| audience == Audience::Invited && view.has_news())?;
    let things: Vec<String> = compare::changed(published, &view.offering).iter().map(review::subject).collect();
    let sentence = words::differs(&things);
    Some(
        view! {
            <Notice title=words::DIFFERS>
                <p>{sentence}</p>
            </Notice>
        }
        .into_any(),
    )
}

fn what(view: &OfferingView, audience: Audience) -> AnyView {
    let shown: Vec<_> = publication::deployments(&view.offering, audience.of_deployments()).collect();
    if shown.is_empty() {
        return view! {
            <Notice tone=Tone::Warn title=words::NOTHING>
                <p>{words::NOTHING_WHY}</p>
            </Notice>
        }
        .into_any();
    }
    let sub = super::publish::counted(&shown);
    let rows = shown.into_iter().map(|record| row(view, record)).collect_view();
    let columns = vec![
        Column::new(deployments::PLAN),
        Column::new(deployments::LOCATION),
        Column::new(deployments::BROKER),
        Column::new(words::PRICE),
        Column::new(words::NOW),
    ];
    view! {
        <DataTable caption=words::WHAT sub=sub columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(view: &OfferingView, record: &DeploymentRecord) -> impl IntoView + use<> {
    let plan = view.offering.plans.iter().find(|plan| plan.id == record.plan);
    let price = plan.map(|plan| pricing::price(&plan.draft)).unwrap_or_default();
    let more = plan.and_then(|plan| pricing::more_prices(&plan.draft));
    let broker = view.offering.brokers.iter().find(|broker| broker.id == record.broker);
    let host = broker.and_then(|broker| broker.draft.host()).unwrap_or_default().to_owned();
    let priced_as = deployments::priced_as(&record.options);
    let (plan, broker) = (catalog::plan_name(view, record), catalog::broker_name(view, record));
    let place = pricing::location(&record.location).to_owned();
    let location = record.location.clone();
    let (mark, state) = (catalog::mark(record.state), deployments::state(record.state));
    view! {
        <tr>
            <th scope="row">{plan}</th>
            <Cell label=deployments::LOCATION>
                {place} " " <span class="table__sub">
                    <code>{location}</code>
                </span>
            </Cell>
            <Cell label=deployments::BROKER>
                {broker} " " <span class="table__sub">
                    <code>{host}</code>
                </span>
            </Cell>
            <Cell label=words::PRICE>
                {price} " " <span class="table__sub">{more}</span> " "
                <span class="table__sub">{priced_as}</span>
            </Cell>
            <Cell label=words::NOW>
                <Status mark=mark>{state}</Status>
            </Cell>
        </tr>
    }
}

fn who(view: &OfferingView, audience: Audience) -> impl IntoView + use<> {
    let columns = vec![Column::new(deployments::ACCOUNT), Column::new(words::WHY)];
    let mut accounts: Vec<(String, Mark, &'static str)> = Vec::new();
    let only_for = OnlyFor::parse(&view.offering.settings.draft.extras.only_for);
    if audience == Audience::Invited || only_for.is_some() {
        accounts.push((view.offering.owner.name.clone(), Mark::Done, deployments::OWNER));
        accounts.extend(view.allowlist.iter().map(|allowed| {
            let (mark, state) = visibility::stands(view, allowed);
            (allowed.account_name.clone(), mark, state)
        }));
    }
    if audience == Audience::Everybody {
        let name = only_for.map_or(words::EVERYBODY, settings::only_for);
        let why = only_for.map_or(words::SIGNED_IN_OR_NOT, |_| words::AS_THE_OPERATOR_SAYS);
        accounts.insert(0, (name.to_owned(), Mark::Done, why));
        let excluded = view.excluded.iter().map(|excluded| excluded.account_name.clone());
        accounts.extend(excluded.map(|name| (name, Mark::Skipped, deployments::IS_EXCLUDED)));
    }
    let rows = accounts
        .into_iter()
        .map(|(name, mark, state)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <Cell label=words::WHY>
                        <Status mark=mark>{state}</Status>
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="block">
            <DataTable caption=words::WHO sub=audience.who() columns=columns>
                {rows}
            </DataTable>
        </div>
    }
}

fn acts(view: &OfferingView, seen: String, audience: Audience) -> AnyView {
    let offering = view.offering.name.clone();
    let back = Path::Offering(offering.clone(), audience.page()).to_string();
    let label = audience.title();
    let cancel = view! {
        <ButtonLink href=back kind=Kind::Ghost>
            {words::CANCEL}
        </ButtonLink>
    };
    match why_not(view, audience.act()) {
        Some(reason) => view! {
            <DialogActs>
                {cancel} <DisabledButton id="confirm" kind=Kind::Primary reason=reason>
                    {label}
                </DisabledButton>
            </DialogActs>
        }
        .into_any(),
        None => view! {
            <form method="post" action=audience.action()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="seen" value=seen />
                <DialogActs>
                    {cancel} <Button kind=Kind::Primary>{label}</Button>
                </DialogActs>
            </form>
        }
        .into_any(),
    }
}
