//! A sandbox without records.

use uuid::Uuid;

use super::NORTHWIND;
use crate::ids::{InstanceId, UsageRecordId};
use crate::month::Month;
use crate::plan::PlanRecord;
use crate::rating::Buyer;
use crate::sandbox::Setting;

pub(crate) const RECORD: UsageRecordId = UsageRecordId::new(Uuid::from_u128(0x90));

/// Of May 2026, with an instance that is there from its first day.
pub(crate) fn sandbox_of(plan: &PlanRecord) -> Setting {
    let month = Month::parse("2026-05").unwrap();
    Setting {
        instance: InstanceId::new(Uuid::from_u128(0x91)),
        account: NORTHWIND,
        offering: "northwind-vector".to_owned(),
        location: "eu-de".to_owned(),
        plan: plan.id,
        month,
        provisioned: month.start(),
        buyer: Buyer::BASE,
    }
}
