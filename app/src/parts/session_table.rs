//! The browsers that somebody is signed in with.

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::session::Session;

use crate::parts::moment::Ago;
use crate::text::session as words;
use crate::ui::{Cell, Column, DataTable, Hue, Tag};

/// `acts` draws what can be done about one of them.
pub fn session_table(
    caption: &'static str,
    sub: Option<&'static str>,
    sessions: &[Session],
    now: Moment,
    acts: impl Fn(&Session) -> Option<AnyView>,
) -> AnyView {
    let columns = vec![
        Column::new(words::BROWSER),
        Column::new(words::SIGNED_IN),
        Column::new(words::LAST_SEEN),
        Column::hidden(words::ACTIONS),
    ];
    let rows: Vec<_> = sessions.iter().map(|session| row(session, now, acts(session))).collect();
    match sub {
        Some(sub) => view! { <DataTable caption sub columns>{rows}</DataTable> }.into_any(),
        None => view! { <DataTable caption caption_hidden=true columns>{rows}</DataTable> }.into_any(),
    }
}

fn row(session: &Session, now: Moment, acts: Option<AnyView>) -> impl IntoView + use<> {
    let Session { signed_in_at, last_seen, browser, system, is_this, .. } = session.clone();
    let this = is_this.then(|| view! { <Tag hue=Hue::Blue>{words::THIS}</Tag> });
    view! {
        <tr>
            <th scope="row">{words::browser(browser, system)} " " {this}</th>
            <Cell label=words::SIGNED_IN>
                <Ago at=signed_in_at now />
            </Cell>
            <Cell label=words::LAST_SEEN>
                <Ago at=last_seen now />
            </Cell>
            <td class="table__acts">{acts}</td>
        </tr>
    }
}
