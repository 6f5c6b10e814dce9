//! Tables in Carbon's markup that stack into one block per row on small screens.
//! A cell repeats its column's label there, which is why every [`Cell`] carries it.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// In which order a sorted column runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The head of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    label: String,
    hidden: bool,
    numeric: bool,
    sort: Option<(String, Option<Order>)>,
}

impl Column {
    /// A column of text.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of figures, aligned at the end.
    pub fn num(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::new(label) }
    }

    /// A column whose head only assistive technology reads, such as the one of actions.
    pub fn hidden(label: impl Into<String>) -> Self {
        Self { hidden: true, ..Self::new(label) }
    }

    /// Makes the head a link that sorts by this column; `order` is set where the table is sorted by it.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, order: Option<Order>) -> Self {
        self.sort = Some((href.into(), order));
        self
    }
}

/// A table with its caption and heads; its children are `<tr>` elements, or whole `<tbody>` with `bodies`.
///
/// `class` names the kind of table (`parity`, `matrix`, …), `sub` is a line below the caption.
/// `scrolls` lets a wide table scroll sideways; it needs the caption, which names the scrolling region.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    #[prop(optional)] caption_hidden: bool,
    #[prop(optional, into)] sub: Option<String>,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] stack_class: &'static str,
    #[prop(optional)] scrolls: bool,
    #[prop(optional)] bodies: bool,
    children: Children,
) -> impl IntoView {
    let gap = |class: &str| if class.is_empty() { String::new() } else { format!(" {class}") };
    let frame = format!("stack{}{}", gap(stack_class), if scrolls { " scroll-x" } else { "" });
    let name = scrolls.then(|| caption.clone());
    let caption_class = caption_hidden.then_some("visually-hidden");
    let rows = children();
    view! {
        <div
            class=frame
            role=scrolls.then_some("region")
            tabindex=scrolls.then_some("0")
            aria-label=name
        >
            <table class=format!("cds--data-table table{}", gap(class))>
                <caption class=caption_class>
                    {caption} {sub.map(|text| view! { " "<small>{text}</small> })}
                </caption>
                <thead>
                    <tr>{columns.into_iter().map(head).collect_view()}</tr>
                </thead>
                {if bodies { rows } else { view! { <tbody>{rows}</tbody> }.into_any() }}
            </table>
        </div>
    }
}

/// A cell of a [`DataTable`]; `label` is its column's, shown beside the value on small screens. A value that is not there
/// is `None`, not an empty text: such a cell is not drawn there. `live` is the id of one whose value follows what is typed.
#[component]
pub fn Cell(
    #[prop(into)] label: String,
    #[prop(optional)] num: bool,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] live: Option<String>,
    children: Children,
) -> impl IntoView {
    let class = match (num, class) {
        (false, "") => None,
        (false, class) => Some(class.to_owned()),
        (true, "") => Some("num".to_owned()),
        (true, class) => Some(format!("num {class}")),
    };
    let is_live = live.is_some().then_some("yes");
    view! {
        <td data-label=label class=class id=live data-live=is_live>
            {children()}
        </td>
    }
}

fn head(Column { label, hidden, numeric, sort }: Column) -> impl IntoView {
    let order = sort.as_ref().and_then(|(_, order)| *order);
    let aria_sort = order.map(|order| match order {
        Order::Ascending => "ascending",
        Order::Descending => "descending",
    });
    let label = match (sort, hidden) {
        (Some((href, order)), _) => view! {
            <a class="sort" href=href>
                {label}
                <Icon name=arrow(order) />
            </a>
        }
        .into_any(),
        (None, true) => view! { <span class="visually-hidden">{label}</span> }.into_any(),
        (None, false) => label.into_any(),
    };
    view! {
        <th scope="col" class=numeric.then_some("num") aria-sort=aria_sort>
            {label}
        </th>
    }
}

fn arrow(order: Option<Order>) -> Glyph {
    match order {
        None => Glyph::ChevronSort,
        Some(Order::Ascending) => Glyph::ArrowUp,
        Some(Order::Descending) => Glyph::ArrowDown,
    }
}
