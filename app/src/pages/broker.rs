//! A broker (§4.13): its form, the outcome of the last call, and what it says beside what the console has (§6.7).

use leptos::prelude::*;
use slipway_domain::broker::{BrokerContext, BrokerDraft, BrokerRecord};
use slipway_domain::findings::Findings;
use slipway_domain::ids::BrokerId;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::presence::EditedPart;
use slipway_domain::rejection::Kind;
use slipway_domain::rule::deployment;
use slipway_domain::stage::Stage;
use slipway_domain::view::{BrokerInstances, BrokerView, OfferingView, Subject};

use crate::api::broker::{read_broker, read_broker_instances};
use crate::api::offering::read_offering;
use crate::parts::also_here::AlsoHere;
use crate::parts::load::{load, missing, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::{denial, obstacle};
use crate::shell::IslandScripts;
use crate::text::broker as words;
use crate::ui::{Mark, Notice, Page as PageBody, PageHead, PageMain, Verdict};

pub(super) mod card;
mod dry_run;
mod form;
mod incidents;
mod outcome;
mod parity;
mod tree;
mod typed;
pub(super) mod violations;

/// What the form edits.
pub(super) struct Editing {
    /// `None`: the broker is yet to be added.
    record: Option<BrokerRecord>,
    draft: BrokerDraft,
    findings: Findings,
    /// What may be typed while the definition stands still; `None`: everything.
    frozen: Option<Frozen>,
    /// Plain http and private hosts are allowed.
    is_lab: bool,
    /// The CRN that the platform calls the broker as; empty until the broker is there.
    calls_as: String,
}

/// A broker of which only the credentials may be changed (§10).
#[derive(Clone, Copy)]
pub(super) struct Frozen {
    stage: Stage,
}

impl Frozen {
    fn of(offering: &Offering, broker: BrokerId) -> Option<Self> {
        offering.broker_stands_still(broker).then_some(Self { stage: offering.stage })
    }

    /// The reviewer reads the user name and the certificate authority, and never the password.
    fn locks_what_is_read(self) -> bool {
        !BrokerDraft::rotates_what_is_read(self.stage)
    }
}

#[component]
pub fn NewBrokerPage() -> impl IntoView {
    let typed = typed::from_query();
    load(read_offering(param("name")), move |view| {
        let (is_lab, signs_no_tokens) = (view.offering.house.lab, view.offering.house.signs_no_tokens);
        let refused = typed.is_some();
        let (draft, mut findings) = typed.unwrap_or_else(|| (typed::start(), Findings::new()));
        if refused {
            let context =
                BrokerContext { has_password: true, lab: is_lab, signs_no_tokens, ..BrokerContext::default() };
            findings.extend(draft.check(&context));
        }
        let editing = Editing { record: None, draft, findings, frozen: None, is_lab, calls_as: String::new() };
        let form = form_or_facts(&view, &editing);
        let main = view! { {ready(&view)} {form} };
        let head = also_here(&view, None).into_any();
        framed(view, words::NEW.to_owned(), head, main.into_any())
    })
}

/// The way on for somebody whose broker was there first (§4.6).
fn ready(view: &OfferingView) -> impl IntoView + use<> {
    (view.offering.broker_ready && view.offering.brokers.is_empty()).then(|| {
        view! {
            <Notice title=words::READY>
                <p>{words::READY_TEXT}</p>
            </Notice>
        }
    })
}

#[component]
pub fn BrokerPage() -> impl IntoView {
    let (name, broker, typed) = (param("name"), param("broker"), typed::from_query());
    let read = async move {
        let id = BrokerId::parse(&broker).map_err(|_| missing(Kind::Broker))?;
        Ok((read_broker(name.clone(), id).await?, read_broker_instances(name).await?))
    };
    load(read, move |(broker, instances): (BrokerView, BrokerInstances)| {
        let record = broker.view.offering.brokers.iter().find(|record| record.id == broker.broker).cloned();
        let Some(record) = record else {
            return framed(broker.view, words::UNNAMED.to_owned(), ().into_any(), ().into_any()).into_any();
        };
        let title = card::name(&record);
        let (verdict, also_here) = (verdict(&broker.view, &record), also_here(&broker.view, Some(record.id)));
        let head = view! { {verdict} {also_here} }.into_any();
        let main = existing(&broker, record, instances.through(broker.broker), typed);
        framed(broker.view, title, head, main.into_any()).into_any()
    })
}

fn framed(view: OfferingView, title: String, head: AnyView, main: AnyView) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    view! {
        <OfferingFrame view=view page=Page::Deployments>
            <PageBody>
                <PageHead title=title band=true crumbs=move || view! { <OfferingCrumbs name person /> }>
                    {head}
                </PageHead>
                <PageMain>{main}</PageMain>
            </PageBody>
        </OfferingFrame>
    }
}

