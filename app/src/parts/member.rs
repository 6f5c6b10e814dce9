//! The people of an account, with what an administrator can do about each of them, and a form to add one.

use leptos::prelude::*;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::Rejection;
use slipway_domain::view::AccountView;

use crate::parts::permission::reason;
use crate::text::member as words;
use crate::ui::{Column, DataTable};

mod add;
mod row;

/// The form to add a member: a refused one leads back to it.
pub const ADD: &str = "add-member";

pub fn members(view: &AccountView) -> impl IntoView + use<> {
    let denied = denial(view, Verb::Edit);
    let columns = vec![
        Column::new(words::NAME),
        Column::new(words::ROLE),
        Column::new(words::STATE),
        Column::hidden(words::ACTIONS),
    ];
    let rows: Vec<_> = view.members.iter().map(|member| row::row(view, member, denied.is_none())).collect();
    view! {
        <section class="block" id="members">
            <DataTable caption=words::TITLE sub=words::SUB columns>
                {rows}
            </DataTable>
        </section>
        {add::form(view)}
    }
}

/// Why the person's roles do not allow it; `None` if they do.
fn denial(view: &AccountView, verb: Verb) -> Option<String> {
    let answer = policy::may(&view.person, verb, Object::Members, Context::of(view.account.id));
    answer.err().map(|denial| reason(Rejection::Denied(denial)))
}
