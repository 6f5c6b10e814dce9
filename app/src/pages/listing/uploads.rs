//! Icons of the provider's own: the form that uploads one, and those that are there. The file goes alone, in a form
//! beside the page's, so that nothing else that was typed travels or is saved with it.

use leptos::prelude::*;
use slipway_domain::findings::Finding;
use slipway_domain::icon::UploadedIcon;

use super::marks::choice;
use crate::parts::findings_list::FindingItem;
use crate::text::listing as words;
use crate::ui::{Button, FileField};

/// The pictures that a form of an upload takes, as browsers write it.
pub(super) const ACCEPTED: &str = "image/png,image/jpeg,image/webp,image/svg+xml";

/// The id of the form that the controls below belong to.
const FORM: &str = "icon-upload";

pub(super) fn form(offering: &str) -> impl IntoView + use<> {
    beside(FORM, offering, "icon")
}

/// A form for a file, beside the form of the page: forms do not nest. It sends to what is called `to` below the offering.
pub(super) fn beside(id: &'static str, offering: &str, to: &str) -> impl IntoView + use<> {
    let action = format!("/offerings/{}/{to}", crate::paths::percent(offering));
    view! { <form id=id method="post" action=action enctype="multipart/form-data"></form> }
}

/// The controls, inside the form of the page. What is to be said of the shape is said of the icon that was uploaded last
/// and of the one that is `chosen`.
pub(super) fn section(icons: &[UploadedIcon], chosen: &str) -> impl IntoView + use<> {
    let there = icons.iter().enumerate();
    let there = there.map(|(at, icon)| choice(icon.path.clone(), words::use_upload(at))).collect_view();
    let list = (!icons.is_empty()).then(|| view! { <div class="mark-choices__list">{there}</div> });
    let said = icons.iter().enumerate().filter(|(at, icon)| *at == 0 || icon.path == chosen);
    let said: Vec<_> = said.flat_map(|(at, icon)| said_of(icon, at)).collect();
    view! {
        <div class="mark-choices" id="icon">
            <FileField
                label=words::UPLOAD
                id="icon-file"
                name="icon"
                form=FORM
                accept=ACCEPTED
                help=words::UPLOAD_HELP
            />
            <Button form=FORM>{words::UPLOAD_NOW}</Button>
            {list}
            {said}
        </div>
    }
}

fn said_of(icon: &UploadedIcon, at: usize) -> Vec<AnyView> {
    let item = |finding: Finding| {
        view! {
            <div class="field__findings">
                <p class="cds--form__helper-text">{words::uploaded(at)}</p>
                <FindingItem finding />
            </div>
        }
        .into_any()
    };
    icon.check().into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn icon(name: &str, size: (u32, u32)) -> UploadedIcon {
        UploadedIcon { path: format!("/icons/{name}.png"), size: Some(size) }
    }

    #[test]
    fn of_the_latest_icon_and_the_chosen_one_it_is_said_what_is_wrong_with_their_shape() {
        let icons = [icon("a", (256, 26)), icon("b", (20, 20)), icon("c", (256, 256)), icon("d", (8, 9))];
        let told = |icons: &[UploadedIcon], chosen| {
            let html = section(icons, chosen).to_html();
            ["256 × 26", "20 × 20", "256 × 256", "8 × 9"].map(|size| html.contains(size))
        };
        assert_eq!(told(&icons, ""), [true, false, false, false]);
        assert_eq!(told(&icons, "/icons/b.png"), [true, true, false, false]);
        assert_eq!(told(&icons[2..], "/icons/c.png"), [false; 4]);
        let html = section(&icons, "/icons/d.png").to_html();
        assert!(html.contains("Uploaded icon 1") && html.contains("Uploaded icon 4"), "{html}");
        assert_eq!(html.matches("finding--warn").count(), 2, "{html}");
    }

    #[test]
    fn an_uploaded_icon_is_chosen_with_a_button_and_the_file_goes_in_a_form_of_its_own() {
        let html = section(&[icon("abc", (256, 256))], "").to_html();
        assert!(html.contains("value=\"set:listing[icon]=/icons/abc.png\""), "{html}");
        assert!(html.contains("<img src=\"/icons/abc.png\""), "{html}");
        assert_eq!(html.matches("form=\"icon-upload\"").count(), 2, "the file and its button: {html}");
        let form = form("northwind-vector").to_html();
        assert!(form.contains("action=\"/offerings/northwind-vector/icon\"") && form.contains("multipart/form-data"));
    }
}
