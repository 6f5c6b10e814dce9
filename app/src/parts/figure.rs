//! A number in a table; where it is not shown whole, all of it is in the markup and told on hover.

use leptos::prelude::*;

use crate::text::figure::Figure;

/// The number with its unit. What is in the markup beside it is exact.
pub fn figure(figure: Figure) -> AnyView {
    let Some(exact) = figure.exact.clone() else { return figure.to_string().into_any() };
    let Figure { shown, unit, .. } = figure;
    let unit = (!unit.is_empty()).then(|| format!(" {unit}"));
    view! {
        <data value=exact.clone() title=exact>
            {shown}
        </data>
        {unit}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn what_is_not_shown_whole_is_in_the_markup_whole() {
        let third = Decimal::from(10) / Decimal::from(3);
        let html = figure(Figure::counted(third, "<xss9>")).to_html();
        assert!(html.contains("≈ 3.333333") && html.contains(&format!("title=\"{third}\"")), "{html}");
        assert!(!html.contains("<xss9>"), "{html}");
        let whole = figure(Figure::counted(Decimal::TEN, "queries")).to_html();
        assert!(whole.contains("10 queries") && !whole.contains("<data"), "{whole}");
    }
}
