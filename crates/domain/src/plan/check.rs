//! The rules of one plan, and of an offering's plans together.

use serde::{Deserialize, Serialize};

use super::{AmountDraft, MOST_METRICS, MOST_PLAN_BULLETS, PLAN_KINDS, PlanDraft, PlanRecord, called};
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::location::{GLOBAL, Location};
use crate::metric::MetricContext;
use crate::money::{BASE_COUNTRY, BASE_CURRENCY, Country, Currency, Price, PriceError, meant_price};
use crate::rule::{RuleId, metric, plan as rule};
use crate::shape::{self, Text, YES_NO, optional, tick};
use crate::words;

/// What the rules need to know beside the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanContext {
    /// The owner's name.
    pub company: String,
    /// The display name of the offering.
    pub product: String,
    /// Programmatic names of the offering's other plans.
    pub other_names: Vec<String>,
    /// Another plan of the offering is free.
    pub has_other_free: bool,
    /// `location_scope` of the settings: `global`, `per_location` or empty.
    pub location_scope: String,
}

/// G-PRICE as far as plans on their own go; `of` gives the findings of one plan.
pub fn check_plans(plans: &[PlanRecord], of: impl Fn(&PlanRecord) -> Findings) -> Findings {
    let mut found = Findings::new();
    let free = plans.iter().filter(|plan| plan.draft.is_free()).count();
    if plans.is_empty() {
        found.push(Finding::new(Field::Plans, rule::NO_PLAN));
    } else if free == 0 {
        found.push(Finding::new(Field::Plans, rule::NO_FREE_PLAN));
    } else if free > 1 {
        found.push(Finding::new(Field::Plans, rule::SEVERAL_FREE_PLANS).naming(free));
    }
    if !plans.is_empty() && plans.iter().all(|plan| plan.draft.ends_at().is_some()) {
        found.push(Finding::new(Field::Plans, rule::EVERY_PLAN_ENDS));
    }
    for (at, plan) in plans.iter().enumerate() {
        let errors = of(plan).errors().count();
        if errors > 0 {
            let name = called([&plan.draft.display_name, &plan.draft.name], at + 1);
            found.push(Finding::new(Field::Plans, rule::PLAN_INCOMPLETE).naming(name).naming(errors));
        }
    }
    found
}

impl PlanDraft {
    pub fn check(&self, context: &PlanContext) -> Findings {
        let mut found = Findings::new();
        self.check_kind(&mut found, context);
        self.check_name(&mut found, context);
        self.check_display_name(&mut found, context);
        let description = Text::prose(255).too_long(rule::DESCRIPTION_TOO_LONG).required(rule::DESCRIPTION_MISSING);
        shape::text(&mut found, Field::PlanDescription, &self.description, description);
        self.check_bullets(&mut found);
        self.check_fee(&mut found);
        self.check_caps(&mut found);
        self.check_metrics(&mut found);
        self.check_locations(&mut found, context);
        self.check_options(&mut found);
        found
    }

    fn check_kind(&self, found: &mut Findings, context: &PlanContext) {
        shape::choice(found, Field::PlanKind, &self.kind, PLAN_KINDS, rule::KIND_MISSING);
        if self.is_free() && context.has_other_free {
            found.push(Finding::new(Field::PlanKind, rule::SECOND_FREE_PLAN).suggesting("subscription"));
        }
    }

    fn check_name(&self, found: &mut Findings, context: &PlanContext) {
        let field = Field::PlanName;
        let expected = Text::line(128).required(rule::NAME_MISSING);
        let Some(name) = shape::text(found, field, &self.name, expected) else { return };
        let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if let Some(character) = name.chars().find(|c| !is_allowed(*c)) {
            let mended = name.split('.').map(words::slug).collect::<Vec<_>>().join(".");
            let fault = Finding::new(field, rule::NAME_CHARACTER).naming(shape::shown(character));
            found.push(fault.suggesting(mended.trim_matches('.')));
        } else if self.is_free() && name != "lite" {
            found.push(Finding::new(field, rule::FREE_NAME_NOT_LITE).naming(name).suggesting("lite"));
        }
        if context.other_names.iter().any(|other| other == name) {
            found.push(Finding::new(field, rule::NAME_TWICE).naming(name));
        }
    }

