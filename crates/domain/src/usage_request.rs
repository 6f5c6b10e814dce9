//! The sample usage request of a plan (§4.9, §8.5): a line for the shell with the ids and measures of the plan. What
//! only its reader knows stands in three variables: SLIPWAY, TOKEN and INSTANCE.

use serde::Serialize;

use crate::metric::MetricDraft;
use crate::moment::Moment;
use crate::plan::PlanRecord;
use crate::sandbox::Setting;
use crate::shell::quoted;

const HOUR: i64 = 3_600_000;
/// Takes the place of the instance until the shell puts it in.
const INSTANCE: &str = "$INSTANCE";

#[derive(Serialize)]
struct Record<'a> {
    resource_instance_id: &'a str,
    plan_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    region: &'a str,
    start: i64,
    end: i64,
    #[serde(skip_serializing_if = "str::is_empty")]
    consumer_id: &'static str,
    measured_usage: Vec<Measure<'a>>,
}

#[derive(Serialize)]
struct Measure<'a> {
    measure: &'a str,
    quantity: Quantity,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Quantity {
    Consumption(u32),
    Event { previous: u32, current: u32 },
}

/// `None` while no metric has a measure. The window is the last full hour before `now`; events and months are told at
/// its end. Sub-tenant totals need records of their own.
pub fn curl(offering: &str, plan: &PlanRecord, now: Moment) -> Option<String> {
    let region = plan.draft.locations.iter().find(|id| !id.is_empty()).map_or("", String::as_str);
    let body = quoted(&records(plan, INSTANCE, region, now)?);
    let body = body.replace(&format!("\"{INSTANCE}\""), "\"'\"$INSTANCE\"'\"");
    Some(line("resources", offering, &body))
}

/// The same for the sandbox of the plan, whose instance is known. `clock` is what time it is there.
pub fn sandbox_curl(plan: &PlanRecord, setting: &Setting, clock: Moment) -> Option<String> {
    let body = records(plan, &setting.instance.to_string(), &setting.location, clock)?;
    Some(line("sandbox", &setting.offering, &quoted(&body)))
}

fn line(interface: &str, offering: &str, body: &str) -> String {
    let name: String = offering.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    format!(
        "curl -X POST \"$SLIPWAY/v4/metering/{interface}/{name}/usage\" \\\n  \
         -H \"Authorization: Bearer $TOKEN\" \\\n  \
         -H \"Content-Type: application/json\" \\\n  -d {body}"
    )
}

fn records(plan: &PlanRecord, instance: &str, region: &str, now: Moment) -> Option<String> {
    let measured = || plan.draft.metrics.iter().filter(|metric| !metric.measure.trim().is_empty());
    let end = now.millis().div_euclid(HOUR) * HOUR;
    let records: Vec<Record> = [(false, false), (false, true), (true, false), (true, true)]
        .into_iter()
        .filter_map(|kind| {
            let of_kind = |metric: &&MetricDraft| (metric.is_instant(), metric.is_consumer_level()) == kind;
            let measured_usage: Vec<Measure> = measured().filter(of_kind).map(measure).collect();
            let (is_instant, has_consumer) = kind;
            (!measured_usage.is_empty()).then(|| Record {
                resource_instance_id: instance,
                plan_id: plan.id.to_string(),
                region,
                start: if is_instant { end } else { end.saturating_sub(HOUR) },
                end,
                consumer_id: if has_consumer { "consumer-1" } else { "" },
                measured_usage,
            })
        })
        .collect();
    if records.is_empty() { None } else { serde_json::to_string(&records).ok() }
}

fn measure(metric: &MetricDraft) -> Measure<'_> {
    let quantity =
        if metric.is_event() { Quantity::Event { previous: 0, current: 1 } } else { Quantity::Consumption(1) };
    Measure { measure: &metric.measure, quantity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::sandbox::{Channel, Entry, play};
    use crate::usage::{Code, batch};

    #[test]
    fn the_request_holds_the_ids_and_measures_of_the_plan() {
        let mut plan = sample::metered();
        plan.draft.metrics[1].quantity_type = "EVENT".to_owned();
        insta::assert_snapshot!(curl("northwind-vector", &plan, sample::at(0)).unwrap());
        plan.draft.metrics.clear();
        assert_eq!(curl("northwind-vector", &plan, sample::at(0)), None);
    }

    #[test]
    fn the_line_for_a_sandbox_can_be_pasted_with_nothing_but_a_token() {
        let plan = sample::metered();
        let setting = sample::sandbox_of(&plan);
        let line = sandbox_curl(&plan, &setting, setting.end_of(1)).unwrap();
        assert!(line.contains("/v4/metering/sandbox/northwind-vector/usage") && !line.contains("$INSTANCE"), "{line}");
        let body = line.split_once("-d '").unwrap().1.strip_suffix('\'').unwrap();
        let entries: Vec<Entry> = batch::texts(body.as_bytes())
            .unwrap()
            .into_iter()
            .map(|json| Entry::read(sample::RECORD, setting.end_of(1), Channel::Key, json.to_owned()))
            .collect();
        let played = play(&plan.draft, &setting, &entries, setting.end_of(1));
        assert!(played.answers.iter().all(|answer| answer.code == Code::Accepted), "{:?}", played.answers);
    }

    #[test]
    fn nothing_that_was_typed_leaves_the_quotes() {
        let mut plan = sample::metered();
        plan.draft.metrics.truncate(1);
        plan.draft.metrics[0].measure = "'; touch a7; '\"$(touch a7)\n`touch a7`$INSTANCE".to_owned();
        let line = curl("x; touch a7", &plan, sample::at(0)).unwrap();
        let body = line.split_once("-d '").unwrap().1.strip_suffix('\'').unwrap();
        // What stands between single quotes is text to a shell; only our own variable stands outside.
        let parts: Vec<String> = body.replace(r"'\''", "").split('\'').map(ToOwned::to_owned).collect();
        assert_eq!((parts.len(), parts[1].as_str()), (3, "\"$INSTANCE\""));
        assert!(line.contains("/resources/xtoucha7/usage"));
    }
}