/// Where there is a form that can be saved; `None`: of a broker that is yet to be added.
fn also_here(view: &OfferingView, broker: Option<BrokerId>) -> Option<impl IntoView + use<>> {
    let offering = view.offering.name.clone();
    let part = broker.map_or(EditedPart::NewBroker, |broker| Subject::Broker(broker).into());
    why_not(view, broker.is_some()).is_none().then(|| {
        view! {
            <IslandScripts />
            <AlsoHere offering part />
        }
    })
}

/// Whether the platform can count on the broker now.
fn verdict(view: &OfferingView, record: &BrokerRecord) -> impl IntoView + use<> {
    let found = view.offering.differences(record);
    let (mark, word) = card::standing(record, found);
    // It is registered and nothing contradicts: then nothing is left for a notice below to say.
    let agrees = mark == Mark::Done;
    let word = if agrees { words::AGREES.to_owned() } else { word };
    let again = agrees.then(|| format!(" {}", words::AGREES_TEXT));
    let failed = record.last_fetch.as_ref().map(|fetch| fetch.failure.is_some());
    let sentence = match record.incidents.first() {
        Some(cause) => words::incident::remedy(*cause),
        None => words::stands(record.state, failed, found),
    };
    view! {
        <Verdict mark=mark word=word>
            {sentence}
            {again}
        </Verdict>
    }
}

fn existing(
    broker: &BrokerView,
    record: BrokerRecord,
    instances: u32,
    typed: Option<(BrokerDraft, Findings)>,
) -> impl IntoView + use<> {
    let view = &broker.view;
    let card = card::card(view, &record, instances, card::Place::OwnPage);
    let api = super::broker_api::link(&view.offering.name, Some(record.id));
    let open = outcome::open(&record);
    // What the last call said is older than what the watch found.
    let outcome = (record.incidents.is_empty())
        .then(|| outcome::notice(&record, view.offering.differences(&record), !broker.raw.is_empty()));
    let mut findings = broker.findings.clone();
    let draft = match typed {
        Some((mut draft, refused)) => {
            if refused.iter().any(|finding| finding.rule == deployment::CA_PRIVATE_KEY) {
                // What was pasted stayed away.
                draft.ca_pem.clone_from(&record.draft.ca_pem);
            }
            // A password that was typed did not come back with the rest.
            let has_password = record.has_password && draft.keeps_secret(&record.draft);
            let (lab, signs_no_tokens) = (broker.is_lab, view.offering.house.signs_no_tokens);
            findings = draft.check(&BrokerContext { has_password, lab, signs_no_tokens, ..BrokerContext::default() });
            findings.extend(refused);
            draft
        }
        None => record.draft.clone(),
    };
    let tried = broker.dry_run.clone().map(|run| dry_run::block(run, view.now));
    let incidents = incidents::block(&broker.incidents, view.now);
    let frozen = Frozen::of(&view.offering, record.id);
    let (is_lab, calls_as) = (broker.is_lab, broker.calls_as.clone());
    let editing = Editing { record: Some(record), draft, findings, frozen, is_lab, calls_as };
    let form = form_or_facts(view, &editing);
    let answered = (!broker.raw.is_empty()).then(|| {
        view! {
            {parity::block(&broker.parity)}
            {violations::block(&broker.violations)}
            {outcome::raw(broker.raw.clone())}
        }
    });
    view! {
        {incidents}
        {open}
        {outcome}
        {super::import::way_on(broker)}
        {card}
        {api}
        {tried}
        {form}
        {answered}
    }
}

fn form_or_facts(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    match why_not(view, editing.record.is_some()) {
        Some(reason) => view! {
            <Notice title=words::READ_ONLY>
                <p>{reason}</p>
            </Notice>
        }
        .into_any(),
        None => form::form(view, editing).into_any(),
    }
}

/// Why there is no form for a broker that is there, or for another one.
fn why_not(view: &OfferingView, is_there: bool) -> Option<String> {
    if is_there { denial(view, Verb::Edit, Object::Broker) } else { obstacle(view, Verb::Create, Object::Broker) }
}
