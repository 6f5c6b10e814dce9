//! The checks of a run by the part of the broker that they look at; a part with something to mend is open.

use core::time::Duration;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::test_run::{Attested, Outcome, Progress, is_left_to_a_person};
use slipway_domain::view::{CheckLine, CheckResult, Exchange, Tally, TestRunView};

use super::{may_repeat, repeat, transcript};
use crate::api::test_run::AttestCheck;
use crate::parts::moment::Ago;
use crate::parts::permission::denial;
use crate::paths::Path;
use crate::text::test_run as words;
use crate::ui::{Button, Kind, Mark, Size, Status, TextField};

pub(super) fn groups(run: &TestRunView) -> impl IntoView + use<> {
    let may_repeat = may_repeat(run);
    let mut groups: Vec<(&str, Vec<&CheckLine>)> = Vec::new();
    for check in &run.checks {
        let prefix = check.id.rsplit_once('-').map_or(check.id.as_str(), |(prefix, _)| prefix);
        match groups.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, checks)) => checks.push(check),
            None => groups.push((prefix, vec![check])),
        }
    }
    let groups = groups.into_iter().map(|(prefix, checks)| group(prefix, &checks, run, may_repeat)).collect_view();
    let cleaning: Vec<&Exchange> = run.exchanges.iter().filter(|exchange| exchange.purpose == "cleanup").collect();
    let cleaning = (!cleaning.is_empty()).then(|| transcript::fold("cleaning", words::CLEAN_UP, &cleaning));
    view! {
        <section class="groups">
            <h2 class="visually-hidden">{words::CHECKS}</h2>
            {groups}
            {cleaning}
        </section>
    }
}

