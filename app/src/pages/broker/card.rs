//! A broker with its facts: on its own page, and as one of several on the Deployments page.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::broker::{BrokerRecord, BrokerState};
use slipway_domain::findings::Findings;
use slipway_domain::parity::Differences;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rule::deployment as rule;
use slipway_domain::text as rules;
use slipway_domain::view::OfferingView;

use crate::api::broker::{RegisterBroker, RemoveBroker};
use crate::parts::act::Act;
use crate::parts::moment::Ago;
use crate::parts::permission::{denial, obstacle};
use crate::paths::Path;
use crate::text::broker as words;
use crate::text::broker::incident;
use crate::ui::{Button, ButtonLink, ConfirmForm, Glyph, Icon, Kind, Mark, Masked, Size, Status};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Place {
    /// One of several; its name leads to its page.
    List,
    OwnPage,
}

/// `instances`: customers' instances that are there through it, or may be.
pub(in crate::pages) fn card(
    view: &OfferingView,
    record: &BrokerRecord,
    instances: u32,
    place: Place,
) -> impl IntoView + use<> {
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
    let (register, remove) = (register(view, record), remove(view, record, instances));
    view! {
        <section class="broker" aria-labelledby=labelled_by>
            <div class="broker__head">
                <Icon name=Glyph::Connect size=20 class="broker__mark" />
                <div>
                    <h2 id=heading>{title}</h2>
                    <p>{state(view, record)}</p>
                </div>
                <div class="broker__acts">{edit} {register}</div>
            </div>
            {facts(view, record, instances)}
            {remove}
        </section>
    }
}

/// What the broker is called where a name is needed.
pub(in crate::pages) fn name(record: &BrokerRecord) -> String {
    words::named(&record.draft.name).to_owned()
}

