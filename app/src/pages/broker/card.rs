//! A broker with its facts: on its own page, and as one of several on the Deployments page.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::broker::{BrokerRecord, BrokerState};
use slipway_domain::moment::Moment;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::broker::{RegisterBroker, RemoveBroker};
use crate::parts::moment::Ago;
use crate::parts::permission::{denial, obstacle};
use crate::paths::Path;
use crate::text::broker as words;
use crate::ui::{Button, ButtonLink, Confirm, DisabledButton, Glyph, Icon, Kind, Mark, Masked, Size, Status};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Place {
    /// One of several; its name leads to its page.
    List,
    OwnPage,
}

pub(in crate::pages) fn card(view: &OfferingView, record: &BrokerRecord, place: Place) -> impl IntoView + use<> {
    let (heading, labelled_by) = (format!("broker-{}", record.id), format!("broker-{}", record.id));
    let href = Path::Broker(view.offering.name.clone(), record.id).to_string();
    let is_listed = place == Place::List;
    let title =
        if is_listed { view! { <a href=href.clone()>{name(record)}</a> }.into_any() } else { name(record).into_any() };
    let edit = is_listed.then(|| {
        view! {
            <ButtonLink href=href kind=Kind::Ghost size=Size::Small>
                {words::EDIT}
            </ButtonLink>
        }
    });
    let (register, remove) = (register(view, record), remove(view, record));
    view! {
        <section class="broker" aria-labelledby=labelled_by>
            <div class="broker__head">
                <Icon name=Glyph::Connect size=20 class="broker__mark" />
                <div>
                    <h2 id=heading>{title}</h2>
                    <p>{state(record, view.now)}</p>
                </div>
                <div class="broker__acts">{edit} {register}</div>
            </div>
            {facts(record, view.now)}
            {remove}
        </section>
    }
}

/// What the broker is called where a name is needed.
pub(in crate::pages) fn name(record: &BrokerRecord) -> String {
    let name = record.draft.name.trim();
    if name.is_empty() { words::UNNAMED.to_owned() } else { name.to_owned() }
}

fn state(record: &BrokerRecord, now: Moment) -> AnyView {
    let (mark, word) = standing(record);
    let at = record.last_fetch.as_ref().filter(|_| record.state == BrokerState::Registered).map(|fetch| fetch.at);
    view! {
        <Status mark=mark>
            {word}
            {at
                .map(|at| {
                    view! {
                        " "
                        <Ago at now />
                    }
                })}
        </Status>
    }
    .into_any()
}

/// Where a broker stands, from its state and its last fetch.
fn standing(record: &BrokerRecord) -> (Mark, String) {
    let Some(fetch) = &record.last_fetch else { return (Mark::Open, words::NOT_REGISTERED.to_owned()) };
    match record.state {
        BrokerState::Registered => (Mark::Done, words::REGISTERED.to_owned()),
        _ if fetch.failure.is_some() => (Mark::Error, words::FAILED.to_owned()),
        _ if fetch.parity_errors > 0 => (Mark::Error, words::parity(fetch.parity_errors, fetch.parity_warnings)),
        _ => (Mark::Stale, words::CHANGED.to_owned()),
    }
}

