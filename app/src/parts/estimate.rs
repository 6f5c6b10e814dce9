//! An estimate of a metered plan: quantities in, price lines and a total out, each with the steps that lead to it. It is
//! a plain form that asks for the same page again; within `islands::live_form` the answer follows what is typed.

use leptos::prelude::*;
use rust_decimal::Decimal;
use slipway_domain::estimate::{EstimateLine, buyers, estimate, typed_quantity};
use slipway_domain::metric::Metric;
use slipway_domain::money::{Country, Currency, shown};
use slipway_domain::rating::{Buyer, Step, Verdict};

use crate::parts::figure::figure;
use crate::parts::load::query;
use crate::text::estimate as words;
use crate::text::metric::metering;
use crate::ui::{Button, Choice, Notice, Select, Size, TextField, Tone, Validity};

/// What was asked for, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// One text for each metric.
    quantities: Vec<String>,
    buyer: String,
    /// Who pays unless somebody else is asked about.
    home: Buyer,
}

impl Asked {
    /// Reads `q0`, `q1`, … and `for` from the address of the page.
    pub fn of_page(metrics: &[Metric]) -> Self {
        let quantities = (0..metrics.len()).map(|at| query(&format!("q{at}"))).collect();
        Self { quantities, buyer: query("for"), home: Buyer::BASE }
    }

    /// Nothing yet.
    pub fn nothing(metrics: &[Metric]) -> Self {
        Self { quantities: vec![String::new(); metrics.len()], buyer: String::new(), home: Buyer::BASE }
    }

    /// Asked by somebody who pays like this.
    #[must_use]
    pub fn by(self, home: Buyer) -> Self {
        Self { home, ..self }
    }

    /// Something was asked, and all of it can be read: a total without one of its quantities would be a wrong one.
    fn is_answered(&self) -> bool {
        self.quantities.iter().any(|typed| !typed.trim().is_empty())
            && !self.quantities.iter().any(|typed| wrong(typed))
    }
}

/// The form and, once something was asked, the answer. `id` begins the ids within; `plan` is posted along where a page
/// has several estimates.
pub fn estimator(metrics: &[Metric], asked: &Asked, id: &str, plan: Option<String>) -> impl IntoView + use<> {
    let (total, steps) = if asked.is_answered() { answer(metrics, asked) } else { (None, None) };
    let form = form(metrics, asked, id, plan);
    view! {
        {form}
        <div id=format!("{id}-total") data-live="yes" aria-live="polite">
            {total}
        </div>
        <div id=format!("{id}-steps") data-live="yes">
            {steps}
        </div>
    }
}

fn form(metrics: &[Metric], asked: &Asked, id: &str, plan: Option<String>) -> impl IntoView + use<> {
    let fields = metrics
        .iter()
        .zip(&asked.quantities)
        .enumerate()
        .map(|(at, (metric, typed))| {
            let (help, state) = if wrong(typed) {
                (words::NOT_A_QUANTITY, Validity::Invalid)
            } else {
                (metering(metric.tariff.metering), Validity::Fine)
            };
            view! {
                <TextField
                    label=words::quantity(metric)
                    name=format!("q{at}")
                    id=format!("{id}-q{at}")
                    value=typed.clone()
                    help=help
                    inputmode="decimal"
                    validity=state
                />
            }
        })
        .collect_view();
    let options: Vec<Choice> =
        buyers(metrics).into_iter().map(|buyer| Choice::new(code(buyer), words::buyer(buyer))).collect();
    let selected = code(chosen(metrics, asked));
    let buyer = (!options.is_empty()).then(|| {
        view! { <Select label=words::BUYER name="for" id=format!("{id}-for") options=options selected=selected /> }
    });
    let plan = plan.map(|plan| view! { <input type="hidden" name="plan" value=plan /> });
    let anchor = format!("#{id}");
    view! {
        <form class="estimate__form" id=format!("{id}-form") method="get" action=anchor>
            {plan}
            <div class="pair">{fields}</div>
            {buyer}
            <Button size=Size::Small>{words::CALCULATE}</Button>
        </form>
    }
}

/// Typed, but no quantity.
fn wrong(typed: &str) -> bool {
    !typed.trim().is_empty() && typed_quantity(typed).is_none()
}

