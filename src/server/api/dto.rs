//! What programs read: plain data with a schema. Every member is always there; what is not known is `null`, and a list that
//! has nothing is empty.

mod broker;
mod catalog;
mod import;
mod offering;
mod part;
mod progress;
mod review;
mod revision;
mod translation;

pub(super) use broker::{BrokerDocumentDto, BrokerDto, BrokerToSaveDto};
pub(super) use catalog::{CatalogDetailsDto, TileDto};
pub(super) use import::{CatalogToReadDto, CatalogToTakeDto, ImportDto, TakenDto};
pub(super) use offering::{
    AccountDto, DeploymentDto, DocumentDto, NewOfferingDto, OfferingDto, OfferingLineDto, PageFindingsDto, PlanDto,
};
pub(super) use part::{PartVersionDto, PartVersionLineDto, RestorationDto};
pub(super) use progress::{ChangeDto, ChecklistRowDto, EventDto};
pub(super) use review::{
    AnswerDto, DecisionDto, NewRemarkDto, NewReviewDto, NewThreadDto, QueuedReviewDto, ReviewDto, ReviewKindDto,
    ThreadDto,
};
pub(super) use revision::{RevisionDto, RevisionStandingDto, VersionDto};
pub(super) use translation::{TranslationDto, TranslationLineDto, TranslationToSaveDto};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::moment::Moment;
use slipway_domain::rule::Level;
use slipway_domain::text;

use super::shape::Misfit;

/// Something that a rule says about a value. It stops no save; gates ask for the errors.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct FindingDto {
    /// The id of the rule, as the page of rules lists it: `LST-NAM-03`. Of a body that does not fit its schema, the keyword
    /// that it breaks: `schema:required`; of a definition that cannot be applied, why: `definition:plan_twice`; of a catalog
    /// that cannot be read: `catalog:too_deep`.
    rule: String,
    /// How much it weighs.
    level: Level,
    /// The value that it is about, as forms name it: `listing[display_name]`. Of a translation, the key of its text. Of a
    /// body or a definition, its place as a JSON pointer: `/plans/0/plan/name`.
    field: String,
    /// What is the matter.
    what: String,
    /// What mends it.
    fix: String,
    /// A value that mends it, where there is one.
    suggestion: Option<String>,
}

impl From<&Finding> for FindingDto {
    fn from(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.as_str().to_owned(),
            level: finding.level(),
            field: finding.field.input_name(),
            what: text::what(finding),
            fix: text::fix(finding),
            suggestion: finding.suggestion.clone(),
        }
    }
}

impl FindingDto {
    /// Something that stands against a body. `place`: where, as a JSON pointer.
    pub(super) fn of_body(rule: String, place: String, what: String, fix: String) -> Self {
        Self { rule, level: Level::Error, field: place, what, fix, suggestion: None }
    }
}

impl From<Misfit> for FindingDto {
    fn from(misfit: Misfit) -> Self {
        let Misfit { place, keyword, what } = misfit;
        let at = if place.is_empty() { String::new() } else { format!("At {place}: ") };
        Self::of_body(format!("schema:{}", keyword.name()), place, format!("{at}{what}."), keyword.fix().to_owned())
    }
}

pub(super) fn told(findings: &Findings) -> Vec<FindingDto> {
    findings.iter().map(FindingDto::from).collect()
}

/// The stable word of a value that is one of a few; of one that carries more, the word that it begins with.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(members)) => members.into_iter().next().map(|(word, _)| word).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A moment in UTC by RFC 3339.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Moment", extend("format" = "date-time"))]
pub(super) struct MomentDto(String);

impl From<Moment> for MomentDto {
    fn from(at: Moment) -> Self {
        Self(at.rfc3339())
    }
}
