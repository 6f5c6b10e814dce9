//! The account that the person works in: its registration for integrated billing, where it is at home and in what it pays,
//! and the people in it.

use leptos::prelude::*;
use slipway_domain::account::AccountKind;
use slipway_domain::view::AccountView;

use crate::api::account::read_account;
use crate::parts::account_nav::account_nav;
use crate::parts::account_place::account_place;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::member::members;
use crate::parts::registration_facts::{account_facts, registration_mark};
use crate::text;
use crate::text::account as words;
use crate::ui::{Layout, Lead, Page, PageHead, PageMain, SidePanel, Verdict};

mod form;
mod stale;

#[component]
pub fn AccountPage() -> impl IntoView {
    load(read_account(), |view| {
        let person = Some(view.person.clone());
        let navigation = account_nav(&view.person, Some(&view.account), Area::Account, None);
        let title = view.account.name.clone();
        let heading = title.clone();
        let verdict = verdict(&view);
        let main = main(&view);
        let facts = account_facts(&view);
        view! {
            <Frame person area=Area::Account title nav=move || navigation>
                <Page layout=Layout::Slim>
                    <PageHead title=heading band=true>
                        {verdict}
                    </PageHead>
                    {main}
                    <SidePanel title=words::FACTS id="facts-h">
                        {facts}
                    </SidePanel>
                </Page>
            </Frame>
        }
    })
}

fn verdict(view: &AccountView) -> AnyView {
    if view.account.kind == AccountKind::Consumer {
        return view! { <Lead>{words::CONSUMER}</Lead> }.into_any();
    }
    let state = view.account.registration;
    view! {
        <Verdict mark=registration_mark(state) word=text::registration(state)>
            {words::meaning(state)}
        </Verdict>
    }
    .into_any()
}

fn main(view: &AccountView) -> impl IntoView + use<> {
    let form = (view.account.kind == AccountKind::Provider).then(|| form::section(view));
    let place = account_place(view);
    let members = members(view);
    view! { <PageMain>{form} {place} {members}</PageMain> }
}
