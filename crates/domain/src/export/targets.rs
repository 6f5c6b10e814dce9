//! Where in `catalog.json` the fields of the forms are written (§4.7 to §4.9, §6.7), as data: `docs/export.md` is made
//! of it.

use core::fmt::Write as _;

use crate::field::Field;

/// Each field that the file has a member for, and the member: a pointer below the service, `*` for each plan. The rows of a
/// list stand within the member of their list. Fields that are not here are of the console and its catalog alone.
pub const TARGETS: &[(Field, &str)] = &[
    (Field::Description, "/description"),
    (Field::Tags, "/tags"),
    (Field::DisplayName, "/metadata/displayName"),
    (Field::LongDescription, "/metadata/longDescription"),
    (Field::ProviderDisplayName, "/metadata/providerDisplayName"),
    (Field::DocumentationUrl, "/metadata/documentationUrl"),
    (Field::InstructionsUrl, "/metadata/instructionsUrl"),
    (Field::TermsUrl, "/metadata/termsUrl"),
    (Field::SupportUrl, "/metadata/supportUrl"),
    (Field::CatalogDetailsUrl, "/metadata/catalogDetailsUrl"),
    (Field::Icon, "/metadata/imageUrl"),
    (Field::SmallImage, "/metadata/smallImageUrl"),
    (Field::MediumImage, "/metadata/mediumImageUrl"),
    (Field::FeatureImage, "/metadata/featuredImageUrl"),
    (Field::Bullets, "/metadata/bullets"),
    (Field::Media, "/metadata/media"),
    (Field::Translations, "/metadata/i18n"),
    (Field::Bindable, "/bindable"),
    (Field::PlanUpdateable, "/plan_updateable"),
    (Field::AllowContextUpdates, "/allow_context_updates"),
    (Field::ServiceKeySupported, "/metadata/serviceKeysSupported"),
    (Field::Requires, "/requires"),
    (Field::Parameters, "/metadata/parameters"),
    (Field::PlanName, "/plans/*/name"),
    (Field::PlanDescription, "/plans/*/description"),
    (Field::PlanKind, "/plans/*/free"),
    (Field::PlanBindable, "/plans/*/bindable"),
    (Field::PlanDisplayName, "/plans/*/metadata/displayName"),
    (Field::PlanBullets, "/plans/*/metadata/bullets"),
    (Field::PlanPaidOnly, "/plans/*/metadata/paidOnly"),
    (Field::PlanInternalUsers, "/plans/*/metadata/allowInternalUsers"),
    (Field::PlanReservable, "/plans/*/metadata/reservable"),
    (Field::PlanRegional, "/plans/*/metadata/regional"),
    (Field::PlanSubscriptionOnly, "/plans/*/metadata/subscriptionOnly"),
    (Field::PlanFrom, "/plans/*/effective_from"),
    (Field::PlanUntil, "/plans/*/effective_until"),
    (Field::PlanAmounts, "/plans/*/metadata/costs"),
    (Field::PlanCaps, "/plans/*/metadata/costs"),
    (Field::Metrics, "/plans/*/metadata/costs"),
];

impl Field {
    /// The member of `catalog.json` that says this field; `None`: the file has none.
    pub fn exported(self) -> Option<&'static str> {
        TARGETS.iter().find(|(field, _)| *field == self).map(|(_, member)| *member)
    }
}

/// The table for people to read, with a line feed at the end.
pub fn markdown() -> String {
    let mut table = "| Field | Member |\n|---|---|\n".to_owned();
    for (field, member) in TARGETS {
        // Writing into a text never fails.
        let _ = writeln!(table, "| `{field}` | `{member}` |");
    }
    table
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::export::{self, ServiceJson};
    use crate::plan::CapDraft;
    use crate::sample;

    fn written(service: &ServiceJson, field: Field) -> Option<Value> {
        let member = field.exported().unwrap_or_else(|| panic!("{field} has a member and no row"));
        serde_json::to_value(service).unwrap().pointer(member).cloned()
    }

    #[test]
    fn every_text_and_answer_is_written_where_the_table_says() {
        let offering = sample::offering();
        for field in Field::PLAIN {
            let mut service = ServiceJson::new(offering.id, offering.name.clone());
            if let Some(member) = service.text(*field) {
                "told".clone_into(member);
                assert_eq!(written(&service, *field), Some(json!("told")), "{field}");
            }
            if let Some(member) = service.flag(*field) {
                *member = true;
                assert_eq!(written(&service, *field), Some(json!(true)), "{field}");
            }
        }
    }

    #[test]
    fn what_a_plan_says_is_written_where_the_table_says() {
        let mut offering = sample::offering();
        offering.plans.truncate(1);
        let plan = &mut offering.plans[0].draft;
        plan.lite_caps = vec![CapDraft { measure: "CALL".to_owned(), cap: "5".to_owned(), ..CapDraft::new() }];
        for said in [
            &mut plan.bindable,
            &mut plan.paid_only,
            &mut plan.allow_internal_users,
            &mut plan.reservable,
            &mut plan.regional,
            &mut plan.subscription_only,
            &mut plan.effective_from,
            &mut plan.effective_until,
        ] {
            "yes".clone_into(said);
        }
        let service = serde_json::to_value(export::service(&offering)).unwrap();
        for (field, member) in TARGETS.iter().filter(|(_, member)| member.contains('*')) {
            assert!(service.pointer(&member.replace('*', "0")).is_some(), "{field}: {member}");
        }
    }

    #[test]
    fn no_field_has_two_members() {
        let fields: std::collections::BTreeSet<String> = TARGETS.iter().map(|(field, _)| field.input_name()).collect();
        assert_eq!(fields.len(), TARGETS.len());
    }
}
