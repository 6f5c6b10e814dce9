use core::fmt::Write as _;

use super::*;

fn instance(state: Option<InstanceState>) -> &'static str {
    state.map_or("-", InstanceState::name)
}

fn binding(state: Option<BindingState>) -> &'static str {
    state.map_or("-", BindingState::name)
}

fn befores<T: Copy>(all: &[T]) -> impl Iterator<Item = Option<T>> {
    core::iter::once(None).chain(all.iter().copied().map(Some))
}

/// Every state × operation × progress; `-` is what does not exist.
#[test]
fn the_table_of_instances() {
    let mut table = String::new();
    for before in befores(InstanceState::ALL) {
        for &kind in OperationKind::ALL {
            let row: Vec<&str> =
                Progress::ALL.iter().map(|&progress| instance(InstanceState::during(before, kind, progress))).collect();
            let told = if row.iter().all(|state| *state == "-") { "-".to_owned() } else { row.join(" ") };
            writeln!(table, "{} × {}: {told}", instance(before), kind.name()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_table_of_bindings() {
    let mut table = String::new();
    for before in befores(BindingState::ALL) {
        for &kind in OperationKind::ALL {
            let row: Vec<&str> =
                Progress::ALL.iter().map(|&progress| binding(BindingState::during(before, kind, progress))).collect();
            if row.iter().any(|state| *state != "-") {
                writeln!(table, "{} × {}: {}", binding(before), kind.name(), row.join(" ")).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn one_operation_at_a_time_and_only_one_that_the_state_knows() {
    for &progress in Progress::ALL {
        let asked = may_ask(OperationKind::Deprovision, InstanceState::Active, [Progress::Succeeded, progress]);
        let expected = if progress.is_open() { Err(Refusal::OperationOpen) } else { Ok(()) };
        assert_eq!(asked, expected, "{}", progress.name());
    }
    let asked = may_ask(OperationKind::Bind, InstanceState::Inactive, []);
    let (state, kind) = (InstanceState::Inactive, OperationKind::Bind);
    assert_eq!(asked, Err(Refusal::NoSuchOperation { state, kind }));
}

#[test]
fn names_lead_back_to_what_they_name() {
    let (states, bindings) = (InstanceState::ALL.iter(), BindingState::ALL.iter());
    assert!(states.copied().all(|state| InstanceState::parse(state.name()) == Some(state)));
    assert!(bindings.copied().all(|state| BindingState::parse(state.name()) == Some(state)));
    assert!(OperationKind::ALL.iter().all(|kind| OperationKind::parse(kind.name()) == Some(*kind)));
    assert!(Progress::ALL.iter().all(|progress| Progress::parse(progress.name()) == Some(*progress)));
}

#[test]
fn what_a_plan_says_of_bindings_goes_before_what_the_service_says() {
    let mut offering = crate::sample::offering();
    let (broker, plan) = (offering.brokers[0].id, offering.plans[0].id);
    assert!(is_bindable(&offering, broker, plan));
    let catalog = offering.brokers[0].last_fetch.as_mut().unwrap().catalog.as_mut().unwrap();
    catalog.services[0].plans.iter_mut().find(|known| known.id == plan.to_string()).unwrap().bindable = Some(false);
    assert!(!is_bindable(&offering, broker, plan));
    offering.brokers.clear();
    "no".clone_into(&mut offering.settings.draft.bindable);
    assert!(!is_bindable(&offering, broker, plan));
    "yes".clone_into(&mut offering.plans[0].draft.bindable);
    assert!(is_bindable(&offering, broker, plan));
    let mut said = crate::sample::offering();
    "no".clone_into(&mut said.plans[0].draft.bindable);
    assert!(!is_bindable(&said, broker, plan), "whatever service and broker say");
}

#[test]
fn a_dashboard_is_a_place_for_browsers() {
    let longest = format!("https://a.example/{}", "x".repeat(2_030));
    for url in ["https://dashboard.example/i?id=1#top", longest.as_str()] {
        assert!(is_dashboard_url(url, false), "{url}");
    }
    let longer = format!("{longest}x");
    let local = ["http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:1/"];
    let elsewhere =
        ["http://a.example/", "javascript:alert(1)", "data:text/html,x", "/i", "", " https://a.example", &longer];
    for url in local.into_iter().chain(elsewhere) {
        assert!(!is_dashboard_url(url, false), "{url}");
        assert_eq!(is_dashboard_url(url, true), local.contains(&url), "{url}");
    }
}

#[test]
fn what_an_instance_may_be_called() {
    for name in ["a", "Vector store: eu-de_1.0", "Über 9", &"x".repeat(180)] {
        assert!(is_instance_name(name), "{name}");
    }
    for name in ["", "  ", "a/b", "a\nb", "<b>", &"x".repeat(181)] {
        assert!(!is_instance_name(name), "{name}");
    }
}
