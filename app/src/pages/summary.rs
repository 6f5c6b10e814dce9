//! The Summary page of an offering (§4.6): what it is, how far its pages are, and who stands behind it.

use leptos::prelude::*;
use slipway_domain::offering::Section;
use slipway_domain::page::{Page, PageStatus};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::text::field_name;
use slipway_domain::view::{OfferingView, Subject};

use crate::api::offering::read_offering;
use crate::islands::live_form::LiveForm;
use crate::parts::also_here::AlsoHere;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, mark};
use crate::parts::permission::obstacle;
use crate::shell::IslandScripts;
use crate::text;
use crate::text::summary as words;
use crate::ui::{Layout, Page as PageBody, PageHead, PageMain, Verdict};

mod facts;
mod form;
mod page_list;

#[component]
pub fn SummaryPage() -> impl IntoView {
    load(read_offering(param("name")), |view| {
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let verdict = verdict(&view);
        let is_open = obstacle(&view, Verb::Edit, Object::Listing).is_none();
        let (offering, part) = (name.clone(), Subject::Section(Section::Summary));
        let also_here = is_open.then(|| view! { <AlsoHere offering part /> });
        let facts = facts::panel(&view);
        let main = main(&view);
        view! {
            <OfferingFrame view page=Page::Summary>
                <PageBody layout=Layout::Slim>
                    {is_open.then(|| view! { <IslandScripts /> })}
                    <PageHead
                        title=text::page(Page::Summary)
                        band=true
                        crumbs=move || view! { <OfferingCrumbs name person /> }
                    >
                        {verdict}
                        {also_here}
                    </PageHead>
                    {main}
                    {facts}
                </PageBody>
            </OfferingFrame>
        }
    })
}

/// The form as markup, of what `view` has as its summary.
pub fn typed(view: &OfferingView) -> String {
    form::form(view, ().into_any()).to_html()
}

fn main(view: &OfferingView) -> impl IntoView + use<> {
    let pages = view! { {super::import::hint(view)} {page_list::section(view)} }.into_any();
    if let Some(reason) = obstacle(view, Verb::Edit, Object::Listing) {
        let facts = form::read_only(view, reason);
        return view! { <PageMain>{pages} {facts}</PageMain> }.into_any();
    }
    let form = form::form(view, pages);
    view! { <LiveForm>{form}</LiveForm> }.into_any()
}

/// The status of this page, with links to the fields that it still needs.
fn verdict(view: &OfferingView) -> impl IntoView + use<> {
    let status = view.page_status(Page::Summary);
    let findings = view.offering.findings(Page::Summary);
    let missing = findings.missing();
    let sentence = match (status, missing.len(), findings.errors().count()) {
        (PageStatus::Complete | PageStatus::UnpublishedChanges, ..) => words::ALL_COMPLETE.into_any(),
        (_, 0, errors) => words::errors_to_fix(errors).into_any(),
        _ => {
            let links = missing.into_iter().enumerate().map(|(at, field)| {
                let href = format!("#{}", field.id());
                view! {
                    {if at == 0 { " " } else { ", " }}
                    <a href=href>{field_name(field)}</a>
                }
            });
            view! { {words::MISSING} {links.collect_view()} "." }.into_any()
        }
    };
    view! {
        <Verdict mark=mark(status) word=text::page_status(status)>
            {sentence}
        </Verdict>
    }
}
