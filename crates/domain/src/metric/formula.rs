//! Formulas of legacy definitions (§8.3): `SUM({BYTE}/1048576)`, and nothing else that arithmetic could be. One becomes a
//! metering model and a scale; nothing is ever reckoned by it.

use rust_decimal::Decimal;

use super::{MetricDraft, names};
use crate::metering::MeteringModel;
use crate::number::{self, product, quotient};

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 200;

/// What `FUNC({UNIT} [*/ number])` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The unit that is sent: `BYTE`.
    pub unit: String,
    pub model: MeteringModel,
    /// Sent units in one displayed unit, above zero.
    pub scale: Decimal,
}

/// Why a text is no formula that can be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaFault {
    /// It is not `SUM`, `MAX` or `AVG` of one unit, at most multiplied or divided by one number.
    Shape,
    /// The unit is no word in capitals.
    Unit,
    /// The number is none, or zero.
    Number,
    /// What it multiplies by has no exact reciprocal.
    Inexact,
}

impl Formula {
    pub fn parse(text: &str) -> Result<Self, FormulaFault> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(FormulaFault::Shape);
        }
        let (function, rest) = text.split_once('(').ok_or(FormulaFault::Shape)?;
        let model = match function.trim_end() {
            "SUM" => MeteringModel::StandardAdd,
            "MAX" => MeteringModel::StandardMax,
            "AVG" => MeteringModel::StandardAvg,
            _ => return Err(FormulaFault::Shape),
        };
        let operand = rest.strip_suffix(')').ok_or(FormulaFault::Shape)?.trim();
        let (unit, factor) =
            operand.strip_prefix('{').and_then(|rest| rest.split_once('}')).ok_or(FormulaFault::Shape)?;
        let unit = unit.trim();
        if !names::is_capitals(unit) {
            return Err(FormulaFault::Unit);
        }
        Ok(Self { unit: unit.to_owned(), model, scale: scale(factor.trim())? })
    }
}

/// The scale divides: what a formula multiplies by is turned over.
fn scale(factor: &str) -> Result<Decimal, FormulaFault> {
    if factor.is_empty() {
        return Ok(Decimal::ONE);
    }
    let is_product = factor.starts_with('*');
    let told = factor.strip_prefix(['*', '/']).ok_or(FormulaFault::Shape)?;
    let told = number::parse(told.trim_start()).ok().filter(|told| !told.is_zero()).ok_or(FormulaFault::Number)?;
    if !is_product {
        return Ok(told);
    }
    let scale = quotient(Decimal::ONE, told).map_err(|_| FormulaFault::Inexact)?.normalize();
    let is_exact = product(scale, told).is_ok_and(|one| one == Decimal::ONE);
    let is_a_scale = number::parse(&scale.to_string()).is_ok();
    (is_exact && is_a_scale).then_some(scale).ok_or(FormulaFault::Inexact)
}

impl MetricDraft {
    /// Where a formula is typed as the scale: its unit, model and scale take their places. What is no formula that can be
    /// converted stays as it was typed.
    pub(crate) fn convert_formula(&mut self) {
        let Ok(Formula { unit, model, scale }) = Formula::parse(&self.metering_scale) else { return };
        self.measure = unit;
        model.name().clone_into(&mut self.metering_model);
        self.metering_scale = scale.to_string();
    }

    /// What is typed as the scale, if that looks like a formula.
    pub fn formula(&self) -> Option<Result<Formula, FormulaFault>> {
        self.metering_scale.contains(['(', '{']).then(|| Formula::parse(&self.metering_scale))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<(String, &'static str, String), FormulaFault> {
        Formula::parse(text).map(|formula| (formula.unit, formula.model.name(), formula.scale.to_string()))
    }

    #[test]
    fn a_formula_is_a_model_and_a_scale() {
        for (text, unit, model, scale) in [
            ("SUM({BYTE}/1048576)", "BYTE", "standard_add", "1048576"),
            ("MAX({API_CALL})", "API_CALL", "standard_max", "1"),
            ("AVG({SEAT} / 2.50)", "SEAT", "standard_avg", "2.5"),
            (" SUM ( { BYTE } * 8 ) ", "BYTE", "standard_add", "0.125"),
        ] {
            assert_eq!(read(text), Ok((unit.to_owned(), model, scale.to_owned())), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_one() {
        let long = format!("SUM({{{}}})", "A".repeat(LONGEST));
        for (text, fault) in [
            ("", FormulaFault::Shape),
            ("1048576", FormulaFault::Shape),
            ("sum({BYTE})", FormulaFault::Shape),
            ("COUNT({BYTE})", FormulaFault::Shape),
            ("SUM({BYTE}", FormulaFault::Shape),
            ("SUM({BYTE})*2", FormulaFault::Shape),
            ("SUM(BYTE)", FormulaFault::Shape),
            ("SUM({BYTE}+1)", FormulaFault::Shape),
            ("SUM({BYTE}{CALL})", FormulaFault::Shape),
            ("SUM(SUM({BYTE}))", FormulaFault::Shape),
            ("SUM(1048576/{BYTE})", FormulaFault::Shape),
            (long.as_str(), FormulaFault::Shape),
            ("SUM({})", FormulaFault::Unit),
            ("SUM({byte})", FormulaFault::Unit),
            ("SUM({BYTE;x})", FormulaFault::Unit),
            ("SUM({BYTE}/0)", FormulaFault::Number),
            ("SUM({BYTE}/-1)", FormulaFault::Number),
            ("SUM({BYTE}/1e6)", FormulaFault::Number),
            ("SUM({BYTE}/1024/1024)", FormulaFault::Number),
            ("SUM({BYTE}/)", FormulaFault::Number),
            ("SUM({BYTE}/{CALL})", FormulaFault::Number),
            ("SUM({BYTE}*3)", FormulaFault::Inexact),
            ("SUM({BYTE}*1024)", FormulaFault::Inexact),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_formula_that_is_typed_as_the_scale_is_converted_and_anything_else_stays() {
        let typed = |scale: &str| MetricDraft { metering_scale: scale.to_owned(), ..MetricDraft::new() };
        let mut metric = typed("MAX({BYTE}/1024)");
        assert!(matches!(metric.formula(), Some(Ok(_))));
        metric.convert_formula();
        let expected = MetricDraft { measure: "BYTE".to_owned(), ..typed("1024") };
        assert_eq!(metric, MetricDraft { metering_model: "standard_max".to_owned(), ..expected });
        for scale in ["1024", "", "COUNT({BYTE})"] {
            let mut metric = typed(scale);
            metric.convert_formula();
            assert_eq!(metric, typed(scale));
        }
        assert_eq!(typed("1024").formula(), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,300}", inner in "[(){}*/A-Z0-9. -]{0,40}") {
            for text in [text, inner.clone(), format!("SUM({{BYTE}}{inner})")] {
                if let Ok(formula) = Formula::parse(&text) {
                    prop_assert!(formula.scale > Decimal::ZERO && names::is_capitals(&formula.unit));
                    prop_assert!(number::parse(&formula.scale.to_string()).is_ok());
                }
            }
        }
    }
}
