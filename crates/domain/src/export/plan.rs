//! A plan in `catalog.json` (§4.9, §6.7).

use serde::{Deserialize, Serialize};

use super::CostJson;
use super::costs::costs;
use crate::field::Field;
use crate::ids::PlanId;
use crate::plan::PlanRecord;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanJson {
    pub id: PlanId,
    pub name: String,
    pub description: String,
    pub free: bool,
    /// Overrides the service's flag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bindable: Option<bool>,
    pub metadata: PlanMetadata,
    /// The first and the last day of its prices.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effective_from: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effective_until: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "the members of §6.7")]
pub struct PlanMetadata {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bullets: Vec<String>,
    /// The platform books a fixed fee; nothing is metered.
    pub subscription: bool,
    /// The free plan.
    pub lite: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub allow_internal_users: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub paid_only: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub regional: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub reservable: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub subscription_only: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostJson>,
}

pub(super) fn written(record: &PlanRecord) -> PlanJson {
    let draft = &record.draft;
    let free = draft.is_free();
    let mut metadata = PlanMetadata {
        display_name: draft.display_name.trim().to_owned(),
        bullets: draft.listed_bullets().map(|(_, bullet)| bullet.trim().to_owned()).collect(),
        subscription: draft.kind == "subscription",
        lite: free,
        costs: costs(draft),
        ..PlanMetadata::default()
    };
    for (field, typed) in draft.flags() {
        if let Some(flag) = metadata.flag(field) {
            *flag = typed == "yes";
        }
    }
    PlanJson {
        id: record.id,
        name: draft.name.clone(),
        description: draft.description.trim().to_owned(),
        free,
        bindable: draft.bindable(),
        metadata,
        effective_from: draft.effective_from.trim().to_owned(),
        effective_until: draft.effective_until.trim().to_owned(),
    }
}

impl PlanMetadata {
    /// The member that says a flag of the plan.
    fn flag(&mut self, field: Field) -> Option<&mut bool> {
        Some(match field {
            Field::PlanPaidOnly => &mut self.paid_only,
            Field::PlanInternalUsers => &mut self.allow_internal_users,
            Field::PlanReservable => &mut self.reservable,
            Field::PlanRegional => &mut self.regional,
            Field::PlanSubscriptionOnly => &mut self.subscription_only,
            _ => return None,
        })
    }
}