fn state(view: &OfferingView, record: &BrokerRecord) -> AnyView {
    let (mark, word) = standing(record, view.offering.differences(record));
    let now = view.now;
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

/// Where a broker stands, from its state, its last fetch, and what that says against the definition as it is now.
pub(super) fn standing(record: &BrokerRecord, found: Option<Differences>) -> (Mark, String) {
    if let Some(cause) = record.incidents.first() {
        return (Mark::Error, incident::standing(*cause).to_owned());
    }
    let Some(fetch) = &record.last_fetch else { return (Mark::Open, words::NOT_REGISTERED.to_owned()) };
    match (record.state, found) {
        _ if fetch.failure.is_some() => (Mark::Error, words::FAILED.to_owned()),
        (_, Some(found)) if found.errors > 0 => (Mark::Error, words::parity(found)),
        (BrokerState::Registered, Some(_)) => (Mark::Done, words::REGISTERED.to_owned()),
        _ => (Mark::Stale, words::CHANGED.to_owned()),
    }
}

fn facts(view: &OfferingView, record: &BrokerRecord, instances: u32) -> impl IntoView + use<> {
    let now = view.now;
    let draft = record.draft.clone();
    let password = if record.has_password {
        view! { <Masked>{words::IS_SET}</Masked> }.into_any()
    } else if draft.has_secret() {
        words::NO_PASSWORD.into_any()
    } else {
        words::NEEDS_NONE.into_any()
    };
    let user = draft.has_secret().then(|| draft.username.clone());
    let open_call = record.open_call.as_ref().map(|call| (call.at, call.by.clone()));
    let call = match open_call.or_else(|| record.last_fetch.as_ref().map(|fetch| (fetch.at, fetch.by.clone()))) {
        Some((at, by)) => view! {
            <Ago at now />
            " "
            {crate::text::by(&by)}
        }
        .into_any(),
        None => words::NEVER.into_any(),
    };
    let through = (instances > 0).then(|| {
        view! {
            <div>
                <dt>{words::INSTANCES}</dt>
                <dd>{instances}</dd>
            </div>
        }
    });
    let authority = (!draft.authority().is_empty()).then(|| {
        view! {
            <div>
                <dt>{words::CA}</dt>
                <dd>{words::OWN_CA}</dd>
            </div>
        }
    });
    let found = view.offering.differences(record);
    let read = record.last_fetch.clone().zip(found).map(|(fetch, found)| {
        view! {
            <div>
                <dt>{words::PARITY}</dt>
                <dd>{words::parity(found)}</dd>
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
                    <code>{user}</code>
                    " "
                    <span class="quiet">{draft.auth_scheme}</span>
                </dd>
            </div>
            <div>
                <dt>{words::PASSWORD}</dt>
                <dd>{password}</dd>
            </div>
            {authority}
            <div>
                <dt>{words::VERSION}</dt>
                <dd>{draft.osb_version}</dd>
            </div>
            <div>
                <dt>{words::LAST_CALL}</dt>
                <dd>{call}</dd>
            </div>
            {through}
            {read}
        </dl>
    }
}

fn register(view: &OfferingView, record: &BrokerRecord) -> impl IntoView + use<> {
    let label =
        if record.last_fetch.is_some() || record.open_call.is_some() { words::CHECK_AGAIN } else { words::REGISTER };
    let findings = view.offering.broker_findings(record.id);
    let why_not = denial(view, Verb::Edit, Object::Broker).or_else(|| not_callable(&findings));
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    Act::new(format!("register-{id}"), label).small().unless(why_not, || {
        view! {
            <form method="post" action=RegisterBroker::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="id" value=id />
                <Button size=Size::Small icon=Glyph::Renew>
                    {label}
                </Button>
            </form>
        }
    })
}

/// Why the platform cannot call the broker: it cannot do so here, or the form lacks something.
fn not_callable(findings: &Findings) -> Option<String> {
    let later = [rule::AUTH_UNSUPPORTED, rule::PROVISION_UNSUPPORTED];
    let unsupported = findings.errors().find(|finding| later.contains(&finding.rule));
    match unsupported {
        Some(finding) => Some(format!("{} {}", rules::what(finding), rules::fix(finding))),
        None => (!findings.is_complete()).then(|| words::INCOMPLETE.to_owned()),
    }
}

fn remove(view: &OfferingView, record: &BrokerRecord, instances: u32) -> Option<AnyView> {
    if obstacle(view, Verb::Edit, Object::Broker).is_some() {
        return None;
    }
    let is_deployed = view.offering.deployments.iter().any(|deployment| deployment.broker == record.id);
    let why_not = is_deployed
        .then(|| words::IN_USE.to_owned())
        .or_else(|| (instances > 0).then(|| words::has_instances(instances)));
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    Some(Act::new(format!("remove-{id}"), words::REMOVE).kind(Kind::Ghost).unless(why_not, || {
        view! {
            <ConfirmForm label=words::REMOVE sure=words::REMOVE_SURE now=words::REMOVE_NOW action=RemoveBroker::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="id" value=id />
            </ConfirmForm>
        }
    }))
}

#[cfg(test)]
mod tests {
    use slipway_domain::broker::{BrokerContext, BrokerDraft, FetchFact};
    use slipway_domain::drift::Cause;
    use slipway_domain::ids::BrokerId;
    use slipway_domain::moment::Moment;
    use slipway_domain::rejection::Remote;

    use super::*;

    fn broker(state: BrokerState, last_fetch: Option<FetchFact>) -> BrokerRecord {
        let id = BrokerId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap();
        let draft = BrokerDraft::default();
        BrokerRecord {
            id,
            draft,
            has_password: true,
            state,
            revision: 1,
            saved: None,
            last_fetch,
            open_call: None,
            incidents: Vec::new(),
        }
    }

    fn fetch(failure: Option<&str>) -> FetchFact {
        FetchFact {
            at: Moment::from_millis(0),
            by: "Kim Winter".to_owned(),
            sha256: String::new(),
            catalog: None,
            failure: failure.map(|code| Remote { code: code.to_owned(), status: None, detail: String::new() }),
        }
    }

    #[test]
    fn what_the_platform_cannot_do_is_said_where_it_would_be_asked_for() {
        let context =
            BrokerContext { has_password: true, lab: true, signs_no_tokens: true, ..BrokerContext::default() };
        let draft = BrokerDraft {
            name: "Frankfurt".to_owned(),
            url: "https://broker.northwind.example".to_owned(),
            username: "platform".to_owned(),
            osb_version: "2.17".to_owned(),
            ..BrokerDraft::default()
        };
        let with = |scheme: &str, username: &str| {
            let draft = BrokerDraft { auth_scheme: scheme.to_owned(), username: username.to_owned(), ..draft.clone() };
            not_callable(&draft.check(&context))
        };
        assert_eq!(with("basic", "platform"), None);
        assert_eq!(with("basic", "").as_deref(), Some(words::INCOMPLETE));
        for username in ["apikey", ""] {
            assert_eq!(with("bearer", username), None);
        }
        assert_eq!(with("bearer", "platform").as_deref(), Some(words::INCOMPLETE));
        let why = with("bearer-crn", "").unwrap();
        assert!(why.contains("cannot sign in with “bearer-crn” here"), "{why}");
    }

    #[test]
    fn what_the_watch_found_comes_before_what_the_last_call_said() {
        let mut drifted = broker(BrokerState::Registered, Some(fetch(None)));
        drifted.incidents = vec![Cause::Drift];
        let (mark, word) = standing(&drifted, Some(Differences::default()));
        assert_eq!((mark, word.as_str()), (Mark::Error, incident::standing(Cause::Drift)));
    }

    #[test]
    fn a_broker_says_where_it_stands() {
        let with = |errors| Some(Differences { errors, warnings: 0 });
        let mark = |state, last, found| standing(&broker(state, last), found).0;
        assert_eq!(mark(BrokerState::Unregistered, None, None), Mark::Open);
        assert_eq!(mark(BrokerState::Registered, Some(fetch(None)), with(0)), Mark::Done);
        assert_eq!(mark(BrokerState::Unregistered, Some(fetch(None)), with(2)), Mark::Error);
        assert_eq!(
            mark(BrokerState::Registered, Some(fetch(None)), with(1)),
            Mark::Error,
            "the definition was changed since"
        );
        assert_eq!(mark(BrokerState::Unreachable, Some(fetch(Some("timeout"))), None), Mark::Error);
        assert_eq!(
            mark(BrokerState::Unregistered, Some(fetch(None)), with(0)),
            Mark::Stale,
            "edited after it was checked"
        );
    }
}
