//! What the database holds after the server went.

use std::path::Path;

use slipway_backend::demo::OFFERING;
use slipway_domain::checklist::Attestation;
use slipway_domain::event::Event;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::plan::PlanRecord;
use slipway_store::{EventFilter, Store};

const SECTIONS: [Section; 4] = [Section::Listing, Section::Summary, Section::Settings, Section::Access];

pub(crate) struct Found {
    pub(super) offering: Offering,
    pub(super) ticks: Vec<Attestation>,
    /// Of the offering, newest first.
    pub(super) events: Vec<Event>,
    /// Versions that are kept, beside those that the revisions of sections, plans and translations ask for.
    pub(super) surplus_versions: i64,
}

impl Found {
    /// `whole`: every page, reference and row is checked as well.
    pub(crate) async fn look(dir: &Path, whole: bool) -> Self {
        let store = Store::open_current(&dir.join("data/slipway.db")).await.unwrap();
        if whole {
            store.copy_to(&dir.join("sound.db")).await.unwrap();
            std::fs::remove_file(dir.join("sound.db")).unwrap();
        }
        let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
        let offering = store.offering(scope).await.unwrap().unwrap();
        let ticks = store.attestations(scope).await.unwrap();
        let filter = EventFilter { offering: Some(scope.offering), limit: u32::MAX, ..EventFilter::default() };
        let events = store.events(&filter).await.unwrap();
        let digests = store.digests().await.unwrap();
        let tables = ["section_version", "plan_version", "translation_version"];
        let versions: i64 = tables.iter().map(|table| i64::try_from(digests[*table].rows).unwrap()).sum();
        let sections = SECTIONS.map(|section| saved(&offering, section).0);
        let plans = offering.plans.iter().map(|plan| plan.revision);
        let translations = offering.translations.iter().map(|translation| translation.revision);
        let revisions: i64 = sections.into_iter().chain(plans).chain(translations).sum();
        store.close().await;
        Self { offering, ticks, events, surplus_versions: versions - revisions }
    }

    pub(super) fn plan(&self, name: &str) -> &PlanRecord {
        self.offering.plans.iter().find(|plan| plan.draft.name == name).unwrap()
    }

    pub(super) fn saved(&self, section: Section) -> (i64, &str) {
        saved(&self.offering, section)
    }
}

/// The revision of a section, and what the field holds that is saved again and again.
fn saved(offering: &Offering, section: Section) -> (i64, &str) {
    match section {
        Section::Listing => (offering.listing.revision, offering.listing.draft.display_name.as_str()),
        Section::Summary => (offering.summary.revision, offering.summary.draft.description.as_str()),
        Section::Settings => (offering.settings.revision, offering.settings.draft.bindable.as_str()),
        Section::Access => (offering.access.revision, ""),
    }
}
