//! Where one is signed in, and the services one agreed to sign in to, with a way to end each of them.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::session::Session;
use slipway_domain::view::SessionsView;

use crate::api::session::{EndOtherSessions, EndSession, read_sessions};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::session_table::session_table;
use crate::text::session as words;
use crate::ui::{Button, DisabledButton, Lead, LinkButton, Page, PageHead, PageMain};

mod consents;

#[component]
pub fn SessionsPage() -> impl IntoView {
    load(read_sessions(), |view| {
        let SessionsView { person, sessions, services, now } = view;
        let table = session_table(words::CAPTION, None, &sessions, now, end);
        let others = others(&sessions);
        let services = consents::table(&services, now);
        view! {
            <Frame person=Some(person) area=Area::Nowhere title=words::TITLE>
                <Page>
                    <PageHead title=words::TITLE band=true>
                        <Lead>{words::LEAD}</Lead>
                    </PageHead>
                    <PageMain>{table} {others} {services}</PageMain>
                </Page>
            </Frame>
        }
    })
}

/// Signing out ends this one.
fn end(session: &Session) -> Option<AnyView> {
    let id = session.id.to_string();
    (!session.is_this).then(|| {
        view! {
            <form class="row-form" method="post" action=EndSession::url()>
                <input type="hidden" name="session" value=id />
                <LinkButton>{words::END}</LinkButton>
            </form>
        }
        .into_any()
    })
}

fn others(sessions: &[Session]) -> AnyView {
    if sessions.iter().all(|session| session.is_this) {
        return view! {
            <div class="block">
                <DisabledButton id="end-others" reason=words::NO_OTHERS>
                    {words::END_OTHERS}
                </DisabledButton>
            </div>
        }
        .into_any();
    }
    view! {
        <form class="block" method="post" action=EndOtherSessions::url()>
            <Button>{words::END_OTHERS}</Button>
        </form>
    }
    .into_any()
}