/// What it comes to, and the steps to it.
fn answer(metrics: &[Metric], asked: &Asked) -> (Option<AnyView>, Option<AnyView>) {
    let buyer = chosen(metrics, asked);
    let quantities: Vec<Decimal> =
        asked.quantities.iter().map(|typed| typed_quantity(typed).unwrap_or_default()).collect();
    let Ok(estimate) = estimate(metrics, buyer, &quantities) else {
        return (Some(view! { <Notice tone=Tone::Warn title=words::TOO_LARGE /> }.into_any()), None);
    };
    let totals = estimate
        .totals
        .iter()
        .map(|(currency, total)| view! { <span>{shown(*currency, *total)}</span> })
        .collect_view();
    let bodies = estimate.lines.iter().map(explained_estimate).collect_view();
    let total = view! { <p class="total">{totals} " " {words::A_MONTH}</p> };
    let steps = view! {
        <table class="cds--data-table table explain">
            <caption class="visually-hidden">{words::HOW}</caption>
            {bodies}
        </table>
        <p class="quiet estimate__foot">{words::ROUNDED}</p>
    };
    (Some(total.into_any()), Some(steps.into_any()))
}

/// Something that has a price, with the steps to it.
pub struct Explained {
    pub name: String,
    pub unit: String,
    pub verdict: Verdict,
    pub steps: Vec<Step>,
    /// The quantity lies above the last block.
    pub is_beyond_last: bool,
    pub total: Decimal,
}

fn explained_estimate(estimated: &EstimateLine) -> impl IntoView + use<> {
    let lines = &estimated.rating.lines;
    explained(&Explained {
        name: estimated.metric.clone(),
        unit: estimated.unit.clone(),
        verdict: estimated.rating.verdict,
        steps: lines.iter().flat_map(|line| line.steps.clone()).collect(),
        is_beyond_last: lines.iter().any(|line| line.beyond_last),
        total: estimated.rating.projected().unwrap_or_default(),
    })
}

/// A part of a table: a row for each step, and one for the result.
pub fn explained(of: &Explained) -> impl IntoView + use<> {
    let currency = match of.verdict {
        Verdict::Rated { currency, .. } | Verdict::OnTrial { currency, .. } => Some(currency),
        Verdict::NotCharged | Verdict::Unrated => None,
    };
    let first_money = of.steps.iter().position(is_money);
    let rows = of
        .steps
        .iter()
        .enumerate()
        .filter_map(|(at, step)| {
            let (what, detail, result) = words::step(step, &of.unit, currency)?;
            let detail = (!detail.is_empty()).then(|| view! { " "<span>{detail}</span> });
            Some(view! {
                <tr class=(first_money == Some(at)).then_some("explain__money")>
                    <th scope="row">{what} {detail}</th>
                    <td class="num">{figure(result)}</td>
                </tr>
            })
        })
        .collect_view();
    let total = match of.verdict {
        Verdict::Rated { currency, .. } => shown(currency, of.total),
        verdict => words::verdict(verdict).to_owned(),
    };
    let would_be = matches!(of.verdict, Verdict::OnTrial { .. }).then(|| would_be(&of.steps));
    let beyond = of.is_beyond_last.then(|| {
        view! {
            <tr>
                <td colspan="2">{words::BEYOND_LAST}</td>
            </tr>
        }
    });
    let name = of.name.clone();
    view! {
        <tbody>
            <tr class="explain__head">
                <th scope="rowgroup" colspan="2">
                    {name.clone()}
                </th>
            </tr>
            {rows}
            {beyond}
            {would_be}
            <tr class="explain__sum">
                <th scope="row">{name}</th>
                <td class="num">{total}</td>
            </tr>
        </tbody>
    }
}

/// What a plan on trial would charge.
fn would_be(steps: &[Step]) -> impl IntoView + use<> {
    let cost = steps.iter().rev().find_map(|step| match step {
        Step::Rounded { currency, cost, .. } => Some(shown(*currency, *cost)),
        _ => None,
    });
    view! {
        <tr>
            <th scope="row">{words::WOULD_BE}</th>
            <td class="num">{cost}</td>
        </tr>
    }
}

