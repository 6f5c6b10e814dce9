//! Which rules look at which field: those that the cases break, and those that are broken by texts that stand in every
//! field of every form.

use std::collections::BTreeSet;

use super::{anything, chars, everything_found};
use crate::access::{AccessContext, AccessDraft, ActionDraft, AttributeDraft, SubjectDraft};
use crate::account::{AccountKind, AccountPlaceDraft, NewAccountDraft, RegistrationDraft};
use crate::catalog::Details;
use crate::deployment::{DeploymentContext, DeploymentDraft, DeploymentOptions};
use crate::field::Field;
use crate::findings::Findings;
use crate::listing::{BulletDraft, ListingContext, ListingDraft};
use crate::location::GLOBAL;
use crate::member::MemberDraft;
use crate::new_instance::{BindingDraft, NewInstanceDraft};
use crate::offering::Offering;
use crate::person::PersonDraft;
use crate::reason;
use crate::rule::RuleId;
use crate::sample;
use crate::sandbox::form::{PatternDraft, RecordDraft, SettingDraft, check_batch};
use crate::settings::{ExtrasDraft, SettingsContext, SettingsDraft, SlaDraft};
use crate::statement::AdjustmentDraft;
use crate::summary::SummaryDraft;
use crate::thread::{ReplyDraft, ThreadDraft, ThreadMove};
use crate::token::TokenDraft;
use crate::visibility::until;

/// At these no rule looks; a new field does not come to them by itself.
const WITHOUT_RULES: [Field; 7] = [
    // Whoever signs in is not told what is wrong, and what makes a new password good is not told as a finding.
    Field::Email,
    Field::Password,
    Field::NewPassword,
    // Where it is not what it has to be, the act itself is refused.
    Field::Confirmation,
    // What is no place of the price list counts as the base, and any text can be a consumer.
    Field::SandboxBuyer,
    Field::SandboxConsumer,
    // Locations are judged together, at the list.
    Field::PlanLocation(0),
];

fn of_people(text: &str) -> Vec<Findings> {
    let own = || text.to_owned();
    let registration =
        RegistrationDraft { company_name: own(), company_legal_name: own(), contact_name: own(), contact_email: own() };
    let account = NewAccountDraft { name: own(), kind: own(), administrator_name: own(), administrator_email: own() };
    vec![
        PersonDraft { email: own(), name: own(), roles: vec![own()] }.check(false),
        MemberDraft { email: own(), name: own(), role: own() }.check(AccountKind::Provider, false),
        account.check(false),
        AccountPlaceDraft { country: own(), currency: own() }.check(),
        TokenDraft { name: own(), scope: own(), lifetime: own() }.check(),
        registration.check(),
        until(text).err().unwrap_or_default(),
    ]
}

fn of_definition(text: &str) -> Vec<Findings> {
    let own = || text.to_owned();
    let sla = SlaDraft {
        terms: own(),
        tenancy: own(),
        provisioning: own(),
        responsiveness: own(),
        recovery: own(),
        recovery_text: own(),
    };
    let extras = ExtrasDraft {
        barred_switches: vec![own()],
        async_provisioning: own(),
        async_unprovisioning: own(),
        allow_context_updates: own(),
        requires: vec![own()],
        sla,
        compliance: vec![own()],
        only_for: own(),
        not_extendable: own(),
    };
    let settings = SettingsDraft {
        plan_updateable: own(),
        bindable: own(),
        service_key_supported: own(),
        location_scope: own(),
        parameters: own(),
        extras,
    };
    let action = ActionDraft { id: own(), display_name: own(), description: own(), roles: vec![own()], hidden: own() };
    let access = AccessDraft {
        actions: vec![action],
        attributes: vec![AttributeDraft { key: own(), operators: vec![own()], input: own() }],
        subjects: vec![SubjectDraft { service_name: own(), resource_type: own() }],
        ..AccessDraft::default()
    };
    let summary = SummaryDraft {
        contact_name: own(),
        contact_email: own(),
        support_contact: own(),
        description: own(),
        target_date: own(),
    };
    let bullet = BulletDraft { title: own(), description: own(), icon: own() };
    vec![
        summary.check(),
        settings.check(&SettingsContext::default()),
        access.check_registration(&AccessContext::default()),
        ListingDraft { bullets: vec![bullet], ..ListingDraft::default() }.check(&ListingContext::default()),
    ]
}

