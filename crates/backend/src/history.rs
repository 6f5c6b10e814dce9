//! The history of an offering: who did what, when. Of sections, plans and translations also the texts that were
//! saved, to be looked at and restored.

use serde::de::DeserializeOwned;
use slipway_domain::event::Event;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::{
    HistoryQuery, HistoryView, OfferingView, ShownVersion, Subject, VersionLine, VersionsQuery, VersionsView,
};
use slipway_store::EventFilter;

use crate::listing::Attempt;
use crate::{Acting, Result};

const PAGE: u32 = 50;
/// So many events tell a reviewer what happened last.
const LATEST: u32 = 5;

impl Acting {
    /// Newest first, a page at a time; one line more is read to know whether there is a next page.
    pub async fn history(&self, name: &str, query: &HistoryQuery) -> Result<HistoryView> {
        let view = self.offering(name).await?;
        let page = query.page.max(1);
        let filter = EventFilter {
            kind: query.noun.clone(),
            limit: PAGE + 1,
            offset: (page - 1).saturating_mul(PAGE),
            ..all_of(&view)
        };
        let mut events = self.backend().store().events(&filter).await?;
        let has_more = events.len() > PAGE as usize;
        events.truncate(PAGE as usize);
        Ok(HistoryView { events, page, has_more, view })
    }

    /// The last lines of the history, newest first.
    pub(crate) async fn latest_events(&self, view: &OfferingView) -> Result<Vec<Event>> {
        Ok(self.backend().store().events(&EventFilter { limit: LATEST, ..all_of(view) }).await?)
    }

    /// The versions of a section, plan or translation, a page at a time, and one of them to look at. There are none of
    /// anything else.
    pub async fn versions(&self, name: &str, subject: Subject, query: VersionsQuery) -> Result<VersionsView> {
        let view = self.offering(name).await?;
        let (store, scope) = (self.backend().store(), view.offering.scope());
        with_versions(&view.offering, subject)?;
        let before = if query.before > 0 { query.before } else { i64::MAX };
        let mut versions = store.versions(scope, subject, before, PAGE + 1).await?;
        let has_more = versions.len() > PAGE as usize;
        versions.truncate(PAGE as usize);
        let shown = match query.revision {
            0 => None,
            revision => Some(ShownVersion { revision, body: self.text_of(&view.offering, subject, revision).await? }),
        };
        Ok(VersionsView { subject, versions, has_more, shown, view })
    }

    /// The versions of a section, plan or translation below revision `before`, the latest first, at most `limit`.
    pub async fn versions_before(
        &self,
        name: &str,
        subject: Subject,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<VersionLine>> {
        let offering = self.read(name).await?;
        with_versions(&offering, subject)?;
        let before = before.unwrap_or(i64::MAX);
        Ok(self.backend().store().versions(offering.scope(), subject, before, limit).await?)
    }

    /// One version with its text: the draft as JSON.
    pub async fn version(&self, name: &str, subject: Subject, revision: i64) -> Result<(VersionLine, String)> {
        let offering = self.read(name).await?;
        with_versions(&offering, subject)?;
        let text = self.text_of(&offering, subject, revision).await?;
        let below = revision.saturating_add(1);
        let line = self.backend().store().versions(offering.scope(), subject, below, 1).await?.pop();
        let line = line.filter(|line| line.revision == revision);
        Ok((line.ok_or(Rejection::NotFound(Kind::Page))?, text))
    }

    /// Saves the text of `revision` once more, if `seen` is what is saved now. The save itself sees to that and to whether
    /// anything may be saved; nobody typed the text, so that nothing is kept for later.
    pub async fn restore_version(&self, name: &str, subject: Subject, revision: i64, seen: i64) -> Result<()> {
        let offering = self.read(name).await?;
        let text = self.text_of(&offering, subject, revision).await?;
        let (saving, attempt) = (self.restoring(revision), Attempt { revision: seen, operation: "" });
        match subject {
            Subject::Section(Section::Summary) => saving.save_summary(name, attempt, &draft(&text)?).await.map(drop),
            Subject::Section(Section::Listing) => saving.save_listing(name, attempt, &draft(&text)?).await.map(drop),
            Subject::Section(Section::Settings) => saving.save_settings(name, attempt, &draft(&text)?).await.map(drop),
            Subject::Section(Section::Access) => saving.save_access(name, attempt, &draft(&text)?).await.map(drop),
            Subject::Plan(plan) => saving.save_plan(name, plan, seen, &draft(&text)?).await.map(drop),
            Subject::Translation(language) => saving.save_kept_texts(name, language, seen, &draft(&text)?).await,
            Subject::NewPlan | Subject::Broker(_) => Err(Rejection::NotFound(Kind::Page).into()),
        }
    }

    async fn text_of(&self, offering: &Offering, subject: Subject, revision: i64) -> Result<String> {
        let text = self.backend().store().version(offering.scope(), subject, revision).await?;
        Ok(text.ok_or(Rejection::NotFound(Kind::Page))?)
    }
}

/// Every line that whoever looks may read.
fn all_of(view: &OfferingView) -> EventFilter {
    EventFilter {
        account: Some(view.offering.owner.id),
        offering: Some(view.offering.id),
        with_internal: view.person.is_operator(),
        ..EventFilter::default()
    }
}

/// Refuses what has no versions, and what is gone.
fn with_versions(offering: &Offering, subject: Subject) -> Result<()> {
    if subject.has_versions() && offering.revision_of(subject).is_some() {
        Ok(())
    } else {
        Err(Rejection::NotFound(Kind::Page).into())
    }
}

/// A text of a shape that nobody reads any more cannot be restored.
fn draft<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Rejection::NotFound(Kind::Page).into())
}
