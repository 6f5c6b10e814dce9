use proptest::prelude::*;

use super::*;

fn money(price: &str, currency: &str) -> String {
    Money { price: Price::parse(price).unwrap(), currency: currency.parse().unwrap() }.to_string()
}

#[test]
fn a_price_is_read_exactly() {
    assert_eq!(Price::parse("49.90").unwrap().decimal(), Decimal::new(4990, 2));
    assert_eq!(Price::parse(".5"), Price::parse("000.500"));
    assert_eq!(Price::parse("-0"), Ok(Price::ZERO));
    assert_eq!(Price::parse("0.000000001").unwrap().to_string(), "0.000000001");
    assert_eq!(Price::parse("999999999999999.999999999").unwrap().to_string(), "999999999999999.999999999");
}

#[test]
fn what_is_no_price_says_why() {
    for text in ["", ".", "-", "1e3", "1,5", "1_000", "+1", " 1", "1 ", "١", "0x1", "1.2.3", "NaN", "∞"] {
        assert_eq!(Price::parse(text), Err(PriceError::NotANumber), "{text}");
    }
    assert_eq!(Price::parse("-0.01"), Err(PriceError::Negative));
    assert_eq!(Price::parse("0.1234567891"), Err(PriceError::TooFine(10)));
    assert_eq!(Price::parse("1.1000000000000"), Price::parse("1.1"));
    assert_eq!(Price::parse("1000000000000000"), Err(PriceError::TooLarge(16)));
}

#[test]
fn the_price_that_was_meant_is_guessed_only_when_it_is_clear() {
    let cases = [
        ("49,00", Some("49.00")),
        ("€ 49", Some("49")),
        ("$1,249.50", Some("1249.50")),
        ("1.249,50 €", Some("1249.50")),
        ("1 000", Some("1000")),
        ("1,000", Some("1000")),
        ("49.", Some("49")),
        ("-5 €", None),
        ("free", None),
        ("0.12345678901 €", None),
    ];
    for (text, meant) in cases {
        assert_eq!(meant_price(text).as_deref(), meant, "{text}");
    }
}

#[test]
fn money_is_shown_in_the_minor_units_of_its_currency() {
    assert_eq!(money("49", "USD"), "USD 49.00");
    assert_eq!(money("1249.5", "EUR"), "EUR 1,249.50");
    assert_eq!(money("1234567", "JPY"), "JPY 1,234,567");
    assert_eq!(money("100.0000", "JPY"), "JPY 100");
    assert_eq!(money("0.1", "KWD"), "KWD 0.100");
    assert_eq!(money("2", "CLF"), "CLF 2.0000");
    assert_eq!(money("0", "USD"), "USD 0.00");
}

#[test]
fn a_price_below_the_minor_unit_is_shown_in_full() {
    assert_eq!(money("0.000125", "USD"), "USD 0.000125");
    assert_eq!(money("999.5", "JPY"), "JPY 999.5");
}

#[test]
fn codes_are_those_of_their_standards_alone() {
    assert_eq!(Country::parse("DEU").map(Country::code), Some("DEU"));
    assert_eq!(Currency::parse("EUR").map(Currency::minor_units), Some(2));
    for code in ["", " ", "usd", "US", "USD EUR", "XXX", "DEM"] {
        assert_eq!(Currency::parse(code), None, "{code}");
        assert_eq!(Country::parse(code), None, "{code}");
    }
    assert!(Country::parse(BASE_COUNTRY).is_some() && Currency::parse(BASE_CURRENCY).is_some());
}

#[test]
fn the_lists_are_sorted_and_complete() {
    for (list, number) in [(codes::COUNTRIES, 249), (codes::CURRENCIES, 158)] {
        let codes: Vec<_> = list.split_ascii_whitespace().collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert_eq!(codes.len(), number);
    }
    let currencies: Vec<_> = codes::CURRENCIES.split_ascii_whitespace().collect();
    for list in [codes::WITHOUT_DECIMALS, codes::THREE_DECIMALS, codes::FOUR_DECIMALS] {
        assert!(list.split_ascii_whitespace().all(|code| currencies.contains(&code)));
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_price_panic(text in "\\PC{0,40}") {
        let _ = Price::parse(&text);
        if let Some(meant) = meant_price(&text) {
            prop_assert!(Price::parse(&meant).is_ok());
        }
    }

    #[test]
    fn a_price_survives_being_written(whole in 0u64..1_000_000_000_000_000, fraction in 0u32..1_000_000_000) {
        let price = Price::parse(&format!("{whole}.{fraction:09}")).unwrap();
        prop_assert_eq!(Price::parse(&price.to_string()), Ok(price));
        let json = serde_json::to_string(&price).unwrap();
        prop_assert!(json.starts_with('"'));
        prop_assert_eq!(serde_json::from_str::<Price>(&json).unwrap(), price);
        let shown = money(&price.to_string(), "USD").replace(',', "");
        prop_assert_eq!(Price::parse(shown.strip_prefix("USD ").unwrap()), Ok(price));
    }
}
