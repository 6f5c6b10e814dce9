//! Catalog listing, tab Listing page: draws the form and the panel beside it, and hands the island what it checks with.

mod controls;
mod extras;
mod highlights;
mod marks;
mod media;
mod uploads;

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use slipway_domain::listing::{BulletDraft, ListingDraft};
use slipway_domain::offering::{Offering, Section};
use slipway_domain::page::Page as Here;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::{OfferingView, Subject};

use crate::api::icon::{read_icons, read_pictures};
use crate::api::listing::SaveListing;
use crate::api::offering::read_offering;
use crate::islands::listing_form::preview::ListingPreview;
use crate::islands::listing_form::verdict::ListingVerdict;
use crate::islands::listing_form::{FORM, ListingForm, ListingStart};
use crate::pages::listing::controls::{Controls, Uploads};
use crate::parts::also_here::AlsoHere;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::last_saved::{self, LastSaved};
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::shell::IslandScripts;
use crate::text::{self, listing as words};
use crate::ui::{Button, ButtonLink, DisabledButton, Kind, Layout, Page, PageHead, SaveBar, SidePanel, Tab, Tabs};

#[component]
pub fn ListingPage() -> impl IntoView {
    let name = param("name");
    let read = async move {
        let (view, icons) = (read_offering(name.clone()).await?, read_icons(name.clone()).await?);
        Ok((view, Uploads { icons, pictures: read_pictures(name).await? }))
    };
    load(read, |(view, uploaded)| {
        let start = start(&view);
        let (seen, begun) = (view.clone(), start.clone());
        provide_context(start);
        let upload = (uploads::form(&view.offering.name), media::form(&view.offering.name));
        view! {
            <OfferingFrame view=view page=Here::Listing>
                <Page layout=Layout::Split>
                    <IslandScripts />
                    // What is in here asks the island, so it must be made in here.
                    <ListingForm>
                        {head(&seen)}
                        {form(&seen, &begun, uploaded)}
                        {panel(&seen)}
                    </ListingForm>
                    {upload}
                </Page>
            </OfferingFrame>
        }
    })
}

fn head(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let (name, person, edited) = (offering.name.clone(), view.person.clone(), offering.name.clone());
    let path = |page| Path::Offering(offering.name.clone(), page).to_string();
    let errors = if offering.settings.revision > 0 { offering.findings(Here::Settings).errors().count() } else { 0 };
    let tabs = vec![
        // How many errors are on this page, the verdict says: it follows what is being typed.
        Tab::new(words::LISTING_PAGE, path(Here::Listing)).current(true),
        Tab::new(text::page(Here::Settings), path(Here::Settings))
            .errors(u64::try_from(errors).unwrap_or(u64::MAX), words::ERRORS),
    ];
    view! {
        <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
            <ListingVerdict />
            <AlsoHere offering=edited part=Subject::Section(Section::Listing) />
            <Tabs label=words::TABS tabs=tabs />
        </PageHead>
    }
}

fn form(view: &OfferingView, start: &ListingStart, uploaded: Uploads) -> impl IntoView + use<> {
    let name = start.offering.clone();
    let history = Path::Offering(name.clone(), Here::History).to_string();
    let enter = start.is_open.then(|| view! { <EnterSaves /> });
    let save = obstacle(view, Verb::Edit, Object::Listing).map_or_else(
        || view! { <Button kind=Kind::Primary>{text::SAVE}</Button> }.into_any(),
        |reason| view! { <DisabledButton id="save" kind=Kind::Primary reason>{text::SAVE}</DisabledButton> }.into_any(),
    );
    let saved = view.offering.listing.saved.clone();
    let mark = last_saved::mark(saved.as_ref());
    let (person, now) = (view.person.clone(), view.now);
    let more = (start.revision > 0).then(|| text::revision(start.revision));
    let revision = start.revision.to_string();
    let controls = Controls::of(start, uploaded).draw();
    let hint = super::import::hint(view);
    let translations = super::translations::hint(view);
    view! {
        <form class="page__main form" method="post" action=SaveListing::url() autocomplete="off" id=FORM data-autosave="">
            {enter}
            <input type="hidden" name="offering" value=name />
            <input type="hidden" name="revision" value=revision />
            <input type="hidden" name="after" value="" />
            {hint}
            {controls}
            {translations}
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                <ButtonLink href=history kind=Kind::Ghost>
                    {words::HISTORY}
                </ButtonLink>
                {save}
            </SaveBar>
        </form>
    }
}

fn panel(view: &OfferingView) -> impl IntoView + use<> {
    let entry = Path::CatalogEntry(view.offering.name.clone()).to_string();
    let foot = if view.published.is_some() {
        view! {
            <p class="preview__foot">
                <a href=entry>{words::OPEN_IN_CATALOG}</a>
                {words::OPEN_IN_CATALOG_NOTE}
            </p>
        }
        .into_any()
    } else {
        view! { <p class="preview__foot">{words::NOT_IN_CATALOG}</p> }.into_any()
    };
    view! {
        <SidePanel title=words::PREVIEW id="preview-h" class="preview">
            <ListingPreview />
            {foot}
        </SidePanel>
    }
}

fn start(view: &OfferingView) -> ListingStart {
    let offering = &view.offering;
    let draft = begun(offering);
    ListingStart {
        offering: offering.name.clone(),
        revision: offering.listing.revision,
        context: offering.listing_context().for_browser(&draft),
        draft,
        is_open: obstacle(view, Verb::Edit, Object::Listing).is_none(),
        published: view.published.as_ref().map(|published| published.listing.draft.clone()),
        plans: plans(offering),
        has_free_plan: offering.plans.iter().any(|plan| plan.draft.is_free()),
    }
}

/// The draft with what the form proposes: the issued addresses, the account's name at first, a row to type into.
fn begun(offering: &Offering) -> ListingDraft {
    let mut draft = offering.listing.draft.clone();
    let issued = &offering.issued_documentation_url;
    if !issued.is_empty() {
        draft.documentation_url.clone_from(issued);
        draft.instructions_url.clone_from(issued);
    }
    if offering.listing.revision == 0 && draft.provider_display_name.is_empty() {
        draft.provider_display_name.clone_from(&offering.owner.name);
    }
    if draft.bullets.is_empty() {
        draft.bullets.push(BulletDraft::default());
    }
    draft
}

fn plans(offering: &Offering) -> String {
    let names = offering.plans.iter().map(|plan| plan.draft.display_name.trim()).filter(|name| !name.is_empty());
    names.collect::<Vec<_>>().join(", ")
}
