//! Asks whether a service may learn who somebody is. A plain form that posts to the issuer; nothing here knows what
//! becomes of the answer.

use leptos::prelude::*;

use super::sign_in::{brand, plain_page};
use crate::text::consent as words;
use crate::ui::{Button, Dialog, DialogActs, Kind};

/// What the page says. All of it was checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentForm {
    /// What the answer is given to; the browser carries it unread.
    pub ticket: String,
    pub service: String,
    /// `None`: the operator registered it.
    pub provider: Option<String>,
    pub scopes: Vec<String>,
    /// Where the browser goes with the answer: scheme, host and port.
    pub origin: String,
    pub email: String,
}

pub fn consent_page(form: ConsentForm) -> impl IntoView {
    let ConsentForm { ticket, service, provider, scopes, origin, email } = form;
    let title = words::title(&service);
    let lead = words::lead(&service, provider.as_deref(), &email);
    plain_page(title.clone(), move || {
        let told = scopes.iter().map(|name| view! { <li>{words::scope(name)}</li> }).collect_view();
        view! {
            <Dialog title=title lead=lead above=brand>
                <form class="form" method="post" action="/consent">
                    <input type="hidden" name="ticket" value=ticket />
                    <section class="sign-in__told" aria-labelledby="told">
                        <h2 id="told">{words::TOLD}</h2>
                        <ul>{told}</ul>
                    </section>
                    <p class="sign-in__goes">
                        {words::GOES_TO} " " <strong>{origin}</strong> "."
                    </p>
                    <DialogActs>
                        <Button name="verdict" value="deny">
                            {words::DENY}
                        </Button>
                        <Button kind=Kind::Primary name="verdict" value="allow">
                            {words::ALLOW}
                        </Button>
                    </DialogActs>
                </form>
                <p class="sign-in__foot">{words::REMEMBERED}</p>
            </Dialog>
        }
    })
}
