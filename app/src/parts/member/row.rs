//! One member. What can be done about them is folded away behind one word, so that the table stays calm.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::caller::Role;
use slipway_domain::member::{self, Member};
use slipway_domain::person::PersonState;
use slipway_domain::rejection::Rejection;
use slipway_domain::view::AccountView;

use crate::api::member::{ChangeMemberRole, IssueMemberLink, RemoveMember};
use crate::parts::act::Act;
use crate::parts::permission::reason;
use crate::parts::person_line::{PersonName, PersonStanding, no_links};
use crate::text;
use crate::text::member as words;
use crate::ui::{Button, Cell, Choice, Confirm, Kind, Select, Size};

pub(super) fn row(view: &AccountView, member: &Member, may_change: bool) -> impl IntoView + use<> {
    let Member { name, email, role, state, .. } = member.clone();
    let tag = is_me(view, member).then_some(words::YOU);
    let acts = may_change.then(|| manage(view, member));
    view! {
        <tr>
            <th scope="row">
                <PersonName name email tag />
            </th>
            <Cell label=words::ROLE>{text::role(role)}</Cell>
            <Cell label=words::STATE>
                <PersonStanding state />
            </Cell>
            <td class="table__acts">{acts}</td>
        </tr>
    }
}

fn is_me(view: &AccountView, member: &Member) -> bool {
    view.person.id == member.person
}

fn manage(view: &AccountView, member: &Member) -> impl IntoView + use<> {
    let last = member::may_lose_administrator(&view.members, member.person);
    let last = last.err().map(|refusal| reason(Rejection::Refused(refusal)));
    let role = change_role(view, member, last.clone());
    let link = (member.state == PersonState::Invited).then(|| new_link(view, member));
    let remove = remove(view, member, last);
    view! { <Confirm label=words::MANAGE>{role} {link} {remove}</Confirm> }
}

/// The hidden fields that say which member is meant.
fn named(view: &AccountView, member: &Member) -> impl IntoView + use<> {
    let (account, person) = (view.account.id.to_string(), member.person.to_string());
    view! {
        <input type="hidden" name="account" value=account />
        <input type="hidden" name="person" value=person />
    }
}

fn change_role(view: &AccountView, member: &Member, last: Option<String>) -> AnyView {
    let id = format!("role-{}", member.person);
    Act::new(id.clone(), words::CHANGE_ROLE).small().unless(last, || {
        let options = member::roles_in(view.account.kind).iter().copied().map(choice).collect();
        let selected = member.role.name();
        view! {
            <form class="inline-form" method="post" action=ChangeMemberRole::url()>
                {named(view, member)}
                <Select label=words::ROLE name="role" id options selected />
                <Button>{words::CHANGE_ROLE}</Button>
            </form>
        }
    })
}

pub(super) fn choice(role: Role) -> Choice {
    Choice::new(role.name(), text::role(role))
}

fn new_link(view: &AccountView, member: &Member) -> AnyView {
    let refused = member::may_have_link(member).err().map(|refusal| reason(Rejection::Refused(refusal)));
    Act::new(format!("link-{}", member.person), words::NEW_LINK).small().unless(refused.or_else(no_links), || {
        view! {
            <form method="post" action=IssueMemberLink::url()>
                {named(view, member)}
                <Button size=Size::Small>{words::NEW_LINK}</Button>
                <p class="quiet">{words::NEW_LINK_NOTE}</p>
            </form>
        }
    })
}

fn remove(view: &AccountView, member: &Member, last: Option<String>) -> AnyView {
    let (label, note) =
        if is_me(view, member) { (words::LEAVE, words::LEAVE_NOTE) } else { (words::REMOVE, words::REMOVE_NOTE) };
    Act::new(format!("remove-{}", member.person), label).small().unless(last, || {
        view! {
            <form method="post" action=RemoveMember::url()>
                {named(view, member)}
                <Button kind=Kind::Danger size=Size::Small>
                    {label}
                </Button>
                <p class="quiet">{note}</p>
            </form>
        }
    })
}