    fn check_display_name(&self, found: &mut Findings, context: &PlanContext) {
        let field = Field::PlanDisplayName;
        let expected = Text::line(64).required(rule::DISPLAY_NAME_MISSING);
        let Some(name) = shape::text(found, field, &self.display_name, expected) else { return };
        let is_allowed = |c: char| c.is_alphanumeric() || c.is_control() || "- .".contains(c);
        if let Some(character) = name.chars().find(|c| !is_allowed(*c)) {
            found.push(Finding::new(field, rule::DISPLAY_NAME_CHARACTER).naming(shape::shown(character)));
        }
        if self.is_free() && name != "Lite" {
            found.push(Finding::new(field, rule::FREE_DISPLAY_NAME_NOT_LITE).naming(name).suggesting("Lite"));
            return;
        }
        let product = words::name_in(name, &context.product).map(|at| (rule::DISPLAY_NAME_CONTAINS_PRODUCT, at));
        let company = words::company_in(name, &context.company).map(|at| (rule::DISPLAY_NAME_CONTAINS_COMPANY, at));
        for (rule, at) in company.into_iter().chain(product) {
            let fault = Finding::new(field, rule).naming(&name[at.clone()]);
            found.push(fault.suggesting(words::without(name, at)));
        }
    }

    fn check_bullets(&self, found: &mut Findings) {
        let number = self.listed_bullets().count();
        if number == 0 {
            found.push(Finding::new(Field::PlanBullets, rule::BULLETS_MISSING));
        }
        if number > MOST_PLAN_BULLETS {
            found.push(Finding::new(Field::PlanBullets, rule::TOO_MANY_BULLETS).naming(number));
        }
        for (index, bullet) in self.listed_bullets().take(MOST_PLAN_BULLETS) {
            shape::text(found, Field::PlanBullet(field::row(index)), bullet, Text::line(2000));
        }
    }

    fn check_fee(&self, found: &mut Findings) {
        let field = Field::PlanAmounts;
        let has_rows = self.listed_amounts().next().is_some();
        if self.is_free() {
            if has_rows {
                found.push(Finding::new(field, rule::FREE_PLAN_WITH_FEE));
            }
            return;
        }
        if self.is_metered() {
            if has_rows {
                found.push(Finding::new(field, rule::METERED_PLAN_WITH_FEE));
            }
            return;
        }
        if self.kind == "subscription" && !has_rows {
            found.push(Finding::new(field, rule::FEE_MISSING));
        }
        if has_rows && !self.amounts.iter().any(AmountDraft::is_base) {
            found.push(Finding::new(field, rule::BASE_FEE_MISSING).naming(BASE_COUNTRY).naming(BASE_CURRENCY));
        }
        for (index, amount) in self.listed_amounts().take(MOST_AMOUNTS) {
            let same = |before: &&AmountDraft| before.country == amount.country && before.currency == amount.currency;
            let complete = !amount.country.is_empty() && !amount.currency.is_empty();
            if complete && self.amounts[..index].iter().find(same).is_some() {
                let row = Field::AmountCountry(field::row(index));
                found.push(Finding::new(row, rule::FEE_TWICE).naming(&amount.country).naming(&amount.currency));
            }
            amount.check(found, field::row(index));
        }
        let number = self.listed_amounts().count();
        if number > MOST_AMOUNTS {
            found.push(Finding::new(field, rule::TOO_MANY_AMOUNTS).naming(number));
        }
    }

    /// The metrics of a plan of another kind are kept as they are, and not judged.
    fn check_metrics(&self, found: &mut Findings) {
        let field = Field::Metrics;
        if !self.is_metered() {
            if !self.metrics.is_empty() {
                found.push(Finding::new(field, metric::METRICS_UNUSED).naming(self.metrics.len()));
            }
            return;
        }
        if self.metrics.is_empty() {
            found.push(Finding::new(field, metric::METRICS_MISSING));
        }
        let number = self.metrics.len();
        if number > MOST_METRICS {
            found.push(Finding::new(field, metric::TOO_MANY_METRICS).naming(number));
        }
        for (at, metric) in self.metrics.iter().enumerate().take(MOST_METRICS) {
            let others = || self.metrics.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
            let context = MetricContext {
                other_part_numbers: others().map(|other| other.part_number.clone()).collect(),
                other_unit_ids: others().map(|other| other.unit_id().to_owned()).collect(),
                other_measures: others().map(|other| other.measure.trim().to_owned()).collect(),
            };
            found.extend(metric.check(field::row(at), &context));
        }
    }

