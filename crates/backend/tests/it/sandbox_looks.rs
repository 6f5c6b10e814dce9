//! What the page of a sandbox turns to, and how many of its runs are kept.

use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::SandboxRunId;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::sandbox::{MOST_RUNS, SavedSandbox};
use slipway_domain::usage::Code;
use slipway_store::NewSandboxRun;
use uuid::Uuid;

use crate::sandboxes::{daily, may, record, refused, sandbox};
use crate::support::KIM;
use crate::usage::{Metered, codes};

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn the_address_of_a_record_shows_it_whatever_day_it_is_by_then() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    let there = sandbox(house, plan).await;
    let end = there.clock().millis();
    let sent: Vec<Value> = (0..60)
        .map(|minute| {
            json!({
                "resource_instance_id": there.setting.instance, "plan_id": plan, "region": there.setting.location,
                "start": end - (minute + 1) * MINUTE, "end": end - minute * MINUTE,
                "measured_usage": [{ "measure": "QUERY", "quantity": 1 }]
            })
        })
        .collect();
    let answers = metered.try_out(&sent).await.unwrap();
    assert_eq!(codes(&answers), vec![Code::Accepted; 60]);
    let location = answers[59].location.as_ref().unwrap();
    let (_, query) = location.split_once("/sandbox?record=").unwrap();
    let (id, anchor) = query.split_once('#').unwrap();
    assert_eq!(anchor, format!("record-{id}"));
    kim.generate_in_sandbox(OFFERING, plan, &daily("3")).await.unwrap();
    for clock in [1, 4] {
        if clock > 1 {
            kim.move_sandbox(OFFERING, plan, clock).await.unwrap();
        }
        let open = kim.sandbox(OFFERING, plan, ("3", 7), id).await.unwrap().open.unwrap();
        assert_eq!((open.day, open.shown, open.page), (clock, 1, 1));
        assert!(open.records.iter().any(|record| record.id.to_string() == id), "by the end of day {clock}");
    }
    let later = sandbox(house, plan).await.entries.last().unwrap().id.to_string();
    for unseen in [later.as_str(), &Uuid::nil().to_string(), "one"] {
        let open = kim.sandbox(OFFERING, plan, ("2", 0), unseen).await.unwrap().open.unwrap();
        assert_eq!((open.shown, open.page), (2, 0), "{unseen}");
    }
}

#[tokio::test]
async fn so_many_runs_of_a_plan_are_kept_and_no_more() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    kim.send_to_sandbox(OFFERING, plan, &record(10)).await.unwrap();
    kim.keep_sandbox(OFFERING, plan).await.unwrap();
    let first = kim.sandbox(OFFERING, plan, ("", 0), "").await.unwrap().saved.remove(0);
    let (scope, by) = (metered.instance.scope, house.person(KIM).await.id);
    let mut tx = house.backend.store().write().await.unwrap();
    for number in 2..MOST_RUNS {
        let id = SandboxRunId::new(Uuid::from_u128(number as u128));
        let run = SavedSandbox { id, ..first.clone() };
        tx.keep_sandbox_run(&NewSandboxRun { scope, run: &run, by, body: "{}" }).await.unwrap();
    }
    tx.commit().await.unwrap();
    kim.send_to_sandbox(OFFERING, plan, &record(11)).await.unwrap();
    kim.keep_sandbox(OFFERING, plan).await.expect("there is room for one");
    kim.send_to_sandbox(OFFERING, plan, &record(12)).await.unwrap();
    let before = house.backend.store().digests().await.unwrap();
    let full = kim.keep_sandbox(OFFERING, plan).await;
    assert_eq!(refused(full), Rejection::Refused(Refusal::SandboxRunsFull));
    assert!(house.backend.store().digests().await.unwrap() == before);
}
