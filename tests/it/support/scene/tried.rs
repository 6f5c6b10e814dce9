//! A metered plan whose sandbox is open.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::PlanId;
use slipway_domain::metric::MetricDraft;
use slipway_domain::plan::PlanDraft;
use slipway_domain::sandbox::form::{RecordDraft, SettingDraft};

/// The plan, with one measure in place of its fee.
pub(super) fn metered(like: &PlanDraft) -> PlanDraft {
    let queries = MetricDraft {
        resource_name: "Queries".to_owned(),
        measure: "QUERY".to_owned(),
        charge_unit: "QUERIES".to_owned(),
        prices: vec![vec!["0.40".to_owned()]],
        ..MetricDraft::new()
    };
    PlanDraft { kind: "metered".to_owned(), amounts: Vec::new(), metrics: vec![queries], ..like.clone() }
}

/// Opens the sandbox of the plan, with a record that has arrived.
pub(super) async fn try_out(kim: &Acting, plan: PlanId) {
    let setting = SettingDraft { month: "2026-05".to_owned(), ..SettingDraft::default() };
    kim.open_sandbox(OFFERING, plan, &setting).await.unwrap();
    let record = RecordDraft {
        start: "2026-05-01T12:00".to_owned(),
        end: "2026-05-01T13:00".to_owned(),
        quantities: vec!["5".to_owned()],
        ..RecordDraft::default()
    };
    kim.send_to_sandbox(OFFERING, plan, &record).await.unwrap();
}
