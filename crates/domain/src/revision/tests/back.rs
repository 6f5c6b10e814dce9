//! What of other languages comes back with an earlier version, and what stays.

use super::*;
use crate::language::Language;
use crate::translation::{Translated, Translation};

/// In German: keys of places, and what stands there.
fn german(texts: &[(&str, &str)]) -> Vec<Translation> {
    let one = |(key, text): &(&str, &str)| {
        ((*key).to_owned(), Translated { text: (*text).to_owned(), ..Translated::default() })
    };
    let texts = texts.iter().map(one).collect();
    vec![Translation { language: Language::German, texts, ..Translation::default() }]
}

#[test]
fn going_back_leaves_the_texts_of_what_stays_in_every_language() {
    let (mut earlier, mut now) = (live(), live());
    let added = PlanRecord { id: PlanId::new(uuid::Uuid::from_u128(0xee)), ..now.plans[1].clone() };
    let described = |plan: PlanId| format!("plan:{plan}/plan[description]");
    let (new, old) = (described(added.id), described(now.plans[0].id));
    let here = format!("deployment:{}/parameter:size/displayname", now.deployments[0].catalog_id());
    let (new, old, here) = (new.as_str(), old.as_str(), here.as_str());
    now.plans.push(added);
    now.translations = german(&[(new, "Neu."), (old, "Jetzt."), (here, "Größe"), ("listing[description]", "Jetzt.")]);
    earlier.translations = german(&[(old, "Früher."), (here, "Einst"), ("listing[description]", "Früher.")]);

    let content = rolled_back(&now, &earlier);
    let expected = german(&[(new, "Neu."), (old, "Früher."), (here, "Größe"), ("listing[description]", "Früher.")]);
    assert_eq!(content.translations, expected);
    assert_eq!((&rolled_back(&content, &earlier), can_roll_back(&content, &earlier)), (&content, false));

    earlier.translations.clear();
    assert_eq!(rolled_back(&now, &earlier).translations, german(&[(new, "Neu."), (here, "Größe")]));
    let german_once = german(&[(old, "Früher.")]);
    earlier.translations.clone_from(&german_once);
    now.translations.clear();
    assert_eq!(rolled_back(&now, &earlier).translations, german_once, "a language that is gone by now comes back");
}