fn group(prefix: &str, checks: &[&CheckLine], run: &TestRunView, may_repeat: bool) -> impl IntoView + use<> {
    let name = words::group(prefix);
    let results = || checks.iter().filter_map(|check| check.result.as_ref());
    let tally = Tally::of(results().map(|result| result.outcome));
    let took = Duration::from_millis(results().map(|result| result.took_ms).sum());
    let took = (tally.all() > 0).then(|| words::took(took));
    let waiting = checks.len() - tally.all();
    let counts = [
        ("n n--pass", tally.passed, "passed"),
        ("n n--fail", tally.failed, "failed"),
        ("n n--warn", tally.warned, "warned"),
        ("n n--skip", tally.skipped, "skipped"),
        ("n n--wait", waiting, "waiting"),
    ];
    let counts = counts
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(class, count, word)| view! { <span class=class>{format!("{count} {word}")}</span> })
        .collect_view();
    let columns = [words::RESULT, words::CHECK, words::STEPS, words::WEIGHT, words::TIME]
        .map(|label| view! { <th scope="col">{label}</th> })
        .collect_view();
    let rows = checks.iter().map(|check| row(check, run, may_repeat)).collect_view();
    let (id, prefix) = (format!("group-{prefix}"), prefix.to_owned());
    view! {
        <details class="group" id=id data-ticks="yes" open=tally.failed + tally.warned != 0>
            <summary>
                <span class="group__name">{name}</span>
                <code>{prefix}</code>
                <span class="group__counts">{counts}</span>
                <span class="group__dur">{took}</span>
            </summary>
            <div class="scroll-x stack stack--checks">
                <table class="cds--data-table table checks">
                    <caption class="visually-hidden">{name}</caption>
                    <thead class="visually-hidden">
                        <tr>{columns}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(check: &CheckLine, run: &TestRunView, may_repeat: bool) -> impl IntoView + use<> {
    let exchanges = &run.exchanges;
    let again = || may_repeat.then(|| repeat(run, &check.id, words::ONE_AGAIN.to_owned()));
    let (origin, seen) = (origin(check, run), seen(check, run));
    let outcome = check.result.as_ref().map(|result| result.outcome);
    let class = match outcome {
        Some(Outcome::Pass) => "check check--pass",
        Some(Outcome::Fail) => "check check--fail",
        Some(Outcome::Warn) => "check check--fail check--warn",
        Some(Outcome::Skip) => "check check--skip",
        None => "check check--wait",
    };
    let is_bad = matches!(outcome, Some(Outcome::Fail | Outcome::Warn));
    let made = check.result.as_ref().filter(|result| result.outcome != Outcome::Skip);
    let took = made.map(|result| words::took(Duration::from_millis(result.took_ms)));
    let result = check.result.as_ref();
    let below = result.filter(|_| is_bad).map(|result| {
        let (why, again, asked) = (why(check, result, exchanges), again(), attest(check, result, run));
        view! {
            <tr class="check-detail">
                <td colspan="5">{why} {again} {asked}</td>
            </tr>
        }
    });
    let details = result.filter(|_| !is_bad).map(|result| {
        let asked = attest(check, result, run);
        details(check, result, exchanges, view! { {again()} {asked} })
    });
    let (id, steps) = (check.id.clone(), check.steps.clone());
    view! {
        <tr class=class id=check.id.clone()>
            <td class="check__st">
                <Status mark=mark(outcome)>{words::outcome(outcome)}</Status>
            </td>
            <td class="check__id">
                <code>{id}</code>
            </td>
            <th scope="row">{steps} {origin} {seen} {details}</th>
            <td class="check__lvl">{words::level(check.level)}</td>
            <td class="num check__dur">{took}</td>
        </tr>
        {below}
    }
}

/// Which run made the check, or why this one did although nobody asked for it.
fn origin(check: &CheckLine, run: &TestRunView) -> impl IntoView + use<> {
    let repeats = run.run.repeats.as_ref();
    let is_asked = repeats.is_some_and(|repeats| repeats.asked.contains(&check.id));
    let result = check.result.as_ref();
    if let Some(from) = result.and_then(|result| result.from) {
        let href = format!("{}#{}", Path::TestRun(run.view.offering.name.clone(), from.run), check.id);
        let said = if is_asked { words::STILL_FROM } else { words::FROM };
        return view! {
            <p class="quiet-2">
                {said} " " <a href=href>{words::title(from.number)}</a>
            </p>
        }
        .into_any();
    }
    let is_needed = repeats.is_some() && result.is_some() && !is_asked;
    is_needed.then(|| view! { <p class="quiet-2">{words::NEEDED}</p> }).into_any()
}

/// Who looked at what the check left to a person.
fn seen(check: &CheckLine, run: &TestRunView) -> impl IntoView + use<> {
    let now = run.view.now;
    check.attested.clone().map(|Attested { by_name, at, note }| {
        let note = (!note.is_empty()).then(|| format!(": “{note}”"));
        view! {
            <p class="quiet-2">{words::LOOKED} " " {by_name} ", " <Ago at now /> {note}</p>
        }
    })
}

/// The form for whoever looked at what the check leaves to a person; once is enough.
fn attest(check: &CheckLine, result: &CheckResult, run: &TestRunView) -> impl IntoView + use<> {
    let may = run.run.progress == Progress::Finished && denial(&run.view, Verb::Execute, Object::TestRun).is_none();
    let is_open = may && check.attested.is_none() && is_left_to_a_person(&check.id, result.outcome);
    let (offering, id, check) = (run.view.offering.name.clone(), run.run.id.to_string(), check.id.clone());
    is_open.then(|| {
        let (what, field, spoken) = (words::left_to_a_person(&check), format!("seen-{check}"), format!(" {check}"));
        view! {
            <form method="post" action=AttestCheck::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="run" value=id />
                <input type="hidden" name="check" value=check />
                <p class="quiet-2">{what}</p>
                <TextField
                    label=words::SEEN
                    name="note"
                    id=field
                    help=words::SEEN_HELP
                    optional=crate::text::OPTIONAL
                />
                <Button kind=Kind::Tertiary size=Size::Small>
                    {words::ATTEST}
                    <span class="visually-hidden">{spoken}</span>
                </Button>
            </form>
        }
    })
}

/// What broke, and what to do about it.
fn why(check: &CheckLine, result: &CheckResult, exchanges: &[Exchange]) -> impl IntoView + use<> {
    let (reason, why, remedy) = (sentence(&result.reason), check.why.clone(), check.remedy.clone());
    let (facts, transcript) = (facts(check, result), transcript::of(result, exchanges));
    view! {
        <div class="why">
            <p class="why__headline">{reason}</p>
            <div class="why__cols">
                {facts} <section>
                    <h3>{words::WHY}</h3>
                    <p>{why}</p>
                </section> <section>
                    <h3>{words::REMEDY}</h3>
                    <p>{remedy}</p>
                </section>
            </div>
            {transcript}
        </div>
    }
}

/// The grounds of what passed or was skipped, for whoever wants to see them.
fn details<Again: IntoView>(
    check: &CheckLine,
    result: &CheckResult,
    exchanges: &[Exchange],
    again: Again,
) -> impl IntoView + use<Again> {
    let skipped = (!result.reason.is_empty()).then(|| {
        let reason = sentence(&result.reason);
        view! { <p class="quiet-2">{reason}</p> }
    });
    let facts = facts(check, result);
    let transcript = transcript::of(result, exchanges);
    view! {
        {skipped}
        <details class="check__more disclosure" id=format!("more-{}", check.id)>
            <summary>{words::DETAILS}<span class="visually-hidden">" "{check.id.clone()}</span></summary>
            {facts}
            {transcript}
            {again}
        </details>
    }
}

fn facts(check: &CheckLine, result: &CheckResult) -> impl IntoView + use<> {
    let facts = result.facts.iter().map(|(name, value)| {
        let (name, value) = (name.clone(), value.clone());
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    });
    let (facts, criterion) = (facts.collect_view(), check.criterion.clone());
    view! {
        <section>
            <h3>{words::FACTS}</h3>
            <dl class="facts">
                <dt>{words::CRITERION}</dt>
                <dd>{criterion}</dd>
                {facts}
            </dl>
        </section>
    }
}

/// Reasons are parts of sentences.
fn sentence(reason: &str) -> String {
    let mut sentence = crate::text::sentence_case(reason);
    if !sentence.is_empty() && !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

const fn mark(outcome: Option<Outcome>) -> Mark {
    match outcome {
        Some(Outcome::Pass) => Mark::Done,
        Some(Outcome::Fail) => Mark::Failed,
        Some(Outcome::Warn) => Mark::Warning,
        Some(Outcome::Skip) => Mark::Skipped,
        None => Mark::Open,
    }
}