fn of_operation(text: &str) -> Vec<Findings> {
    let own = || text.to_owned();
    let offering = sample::offering();
    let Offering { plans, brokers, deployments, .. } = &offering;
    let there = DeploymentContext { plans, brokers, deployments };
    let options = DeploymentOptions { pricing_region: own(), deployment_regions: vec![own()], parameters: own() };
    let asked = NewInstanceDraft {
        plan: own(),
        location: own(),
        name: own(),
        parameters: own(),
        terms: own(),
        ..NewInstanceDraft::default()
    };
    let adjustment = AdjustmentDraft { offering: own(), amount: own(), currency: own(), reason: own() };
    let thread = ThreadDraft { anchor: own(), text: own(), rule: own(), blocking: own() };
    // What is counted as events is told with the level before.
    let mut metered = sample::metered().draft;
    "EVENT".clone_into(&mut metered.metrics[0].quantity_type);
    let record =
        RecordDraft { start: own(), end: own(), consumer: own(), quantities: vec![own()], previous: vec![own()] };
    vec![
        DeploymentDraft { plan: own(), location: own(), broker: own() }.check(&there),
        options.check(GLOBAL, &[]),
        adjustment.check(&[], &[]),
        thread.check(&[]).err().unwrap_or_default(),
        ReplyDraft { text: own(), internal: own() }.check(ThreadMove::Reply),
        reason::check_written(&[(Field::ReviewNote, text), (Field::InternalNote, text)]),
        asked.check(&Details::of(&offering, true, sample::at(0))),
        BindingDraft { name: own() }.check(),
        SettingDraft { month: own(), day: own(), buyer: own() }.check(),
        record.check(&metered),
        check_batch(text),
        PatternDraft { shape: own(), quantity: own() }.check(),
    ]
}

/// Every field, in the first row of each list that it is in, with the rules that some draft breaks there.
fn rules_by_field() -> Vec<(Field, BTreeSet<RuleId>)> {
    let mut found = everything_found();
    let long = chars(30_001);
    for text in ["", "\u{7}x", "no such thing", long.as_str()] {
        for kind in 0..3 {
            found.extend(anything::of_forms(text, text, kind).into_iter().flatten());
        }
        found.extend([of_people(text), of_definition(text), of_operation(text)].into_iter().flatten().flatten());
    }
    let rows = Field::ROWS.iter().map(|field| field(0));
    let nested = Field::NESTED.iter().map(|field| field(0, 0));
    let cells = Field::CELLS.iter().map(|field| field(0, 0, 0));
    let fields = Field::PLAIN.iter().copied().chain(rows).chain(nested).chain(cells);
    let rules_at = |field: Field| {
        let here = found.iter().filter(|finding| finding.field.in_first_row() == field);
        let rules: BTreeSet<RuleId> = here.map(|finding| finding.rule).collect();
        (field, rules)
    };
    fields.map(rules_at).collect()
}

#[test]
fn every_field_has_the_rules_that_it_is_known_for() {
    let line = |(field, rules): (Field, BTreeSet<RuleId>)| {
        let ids: Vec<&str> = rules.iter().copied().map(RuleId::as_str).collect();
        format!("{field}: {}", if ids.is_empty() { "-".to_owned() } else { ids.join(" ") })
    };
    let table: Vec<String> = rules_by_field().into_iter().map(line).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn rules_look_at_every_field_but_those_that_need_none() {
    let without = rules_by_field().into_iter().filter(|(_, rules)| rules.is_empty()).map(|(field, _)| field);
    assert_eq!(without.collect::<Vec<_>>(), WITHOUT_RULES);
}
