//! The allowlist (§4.15): who sees the offering before its release, and until when.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::moment::Moment;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::publication;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::OfferingView;
use slipway_domain::visibility::Allowed;

use super::called;
use crate::api::release::{Allow, ApproveAllowed, Disallow};
use crate::api::visibility::AllowUntil;
use crate::parts::moment::Ago;
use crate::parts::permission::{denial, partiality, reason};
use crate::text::deployments as words;
use crate::ui::{Cell, Column, DataTable, LabelPlace, LinkButton, Mark, Section, Status, TextField};

pub(super) fn block(view: &OfferingView, refused: Option<String>) -> impl IntoView + use<> {
    let columns = vec![
        Column::new(words::ACCOUNT),
        Column::new(words::STATE),
        Column::new(words::SINCE),
        Column::new(words::LAST_DAY),
        Column::hidden(words::ACTIONS),
    ];
    let may_edit = denial(view, Verb::Edit, Object::Allowlist);
    let owner = view.offering.owner.name.clone();
    let rows = view.allowlist.iter().map(|allowed| row(view, allowed, may_edit.is_none())).collect_view();
    let is_closed = !publication::is_extendable(view.offering.stage, view.published.as_ref());
    let closed = is_closed.then(|| reason(Rejection::Refused(Refusal::AllowlistClosed)));
    let invite = invite(view, refused, may_edit.or(closed));
    view! {
        <DataTable caption=words::ALLOWLIST sub=words::ALLOWLIST_SUB columns=columns>
            <tr>
                <th scope="row">{owner}</th>
                <Cell label=words::STATE>
                    <Status mark=Mark::Done>{words::OWNER}</Status>
                </Cell>
                <td></td>
                <td></td>
                <td></td>
            </tr>
            {rows}
        </DataTable>
        {invite}
    }
}

fn row(view: &OfferingView, allowed: &Allowed, may_edit: bool) -> impl IntoView + use<> {
    let (mark, state) = stands(view, allowed);
    let last_day = last_day(view, allowed, may_edit);
    let (name, added_at, now) = (allowed.account_name.clone(), allowed.added_at, view.now);
    let waits = !allowed.own && !allowed.approved;
    let form = |action: &'static str, label: &'static str| {
        let (offering, account) = (view.offering.name.clone(), allowed.account.to_string());
        view! {
            <form class="row-form" method="post" action=action>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="account" value=account />
                <LinkButton>{label}</LinkButton>
            </form>
        }
    };
    let may_approve = partiality(view, Object::Allowlist, &[allowed.added_by]).is_none();
    let approve = (waits && may_approve).then(|| form(ApproveAllowed::url(), words::APPROVE));
    let remove = may_edit.then(|| form(Disallow::url(), words::REMOVE));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <Cell label=words::STATE>
                <Status mark=mark>{state}</Status>
            </Cell>
            <Cell label=words::SINCE>
                <Ago at=added_at now />
            </Cell>
            <Cell label=words::LAST_DAY>{last_day}</Cell>
            <td class="table__acts">{approve} " " {remove}</td>
        </tr>
    }
}

fn last_day(view: &OfferingView, allowed: &Allowed, may_edit: bool) -> AnyView {
    let day = allowed.last_day();
    if !may_edit {
        return day.map_or_else(|| words::NO_LAST_DAY.to_owned(), Moment::date).into_any();
    }
    let (offering, account) = (view.offering.name.clone(), allowed.account.to_string());
    let id = format!("until-{account}");
    view! {
        <form class="row-form" method="post" action=AllowUntil::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="account" value=account />
            <TextField
                label=words::LAST_DAY
                label_place=LabelPlace::TableHead
                name=Field::AllowlistUntil.input_name()
                id=id
                value=day.map(Moment::iso_day).unwrap_or_default()
                input_type="date"
            />
            <LinkButton>{words::SET_DAY}</LinkButton>
        </form>
    }
    .into_any()
}

/// Whether an invited account sees the offering, and why. Exclusion wins.
pub(super) fn stands(view: &OfferingView, allowed: &Allowed) -> (Mark, &'static str) {
    if view.excluded.iter().any(|excluded| excluded.account == allowed.account) {
        return (Mark::Skipped, words::IS_EXCLUDED);
    }
    standing(allowed, view.now)
}

fn standing(allowed: &Allowed, now: Moment) -> (Mark, &'static str) {
    match (allowed.own, allowed.approved, allowed.holds(now)) {
        (true, _, true) => (Mark::Done, words::OWN),
        (false, true, true) => (Mark::Done, words::APPROVED),
        (false, false, _) => (Mark::Waiting, words::WAITS),
        _ => (Mark::Skipped, words::EXPIRED),
    }
}

fn invite(view: &OfferingView, refused: Option<String>, denied: Option<String>) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let body = called::controls(view, "invited", words::INVITE_NOW, refused, denied);
    view! {
        <form class="form block" method="post" action=Allow::url()>
            <input type="hidden" name="offering" value=offering />
            <Section title=words::INVITE id="invite-section" lead=words::INVITE_LEAD>
                {body}
            </Section>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::{AccountId, PersonId};

    use super::*;

    #[test]
    fn an_account_of_somebody_else_waits_until_it_is_approved() {
        let id = AccountId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap();
        let now = Moment::from_millis(1_000);
        let allowed = |own, approved, expires_at: Option<i64>| Allowed {
            account: id,
            account_name: "Globex".to_owned(),
            own,
            approved,
            added_at: Moment::from_millis(0),
            added_by: PersonId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            expires_at: expires_at.map(Moment::from_millis),
        };
        assert_eq!(standing(&allowed(false, false, None), now).1, words::WAITS);
        assert_eq!(standing(&allowed(false, true, None), now).1, words::APPROVED);
        assert_eq!(standing(&allowed(true, false, None), now).1, words::OWN);
        assert_eq!(standing(&allowed(true, true, Some(1_000)), now).1, words::EXPIRED);
    }
}
