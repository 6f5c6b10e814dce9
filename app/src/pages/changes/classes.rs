//! What changes take, class by class (§10): who has to agree, what is tested anew, from when they hold, and each value
//! before and after.

use leptos::prelude::*;
use slipway_domain::change_class::{ChangeClass, Trigger, approvals_of, earliest, tests_of, tracks_of};
use slipway_domain::compare::{Line, Subject};
use slipway_domain::field::Field;
use slipway_domain::ids::PlanId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;

use crate::parts::marked;
use crate::parts::value_place::way;
use crate::text::changes as words;
use crate::text::review;
use crate::ui::{Cell, Column, DataTable, Notice, Tone};

/// What the two sides of the tables are called.
pub(super) type Sides = [&'static str; 2];

/// What all of them take together, and that some of them are never possible.
pub(super) fn summary(found: &[Trigger], now: Moment) -> impl IntoView + use<> {
    let from = earliest(found, now);
    let (roles, tests) = (words::approvals(&approvals_of(found)), words::tests(tests_of(found)));
    let (holds, tracks) = (words::earliest(from, now), words::tracks(&tracks_of(found)));
    view! {
        {never(from)}
        <dl class="facts">
            {fact(words::APPROVALS, roles)}
            {fact(words::TRACKS, tracks)}
            {fact(words::TESTS, tests)}
            {fact(words::EARLIEST, holds)}
        </dl>
    }
}

/// That some of them are never possible.
fn never(from: Option<Moment>) -> Option<impl IntoView> {
    from.is_none().then(|| {
        view! {
            <Notice tone=Tone::Bad title=words::NEVER_TITLE>
                <p>{words::NEVER_WHY}</p>
            </Notice>
        }
    })
}

pub(super) fn fact(name: &'static str, value: impl IntoView + 'static) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

/// The changes of one class. Whoever has to agree to prices reads the ids that statements and usage records have.
pub(super) fn block(trigger: &Trigger, offering: &Offering, sides: Sides) -> impl IntoView + use<> {
    let Trigger { class, changes, approvals, tests, effective } = trigger;
    let service = (*class == ChangeClass::Price).then(|| offering.id.to_string());
    let service = service.map(|id| fact(words::SERVICE_ID, view! { <code>{id}</code> }));
    let id = format!("class-{}", class.name());
    let (roles, tests) = (words::approvals(approvals), words::tests(*tests));
    let effective = words::effective(*effective);
    let rows = match class {
        ChangeClass::NewPlan => plans(changes).into_any(),
        ChangeClass::PlanRemoval => leaving(changes, offering, sides).into_any(),
        _ => table(*class, changes, offering, sides).into_any(),
    };
    view! {
        <section class="block" aria-labelledby=id.clone()>
            <h2 class="form__title" id=id.clone()>
                {words::class(*class)}
            </h2>
            <dl class="facts">
                {fact(words::APPROVALS, roles)}
                {fact(words::TESTS, tests)}
                {fact(words::TAKES_EFFECT, effective)}
                {service}
            </dl>
            {rows}
        </section>
    }
}

/// As `block`, of what was approved before: nobody has to agree and nothing is tested again, so only the day is told.
/// `offering` is as it is now, for the ways to where each value is edited.
pub(super) fn approved_block(trigger: &Trigger, offering: &Offering, sides: Sides) -> impl IntoView + use<> {
    let Trigger { class, changes, effective, .. } = trigger;
    let id = format!("class-{}", class.name());
    let effective = words::effective(*effective);
    let rows = table(*class, changes, offering, sides);
    view! {
        <section class="block" aria-labelledby=id.clone()>
            <h2 class="form__title" id=id.clone()>
                {words::class(*class)}
            </h2>
            <dl class="facts">{fact(words::TAKES_EFFECT, effective)}</dl>
            {rows}
        </section>
    }
}

/// Of a plan that ends the day is told, and of one that is sold in fewer locations those that leave.
fn is_end(line: &Line) -> bool {
    matches!(line.subject, Subject::Plan { field: Field::PlanEndsOn | Field::PlanLocations, .. })
}

/// The names of plans that are removed; of those that stay, when they end and which locations leave them.
fn leaving(changes: &[Line], offering: &Offering, sides: Sides) -> impl IntoView + use<> {
    let (stay, gone) = stay_or_go(changes);
    let gone = (!gone.is_empty()).then(|| {
        view! {
            <p>{words::GONE}</p>
            {plans(&gone)}
        }
    });
    let stay = (!stay.is_empty()).then(|| table(ChangeClass::PlanRemoval, &stay, offering, sides));
    view! {
        {gone}
        {stay}
    }
}

/// The lines of plans that stay, and of those that are removed: of these all values are told, not only an end.
fn stay_or_go(changes: &[Line]) -> (Vec<Line>, Vec<Line>) {
    let plan = |line: &Line| match &line.subject {
        Subject::Plan { id, .. } => Some(*id),
        _ => None,
    };
    let gone: Vec<PlanId> = changes.iter().filter(|line| !is_end(line)).filter_map(plan).collect();
    changes.iter().cloned().partition(|line| plan(line).is_none_or(|id| !gone.contains(&id)))
}

/// Of a plan that comes or goes its name says enough.
fn plans(changes: &[Line]) -> impl IntoView + use<> {
    let mut names: Vec<String> = Vec::new();
    for line in changes {
        if let Subject::Plan { name, .. } = &line.subject
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    let items: Vec<_> = names.into_iter().map(|name| view! { <li>{name}</li> }).collect();
    view! { <ul class="bullets">{items}</ul> }
}

fn table(class: ChangeClass, changes: &[Line], offering: &Offering, sides: Sides) -> impl IntoView + use<> {
    let [before, after] = sides;
    let columns = [words::VALUE, before, after].map(Column::new).to_vec();
    let rows: Vec<_> = changes.iter().map(|line| row(class, line, offering, sides)).collect();
    let caption = format!("{}: {}", words::class(class), words::count(changes.len()));
    view! {
        <DataTable caption columns>
            {rows}
        </DataTable>
    }
}

fn row(class: ChangeClass, line: &Line, offering: &Offering, [before, after]: Sides) -> impl IntoView + use<> {
    let subject = way(line, offering);
    let member = (!line.member.is_empty() && matches!(line.subject, Subject::Field(_) | Subject::Plan { .. }))
        .then(|| view! { <span class="table__sub">{line.member.clone()}</span> });
    let plan = match &line.subject {
        Subject::Plan { id, .. } if class == ChangeClass::Price => Some(id.to_string()),
        _ => None,
    };
    let plan = plan.map(|id| {
        view! {
            <span class="table__sub">
                <code>{id}</code>
            </span>
        }
    });
    let value = |text: &str| review::value(&line.subject, text);
    let (then, now) = marked::sides(&value(&line.before), &value(&line.now));
    view! {
        <tr>
            <th scope="row">
                {subject}
                {member}
                {plan}
            </th>
            <Cell label=before>{then}</Cell>
            <Cell label=after>{now}</Cell>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::change_class::{Effective, FreshTests};
    use slipway_domain::page::Page;
    use slipway_domain::stage::Stage;

    use super::*;
    use crate::pages::offerings::tests::view;

    fn line(plan: char, field: Field, before: &str, now: &str) -> Line {
        let id = PlanId::parse(&format!("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c1{plan}")).unwrap();
        Line {
            page: Page::Pricing,
            subject: Subject::Plan { id, name: format!("plan-{plan}"), field },
            member: String::new(),
            before: before.to_owned(),
            now: now.to_owned(),
        }
    }

    fn drawn(changes: &[Line]) -> String {
        leaving(changes, &view(Stage::Ga).offering, ["Before", "After"]).to_html()
    }

    #[test]
    fn a_plan_that_only_loses_a_location_is_not_told_as_removed() {
        let gone = [line('a', Field::PlanName, "plan-a", ""), line('a', Field::PlanLocations, "eu-de", "")];
        let stays = [line('b', Field::PlanLocations, "eu-de", ""), line('c', Field::PlanEndsOn, "", "2027-01-31")];
        let html = drawn(&[&gone[..], &stays[..]].concat());
        let (names, table) = html.split_once("<table").unwrap();
        assert!(names.contains("plan-a") && !names.contains("plan-b") && !names.contains("plan-c"), "{html}");
        assert!(!table.contains("plan-a") && table.contains("plan-b") && table.contains("plan-c"), "{html}");

        assert!(!drawn(&gone).contains("<table"), "its name says enough");
        assert!(!drawn(&stays).contains(words::GONE));
    }

    #[test]
    fn whoever_agrees_to_a_price_reads_the_ids_that_it_is_about() {
        let price = line('a', Field::PlanAmounts, "DEU, EUR 9.00", "DEU, EUR 12.00");
        let trigger = |class| Trigger {
            class,
            changes: vec![price.clone()],
            approvals: Vec::new(),
            tests: FreshTests::None,
            effective: Effective::OnPublish,
        };
        let offering = view(Stage::Ga).offering;
        let html = |class| block(&trigger(class), &offering, ["Before", "After"]).to_html();
        let ids = [offering.id.to_string(), "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c1a".to_owned()];
        let told = |class| ids.each_ref().map(|id| html(class).contains(&format!("<code>{id}</code>")));
        assert_eq!(told(ChangeClass::Price), [true; 2]);
        assert_eq!(told(ChangeClass::Display), [false; 2]);
    }
}
