//! Icons of the provider's own: the form that uploads one, and those that are there. The file goes alone, in a form
//! beside the page's, so that nothing else that was typed travels or is saved with it.

use leptos::prelude::*;

use super::marks::choice;
use crate::text::listing as words;
use crate::ui::{Button, FileField};

/// The id of the form that the controls below belong to.
const FORM: &str = "icon-upload";

/// Stands beside the form of the page: forms do not nest.
pub(super) fn form(offering: &str) -> impl IntoView + use<> {
    let action = format!("/offerings/{}/icon", crate::paths::percent(offering));
    view! { <form id=FORM method="post" action=action enctype="multipart/form-data"></form> }
}

/// The controls, inside the form of the page.
pub(super) fn section(icons: &[String]) -> impl IntoView + use<> {
    let there = icons.iter().enumerate().map(|(at, path)| choice(path.clone(), words::use_upload(at))).collect_view();
    let list = (!icons.is_empty()).then(|| view! { <div class="mark-choices__list">{there}</div> });
    view! {
        <div class="mark-choices" id="icon">
            <FileField
                label=words::UPLOAD
                id="icon-file"
                name="icon"
                form=FORM
                accept="image/png,image/jpeg,image/webp,image/svg+xml"
                help=words::UPLOAD_HELP
            />
            <Button form=FORM>{words::UPLOAD_NOW}</Button>
            {list}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uploaded_icon_is_chosen_with_a_button_and_the_file_goes_in_a_form_of_its_own() {
        let html = section(&["/icons/abc.png".to_owned()]).to_html();
        assert!(html.contains("value=\"set:listing[icon]=/icons/abc.png\""), "{html}");
        assert!(html.contains("<img src=\"/icons/abc.png\""), "{html}");
        assert_eq!(html.matches("form=\"icon-upload\"").count(), 2, "the file and its button: {html}");
        let form = form("northwind-vector").to_html();
        assert!(form.contains("action=\"/offerings/northwind-vector/icon\"") && form.contains("multipart/form-data"));
    }
}
