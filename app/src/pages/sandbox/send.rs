//! Forms that send test usage: one record, a month of a pattern, records as JSON; and the line that sends it with a key.

use core::time::Duration;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::metric::MetricDraft;
use slipway_domain::plan::{PlanDraft, PlanRecord};
use slipway_domain::sandbox::form::{PatternDraft, RecordDraft, measures};
use slipway_domain::sandbox::pattern::Pattern;
use slipway_domain::usage_request;
use slipway_domain::view::{OpenSandbox, SandboxView};

use super::{BATCH, PATTERN, RECORD, of_plan, typed};
use crate::api::sandbox::{GenerateRecords, SendBatch, SendRecord};
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::text_line::{RowLine, row_line};
use crate::text::sandbox as words;
use crate::ui::{Button, Choice, Fold, Section, Select, TextArea};

pub(super) fn section(sandbox: &SandboxView, plan: &PlanRecord, open: &OpenSandbox) -> impl IntoView + use<> {
    let measures_something = plan.draft.charged_metrics().next().is_some();
    let record = measures_something.then(|| record(sandbox, &plan.draft, open));
    let pattern = measures_something.then(|| pattern(sandbox, open));
    let (batch, curl) = (batch(sandbox, open), curl(plan, open));
    view! {
        <section class="block" aria-labelledby="send-h">
            <h2 id="send-h">{words::SEND}</h2>
            {pattern}
            {record}
            {batch}
            {curl}
        </section>
    }
}

fn line(field: Field, label: impl Into<String>, help: &str, value: &str, findings: &Findings) -> AnyView {
    let line = RowLine { label: label.into(), help: help.to_owned(), ..RowLine::default() };
    row_line(field, line, value, findings)
}

fn record(sandbox: &SandboxView, plan: &PlanDraft, open: &OpenSandbox) -> impl IntoView + use<> {
    let (draft, findings) = typed::record(plan, open).unwrap_or_else(|| (begun(open), Findings::new()));
    let start = line(Field::SandboxStart, words::START, words::TIME_HELP, &draft.start, &findings);
    let end = line(Field::SandboxEnd, words::END, "", &draft.end, &findings);
    let rows = (0..)
        .zip(measures(plan))
        .map(|(at, metric)| {
            let value = |typed: &[String]| typed.get(usize::from(at)).cloned().unwrap_or_default();
            let (used, before) = (value(&draft.quantities), value(&draft.previous));
            let before = metric
                .is_event()
                .then(|| line(Field::SandboxPrevious(at), words::previous(metric), "", &before, &findings));
            let used = line(Field::SandboxQuantity(at), words::quantity(metric), "", &used, &findings);
            view! { <div class="pair">{before} {used}</div> }
        })
        .collect_view();
    let has_consumers = measures(plan).any(MetricDraft::is_consumer_level);
    let consumer = has_consumers
        .then(|| line(Field::SandboxConsumer, words::CONSUMER, words::CONSUMER_HELP, &draft.consumer, &findings));
    let of_plan = of_plan(sandbox);
    view! {
        <form class="form" id=RECORD method="post" action=SendRecord::url()>
            {of_plan}
            <Section title=words::RECORD lead=words::RECORD_LEAD>
                <div class="pair">{start} {end}</div>
                {rows}
                {consumer}
                <Button>{words::SEND_RECORD}</Button>
            </Section>
        </form>
    }
}

/// The hour before the clock.
fn begun(open: &OpenSandbox) -> RecordDraft {
    let now = open.setting.end_of(open.day);
    RecordDraft {
        start: now.minus(Duration::from_hours(1)).iso_minute(),
        end: now.iso_minute(),
        ..RecordDraft::default()
    }
}

fn pattern(sandbox: &SandboxView, open: &OpenSandbox) -> impl IntoView + use<> {
    let begun = || PatternDraft { shape: Pattern::Hourly.name().to_owned(), quantity: String::new() };
    let (draft, findings) = typed::pattern(open).unwrap_or_else(|| (begun(), Findings::new()));
    let options: Vec<Choice> =
        Pattern::ALL.into_iter().map(|pattern| Choice::new(pattern.name(), words::pattern(pattern))).collect();
    let quantity = line(Field::SandboxAmount, words::AMOUNT, words::AMOUNT_HELP, &draft.quantity, &findings);
    let (name, state) = (Field::SandboxPattern.input_name(), validity(&findings, Field::SandboxPattern));
    let of_plan = of_plan(sandbox);
    view! {
        <form class="form" id=PATTERN method="post" action=GenerateRecords::url()>
            {of_plan}
            <Section title=words::PATTERN lead=words::PATTERN_LEAD>
                <div class="pair">
                    <Select label=words::SHAPE name=name options=options selected=draft.shape validity=state>
                        <FindingsAt findings field=Field::SandboxPattern />
                    </Select>
                    {quantity}
                </div>
                <Button>{words::GENERATE}</Button>
            </Section>
        </form>
    }
}

fn batch(sandbox: &SandboxView, open: &OpenSandbox) -> impl IntoView + use<> {
    let typed = typed::batch(open);
    let is_back = typed.is_some();
    let (value, findings) = typed.unwrap_or_default();
    let (name, state) = (Field::SandboxRecords.input_name(), validity(&findings, Field::SandboxRecords));
    let of_plan = of_plan(sandbox);
    view! {
        <Fold title=words::BATCH summary=words::BATCH_SUMMARY id=BATCH open=is_back>
            <form class="form" method="post" action=SendBatch::url()>
                {of_plan}
                <TextArea label=words::BATCH_LABEL name=name value=value rows=8 validity=state>
                    <FindingsAt findings field=Field::SandboxRecords />
                </TextArea>
                <Button>{words::SEND_BATCH}</Button>
            </form>
        </Fold>
    }
}

fn curl(plan: &PlanRecord, open: &OpenSandbox) -> impl IntoView + use<> {
    let setting = &open.setting;
    let request = usage_request::sandbox_curl(plan, setting, setting.end_of(open.day));
    let request = request.map(|request| view! { <pre class="code" tabindex="0">{request}</pre> });
    let (instance, region) = (setting.instance.to_string(), setting.location.clone());
    view! {
        <Fold title=words::CURL summary=words::CURL_SUMMARY id="sandbox-curl">
            <p class="section__lead">{words::CURL_LEAD}</p>
            <dl class="facts">
                <dt>{words::INSTANCE}</dt>
                <dd>
                    <code>{instance}</code>
                </dd>
                <dt>{words::REGION}</dt>
                <dd>
                    <code>{region}</code>
                </dd>
            </dl>
            {request}
        </Fold>
    }
}
