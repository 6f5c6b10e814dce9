//! One service in the catalog.

use leptos::prelude::*;
use slipway_domain::catalog::Tile;
use slipway_domain::plan::AmountDraft;

use super::{category_label, entry_address};
use crate::parts::offering_icon::offering_icon;
use crate::text;
use crate::text::catalog as words;
use crate::ui::{Hue, Tag};

/// `lang` is what the address of the page asks for.
pub(super) fn tile(tile: Tile, lang: &str) -> impl IntoView + use<> {
    let price = price(&tile);
    let href = entry_address(tile.name, lang);
    let by = format!("{} · {}", tile.provider, category_label(&tile.category));
    let icon = offering_icon(&tile.icon);
    let (name_lang, text_lang) = (tile.spoken.lang(&tile.display_name), tile.spoken.lang(&tile.description));
    let free = tile.has_free_plan.then(|| view! { <Tag hue=Hue::Green>{words::FREE}</Tag> });
    let ending = tile.ending.as_ref().map(|ending| text::stage(ending.stage));
    let ending = ending.map(|tag| view! { <Tag>{tag}</Tag> });
    let limited = tile.is_limited.then(|| view! { <Tag hue=Hue::Blue>{words::LIMITED}</Tag> });
    view! {
        <li class="offer-tile">
            <div class="offer-tile__top">
                <img src=icon width="40" height="40" alt="" />
                <div>
                    <h2 class="offer-tile__name">
                        <a href=href lang=name_lang>
                            {tile.display_name}
                        </a>
                    </h2>
                    <p class="offer-tile__by">{by}</p>
                </div>
            </div>
            <p class="offer-tile__text" lang=text_lang>
                {tile.description}
            </p>
            <p class="offer-tile__foot">
                <span class="offer-tile__tags">{ending} {limited} {free}</span>
                <span>{price}</span>
            </p>
        </li>
    }
}

/// The lowest monthly fee; a service without one is free, or its price list has no row that can be read.
fn price(tile: &Tile) -> String {
    match tile.starting_price.as_ref().map(AmountDraft::parse) {
        Some(Some((_, money))) => words::from(&money.to_string()),
        None if tile.has_free_plan && !tile.has_metered_plan => words::FREE_ONLY.to_owned(),
        Some(None) | None => words::PRICE_IN_DETAILS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::language::Language;
    use slipway_domain::translation::Spoken;

    use super::*;

    fn tile(price: Option<(&str, &str)>, has_free_plan: bool) -> Tile {
        let amount = |(currency, price): (&str, &str)| AmountDraft {
            country: "USA".to_owned(),
            currency: currency.to_owned(),
            price: price.to_owned(),
        };
        Tile {
            name: "northwind-vector".to_owned(),
            display_name: "Vector Search".to_owned(),
            description: String::new(),
            provider: "Northwind Data".to_owned(),
            icon: String::new(),
            category: "databases".to_owned(),
            tags: Vec::new(),
            has_free_plan,
            has_metered_plan: false,
            starting_price: price.map(amount),
            is_limited: false,
            ending: None,
            order: 0,
            spoken: Spoken::default(),
        }
    }

    #[test]
    fn only_what_is_translated_is_announced_in_another_language() {
        let mut one = tile(None, true);
        one.description = "Vektoren finden.".to_owned();
        one.spoken = Spoken::new(Language::German, [one.description.clone()]);
        let html = super::tile(one, "de").to_html();
        let (name, rest) = html.split_once("</a>").unwrap();
        assert!(!name.contains(" lang=\""), "the name fell back to English: {html}");
        assert_eq!(rest.matches(" lang=\"de\"").count(), 1, "{html}");
    }

    #[test]
    fn a_price_has_the_digits_of_its_currency() {
        assert_eq!(price(&tile(Some(("USD", "1249.5")), true)), "from USD 1,249.50 a month");
        assert_eq!(price(&tile(Some(("JPY", "4900")), false)), "from JPY 4,900 a month");
    }

    #[test]
    fn without_a_fee_a_service_is_free_or_says_where_to_look() {
        assert_eq!(price(&tile(None, true)), "free");
        assert_eq!(price(&tile(None, false)), "price on the details page");
        assert_eq!(price(&Tile { has_metered_plan: true, ..tile(None, true) }), "price on the details page");
        assert_eq!(price(&tile(Some(("USD", "x")), true)), "price on the details page");
    }
}
