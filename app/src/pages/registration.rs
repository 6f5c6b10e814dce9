//! One account as the operator decides about it.

use leptos::prelude::*;
use slipway_domain::account::{Account, AccountKind};
use slipway_domain::findings::Finding;
use slipway_domain::ids::AccountId;
use slipway_domain::policy::{Object, Verb, cell};
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::view::AccountView;

use crate::api::account::read_account_of;
use crate::parts::account_place::account_place;
use crate::parts::findings_list::FindingItem;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param};
use crate::parts::member::members;
use crate::parts::registration_facts::{account_facts, form_facts, registration_mark};
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::registration as words;
use crate::ui::{Breadcrumbs, ButtonLink, Crumb, Layout, Lead, Page, PageHead, PageMain, SidePanel, Verdict};

mod decision;
mod internal;

#[component]
pub fn RegistrationPage() -> impl IntoView {
    let account = AccountId::parse(&param("account"));
    let read = async move {
        match account {
            Ok(account) => read_account_of(account).await,
            Err(_) => Err(missing(Missing::Account)),
        }
    };
    let typed = Written::came_back();
    load(read, move |view| page(view, typed))
}

fn page(view: AccountView, typed: Written) -> impl IntoView {
    let title = view.account.name.clone();
    let is_provider = view.account.kind == AccountKind::Provider;
    let verdict = if is_provider {
        verdict(&view.account).into_any()
    } else {
        view! { <Lead>{crate::text::account::CONSUMER}</Lead> }.into_any()
    };
    let facts = account_facts(&view);
    let decision = is_provider.then(|| decision::form(&view, typed));
    let main = main(&view);
    let heading = title.clone();
    view! {
        <Frame person=Some(view.person) area=Area::Registrations title>
            <Page layout=Layout::Split>
                <PageHead title=heading band=true crumbs=crumbs>
                    {verdict}
                </PageHead>
                {main}
                <SidePanel title=crate::text::account::FACTS id="facts-h">
                    {facts}
                    {decision}
                </SidePanel>
            </Page>
        </Frame>
    }
}

fn verdict(account: &Account) -> impl IntoView + use<> {
    let state = account.registration;
    let errors = account.form.check().errors().count();
    let sentence = if errors == 0 { words::FINE.to_owned() } else { words::errors(errors) };
    view! {
        <Verdict mark=registration_mark(state) word=text::registration(state)>
            {sentence}
        </Verdict>
    }
}

fn crumbs() -> impl IntoView {
    let crumbs = vec![Crumb::new(words::TITLE, Path::Registrations.to_string())];
    view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
}

fn main(view: &AccountView) -> impl IntoView + use<> {
    let form = (view.account.kind == AccountKind::Provider).then(|| registration(&view.account));
    let statement = statement(view);
    let internal = internal::block(view);
    let place = account_place(view);
    let members = members(view);
    view! { <PageMain>{form} {statement} {internal} {place} {members}</PageMain> }
}

/// The way to what the account owes, for the desks that see it.
fn statement(view: &AccountView) -> Option<impl IntoView + use<>> {
    let may = view.person.operator.iter().any(|role| cell(Object::Billing, *role, Verb::View));
    let href = Path::StatementOf(view.account.id).to_string();
    may.then(|| view! { <ButtonLink href=href>{words::STATEMENT}</ButtonLink> })
}

fn registration(account: &Account) -> impl IntoView + use<> {
    let form = form_facts(&account.form);
    let items: Vec<_> = account.form.check().iter().map(finding).collect();
    let findings = (!items.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="findings-h">
                <h2 class="form__title" id="findings-h">
                    {words::NOT_READY}
                </h2>
                {items}
            </section>
        }
    });
    view! {
        <section aria-labelledby="form-h">
            <h2 class="form__title" id="form-h">
                {words::FORM}
            </h2>
            {form}
        </section>
        {findings}
    }
}

fn finding(finding: &Finding) -> impl IntoView + use<> {
    view! { <FindingItem finding=finding.clone() /> }
}
