//! What becomes of the texts of other languages when an offering goes back to an earlier version.

use super::{Texts, Translation, texts};
use crate::offering::Offering;

/// The texts of the `earlier` version, and those of now of what stays as it is: every deployment, and each plan that was
/// added since. In the order of `live`; a language that says nothing is left out.
pub(crate) fn taken_back(live: &Offering, earlier: &Offering) -> Vec<Translation> {
    let added = live.plans.iter().filter(|plan| earlier.plans.iter().all(|before| before.id != plan.id));
    let stay: Vec<String> = added.map(|plan| texts::of_plan(plan.id)).chain([texts::DEPLOYMENT.to_owned()]).collect();
    let stays = |key: &str| stay.iter().any(|beginning| key.starts_with(beginning.as_str()));
    let only_before = earlier.translations.iter().filter(|one| live.translation(one.language).is_none());
    let back = live.translations.iter().chain(only_before).map(|one| {
        let (now, before) = (live.translation(one.language), earlier.translation(one.language));
        let old = before.into_iter().flat_map(|one| &one.texts).filter(|(key, _)| !stays(key.as_str()));
        let kept = now.into_iter().flat_map(|one| &one.texts).filter(|(key, _)| stays(key.as_str()));
        let said: Texts = old.chain(kept).map(|(key, told)| (key.clone(), told.clone())).collect();
        Translation { texts: said, ..before.unwrap_or(one).clone() }
    });
    back.filter(|one| !one.texts.is_empty()).collect()
}
