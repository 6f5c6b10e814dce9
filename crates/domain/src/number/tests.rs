use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Decimal {
    parse(text).unwrap()
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 0u32..=28).prop_map(|(mantissa, scale)| {
        let mantissa = mantissa % 79_228_162_514_264_337_593_543_950_335;
        Decimal::try_from_i128_with_scale(mantissa, scale).unwrap()
    })
}

#[test]
fn numbers_are_grouped_for_people() {
    assert_eq!(grouped(number("3412300.50"), 0), "3,412,300.5");
    assert_eq!(grouped(number("1000"), 2), "1,000.00");
    assert_eq!(grouped(-number("10000"), 0), "-10,000");
    assert_eq!(grouped(number("999"), 0), "999");
    assert_eq!(grouped(Decimal::MAX, 2), "79,228,162,514,264,337,593,543,950,335.00");
}

#[test]
fn a_sum_is_exact_or_refused() {
    assert_eq!(sum(number("0.1"), number("0.2")), Ok(number("0.3")));
    assert_eq!(sum(Decimal::MAX, Decimal::ONE), Err(TooLarge));
    assert_eq!(sum(Decimal::MAX, number("0.1")), Err(TooLarge), "rounding would lose the tenth");
    let (one, other) = (Decimal::new(-7_922_816_251_426_433, 2), Decimal::new(3_965_333_316_028_917, 2));
    assert_eq!(sum(one, other).and_then(|total| sum(total, -other)), Ok(one));
    let padded = Decimal::new(5_000_000, 6);
    assert_eq!(sum(number("7"), padded), Ok(number("12")));
}

#[test]
fn a_product_keeps_twelve_decimals_or_is_refused() {
    assert_eq!(product(number("0.000000001"), number("0.001")), Ok(Decimal::new(1, 12)));
    assert_eq!(product(Decimal::MAX, Decimal::TWO), Err(TooLarge));
    assert_eq!(product(number("999999999999999.999999999"), number("999999999.999999999")), Err(TooLarge));
}

#[test]
fn dividing_by_zero_is_refused_and_a_third_three_times_is_one() {
    assert_eq!(quotient(Decimal::ONE, Decimal::ZERO), Err(TooLarge));
    let third = quotient(Decimal::ONE, number("3")).unwrap();
    assert_ne!(product(third, number("3")), Ok(Decimal::ONE));
    assert_eq!(settled(product(third, number("3")).unwrap()), Decimal::ONE);
}

#[test]
fn halves_are_rounded_up() {
    assert_eq!(half_up(number("0.125"), 2), number("0.13"));
    assert_eq!(half_up(number("0.124999999"), 2), number("0.12"));
    assert_eq!(half_up(number("2.5"), 0), number("3"));
    let noisy = number("0.125") - Decimal::new(1, 20);
    assert_eq!(half_up(noisy, 2), number("0.13"), "the noise of a division does not decide");
}

proptest! {
    #[test]
    fn no_numbers_make_an_operation_panic(one in any_decimal(), other in any_decimal(), decimals in 0usize..6) {
        let _ = (sum(one, other), nearly(one, other), product(one, other), quotient(one, other));
        let _ = (half_up(one, decimals), grouped(one, decimals));
    }

    /// It may be refused where the digits end, but it is never a wrong one.
    #[test]
    fn a_sum_can_be_taken_back(one in any_decimal(), other in any_decimal()) {
        if let Ok(back) = sum(one, other).and_then(|total| sum(total, -other)) {
            prop_assert_eq!(back, one);
        }
    }
}