    /// What may be left as it is.
    fn check_options(&self, found: &mut Findings) {
        self.effective().check(found, Field::PlanFrom, Field::PlanUntil);
        let end = self.ends_on.trim();
        if !end.is_empty() && self.ends_at().is_none() {
            found.push(Finding::new(Field::PlanEndsOn, rule::END_NOT_A_DAY).naming(end));
        }
        optional(found, Field::PlanBindable, &self.bindable, YES_NO);
        optional(found, Field::PlanOneInstance, &self.one_instance_per_account, YES_NO);
        optional(found, Field::PlanProrated, &self.prorate_first_month, YES_NO);
        for (field, typed) in self.flags() {
            tick(found, field, typed);
        }
    }

    fn check_locations(&self, found: &mut Findings, context: &PlanContext) {
        let field = Field::PlanLocations;
        if self.locations.iter().all(String::is_empty) {
            found.push(Finding::new(field, rule::LOCATIONS_MISSING));
        }
        let unknown = |id: &&String| !id.is_empty() && !Location::find(id).is_some_and(Location::is_offered);
        if let Some(id) = self.locations.iter().find(unknown) {
            found.push(Finding::new(field, rule::LOCATION_UNKNOWN).naming(id));
        }
        let is_global = |id: &&String| *id == GLOBAL;
        let global = self.locations.iter().find(is_global);
        let single = self.locations.iter().find(|id| !id.is_empty() && !is_global(id));
        if global.is_some() && single.is_some() {
            found.push(Finding::new(field, rule::GLOBAL_AND_OTHERS));
        }
        let misfit = match context.location_scope.as_str() {
            "global" => single,
            "per_location" => global,
            _ => None,
        };
        found.extend(misfit.map(|id| Finding::new(field, rule::LOCATION_AGAINST_SCOPE).naming(id)));
    }
}

impl AmountDraft {
    fn check(&self, found: &mut Findings, row: u8) {
        check_country(found, Field::AmountCountry(row), &self.country);
        check_currency(found, Field::AmountCurrency(row), &self.currency);
        check_price(found, Field::AmountPrice(row), &self.price, rule::PRICE_MISSING);
    }
}

pub(crate) fn check_country(found: &mut Findings, field: Field, code: &str) {
    if code.trim().is_empty() {
        found.push(Finding::new(field, rule::COUNTRY_MISSING));
    } else if Country::parse(code).is_none() {
        let meant = Country::parse(&code.trim().to_uppercase()).map_or("", Country::code);
        found.push(Finding::new(field, rule::COUNTRY_UNKNOWN).naming(code).suggesting(meant));
    }
}

pub(crate) fn check_currency(found: &mut Findings, field: Field, code: &str) {
    if code.trim().is_empty() {
        found.push(Finding::new(field, rule::CURRENCY_MISSING));
    } else if Currency::parse(code).is_none() {
        let meant = Currency::parse(&code.trim().to_uppercase()).map_or("", Currency::code);
        found.push(Finding::new(field, rule::CURRENCY_UNKNOWN).naming(code).suggesting(meant));
    }
}

/// `missing` is the rule that an empty price breaks.
pub(crate) fn check_price(found: &mut Findings, field: Field, price: &str, missing: RuleId) {
    if price.trim().is_empty() {
        found.push(Finding::new(field, missing));
        return;
    }
    let Err(error) = Price::parse(price) else { return };
    found.push(match error {
        PriceError::NotANumber => Finding::new(field, rule::PRICE_NOT_A_NUMBER)
            .naming(price)
            .suggesting(meant_price(price).unwrap_or_default()),
        PriceError::Negative => Finding::new(field, rule::PRICE_NEGATIVE),
        PriceError::TooFine(decimals) => Finding::new(field, rule::PRICE_TOO_FINE).naming(decimals),
        PriceError::TooLarge(digits) => Finding::new(field, rule::PRICE_TOO_LARGE).naming(digits),
    });
}

/// The most rows of a price list; rows beyond cannot be told apart by their field any more.
const MOST_AMOUNTS: usize = 100;