fn facts(record: &BrokerRecord, now: Moment) -> impl IntoView + use<> {
    let draft = record.draft.clone();
    let password = if record.has_password {
        view! { <Masked>{words::IS_SET}</Masked> }.into_any()
    } else {
        words::NO_PASSWORD.into_any()
    };
    let call = match record.last_fetch.clone() {
        Some(fetch) => view! {
            <Ago at=fetch.at now />
            " "
            {crate::text::by(&fetch.by)}
        }
        .into_any(),
        None => words::NEVER.into_any(),
    };
    let read = record.last_fetch.clone().filter(|fetch| fetch.failure.is_none()).map(|fetch| {
        view! {
            <div>
                <dt>{words::PARITY}</dt>
                <dd>{words::parity(fetch.parity_errors, fetch.parity_warnings)}</dd>
            </div>
            <div>
                <dt>{words::FINGERPRINT}</dt>
                <dd>
                    <code title=fetch.sha256.clone()>{words::fingerprint(&fetch.sha256)}</code>
                </dd>
            </div>
        }
    });
    view! {
        <dl class="facts facts--two">
            <div class="facts__all">
                <dt>{words::URL}</dt>
                <dd>
                    <code>{draft.url}</code>
                </dd>
            </div>
            <div>
                <dt>{words::USER}</dt>
                <dd>
                    <code>{draft.username}</code>
                    " "
                    <span class="quiet">{words::BASIC}</span>
                </dd>
            </div>
            <div>
                <dt>{words::PASSWORD}</dt>
                <dd>{password}</dd>
            </div>
            <div>
                <dt>{words::VERSION}</dt>
                <dd>{draft.osb_version}</dd>
            </div>
            <div>
                <dt>{words::LAST_CALL}</dt>
                <dd>{call}</dd>
            </div>
            {read}
        </dl>
    }
}

fn register(view: &OfferingView, record: &BrokerRecord) -> impl IntoView + use<> {
    let label = if record.last_fetch.is_some() { words::CHECK_AGAIN } else { words::REGISTER };
    let is_complete = view.offering.broker_findings(record.id).is_complete();
    let why_not =
        denial(view, Verb::Edit, Object::Broker).or_else(|| (!is_complete).then(|| words::INCOMPLETE.to_owned()));
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    match why_not {
        Some(reason) => view! {
            <DisabledButton id=format!("register-{id}") size=Size::Small reason=reason>
                {label}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <form method="post" action=RegisterBroker::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="id" value=id />
                <Button size=Size::Small icon=Glyph::Renew>
                    {label}
                </Button>
            </form>
        }
        .into_any(),
    }
}

fn remove(view: &OfferingView, record: &BrokerRecord) -> Option<AnyView> {
    if obstacle(view, Verb::Edit, Object::Broker).is_some() {
        return None;
    }
    if view.offering.deployments.iter().any(|deployment| deployment.broker == record.id) {
        return Some(view! { <p class="quiet btn--after">{words::IN_USE}</p> }.into_any());
    }
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    Some(
        view! {
            <Confirm label=words::REMOVE danger=true>
                <p>{words::REMOVE_SURE}</p>
                <form method="post" action=RemoveBroker::url()>
                    <input type="hidden" name="offering" value=offering />
                    <input type="hidden" name="id" value=id />
                    <Button kind=Kind::Danger>{words::REMOVE_NOW}</Button>
                </form>
            </Confirm>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use slipway_domain::broker::{BrokerDraft, FetchFact};
    use slipway_domain::ids::BrokerId;
    use slipway_domain::rejection::Remote;

    use super::*;

    fn broker(state: BrokerState, last_fetch: Option<FetchFact>) -> BrokerRecord {
        let id = BrokerId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap();
        let draft = BrokerDraft::default();
        BrokerRecord { id, draft, has_password: true, state, revision: 1, saved: None, last_fetch }
    }

    fn fetch(parity_errors: u32, failure: Option<&str>) -> FetchFact {
        FetchFact {
            at: Moment::from_millis(0),
            by: "Kim Winter".to_owned(),
            sha256: String::new(),
            parity_errors,
            parity_warnings: 0,
            failure: failure.map(|code| Remote { code: code.to_owned(), status: None, detail: String::new() }),
        }
    }

    #[test]
    fn a_broker_says_where_it_stands() {
        let mark = |state, last| standing(&broker(state, last)).0;
        assert_eq!(mark(BrokerState::Unregistered, None), Mark::Open);
        assert_eq!(mark(BrokerState::Registered, Some(fetch(0, None))), Mark::Done);
        assert_eq!(mark(BrokerState::Unregistered, Some(fetch(2, None))), Mark::Error);
        assert_eq!(mark(BrokerState::Unreachable, Some(fetch(0, Some("timeout")))), Mark::Error);
        assert_eq!(mark(BrokerState::Unregistered, Some(fetch(0, None))), Mark::Stale, "edited after it was checked");
    }
}
