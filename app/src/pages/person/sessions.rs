//! Where the person is signed in, and a way to end all of it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::view::PersonView;

use super::standing::named;
use crate::api::people::EndSessionsOf;
use crate::parts::session_table::session_table;
use crate::text::people as words;
use crate::ui::{Button, DisabledButton};

pub(super) fn block(view: &PersonView) -> AnyView {
    if view.sessions.is_empty() {
        return view! {
            <section class="block" aria-labelledby="sessions-h">
                <h2 class="form__title" id="sessions-h">
                    {words::SESSIONS}
                </h2>
                <DisabledButton id="end-sessions" reason=words::NO_SESSIONS>
                    {words::END_ALL}
                </DisabledButton>
            </section>
        }
        .into_any();
    }
    let table = session_table(words::SESSIONS, Some(words::SESSIONS_SUB), &view.sessions, view.now, |_| None);
    view! {
        <section class="block">
            {table}
            <form class="btn--after" method="post" action=EndSessionsOf::url()>
                {named(view)}
                <Button>{words::END_ALL}</Button>
            </form>
        </section>
    }
    .into_any()
}
