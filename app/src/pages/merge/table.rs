//! Both versions beside each other, and the author's own once more, to copy from.

use leptos::prelude::*;
use slipway_domain::text::field_name;

use super::sides::Row;
use crate::text::merge as words;
use crate::text::sentence_case;
use crate::ui::{Cell, Column, DataTable, Fold, Hue, Tag, TextArea};

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
    let label = sentence_case(&field_name(row.field));
    let tag = differs.then(|| view! { <Tag hue=Hue::Purple>{words::DIFFERS}</Tag> });
    view! {
        <tr>
            <th scope="row">{label} " " {tag}</th>
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
    let fields: Vec<_> = rows.iter().filter(|row| row.differs() && !row.yours.is_empty()).map(copy).collect();
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

fn copy(row: &Row) -> impl IntoView + use<> {
    let label = sentence_case(&field_name(row.field));
    let id = format!("copy-{}", row.field.id());
    let value = row.yours.clone();
    let lines = u16::try_from(value.lines().count()).unwrap_or(u16::MAX).clamp(1, 12);
    view! { <TextArea label name=id.clone() id value rows=lines locked=true /> }
}

#[cfg(test)]
mod tests {
    use slipway_domain::field::Field;

    use super::*;

    #[test]
    fn only_what_differs_is_marked_and_nothing_typed_becomes_markup() {
        let row = |yours: &str, theirs: &str| Row {
            field: Field::DisplayName,
            yours: yours.to_owned(),
            theirs: theirs.to_owned(),
        };
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
}
