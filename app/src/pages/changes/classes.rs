//! What changes take, class by class (§10): who has to agree, what is tested anew, from when they hold, and each value
//! before and after.

use leptos::prelude::*;
use slipway_domain::change_class::{ChangeClass, Trigger, approvals_of, earliest, tests_of, tracks_of};
use slipway_domain::compare::{Line, Subject};
use slipway_domain::field::Field;
use slipway_domain::moment::Moment;

use crate::parts::marked;
use crate::parts::value_place::place;
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

/// The changes of one class. `offering` is the programmatic name, for the ways to where each value is edited.
pub(super) fn block(trigger: &Trigger, offering: &str, sides: Sides) -> impl IntoView + use<> {
    let Trigger { class, changes, approvals, tests, effective } = trigger;
    let id = format!("class-{}", class.name());
    let (roles, tests) = (words::approvals(approvals), words::tests(*tests));
    let effective = words::effective(*effective);
    let rows = match class {
        ChangeClass::NewPlan => plans(changes).into_any(),
        ChangeClass::PlanRemoval if !changes.iter().all(is_end) => plans(changes).into_any(),
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
            </dl>
            {rows}
        </section>
    }
}

/// As `block`, of what was approved before: nobody has to agree and nothing is tested again, so only the day is told.
pub(super) fn approved_block(trigger: &Trigger, offering: &str, sides: Sides) -> impl IntoView + use<> {
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

/// Of a plan that ends the day is told.
fn is_end(line: &Line) -> bool {
    matches!(line.subject, Subject::Plan { field: Field::PlanEndsOn, .. })
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

fn table(class: ChangeClass, changes: &[Line], offering: &str, sides: Sides) -> impl IntoView + use<> {
    let [before, after] = sides;
    let columns = [words::VALUE, before, after].map(Column::new).to_vec();
    let rows: Vec<_> = changes.iter().map(|line| row(line, offering, sides)).collect();
    let caption = format!("{}: {}", words::class(class), words::count(changes.len()));
    view! {
        <DataTable caption columns>
            {rows}
        </DataTable>
    }
}

fn row(line: &Line, offering: &str, [before, after]: Sides) -> impl IntoView + use<> {
    let (href, subject) = (place(line, offering), review::subject(&line.subject));
    let member = (!line.member.is_empty() && matches!(line.subject, Subject::Field(_) | Subject::Plan { .. }))
        .then(|| view! { <span class="table__sub">{line.member.clone()}</span> });
    let value = |text: &str| review::value(&line.subject, text);
    let (then, now) = marked::sides(&value(&line.before), &value(&line.now));
    view! {
        <tr>
            <th scope="row">
                <a href=href>{subject}</a>
                {member}
            </th>
            <Cell label=before>{then}</Cell>
            <Cell label=after>{now}</Cell>
        </tr>
    }
}
