//! Two versions of an offering beside each other, chosen among those that somebody saw: the draft, what the catalog shows,
//! what it showed before, to everybody or to invited accounts, and what was handed in.

use core::cmp::Reverse;

use slipway_domain::compare::compare;
use slipway_domain::moment::Moment;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::{ChosenVersion, ComparedView, OfferingView, VersionKind};

use crate::{Acting, Result, Version};

const DRAFT: &str = "draft";

impl Acting {
    /// Without `from` it is what the catalog shows, else what it showed last, else what was handed in last, else the draft;
    /// without `to` the draft.
    ///
    /// # Errors
    ///
    /// [`Rejection::NotFound`] for a key that is none of the versions that can be chosen.
    pub async fn compare_versions(&self, name: &str, from: &str, to: &str) -> Result<ComparedView> {
        let view = self.offering(name).await?;
        let (versions, shown) = self.versions_to_choose(&view).await?;
        let latest = versions.iter().find(|version| version.kind != VersionKind::Draft);
        let by_default = latest.map_or(DRAFT, |version| version.key.as_str());
        // What the catalog shows is asked for by its id as well.
        let key = |asked: &str, default: &str| match asked {
            "" => default.to_owned(),
            id => match &shown {
                Some((snapshot, key)) if snapshot == id => key.clone(),
                _ => id.to_owned(),
            },
        };
        let (from, to) = (key(from, by_default), key(to, DRAFT));
        let asked = |key: &str| {
            let is_listed = versions.iter().any(|version| version.key == key);
            Version::parse(key).filter(|_| is_listed).ok_or(Rejection::NotFound(Kind::Snapshot))
        };
        let before = self.version_of(&view.offering, asked(&from)?).await?;
        let now = self.version_of(&view.offering, asked(&to)?).await?;
        Ok(ComparedView { lines: compare(Some(&before), &now), view, versions, from, to })
    }

    /// The versions that can be chosen, each content once, and the id and the key of the one that the catalog shows.
    async fn versions_to_choose(&self, view: &OfferingView) -> Result<(Vec<ChosenVersion>, Option<(String, String)>)> {
        let (store, scope) = (self.backend().store(), view.offering.scope());
        let mut versions = vec![ChosenVersion { key: DRAFT.to_owned(), kind: VersionKind::Draft, at: None }];
        let mut known = Vec::new();
        let mut shown = None;
        if let Some(entry) = store.catalog_entry(scope).await? {
            let (key, kind) =
                if entry.is_public() { ("live", VersionKind::Live) } else { ("limited", VersionKind::Limited) };
            known.push(entry.snapshot.id);
            shown = Some((entry.snapshot.id.to_string(), key.to_owned()));
            versions.push(ChosenVersion { key: key.to_owned(), kind, at: Some(entry.published_at) });
        }
        let released = store.released(scope).await?;
        // What was shown before the release was for invited accounts.
        let released_at = released.iter().map(|version| version.at).min();
        let kind = |at: Moment| {
            let is_released = released_at.is_some_and(|first| first < at);
            if is_released { VersionKind::Published } else { VersionKind::WasLimited }
        };
        let others = store.shown_snapshots(scope).await?.into_iter();
        let released = released.into_iter().map(|version| (version.snapshot, VersionKind::Published, version.at));
        let mut seen: Vec<_> = released.chain(others.map(|(snapshot, at)| (snapshot, kind(at), at))).collect();
        seen.sort_by_key(|(_, _, at)| Reverse(*at));
        let handed_in = view.submissions.iter().rev();
        let handed_in =
            handed_in.map(|submission| (submission.snapshot, VersionKind::HandedIn, submission.submitted_at));
        for (snapshot, kind, at) in seen.into_iter().chain(handed_in) {
            if !known.contains(&snapshot) {
                known.push(snapshot);
                versions.push(ChosenVersion { key: snapshot.to_string(), kind, at: Some(at) });
            }
        }
        Ok((versions, shown))
    }
}
