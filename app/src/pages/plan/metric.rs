//! The metrics of a metered plan (§4.10), each in three steps: what is sent, how a month is counted, how it is charged.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::metering::MeteringModel;
use slipway_domain::metric::{AGGREGATION_GROUPS, BUCKETS, MetricDraft, QUANTITY_TYPES};
use slipway_domain::rating::PricingModel;

use super::lists::row;
use super::{Editing, tiers};
use crate::parts::findings_list::FindingsPlace;
use crate::parts::text_line::{RowLine, row_line, select_line, tick_line};
use crate::text::{formula, metric as words};
use crate::ui::{Button, Choice, Fold, Glyph, Kind, LinkButton, Section, Size};

pub(super) fn sections(editing: &Editing) -> impl IntoView + use<> {
    let metrics = &editing.draft.metrics;
    let drawn = metrics.iter().enumerate().map(|(at, metric)| one(at, metric, metrics.len(), &editing.findings));
    let drawn = drawn.collect_view();
    let findings = editing.findings.only(|field| field == Field::Metrics);
    let lead = if editing.draft.is_metered() { words::LEAD } else { words::LEAD_UNUSED };
    view! {
        <Section title=words::METRICS id=Field::Metrics.id() lead=lead>
            {drawn} <FindingsPlace findings field=Field::Metrics />
            <Button
                kind=Kind::Ghost
                size=Size::Small
                icon=Glyph::Add
                class="btn--start btn--after"
                name="intent"
                value="metric:add"
            >
                {words::ADD}
            </Button>
        </Section>
    }
}

/// Folded away where it is one of several and nothing is wrong with it.
fn one(at: usize, metric: &MetricDraft, of: usize, findings: &Findings) -> impl IntoView + use<> {
    let row = row(at);
    let findings = &findings.only(|field| field.metric() == Some(row));
    let form = Form { row, metric, findings };
    let is_open = of == 1 || !findings.is_empty();
    let title = words::title(at, metric);
    let body = view! {
        <div class="metric">
            {acts(at, of)}
            <div class="flow">
                {form.sent()}
                {form.counted()}
                {form.charged()}
            </div>
            {form.allowances()}
            {tiers::table(at, metric, findings)}
            {form.more()}
        </div>
    };
    view! {
        <Fold title summary=words::summary(metric) open=is_open id=format!("metric-{at}")>
            {body}
        </Fold>
    }
}

fn acts(at: usize, of: usize) -> impl IntoView {
    let act = |verb: &str, label: &'static str| {
        view! {
            <LinkButton name="intent" value=format!("metric:{verb}:{at}")>
                {label}
            </LinkButton>
        }
    };
    let up = (at > 0).then(|| act("up", words::MOVE_UP));
    let down = (at + 1 < of).then(|| act("down", words::MOVE_DOWN));
    view! { <p class="metric__acts">{up} {down} {act("remove", words::REMOVE)}</p> }
}

/// The fields of one metric.
struct Form<'a> {
    row: u8,
    metric: &'a MetricDraft,
    findings: &'a Findings,
}

