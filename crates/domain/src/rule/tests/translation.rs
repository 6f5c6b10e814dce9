//! Translations.

use super::{Case, case, prove};
use crate::findings::Findings;
use crate::language::Language;
use crate::offering::Offering;
use crate::rule::translation as rule;
use crate::sample;
use crate::translation::{Translated, Translation};

const NAME: &str = "listing[display_name]";

pub(super) fn found() -> Findings {
    let mut good = sample::offering();
    let source = good.listing.draft.display_name.clone();
    let texts = [(NAME.to_owned(), Translated { text: "Vektorsuche".to_owned(), source })].into();
    good.translations = vec![Translation { language: Language::German, texts, revision: 1, saved: None }];
    let check = |offering: &Offering| -> Findings {
        let of_texts = offering.translation_findings(Language::German).into_iter();
        of_texts.chain(offering.incomplete_translations()).collect()
    };
    prove(&good, check, &cases())
}

#[test]
fn every_rule_of_translations_holds() {
    assert!(!found().is_empty());
}

fn text(offering: &mut Offering) -> &mut Translated {
    offering.translations[0].texts.get_mut(NAME).unwrap()
}

fn cases() -> Vec<Case<Offering>> {
    vec![
        case(rule::INCOMPLETE, |o| text(o).text = "x".repeat(61), |o| text(o).text = "x".repeat(60)),
        case(
            rule::SOURCE_CHANGED,
            |o| o.listing.draft.display_name.push('s'),
            |o| o.listing.draft.display_name.push(' '),
        ),
        case(
            rule::SOURCE_GONE,
            |o| o.listing.draft.display_name.clear(),
            |o| {
                o.listing.draft.display_name.clear();
                text(o).text.clear();
            },
        ),
    ]
}