const fn is_money(step: &Step) -> bool {
    matches!(step, Step::Linear { .. } | Step::SimpleTier { .. } | Step::GraduatedTier { .. } | Step::BlockTier { .. })
}

/// Who pays: the wish if it has a row, else whoever asks, else the first of those that have one. Where nothing is charged it
/// does not matter.
fn chosen(metrics: &[Metric], asked: &Asked) -> Buyer {
    let all = buyers(metrics);
    let wish = asked.buyer.split_once('-').and_then(|(country, currency)| {
        Some(Buyer { country: Country::parse(country)?, currency: Currency::parse(currency)? })
    });
    let has_row = |buyer: &Buyer| all.contains(buyer);
    let home = || Some(asked.home).filter(has_row);
    wish.filter(has_row).or_else(home).or_else(|| all.first().copied()).unwrap_or(Buyer::BASE)
}

/// `DEU-EUR`
fn code(buyer: Buyer) -> String {
    format!("{}-{}", buyer.country, buyer.currency)
}

#[cfg(test)]
mod tests {
    use slipway_domain::metric::{MetricDraft, PlaceDraft};

    use super::*;

    fn queries() -> Vec<Metric> {
        let draft = MetricDraft {
            resource_name: "Queries".to_owned(),
            charge_unit: "QUERIES".to_owned(),
            rating_model: "graduated_tier".to_owned(),
            rating_scale: "1000".to_owned(),
            clip: "yes".to_owned(),
            instance_free_units: "10000".to_owned(),
            bounds: vec!["1000".to_owned(), "2500".to_owned(), String::new()],
            places: vec![PlaceDraft::base(), PlaceDraft { country: "DEU".to_owned(), currency: "EUR".to_owned() }],
            prices: [["0.40", "0.32", "0.25"], ["0.37", "0.30", "0.23"]]
                .map(|prices| prices.map(ToOwned::to_owned).to_vec())
                .to_vec(),
            ..MetricDraft::new()
        };
        vec![draft.metric().unwrap()]
    }

    fn shown(quantity: &str, buyer: &str) -> String {
        let asked = Asked { quantities: vec![quantity.to_owned()], buyer: buyer.to_owned(), home: Buyer::BASE };
        estimator(&queries(), &asked, "estimate", None).to_html()
    }

    #[test]
    fn the_answer_explains_itself_from_the_quantity_to_the_money() {
        let html = shown("3,412,300", "DEU-EUR");
        for told in
            ["3,412,300 queries", "− 10,000", "3,402.3", "3,403", "903 × EUR 0.23", "EUR 207.69", "EUR 1,027.69"]
        {
            assert!(html.contains(told), "{told} in {html}");
        }
    }

    #[test]
    fn without_a_question_there_is_no_answer() {
        assert!(!shown("", "DEU-EUR").contains("explain"));
        assert!(shown("", "DEU-EUR").contains("Calculate"));
    }

    #[test]
    fn who_has_no_row_is_shown_the_base_price() {
        assert!(shown("20000", "FRA-EUR").contains("USD 4.00"));
        assert!(shown("20000", "nonsense").contains("USD 4.00"));
    }

    #[test]
    fn whoever_asks_is_chosen_unless_somebody_else_is_meant() {
        let german = Buyer { country: Country::parse("DEU").unwrap(), currency: Currency::parse("EUR").unwrap() };
        let told = |buyer: &str| {
            let asked = Asked { buyer: buyer.to_owned(), ..Asked::nothing(&queries()) }.by(german);
            let asked = Asked { quantities: vec!["20000".to_owned()], ..asked };
            estimator(&queries(), &asked, "estimate", None).to_html()
        };
        assert!(told("").contains("EUR 3.70"), "{}", told(""));
        assert!(told("USA-USD").contains("USD 4.00"));
    }

    #[test]
    fn what_is_no_quantity_is_said_and_stays_text() {
        let html = shown("\"><xss7>", "DEU-EUR");
        assert!(html.contains(words::NOT_A_QUANTITY) && !html.contains("<xss7>"), "{html}");
        assert!(html.contains("aria-invalid") && !html.contains("explain"), "there is no total without it: {html}");
    }
}