impl Form<'_> {
    fn sent(&self) -> impl IntoView + use<> {
        let metric = self.metric;
        let kinds = choices(QUANTITY_TYPES, words::quantity_type);
        view! {
            <div class="flow__step">
                <h3>
                    <span>"1"</span>
                    " "
                    {words::SENT}
                </h3>
                {self.text(Field::MetricResource(self.row), words::RESOURCE, &metric.resource_name, words::RESOURCE_HELP)}
                {self.text(Field::MetricMeasure(self.row), words::MEASURE, &metric.measure, words::MEASURE_HELP)}
                {self.select(
                    Field::MetricQuantityType(self.row),
                    words::QUANTITY,
                    kinds,
                    &metric.quantity_type,
                    words::quantity_help(&metric.quantity_type),
                )}
            </div>
        }
    }

    fn counted(&self) -> impl IntoView + use<> {
        let metric = self.metric;
        let models = MeteringModel::ALL.map(|model| Choice::new(model.name(), words::metering(model))).to_vec();
        let (model, scale) = (Field::MetricModel(self.row), Field::MetricScale(self.row));
        let unit = Field::MetricChargeUnit(self.row);
        view! {
            <div class="flow__step">
                <h3>
                    <span>"2"</span>
                    " "
                    {words::COUNTED}
                </h3>
                {self.select(model, words::METERING_MODEL, models, &metric.metering_model, &metric.metering_model)}
                {self.number(scale, words::METERING_SCALE, &metric.metering_scale, &formula::scale_help(metric))}
                <p>
                    <LinkButton name="intent" value=format!("metric:{}:formula", self.row)>
                        {formula::CONVERT}
                    </LinkButton>
                </p>
                {self.text(unit, words::CHARGE_UNIT, &metric.charge_unit, words::CHARGE_UNIT_HELP)}
            </div>
        }
    }

    fn charged(&self) -> impl IntoView + use<> {
        let metric = self.metric;
        let models = PricingModel::ALL.map(|model| Choice::new(model.name(), words::pricing(model))).to_vec();
        let (model, pack) = (Field::MetricPricing(self.row), Field::MetricPack(self.row));
        let clip = metric.clip == "yes";
        view! {
            <div class="flow__step">
                <h3>
                    <span>"3"</span>
                    " "
                    {words::CHARGED}
                </h3>
                {self.select(model, words::PRICING_MODEL, models, &metric.rating_model, &metric.rating_model)}
                {self.number(pack, words::PACK, &metric.rating_scale, &words::pack_help(metric))}
                {self.tick(Field::MetricClip(self.row), words::CLIP, words::CLIP_HELP, clip)}
            </div>
        }
    }

    fn allowances(&self) -> impl IntoView + use<> {
        let metric = self.metric;
        let (instance, account) = (Field::MetricInstanceFree(self.row), Field::MetricFree(self.row));
        let cap = Field::MetricUsageCap(self.row);
        view! {
            <div class="triple">
                {self.number(instance, words::INSTANCE_FREE, &metric.instance_free_units, words::INSTANCE_FREE_HELP)}
                {self.number(account, words::FREE, &metric.free_units, words::FREE_HELP)}
                {self.number(cap, words::USAGE_CAP, &metric.usage_cap, words::USAGE_CAP_HELP)}
            </div>
        }
    }

    /// What most metrics leave as it is.
    fn more(&self) -> impl IntoView + use<> {
        let (metric, row) = (self.metric, self.row);
        let or_default = |mut entries: Vec<Choice>, label| {
            entries.insert(0, Choice::new("", label));
            entries
        };
        let buckets = or_default(choices(BUCKETS, words::bucket), words::BUCKET_DEFAULT);
        let groups = or_default(choices(AGGREGATION_GROUPS, words::group), words::GROUP_DEFAULT);
        let shown_only = metric.shown_only == "yes";
        let per_consumer = metric.consumer_level == "yes";
        let is_open = MORE.iter().any(|field| self.findings.at(field(row)).next().is_some());
        let body = view! {
            <div class="triple">
                {self.text(
                    Field::MetricResourceDisplay(row),
                    words::RESOURCE_DISPLAY,
                    &metric.resource_display_name,
                    words::RESOURCE_DISPLAY_HELP,
                )}
                {self.text(Field::MetricUnitDisplay(row), words::UNIT_DISPLAY, &metric.unit_display_name, words::UNIT_DISPLAY_HELP)}
                {self.text(Field::MetricChargeUnitId(row), words::CHARGE_UNIT_ID, &metric.charge_unit_id, words::CHARGE_UNIT_ID_HELP)}
                {self.text(Field::MetricPartNumber(row), words::PART_NUMBER, &metric.part_number, words::PART_NUMBER_HELP)}
                {self.number(Field::MetricDisplayCap(row), words::DISPLAY_CAP, &metric.display_cap, words::DISPLAY_CAP_HELP)}
                {self.select(Field::MetricGroup(row), words::GROUP, groups, &metric.aggregation_group, words::GROUP_HELP)}
                {self.select(Field::MetricBucket(row), words::BUCKET, buckets, &metric.bucket, words::BUCKET_HELP)}
                {self.text(Field::MetricFrom(row), words::FROM, &metric.effective_from, words::FROM_HELP)}
                {self.text(Field::MetricUntil(row), words::UNTIL, &metric.effective_until, words::UNTIL_HELP)}
            </div>
            <div class="pair">
                {self.tick(Field::MetricShownOnly(row), words::SHOWN_ONLY, words::SHOWN_ONLY_HELP, shown_only)}
                {self.tick(Field::MetricConsumerLevel(row), words::CONSUMERS, words::CONSUMERS_HELP, per_consumer)}
            </div>
        };
        view! {
            <Fold title=words::MORE summary=words::MORE_SUMMARY open=is_open>
                {body}
            </Fold>
        }
    }

    fn text(&self, field: Field, label: &'static str, value: &str, help: &str) -> AnyView {
        self.line(field, label, value, help, None)
    }

    fn number(&self, field: Field, label: &'static str, value: &str, help: &str) -> AnyView {
        self.line(field, label, value, help, Some("decimal"))
    }

    fn line(
        &self,
        field: Field,
        label: &'static str,
        value: &str,
        help: &str,
        inputmode: Option<&'static str>,
    ) -> AnyView {
        let line = RowLine { label: label.to_owned(), help: help.to_owned(), example: "", inputmode };
        row_line(field, line, value, self.findings)
    }

    fn select(&self, field: Field, label: &'static str, options: Vec<Choice>, value: &str, help: &str) -> AnyView {
        select_line(field, label, options, value, help, self.findings)
    }

    fn tick(&self, field: Field, label: &'static str, help: &'static str, checked: bool) -> AnyView {
        tick_line(field, (label, help), checked, self.findings)
    }
}

/// The fields behind the fold.
const MORE: [fn(u8) -> Field; 11] = [
    Field::MetricResourceDisplay,
    Field::MetricUnitDisplay,
    Field::MetricChargeUnitId,
    Field::MetricPartNumber,
    Field::MetricDisplayCap,
    Field::MetricGroup,
    Field::MetricBucket,
    Field::MetricFrom,
    Field::MetricUntil,
    Field::MetricShownOnly,
    Field::MetricConsumerLevel,
];

fn choices(values: &[&str], label: fn(&str) -> &'static str) -> Vec<Choice> {
    values.iter().map(|value| Choice::new(*value, label(value))).collect()
}
