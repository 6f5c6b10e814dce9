//! The rows of media, and the pictures that were uploaded for them. Buttons that submit the form add, move and remove
//! rows, and make a row of an uploaded picture; the file itself goes in a form beside the page's, as that of an icon does.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::listing::{MediaDraft, MediaKind};

use super::controls::Controls;
use super::marks::picture_button;
use super::uploads::{ACCEPTED, beside};
use crate::islands::field_findings::FieldFindings;
use crate::parts::moves::moves;
use crate::text::{listing as shared, listing_media as words};
use crate::ui::{AddRow, Button, Choice, FileField, RepeatRow, RowWidth, Section, Select, TextField};

/// The id of the form that the controls of the upload belong to.
const FORM: &str = "picture-upload";

pub(super) fn form(offering: &str) -> impl IntoView + use<> {
    beside(FORM, offering, "media")
}

/// `pictures`: the addresses of those that were uploaded.
pub(super) fn section(controls: &Controls, pictures: &[String]) -> AnyView {
    let items = &controls.draft.media;
    let rows = items.iter().enumerate().map(|(at, item)| row(controls, (at, items.len()), item, pictures));
    let rows = rows.collect_view();
    let field = Field::Media;
    let more = controls.is_open.then(|| {
        let uploads = uploads(pictures);
        view! {
            <AddRow intent="media:add" label=words::ADD />
            {uploads}
        }
    });
    view! {
        <Section title=words::MEDIA id=field.id() lead=words::MEDIA_LEAD>
            <div class="field__findings">
                <FieldFindings name=field.input_name() />
            </div>
            <div class="repeat">{rows}</div>
            {more}
        </Section>
    }
    .into_any()
}

/// `at`: the row, and how many there are.
fn row(controls: &Controls, (at, count): (usize, usize), item: &MediaDraft, pictures: &[String]) -> AnyView {
    let row = u8::try_from(at).unwrap_or(u8::MAX);
    let (url, thumbnail) = (Field::MediaUrl(row), Field::MediaThumbnail(row));
    let kind = kind(controls, row, &item.kind);
    let url = address(controls, url, words::url_of(row), (words::URL_HELP, ""), (&item.url, pictures));
    let told = ("", shared::OPTIONAL);
    let thumbnail = address(controls, thumbnail, words::thumbnail_of(row), told, (&item.thumbnail, pictures));
    let caption = controls.line(Field::MediaCaption(row), words::caption_of(row), &item.caption);
    if !controls.is_open {
        let class = RowWidth::TwoLines.class();
        return view! { <div class=class>{kind} {url} {thumbnail} {caption}</div> }.into_any();
    }
    let moves = moves("media:", at, count, &words::item(row));
    view! {
        <RepeatRow width=RowWidth::TwoLines remove=words::remove(row) intent=format!("media:remove:{at}") moves>
            {kind}
            {url}
            {thumbnail}
            {caption}
        </RepeatRow>
    }
    .into_any()
}

fn kind(controls: &Controls, row: u8, selected: &str) -> AnyView {
    let field = Field::MediaKind(row);
    let (name, selected, state) = (field.input_name(), selected.to_owned(), controls.validity(field));
    let none = Choice::new("", words::NO_KIND);
    let known = MediaKind::ALL.iter().map(|kind| Choice::new(kind.name(), words::kind(*kind)));
    let options: Vec<Choice> = core::iter::once(none).chain(known).collect();
    let (label, locked) = (words::kind_of(row), !controls.is_open);
    view! {
        <Select label name=name.clone() options selected validity=state locked>
            <FieldFindings name=name />
        </Select>
    }
    .into_any()
}

/// An address of a picture: `told` is its help and the word that marks it as optional, each of which may be empty, and
/// `value` is what was typed, with the pictures that are proposed for it while the form is open.
fn address(
    controls: &Controls,
    field: Field,
    label: String,
    told: (&'static str, &'static str),
    value: (&str, &[String]),
) -> AnyView {
    let ((help, optional), (typed, pictures)) = (told, value);
    let (name, value, state) = (field.input_name(), typed.to_owned(), controls.validity(field));
    let offers = if controls.is_open { pictures.to_vec() } else { Vec::new() };
    let locked = !controls.is_open;
    view! {
        <TextField label name=name.clone() value help optional offers validity=state locked>
            <FieldFindings name=name />
        </TextField>
    }
    .into_any()
}

/// The file, and those that are there: each is a button that makes a row of it.
fn uploads(pictures: &[String]) -> AnyView {
    let there = pictures
        .iter()
        .enumerate()
        .map(|(at, path)| picture_button(path.clone(), format!("media:use:{path}"), words::use_picture(at), 96));
    let list = (!pictures.is_empty())
        .then(|| view! { <div class="mark-choices__list mark-choices__list--wide">{there.collect_view()}</div> });
    view! {
        <div class="mark-choices" id="pictures">
            <FileField
                label=words::PICTURES
                id="picture-file"
                name="picture"
                form=FORM
                accept=ACCEPTED
                help=words::PICTURES_HELP
            />
            <Button form=FORM>{words::UPLOAD_NOW}</Button>
            {list}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uploaded_picture_becomes_a_row_with_a_button_and_the_file_goes_in_a_form_of_its_own() {
        let html = uploads(&["/pictures/abc".to_owned()]).to_html();
        assert!(html.contains("value=\"media:use:/pictures/abc\""), "{html}");
        assert!(html.contains("<img src=\"/pictures/abc\""), "{html}");
        assert_eq!(html.matches("form=\"picture-upload\"").count(), 2, "the file and its button: {html}");
        let form = form("northwind-vector").to_html();
        assert!(form.contains("action=\"/offerings/northwind-vector/media\"") && form.contains("multipart/form-data"));
    }
}
