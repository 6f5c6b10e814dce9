//! What the Settings say beside their four questions (§4.7b): which changes of plan are offered, what the broker does,
//! and what customers may expect. Each button saves the whole form.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::offering::Offering;
use slipway_domain::settings::{PERMISSIONS, SettingsDraft, TENANCIES, switch};
use slipway_domain::visibility::OnlyFor;

use crate::parts::findings_list::{FindingsAt, FindingsPlace, has_findings, validity};
use crate::parts::moves::moves;
use crate::text::{self, detail, settings as words};
use crate::ui::{AddRow, Checkbox, Choice, Fold, RepeatRow, RowWidth, Section, Select, TextArea, TextField};

/// The form as far as it is drawn here.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) draft: &'a SettingsDraft,
    pub(super) findings: &'a Findings,
    pub(super) is_open: bool,
}

impl Form<'_> {
    fn line(self, field: Field, label: &str, help: &str, value: &str) -> AnyView {
        let (here, state) = (self.findings.only(|other| other == field), validity(self.findings, field));
        let (label, help, value) = (label.to_owned(), help.to_owned(), value.to_owned());
        let (name, locked) = (field.input_name(), !self.is_open);
        view! {
            <TextField label name value help optional=text::OPTIONAL validity=state locked>
                <FindingsAt findings=here field />
            </TextField>
        }
        .into_any()
    }

    fn tick(self, field: Field, label: &'static str, help: &'static str, value: &str) -> AnyView {
        let here = self.findings.only(|other| other == field);
        let (checked, disabled) = (value == "yes", !self.is_open);
        view! {
            <Checkbox name=field.input_name() value="yes" id=field.id() checked disabled help>
                {label}
            </Checkbox>
            <FindingsPlace findings=here field />
        }
        .into_any()
    }

    /// A box of a list of which each one is ticked or not.
    fn one_of(self, list: Field, place: usize, value: String, label: String, checked: bool) -> AnyView {
        let (name, disabled) = (format!("{}[{place}]", list.input_name()), !self.is_open);
        view! {
            <Checkbox name value checked disabled>
                {label}
            </Checkbox>
        }
        .into_any()
    }
}

/// From which plan to which one there is no way; nothing while there is only one.
pub(super) fn switches(form: Form<'_>, offering: &Offering) -> Option<AnyView> {
    let plans: Vec<(String, String)> =
        offering.plans.iter().map(|plan| (plan.id.to_string(), offering.plan_called(plan.id))).collect();
    if plans.len() < 2 {
        return None;
    }
    let pairs = plans.iter().flat_map(|from| plans.iter().map(move |to| (from, to))).filter(|(from, to)| from != to);
    let field = Field::BarredSwitches;
    let mut barred = 0_usize;
    let mut boxes = Vec::new();
    for (place, ((from, from_name), (to, to_name))) in pairs.enumerate() {
        let is_barred = form.draft.extras.bars(from, to);
        barred += usize::from(is_barred);
        boxes.push(form.one_of(field, place, switch(from, to), words::switch(from_name, to_name), is_barred));
    }
    let (here, summary) = (form.findings.only(|other| other == field), words::barred(barred));
    let open = barred > 0 || has_findings(form.findings, field);
    Some(
        view! {
            <Fold title=words::SWITCHES summary open id=field.id()>
                <p class="quiet">{words::SWITCHES_LEAD}</p>
                {boxes}
                <FindingsPlace findings=here field />
            </Fold>
        }
        .into_any(),
    )
}

pub(super) fn broker(form: Form<'_>) -> AnyView {
    let extras = &form.draft.extras;
    let provisioning = form.tick(Field::AsyncProvisioning, words::ASYNC, words::ASYNC_HELP, &extras.async_provisioning);
    let ending = &extras.async_unprovisioning;
    let unprovisioning = form.tick(Field::AsyncUnprovisioning, words::ASYNC_END, words::ASYNC_END_HELP, ending);
    let context = &extras.allow_context_updates;
    let context = form.tick(Field::AllowContextUpdates, words::CONTEXT, words::CONTEXT_HELP, context);
    let field = Field::Requires;
    // A draft keeps what was sent: what is no permission keeps its box, and a finding says so.
    let others = extras.listed_requires().filter(|permission| !PERMISSIONS.contains(permission));
    let all = PERMISSIONS.iter().copied().chain(others).enumerate();
    let boxes: Vec<AnyView> = all
        .map(|(place, permission)| {
            let is_ticked = extras.listed_requires().any(|ticked| ticked == permission);
            form.one_of(field, place, permission.to_owned(), permission.to_owned(), is_ticked)
        })
        .collect();
    let here = form.findings.only(|other| other == field);
    view! {
        <Section title=words::BROKER lead=words::BROKER_LEAD>
            {provisioning}
            {unprovisioning}
            {context}
            <div class="field" role="group" aria-label=words::REQUIRES id=field.id()>
                <p class="cds--label">{words::REQUIRES}</p>
                <div class="triple">{boxes}</div>
                <p class="quiet">{words::REQUIRES_HELP}</p>
                <FindingsPlace findings=here field />
            </div>
        </Section>
    }
    .into_any()
}

