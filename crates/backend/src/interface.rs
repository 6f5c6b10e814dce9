//! What programs read beside what pages read: one offering without what belongs beside it, lists that go on after a member
//! instead of by page numbers, and any two versions beside each other.

use slipway_domain::compare::{Line, Sign, compare};
use slipway_domain::event::Event;
use slipway_domain::ids::{AccountId, EventId, OfferingId, SnapshotId};
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_store::{EventFilter, ListedOffering};

use crate::{Acting, Result};

/// A version of an offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// What is saved now.
    Draft,
    /// What invited accounts see.
    Limited,
    /// What everybody sees.
    Live,
    /// What was frozen.
    Snapshot(SnapshotId),
}

impl Version {
    /// `draft`, `limited`, `live` or the id of a snapshot.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "draft" => Some(Self::Draft),
            "limited" => Some(Self::Limited),
            "live" => Some(Self::Live),
            id => SnapshotId::parse(id).ok().map(Self::Snapshot),
        }
    }
}

impl Acting {
    /// An offering with its documents, and nothing that belongs beside it.
    pub async fn definition_of(&self, name: &str) -> Result<Offering> {
        self.read(name).await
    }

    /// The offerings of an account in the order in which they were made, those after `after`; at most `limit`. A token is
    /// for one account: any other one is none, though the person behind it belongs there as well.
    pub async fn offerings_after(
        &self,
        account: AccountId,
        after: Option<OfferingId>,
        limit: u32,
    ) -> Result<Vec<ListedOffering>> {
        let person = self.person()?;
        let is_elsewhere = !person.is_operator() && person.current != Some(account);
        if is_elsewhere || !policy::visible_to(self.caller(), account) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.require(Verb::View, Object::Offering, Context::of(account))?;
        Ok(self.backend().store().offerings_after(account, self.only(), after, limit).await?)
    }

    /// The history of an offering, newest first: the lines before `before`, at most `limit`.
    pub async fn history_before(&self, name: &str, before: Option<EventId>, limit: u32) -> Result<Vec<Event>> {
        let offering = self.read(name).await?;
        let filter = EventFilter {
            account: Some(offering.owner.id),
            offering: Some(offering.id),
            with_internal: self.person()?.is_operator(),
            before,
            limit,
            ..EventFilter::default()
        };
        Ok(self.backend().store().events(&filter).await?)
    }

    /// What is not the same in two versions. Without `from` it is compared with what the catalog shows, and is new where
    /// that is nothing.
    pub async fn compared(&self, name: &str, from: Option<Version>, to: Version) -> Result<Vec<Line>> {
        let offering = self.read(name).await?;
        let before = match from {
            Some(from) => Some(self.version_of(&offering, from).await?),
            None => self.content_seen(offering.scope()).await?.map(|(content, _)| content),
        };
        let now = self.version_of(&offering, to).await?;
        let mut lines = compare(before.as_ref(), &now);
        lines.retain(|line| line.sign() != Sign::Same);
        Ok(lines)
    }

    /// What a version says.
    pub(crate) async fn version_of(&self, offering: &Offering, version: Version) -> Result<Offering> {
        let missing = Rejection::NotFound(Kind::Snapshot);
        match version {
            Version::Draft => Ok(offering.clone()),
            Version::Limited | Version::Live => {
                let is_live = version == Version::Live;
                let shown = self.content_seen(offering.scope()).await?.filter(|(_, is_public)| *is_public == is_live);
                Ok(shown.ok_or(missing)?.0)
            }
            Version::Snapshot(snapshot) => {
                let found = self.backend().store().snapshot(offering.scope(), snapshot).await?;
                Ok(found.ok_or(missing)?.content)
            }
        }
    }

    /// What the catalog shows, and whether it is released.
    async fn content_seen(&self, scope: Scope) -> Result<Option<(Offering, bool)>> {
        let entry = self.backend().store().catalog_entry(scope).await?;
        Ok(entry.map(|entry| {
            let is_public = entry.is_public();
            (entry.snapshot.content, is_public)
        }))
    }
}
