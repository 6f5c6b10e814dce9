//! Both versions beside each other, with a choice for every value that both changed, and the author's own once more, to
//! copy from.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::merge::Side;
use slipway_domain::view::ParkedView;

use super::sides::Row;
use crate::api::merge::ApplyParked;
use crate::text::merge as words;
use crate::ui::{Button, Cell, Column, DataTable, Fold, Hue, Kind, Radio, RadioGroup, Tag, TextArea};

/// What both changed, with the form that decides it value by value.
pub(super) fn choices(parked: &ParkedView, rows: Vec<Row>) -> impl IntoView + use<> {
    let (offering, id) = (parked.view.offering.name.clone(), parked.id.to_string());
    let seen = parked.revision().unwrap_or_default();
    let columns = [words::FIELD, words::BASE, words::THEIRS, words::YOURS, words::CHOICE].map(Column::new).to_vec();
    let rows: Vec<_> = rows.into_iter().enumerate().map(|(at, row)| choice(at, row)).collect();
    view! {
        <form class="block" method="post" action=ApplyParked::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="seen" value=seen />
            <DataTable caption=words::TITLE caption_hidden=true columns>
                {rows}
            </DataTable>
            <Button kind=Kind::Primary unchecked=false>
                {words::SAVE_CHOICES}
            </Button>
            <p class="quiet">{words::SAVE_CHOICES_NOTE}</p>
        </form>
    }
}

fn choice(at: usize, row: Row) -> impl IntoView {
    let Row { label, base, yours, theirs, conflict } = row;
    let member = conflict.unwrap_or_default();
    let radios = [(Side::Theirs, words::THEIRS), (Side::Mine, words::YOURS)]
        .map(|(side, word)| Radio::new(side.value(&member), word));
    view! {
        <tr>
            <th scope="row">{label.clone()}</th>
            <Cell label=words::BASE>{value(base.unwrap_or_else(|| words::UNKNOWN.to_owned()), false)}</Cell>
            <Cell label=words::THEIRS>{value(theirs, true)}</Cell>
            <Cell label=words::YOURS>{value(yours, true)}</Cell>
            <Cell label=words::CHOICE>
                <RadioGroup
                    legend=label
                    name=format!("choices[{at}]")
                    choices=radios.to_vec()
                    legend_hidden=true
                    required=true
                />
            </Cell>
        </tr>
    }
}

pub(super) fn table(rows: Vec<Row>) -> impl IntoView {
    let columns = [words::FIELD, words::YOURS, words::THEIRS].map(Column::new).to_vec();
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <section class="block">
            <DataTable caption=words::TITLE caption_hidden=true columns>
                {rows}
            </DataTable>
        </section>
    }
}

fn row(row: Row) -> impl IntoView {
    let differs = row.differs();
    let tag = differs.then(|| view! { <Tag hue=Hue::Purple>{words::DIFFERS}</Tag> });
    view! {
        <tr>
            <th scope="row">{row.label} " " {tag}</th>
            <Cell label=words::YOURS>{value(row.yours, differs)}</Cell>
            <Cell label=words::THEIRS>{value(row.theirs, differs)}</Cell>
        </tr>
    }
}

fn value(text: String, differs: bool) -> AnyView {
    match (text.trim().is_empty(), differs) {
        (true, _) => view! { <span class="quiet">{words::EMPTY}</span> }.into_any(),
        (false, true) => view! { <mark class="merge__value">{text}</mark> }.into_any(),
        (false, false) => view! { <span class="merge__value">{text}</span> }.into_any(),
    }
}

/// The fields of the author's version that differ, as text that can be selected and copied whole.
pub(super) fn copies(rows: &[Row]) -> impl IntoView + use<> {
    let differing = rows.iter().enumerate().filter(|(_, row)| row.differs() && !row.yours.is_empty());
    let fields: Vec<_> = differing.map(|(at, row)| copy(at, row)).collect();
    (!fields.is_empty()).then(|| {
        view! {
            <div class="block">
                <Fold title=words::COPY summary=words::COPY_NOTE open=true>
                    {fields}
                </Fold>
            </div>
        }
    })
}

fn copy(at: usize, row: &Row) -> impl IntoView + use<> {
    let (label, id) = (row.label.clone(), format!("copy-{at}"));
    let value = row.yours.clone();
    let lines = u16::try_from(value.lines().count()).unwrap_or(u16::MAX).clamp(1, 12);
    view! { <TextArea label name=id.clone() id value rows=lines locked=true /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(yours: &str, theirs: &str) -> Row {
        Row { label: "Name".to_owned(), yours: yours.to_owned(), theirs: theirs.to_owned(), ..Row::default() }
    }

    #[test]
    fn only_what_differs_is_marked_and_nothing_typed_becomes_markup() {
        let same = table(vec![row("Vector", "Vector")]).to_html();
        assert!(!same.contains("<mark") && !same.contains(words::DIFFERS), "{same}");
        let rows = vec![row("</textarea><script>alert(1)</script>", "Vector")];
        let copies = copies(&rows).to_html();
        let both = table(rows).to_html();
        assert!(both.contains("<mark") && both.contains(words::DIFFERS), "{both}");
        for html in [both, copies] {
            assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"), "{html}");
        }
    }

    #[test]
    fn a_conflict_shows_three_values_and_asks_which_one_counts() {
        let disputed = Row { base: Some("Old".to_owned()), conflict: Some("tags".to_owned()), ..row("Mine", "Theirs") };
        let html = choice(3, disputed).to_html();
        for part in ["Old", "Mine", "Theirs", "choices[3]", "theirs:tags", "mine:tags", "required"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("checked"), "nobody is answered for: {html}");
    }
}