pub(super) fn level(form: Form<'_>) -> AnyView {
    let sla = &form.draft.extras.sla;
    let terms = form.line(Field::SlaTerms, words::SLA_TERMS, words::SLA_TERMS_HELP, &sla.terms);
    let provisioning = form.line(Field::SlaProvisioning, words::SLA_PROVISIONING, words::PERCENT, &sla.provisioning);
    let responsiveness =
        form.line(Field::SlaResponsiveness, words::SLA_RESPONSIVENESS, words::PERCENT, &sla.responsiveness);
    let recovery = form.tick(Field::SlaRecovery, words::SLA_RECOVERY, words::SLA_IS_RECOVERED_HELP, &sla.recovery);
    let (tenancy, told) = (tenancy(form), recovery_text(form));
    view! {
        <Section title=words::SLA lead=words::SLA_LEAD>
            <div class="pair">{terms} {tenancy}</div>
            <div class="pair">{provisioning} {responsiveness}</div>
            {recovery}
            {told}
        </Section>
    }
    .into_any()
}

fn tenancy(form: Form<'_>) -> AnyView {
    let (field, selected) = (Field::SlaTenancy, form.draft.extras.sla.tenancy.clone());
    let known = TENANCIES.iter().map(|tenancy| Choice::new(*tenancy, detail::tenancy(tenancy).unwrap_or_default()));
    let none = Choice::new("", words::NOT_SAID);
    let options: Vec<Choice> = core::iter::once(none).chain(known).collect();
    let (here, state) = (form.findings.only(|other| other == field), validity(form.findings, field));
    let (name, locked) = (field.input_name(), !form.is_open);
    view! {
        <Select
            label=detail::TENANCY
            name
            options
            selected
            help=words::TENANCY_HELP
            optional=text::OPTIONAL
            validity=state
            locked
        >
            <FindingsAt findings=here field />
        </Select>
    }
    .into_any()
}

fn recovery_text(form: Form<'_>) -> AnyView {
    let (field, value) = (Field::SlaRecoveryText, form.draft.extras.sla.recovery_text.clone());
    let (here, state) = (form.findings.only(|other| other == field), validity(form.findings, field));
    let (name, locked) = (field.input_name(), !form.is_open);
    view! {
        <TextArea
            label=detail::RECOVERY
            name
            value
            help=words::SLA_RECOVERY_HELP
            optional=text::OPTIONAL
            limit=2000
            rows=2
            validity=state
            locked
        >
            <FindingsAt findings=here field />
        </TextArea>
    }
    .into_any()
}

/// To whom a release is made (§4.15).
pub(super) fn audience(form: Form<'_>) -> AnyView {
    let (field, selected) = (Field::OnlyFor, form.draft.extras.only_for.clone());
    let known = OnlyFor::ALL.into_iter().map(|only| Choice::new(only.name(), words::only_for(only)));
    let options: Vec<Choice> = core::iter::once(Choice::new("", words::EVERYBODY)).chain(known).collect();
    let (here, state) = (form.findings.only(|other| other == field), validity(form.findings, field));
    let (name, locked) = (field.input_name(), !form.is_open);
    let closed = &form.draft.extras.not_extendable;
    let closed = form.tick(Field::NotExtendable, words::NOT_EXTENDABLE, words::NOT_EXTENDABLE_HELP, closed);
    view! {
        <Section title=words::AUDIENCE>
            <Select label=words::ONLY_FOR name options selected help=words::ONLY_FOR_HELP validity=state locked>
                <FindingsAt findings=here field />
            </Select>
            {closed}
        </Section>
    }
    .into_any()
}

pub(super) fn compliance(form: Form<'_>) -> AnyView {
    let names = &form.draft.extras.compliance;
    let rows = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let field = Field::ComplianceItem(u8::try_from(at).unwrap_or(u8::MAX));
            let label = words::certification(at);
            let moves = moves("compliance:", at, names.len(), &label);
            let (remove, intent) = (words::remove_certification(at), format!("compliance:remove:{at}"));
            let line = form.line(field, &label, "", name);
            if form.is_open {
                view! {
                    <RepeatRow width=RowWidth::One remove intent moves>
                        {line}
                    </RepeatRow>
                }
                .into_any()
            } else {
                line
            }
        })
        .collect_view();
    let field = Field::Compliance;
    let here = form.findings.only(|other| other == field);
    let add = form.is_open.then(|| view! { <AddRow intent="compliance:add" label=words::ADD_CERTIFICATION /> });
    view! {
        <Section title=words::COMPLIANCE id=field.id() lead=words::COMPLIANCE_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsPlace findings=here field />
            {add}
        </Section>
    }
    .into_any()
}
