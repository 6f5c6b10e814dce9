//! Words for formulas of older definitions, which are typed where the metering scale stands.

use slipway_domain::metric::{FormulaFault, MetricDraft};

use super::metric;

pub const CONVERT: &str = "Convert a formula";

/// What stands below the metering scale.
pub fn scale_help(draft: &MetricDraft) -> String {
    match draft.formula() {
        None => format!("{} Or a formula like SUM({{BYTE}}/1048576), to be converted.", metric::scale_help(draft)),
        Some(Ok(_)) => "A formula. Converted, it becomes the measure, the metering model and a scale.".to_owned(),
        Some(Err(fault)) => format!("This formula cannot be converted: {}.", why(fault)),
    }
}

const fn why(fault: FormulaFault) -> &'static str {
    match fault {
        FormulaFault::Shape => "write SUM, MAX or AVG of one unit, divided or multiplied by at most one number",
        FormulaFault::Unit => "write the unit in capitals, between { and }",
        FormulaFault::Number => "write a number above zero after / or *",
        FormulaFault::Inexact => "the number after * has no exact scale; write what to divide by",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_says_what_becomes_of_what_is_typed() {
        let help = |scale: &str| scale_help(&MetricDraft { metering_scale: scale.to_owned(), ..MetricDraft::new() });
        assert!(help("1024").starts_with("1,024 sent count as 1."), "{}", help("1024"));
        assert!(help("SUM({BYTE}/1024)").starts_with("A formula."));
        assert!(help("SUM({BYTE}*3)").contains("what to divide by"));
        assert!(help("COUNT({BYTE})").contains("SUM, MAX or AVG"));
    }
}
