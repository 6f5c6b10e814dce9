//! What is written down, with a clock of the test's own. Nothing is sent.

use serde_json::json;
use tempfile::TempDir;

use super::*;

const NOON: i64 = 500_000 * HOUR;

struct Desk(TempDir);

impl Desk {
    fn new(instances: Value) -> Self {
        Self::with(instances, json!([]))
    }

    fn with(instances: Value, ended: Value) -> Self {
        let desk = Self(TempDir::new().unwrap());
        let state = json!({ "instances": instances, "ended": ended });
        fs::write(desk.0.path().join("state.json"), state.to_string()).unwrap();
        desk
    }

    /// Started anew: what it knows is in its file.
    fn reporter(&self) -> Reporter {
        let costs =
            [cost("QUERY", "CONSUMPTION", false), cost("NODES", "EVENT", false), cost("SEATS", "CONSUMPTION", true)];
        let catalog = json!({ "services": [{ "plans": [{ "id": "p", "metadata": { "costs": costs } }] }] });
        let platform = Platform::new("http://127.0.0.1:9", "slw_key".to_owned(), "acme-db").unwrap();
        let files = ["state.json", "usage.json"].map(|name| self.0.path().join(name));
        Reporter::open(&catalog, files, platform).unwrap()
    }

    fn written(&self, now: i64, partly: bool) -> Vec<Value> {
        let mut reporter = self.reporter();
        reporter.write_down(now, partly).unwrap();
        reporter.kept.waiting.iter().map(|record| json!(record)).collect()
    }
}

fn cost(name: &str, kind: &str, by_consumer: bool) -> Value {
    json!({ "meteringUnit": name, "quantity_type": kind, "model": "standard_add", "consumer_level": by_consumer })
}

fn instance(changes: Value) -> Value {
    let mut instance = json!({
        "wanted": { "plan_id": "p" }, "region": "eu-de", "since": 0, "enabled": true, "operation": null,
        "bindings": { "b": {} },
    });
    let (Value::Object(members), Value::Object(changes)) = (&mut instance, changes) else { unreachable!() };
    members.extend(changes);
    instance
}

#[test]
fn every_measure_is_written_down_for_every_hour_and_once() {
    let desk = Desk::new(json!({ "i": instance(json!({})) }));
    let first = desk.written(NOON + 5, false);
    let of = |start: i64, measure: &str, quantity: Value| {
        json!({
            "resource_instance_id": "i", "plan_id": "p", "region": "eu-de", "start": start, "end": NOON,
            "measured_usage": [{ "measure": measure, "quantity": quantity }]
        })
    };
    let mut seats = of(NOON - HOUR, "SEATS", json!(1));
    seats["consumer_id"] = json!("everybody");
    let event = of(NOON, "NODES", json!({ "previous": 0, "current": 1 }));
    assert_eq!(first, [of(NOON - HOUR, "QUERY", json!(1)), seats, event]);
    assert_eq!(desk.written(NOON + 6, false), first);
    // The event waits, so that there is no second one.
    let later = desk.written(NOON + 2 * HOUR, false);
    let windows: Vec<(&Value, &Value)> = later[3..].iter().map(|record| (&record["start"], &record["end"])).collect();
    let (noon, one, two) = (json!(NOON), json!(NOON + HOUR), json!(NOON + 2 * HOUR));
    assert_eq!(windows, [(&noon, &one), (&noon, &one), (&one, &two), (&one, &two)]);
}

#[test]
fn only_the_time_in_which_an_instance_was_active_is_written_down() {
    let desk = Desk::new(json!({
        "young": instance(json!({ "since": NOON - 10 })),
        "later": instance(json!({ "since": NOON + 1 })),
        "off": instance(json!({ "enabled": false })),
        "unmade": instance(json!({ "operation": { "kind": "Provision", "done": false } })),
    }));
    let first = desk.written(NOON, false);
    assert_eq!(first.len(), 3);
    assert!(first.iter().all(|record| record["resource_instance_id"] == "young"));
    assert_eq!(first[0]["start"], NOON - 10);
    let partly = desk.written(NOON + 60, true);
    assert!(partly.iter().any(|record| record["resource_instance_id"] == "later" && record["start"] == NOON + 1));
}

#[test]
fn what_was_used_until_an_instance_ended_is_written_down() {
    let ended = |id: &str, since: i64, until: i64| json!({ "id": id, "plan_id": "p", "region": null, "since": since, "until": until, "bindings": ["b"] });
    let disabled = instance(json!({ "enabled": false, "since": NOON - 5 }));
    let before = ended("before", 0, NOON - HOUR);
    let ended = json!([ended("off", NOON - 5, NOON + 20), ended("gone", 0, NOON + 10), before]);
    let desk = Desk::with(json!({ "off": disabled }), ended);
    let used = |now: i64| -> Vec<Value> {
        let written = desk.written(now, false).into_iter();
        let queries = written.filter(|record| record["measured_usage"][0]["measure"] == "QUERY");
        queries.map(|one| json!([one["resource_instance_id"], one["start"], one["end"]])).collect()
    };
    let expected = [json!(["off", NOON, NOON + 20]), json!(["gone", NOON, NOON + 10])];
    assert_eq!(used(NOON + HOUR), expected);
    assert_eq!(used(NOON + 2 * HOUR), expected, "once");
}

#[test]
fn an_event_begins_where_the_last_one_that_was_acknowledged_ended() {
    let desk = Desk::new(json!({ "i": instance(json!({})) }));
    let mut reporter = desk.reporter();
    let event = |reporter: &Reporter| {
        let waiting = reporter.kept.waiting.iter().find(|record| record.start == record.end);
        waiting.cloned().unwrap()
    };
    for (now, status, previous) in [(NOON, 400, 0), (NOON + HOUR, 201, 0), (NOON + 2 * HOUR, 201, 1)] {
        reporter.write_down(now, false).unwrap();
        let record = event(&reporter);
        let expected = Quantity::Event { previous: previous.into(), current: 1.into() };
        assert_eq!(record.measured_usage[0].quantity, expected, "{now}");
        reporter.settle(&record, &json!({ "status": status }));
    }
}
