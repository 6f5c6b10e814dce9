//! The plans of a service with their prices: one row each, and a table of price lines where a plan has several.

use leptos::prelude::*;
use slipway_domain::catalog::PlanCard;
use slipway_domain::moment::Moment;
use slipway_domain::money::{BASE_COUNTRY, Country, Money};
use slipway_domain::plan::AmountDraft;
use slipway_domain::rating::Buyer;
use slipway_domain::view::ComingPrice;

use crate::text::pricing::places;
use crate::text::{detail as words, metric};
use crate::ui::{Cell, Column, DataTable, lang_of};

/// Every price is the one that `buyer` pays; plans have ended by `now`, or not.
pub(super) fn table(plans: &[PlanCard], buyer: Buyer, now: Moment) -> AnyView {
    if plans.is_empty() {
        return view! {
            <section aria-labelledby="plans-h">
                <h2 id="plans-h">{words::NO_PLANS_TITLE}</h2>
                <p>{words::NO_PLANS}</p>
            </section>
        }
        .into_any();
    }
    let columns = [words::PLAN, words::YOU_GET, words::PRICE, words::LOCATIONS].map(Column::new).to_vec();
    let rows: Vec<_> = plans.iter().map(|plan| row(plan, buyer, now)).collect();
    view! {
        <DataTable caption=words::PLANS columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(plan: &PlanCard, buyer: Buyer, now: Moment) -> impl IntoView + use<> {
    let (name, lang) = (plan.display_name.clone(), lang_of(&plan.display_name));
    let kind = kind(plan);
    let told = if plan.has_ended(now) { words::plan_ended } else { words::plan_ends };
    let ends = plan.ends_at.map(|end| view! { <span class="table__sub">{told(end)}</span> });
    let description = Some(plan.description.clone()).filter(|text| !text.is_empty());
    let description = description.map(|text| {
        let lang = lang_of(&text);
        view! { <span lang=lang>{text}</span> }
    });
    let bullet = |bullet: &String| view! { <li lang=lang_of(bullet)>{bullet.clone()}</li> };
    let bullets: Vec<_> = plan.bullets.iter().map(bullet).collect();
    let bullets = (!bullets.is_empty()).then(|| view! { <ul>{bullets}</ul> });
    let (price, more) = price(plan, buyer);
    let more = more.map(|text| view! { <span class="table__sub">{text}</span> });
    let locations = places(&plan.locations, &plan.regions);
    view! {
        <tr>
            <th scope="row">
                <b lang=lang>{name}</b>
                <span class="table__sub">{kind}</span>
                {ends}
            </th>
            <Cell label=words::YOU_GET>{description} {bullets}</Cell>
            <Cell label=words::PRICE>{price} {more}</Cell>
            <Cell label=words::LOCATIONS>{locations}</Cell>
        </tr>
    }
}

/// "subscription, USD 49.00 a month; other price in 1 country"
pub(in crate::pages) fn told(plan: &PlanCard, buyer: Buyer) -> String {
    let (price, more) = price(plan, buyer);
    let price = if plan.is_free { price } else { format!("{}, {price}", kind(plan)) };
    more.map_or_else(|| price.clone(), |more| format!("{price}; {more}"))
}

const fn kind(plan: &PlanCard) -> &'static str {
    match (plan.is_free, plan.metrics.is_empty()) {
        (true, _) => words::FREE_KIND,
        (false, true) => words::SUBSCRIPTION_KIND,
        (false, false) => words::METERED_KIND,
    }
}

/// The price that a plan's row shows: the buyer's own, or the one that everybody pays who has none; and what else there is.
fn price(plan: &PlanCard, buyer: Buyer) -> (String, Option<String>) {
    if plan.is_free {
        return (words::FREE.to_owned(), None);
    }
    let metered: Vec<String> =
        plan.metrics.iter().filter_map(|metric| metric::from_price(metric, metric.tariff.row(buyer)?)).collect();
    if let [first, others @ ..] = metered.as_slice() {
        return (first.clone(), (!others.is_empty()).then(|| others.join(", ")));
    }
    let lines = price_lines(plan, buyer);
    match lines.as_slice() {
        [] => (words::NO_PRICE.to_owned(), None),
        [(_, first), others @ ..] => {
            let more = (!others.is_empty()).then(|| words::other_countries(others.len()));
            (words::a_month(&first.to_string()), more)
        }
    }
}

/// The well-formed rows of a price list: the buyer's own first, then the one that everybody without a row pays.
fn price_lines(plan: &PlanCard, buyer: Buyer) -> Vec<(Country, Money)> {
    let mut lines: Vec<_> = plan.amounts.iter().filter_map(AmountDraft::parse).collect();
    lines.sort_by_key(|(country, money)| {
        let is_own = *country == buyer.country && money.currency == buyer.currency;
        (!is_own, country.code() != BASE_COUNTRY, *country, money.currency)
    });
    lines
}

/// The prices that are announced, each with its day.
pub(super) fn coming(coming: &[ComingPrice], buyer: Buyer) -> Option<impl IntoView + use<>> {
    let each = coming.iter().map(|ComingPrice { plan, from }| {
        let (name, lang) = (plan.display_name.clone(), lang_of(&plan.display_name));
        let price = words::coming_price(*from, &told(plan, buyer));
        view! {
            <dt lang=lang>{name}</dt>
            <dd>{price}</dd>
        }
    });
    let each: Vec<_> = each.collect();
    (!each.is_empty()).then(|| {
        view! {
            <section aria-labelledby="coming-h">
                <h2 id="coming-h">{words::COMING_PRICES}</h2>
                <dl class="facts">{each}</dl>
            </section>
        }
    })
}

/// A table for every paid plan that has more than one price.
pub(in crate::pages) fn lines(plans: &[PlanCard], buyer: Buyer) -> impl IntoView + use<> {
    plans
        .iter()
        .filter(|plan| !plan.is_free)
        .filter_map(|plan| {
            let lines = price_lines(plan, buyer);
            (lines.len() > 1).then(|| lines_of(&plan.display_name, lines))
        })
        .collect_view()
}

fn lines_of(plan: &str, lines: Vec<(Country, Money)>) -> impl IntoView + use<> {
    let columns = vec![Column::new(words::COUNTRY), Column::new(words::CURRENCY), Column::num(words::PRICE)];
    let rows: Vec<_> = lines
        .into_iter()
        .map(|(country, money)| {
            view! {
                <tr>
                    <th scope="row">{country.code()}</th>
                    <Cell label=words::CURRENCY>{money.currency.code()}</Cell>
                    <Cell label=words::PRICE num=true>
                        {money.to_string()}
                    </Cell>
                </tr>
            }
        })
        .collect();
    let caption = words::price_lines(plan);
    view! {
        <div class="lines">
            <DataTable caption sub=words::PRICE_LINES_SUB columns>
                {rows}
            </DataTable>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::PlanId;

    use super::*;

    fn plan(is_free: bool, amounts: &[(&str, &str, &str)]) -> PlanCard {
        let amount = |(country, currency, price): &(&str, &str, &str)| AmountDraft {
            country: (*country).to_owned(),
            currency: (*currency).to_owned(),
            price: (*price).to_owned(),
        };
        PlanCard {
            id: PlanId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            name: "gold".to_owned(),
            display_name: "Gold".to_owned(),
            description: String::new(),
            is_free,
            bullets: Vec::new(),
            amounts: amounts.iter().map(amount).collect(),
            metrics: Vec::new(),
            locations: Vec::new(),
            regions: Vec::new(),
            ends_at: None,
        }
    }

    #[test]
    fn the_row_shows_the_price_that_everybody_else_pays() {
        let gold = plan(false, &[("DEU", "EUR", "45"), ("JPN", "JPY", "7400"), ("USA", "USD", "49.9")]);
        let base = Buyer::BASE;
        let others = Some("other prices in 2 countries".to_owned());
        assert_eq!(price(&gold, base), ("USD 49.90 a month".to_owned(), others.clone()));
        let shown: Vec<_> =
            price_lines(&gold, base).iter().map(|(country, money)| format!("{country} {money}")).collect();
        assert_eq!(told(&gold, base), "subscription, USD 49.90 a month; other prices in 2 countries");
        assert_eq!(shown, ["USA USD 49.90", "DEU EUR 45.00", "JPN JPY 7,400"]);
        let german = Buyer { country: "DEU".parse().unwrap(), currency: "EUR".parse().unwrap() };
        assert_eq!(price(&gold, german), ("EUR 45.00 a month".to_owned(), others.clone()), "their own comes first");
        let french = Buyer { country: "FRA".parse().unwrap(), ..german };
        assert_eq!(price(&gold, french), ("USD 49.90 a month".to_owned(), others), "there is no row for them");
    }

    #[test]
    fn a_plan_says_from_which_day_on_it_takes_no_new_instances_and_then_that_it_ended() {
        let end = Moment::of_input("2027-03-01T00:00").unwrap();
        let gold = PlanCard { ends_at: Some(end), ..plan(false, &[]) };
        let shown = |now| row(&gold, Buyer::BASE, now).to_html();
        let before = shown(Moment::from_millis(end.millis() - 1));
        assert!(before.contains(&words::plan_ends(end)) && !before.contains("ended"), "{before}");
        let after = shown(end);
        assert!(after.contains(&words::plan_ended(end)) && !after.contains("from"), "{after}");
    }

    #[test]
    fn a_price_that_is_announced_stands_below_with_its_day() {
        let from = Moment::of_input("2026-07-01T00:00").unwrap();
        let announced = ComingPrice { plan: plan(false, &[("USA", "USD", "59.9")]), from };
        let shown = coming(&[announced], Buyer::BASE).unwrap().to_html();
        assert!(shown.contains("Gold") && shown.contains("From 1 July 2026 on: subscription, USD 59.90"), "{shown}");
        assert!(coming(&[], Buyer::BASE).is_none());
    }

    #[test]
    fn a_free_plan_is_free_and_a_broken_price_is_none() {
        assert_eq!(price(&plan(true, &[]), Buyer::BASE), ("Free".to_owned(), None));
        assert_eq!(told(&plan(true, &[]), Buyer::BASE), "Free");
        let broken = plan(false, &[("USA", "USD", "much")]);
        assert_eq!(price(&broken, Buyer::BASE), ("not set".to_owned(), None));
    }
}
