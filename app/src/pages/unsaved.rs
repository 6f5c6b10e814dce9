//! A form that could not be saved, handed back at once with everything that was typed. It asks storage for nothing.

use leptos::prelude::*;

use super::sign_in::{brand, plain_page};
use crate::text::unsaved as words;
use crate::ui::{Button, ButtonLink, Dialog, Kind, PasswordField};

/// The form as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnsavedForm {
    /// Where it is sent again.
    pub action: String,
    /// The page on which it was filled in.
    pub page: String,
    pub fields: Vec<(String, String)>,
}

pub fn unsaved_page(form: UnsavedForm) -> impl IntoView {
    plain_page(words::TITLE, move || dialog(form))
}

fn dialog(form: UnsavedForm) -> impl IntoView {
    let UnsavedForm { action, page, fields } = form;
    view! {
        <Dialog title=words::TITLE lead=words::LEAD above=brand>
            <form class="form" method="post" action=action>
                {fields.into_iter().map(field).collect_view()}
                <Button kind=Kind::Primary wide=true>
                    {words::AGAIN}
                </Button>
            </form>
            <p class="sign-in__foot">
                <ButtonLink href=page>{words::BACK}</ButtonLink>
            </p>
        </Dialog>
    }
}

/// A password is written into no page.
fn field((name, value): (String, String)) -> AnyView {
    if name.contains("password") {
        let (label, help) = (words::SECRET, words::SECRET_HELP);
        return view! { <PasswordField label name autocomplete="new-password" help /> }.into_any();
    }
    view! { <input type="hidden" name=name value=value /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_in_the_page_and_a_password_is_not() {
        let typed = "\"><script>\n x";
        let form = UnsavedForm {
            action: "/api/broker/save".to_owned(),
            page: "/offerings/a".to_owned(),
            fields: vec![("broker[name]".to_owned(), typed.to_owned()), ("password".to_owned(), "hunter2".to_owned())],
        };
        let html = dialog(form).to_html();
        assert!(!html.contains("hunter2") && !html.contains("<script>"));
        let page = scraper::Html::parse_document(&html);
        let value = |selector: &str| {
            let selector = scraper::Selector::parse(selector).unwrap();
            page.select(&selector).next().unwrap().value().attr("value").map(str::to_owned)
        };
        assert_eq!(value("input[name='broker[name]']").as_deref(), Some(typed));
        assert_eq!(value("input[name='password'][type='password']"), None);
    }
}
