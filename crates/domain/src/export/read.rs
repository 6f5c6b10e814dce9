//! The file the other way round: what a broker's catalog says in the shape that the export writes and the forms type.
//! Members of another type say nothing, whatever stands beside them, and nothing is longer than a form could hold.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{BulletJson, I18nJson, PlanMetadata, ServiceJson, ServiceMetadata};
use crate::ids::OfferingId;
use crate::listing::{BulletDraft, MOST_ITEMS};
use crate::parameter;
use crate::parity::{BrokerPlan, BrokerService, PlanTerms};
use crate::plan::{MOST_PLAN_BULLETS, PlanDraft};

mod costs;
mod metric;

/// Longer than the rules let any text be: what is cut here is still found to be too long.
const LONGEST: usize = 12_000;

/// A service as its broker says it, under the id that it has here. Its plans are read one by one.
pub(crate) fn service(said: &BrokerService, id: OfferingId) -> ServiceJson {
    ServiceJson {
        description: said.description.clone(),
        bindable: said.bindable.unwrap_or_default(),
        plan_updateable: said.plan_updateable,
        allow_context_updates: said.allow_context_updates,
        requires: said.requires.clone(),
        tags: said.tags.clone(),
        metadata: ServiceMetadata {
            parameters: parameter::imported(&said.metadata),
            ..readable::<ServiceMetadata>(&said.metadata)
        },
        ..ServiceJson::new(id, said.name.clone())
    }
}

/// The reverse of what the export writes of a plan. What it costs, and from when until when, is read of a file that the
/// provider hands in and never of a broker. A paid plan that says no subscription is metered if it says what it measures;
/// else nobody knows.
pub(crate) fn plan(said: &BrokerPlan) -> PlanDraft {
    let metadata: PlanMetadata = readable(&said.metadata);
    let (is_paid, terms) = (!said.free && !metadata.subscription, said.terms.as_ref());
    let metrics = if is_paid { costs::metrics(&said.metadata, terms.is_some()) } else { Vec::new() };
    let kind = match (said.free, metadata.subscription) {
        (true, _) => "free",
        (false, true) => "subscription",
        (false, false) if !metrics.is_empty() => "metered",
        (false, false) => "",
    };
    let bullets = metadata.bullets.iter().map(|bullet| bounded(bullet)).filter(|bullet| !bullet.is_empty());
    let yes = |flag: bool| if flag { "yes".to_owned() } else { String::new() };
    let bindable = said.bindable.map_or("", |flag| if flag { "yes" } else { "no" });
    let day = |of: fn(&PlanTerms) -> &str| terms.map(|terms| bounded(of(terms))).unwrap_or_default();
    PlanDraft {
        name: bounded(&said.name),
        display_name: bounded(&metadata.display_name),
        description: bounded(&said.description),
        kind: kind.to_owned(),
        amounts: if terms.is_some() && kind == "subscription" { costs::fee(&said.metadata) } else { Vec::new() },
        lite_caps: if terms.is_some() && said.free { costs::caps(&said.metadata) } else { Vec::new() },
        metrics,
        bullets: bullets.take(MOST_PLAN_BULLETS + 1).collect(),
        bindable: bindable.to_owned(),
        paid_only: yes(metadata.paid_only),
        allow_internal_users: yes(metadata.allow_internal_users),
        reservable: yes(metadata.reservable),
        regional: yes(metadata.regional),
        subscription_only: yes(metadata.subscription_only),
        effective_from: day(|terms| terms.effective_from.as_str()),
        effective_until: day(|terms| terms.effective_until.as_str()),
        ..PlanDraft::default()
    }
}

/// The highlights that are not empty, one more than there may be at most.
pub(crate) fn bullets(said: &[BulletJson]) -> Vec<BulletDraft> {
    let typed = said.iter().map(|bullet| BulletDraft {
        title: bounded(&bullet.title),
        description: bounded(&bullet.description),
        icon: bounded(&bullet.icon),
    });
    typed.filter(|bullet| !bullet.is_blank()).take(MOST_ITEMS + 1).collect()
}

/// What is said in other languages, by their codes as they are written.
pub(crate) fn languages(metadata: &Value) -> Vec<(String, I18nJson)> {
    let said = metadata.get("i18n").and_then(Value::as_object);
    said.into_iter().flatten().map(|(code, said)| (code.clone(), readable(said))).collect()
}

/// The text as the export would write it, without an end that no form could take.
pub(crate) fn bounded(said: &str) -> String {
    match said.trim().char_indices().nth(LONGEST) {
        Some((end, _)) => said.trim()[..end].trim_end().to_owned(),
        None => said.trim().to_owned(),
    }
}

/// What of an object has the types of `T`. A list is none, even where its items would fit.
fn readable<T: DeserializeOwned + Default>(said: &Value) -> T {
    let Some(members) = said.as_object() else { return T::default() };
    if let Ok(whole) = T::deserialize(said) {
        return whole;
    }
    let fitting: Map<String, Value> = members
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .filter(|member| T::deserialize(Value::Object(Map::from_iter([member.clone()]))).is_ok())
        .collect();
    T::deserialize(Value::Object(fitting)).unwrap_or_default()
}
