//! The findings of one field, joined to it: what is wrong, how to mend it, the rule, and what the level means.

use leptos::either::Either;
use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::rule::Level;
use slipway_domain::text as words;

use crate::paths::in_browser;
use crate::ui::{LinkButton, Mark, MarkIcon, Validity};

/// What mends a finding, where its form knows something.
pub type Remedy = fn(&Finding) -> Option<Mend>;

/// A button of the form, or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    Press { intent: String, label: String },
    Follow { href: String, label: String },
}

impl Mend {
    fn draw(self) -> impl IntoView {
        match self {
            Self::Press { intent, label } => Either::Left(view! {
                <LinkButton name="intent" value=intent>{label}</LinkButton>
            }),
            Self::Follow { href, label } => Either::Right(view! { <a href=href>{label}</a> }),
        }
    }
}

/// What stands below the control of `field`.
#[component]
pub fn FindingsAt(
    findings: Findings,
    field: Field,
    #[prop(optional_no_strip)] remedy: Option<Remedy>,
) -> impl IntoView {
    findings
        .at(field)
        .map(|finding| {
            let mend = remedy.and_then(|remedy| remedy(finding));
            view! { <FindingItem finding=finding.clone() mend /> }
        })
        .collect_view()
}

/// As `FindingsAt`, in a place of its own: where no field of `ui` stands around them that has one.
#[component]
pub fn FindingsPlace(findings: Findings, field: Field) -> impl IntoView {
    let place = format!("{}-findings", field.id());
    view! {
        <div class="field__findings" id=place>
            <FindingsAt findings field />
        </div>
    }
}

#[component]
pub fn FindingItem(finding: Finding, #[prop(optional_no_strip)] mend: Option<Mend>) -> impl IntoView {
    let (class, mark) = match finding.level() {
        Level::Error => ("finding finding--error", Mark::Error),
        Level::Warning => ("finding finding--warn", Mark::Warning),
        Level::Info => ("finding finding--info", Mark::Info),
    };
    let rule = finding.rule.as_str();
    view! {
        <div class=class>
            <MarkIcon mark=mark />
            <div>
                <p class="finding__what">{words::what(&finding)}</p>
                <p class="finding__fix">{words::fix(&finding)}</p>
                <p class="finding__foot">
                    <a href=format!("{}#{rule}", in_browser::RULES)>{rule}</a>
                    <span>{words::level_meaning(finding.level(), finding.field.form())}</span>
                    {mend.map(Mend::draw)}
                </p>
            </div>
        </div>
    }
}

/// How the control itself is drawn.
pub fn validity(findings: &Findings, field: Field) -> Validity {
    match findings.at(field).map(Finding::level).min() {
        Some(Level::Error) => Validity::Invalid,
        Some(Level::Warning) => Validity::Warned,
        Some(Level::Info) | None => Validity::Fine,
    }
}

/// Whether anything hangs on the field.
pub fn has_findings(findings: &Findings, field: Field) -> bool {
    findings.at(field).next().is_some()
}
