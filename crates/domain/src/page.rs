//! The pages of an offering in the order of its side navigation, and how far each of them is.

use serde::{Deserialize, Serialize};

/// `Settings` is the second tab of the catalog listing; it has its own draft, revision and status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Page {
    Summary,
    Checklist,
    Listing,
    Settings,
    Access,
    Pricing,
    Deployments,
    Tests,
    Review,
    Usage,
    History,
}

impl Page {
    pub const ALL: [Self; 11] = [
        Self::Summary,
        Self::Checklist,
        Self::Listing,
        Self::Settings,
        Self::Access,
        Self::Pricing,
        Self::Deployments,
        Self::Tests,
        Self::Review,
        Self::Usage,
        Self::History,
    ];

    /// What the side navigation lists; tabs are behind their page.
    pub const NAVIGATION: [Self; 10] = [
        Self::Summary,
        Self::Checklist,
        Self::Listing,
        Self::Access,
        Self::Pricing,
        Self::Deployments,
        Self::Tests,
        Self::Review,
        Self::Usage,
        Self::History,
    ];

    /// The pages that a provider fills in and that have a status.
    pub const DEFINED: [Self; 6] =
        [Self::Summary, Self::Listing, Self::Settings, Self::Access, Self::Pricing, Self::Deployments];

    /// How the page is written in a path: `listing`, `pricing`, ….
    pub const fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Checklist => "checklist",
            Self::Listing => "listing",
            Self::Settings => "settings",
            Self::Access => "access",
            Self::Pricing => "pricing",
            Self::Deployments => "deployments",
            Self::Tests => "tests",
            Self::Review => "review",
            Self::Usage => "usage",
            Self::History => "history",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.name() == name)
    }

    /// The tabs whose status together make that of a navigation entry.
    pub const fn tabs(self) -> &'static [Self] {
        match self {
            Self::Summary => &[Self::Summary],
            Self::Checklist => &[Self::Checklist],
            Self::Listing => &[Self::Listing, Self::Settings],
            Self::Settings => &[Self::Settings],
            Self::Access => &[Self::Access],
            Self::Pricing => &[Self::Pricing],
            Self::Deployments => &[Self::Deployments],
            Self::Tests => &[Self::Tests],
            Self::Review => &[Self::Review],
            Self::Usage => &[Self::Usage],
            Self::History => &[Self::History],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStatus {
    NotStarted,
    Incomplete,
    Complete,
    /// Complete, and different from the version that customers see (DEC-54).
    UnpublishedChanges,
}

impl PageStatus {
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::Incomplete, Self::Complete, Self::UnpublishedChanges];

    /// The status of a page made of `self` and another tab.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotStarted, Self::NotStarted) => Self::NotStarted,
            (Self::NotStarted | Self::Incomplete, _) | (_, Self::NotStarted | Self::Incomplete) => Self::Incomplete,
            (Self::UnpublishedChanges, _) | (_, Self::UnpublishedChanges) => Self::UnpublishedChanges,
            (Self::Complete, Self::Complete) => Self::Complete,
        }
    }

    /// The status beside a published version; `differs` says whether the draft is another one.
    #[must_use]
    pub const fn beside_published(self, differs: bool) -> Self {
        match self {
            Self::Complete if differs => Self::UnpublishedChanges,
            status => status,
        }
    }

    pub const fn is_complete(self) -> bool {
        matches!(self, Self::Complete | Self::UnpublishedChanges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_name_of_its_own() {
        for page in Page::ALL {
            assert_eq!(Page::parse(page.name()), Some(page));
        }
        assert_eq!(Page::parse("Listing"), None);
    }

    #[test]
    fn the_navigation_and_its_tabs_cover_every_page_once_and_in_order() {
        let shown: Vec<_> = Page::NAVIGATION.iter().flat_map(|page| page.tabs()).copied().collect();
        assert_eq!(shown, Page::ALL);
    }

    #[test]
    fn a_page_is_complete_when_all_its_tabs_are() {
        use PageStatus::{Complete, Incomplete, NotStarted, UnpublishedChanges};
        assert_eq!(NotStarted.and(NotStarted), NotStarted);
        assert_eq!(NotStarted.and(Complete), Incomplete);
        assert_eq!(UnpublishedChanges.and(Incomplete), Incomplete);
        assert_eq!(Complete.and(UnpublishedChanges), UnpublishedChanges);
        assert_eq!(Complete.and(Complete), Complete);
        for one in PageStatus::ALL {
            for other in PageStatus::ALL {
                assert_eq!(one.and(other), other.and(one));
            }
        }
    }

    #[test]
    fn only_a_complete_page_can_have_unpublished_changes() {
        assert_eq!(PageStatus::Complete.beside_published(true), PageStatus::UnpublishedChanges);
        assert_eq!(PageStatus::Complete.beside_published(false), PageStatus::Complete);
        assert_eq!(PageStatus::Incomplete.beside_published(true), PageStatus::Incomplete);
        assert_eq!(PageStatus::NotStarted.beside_published(true), PageStatus::NotStarted);
    }
}
