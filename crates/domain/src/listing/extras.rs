//! What a listing may say beside what it needs (§4.7a): pictures, links, messages, extra tabs, and how the catalog shows
//! the service. All of it may be empty.

use core::mem;

use serde::{Deserialize, Serialize};

use super::typed::row_at;
use super::{is_tag_byte, links};
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::rule::listing as rule;
use crate::shape::{self, Text};
use crate::words;

/// The most extra tabs.
pub const MOST_TABS: usize = 20;

/// How a dashboard opens.
pub const DASHBOARD_WAYS: &[&str] = &["launch", "drilldown"];

/// The longest message, in characters.
pub const LONGEST_MESSAGE: usize = 1000;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ListingExtras"))]
#[serde(default, deny_unknown_fields)]
pub struct ExtrasDraft {
    pub featured_description: String,
    /// Addresses like that of the icon, which takes their place where they are empty.
    pub small_image: String,
    pub medium_image: String,
    pub feature_image: String,
    pub api_docs_url: String,
    pub sdk_download_url: String,
    pub registration_url: String,
    /// Take the place of pages of the catalog, once the operator has approved them.
    pub catalog_details_url: String,
    pub custom_create_page_url: String,
    /// Shown where no new instance can be made.
    pub not_creatable_msg: String,
    /// Shown once the service is deprecated.
    pub deprecation_warning: String,
    /// Shown before an instance is made.
    pub popup_warning_message: String,
    /// A whole number: the place beside others of its category.
    pub side_by_side_index: String,
    /// One of `DASHBOARD_WAYS`, or empty.
    pub embeddable_dashboard: String,
    /// `yes`: the dashboard can be opened while an instance is being made.
    pub accessible_during_provision: String,
    pub navigation_items: Vec<NavigationDraft>,
}

/// An extra tab of the details page: a link out with a label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NavigationDraft {
    /// Tells it from the others; lower-case letters, digits, `-`, `.` and `_`.
    pub id: String,
    pub label: String,
    pub url: String,
}

impl NavigationDraft {
    pub fn is_blank(&self) -> bool {
        [&self.id, &self.label, &self.url].into_iter().all(|text| text.trim().is_empty())
    }
}

impl ExtrasDraft {
    /// The inputs that are alone, in the order of the form.
    pub const FIELDS: [Field; 15] = [
        Field::FeaturedDescription,
        Field::SmallImage,
        Field::MediumImage,
        Field::FeatureImage,
        Field::ApiDocsUrl,
        Field::SdkDownloadUrl,
        Field::RegistrationUrl,
        Field::CatalogDetailsUrl,
        Field::CustomCreatePageUrl,
        Field::NotCreatableMessage,
        Field::DeprecationWarning,
        Field::PopupWarning,
        Field::SideBySideIndex,
        Field::EmbeddableDashboard,
        Field::AccessibleDuringProvision,
    ];

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The inputs that are alone with what was typed into them, in the order of the form.
    pub fn texts(&self) -> Vec<(Field, String)> {
        let mut copy = self.clone();
        Self::FIELDS.into_iter().filter_map(|field| Some((field, mem::take(copy.place(field)?)))).collect()
    }

    /// The place beside other services; without a number that of the last ones.
    pub fn order(&self) -> u16 {
        self.side_by_side_index.trim().parse().unwrap_or(u16::MAX)
    }

    /// The extra tabs that are not empty rows, with their index.
    pub fn listed_tabs(&self) -> impl Iterator<Item = (usize, &NavigationDraft)> {
        self.navigation_items.iter().enumerate().filter(|(_, tab)| !tab.is_blank())
    }

    /// Without the pages that the operator has to approve first.
    #[must_use]
    pub fn without_own_pages(&self) -> Self {
        Self { catalog_details_url: String::new(), custom_create_page_url: String::new(), ..self.clone() }
    }

    /// The text of one control; `None` if it is none of these.
    pub fn place(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::FeaturedDescription => &mut self.featured_description,
            Field::SmallImage => &mut self.small_image,
            Field::MediumImage => &mut self.medium_image,
            Field::FeatureImage => &mut self.feature_image,
            Field::ApiDocsUrl => &mut self.api_docs_url,
            Field::SdkDownloadUrl => &mut self.sdk_download_url,
            Field::RegistrationUrl => &mut self.registration_url,
            Field::CatalogDetailsUrl => &mut self.catalog_details_url,
            Field::CustomCreatePageUrl => &mut self.custom_create_page_url,
            Field::NotCreatableMessage => &mut self.not_creatable_msg,
            Field::DeprecationWarning => &mut self.deprecation_warning,
            Field::PopupWarning => &mut self.popup_warning_message,
            Field::SideBySideIndex => &mut self.side_by_side_index,
            Field::EmbeddableDashboard => &mut self.embeddable_dashboard,
            Field::AccessibleDuringProvision => &mut self.accessible_during_provision,
            Field::NavigationId(row) => &mut row_at(&mut self.navigation_items, row)?.id,
            Field::NavigationLabel(row) => &mut row_at(&mut self.navigation_items, row)?.label,
            Field::NavigationUrl(row) => &mut row_at(&mut self.navigation_items, row)?.url,
            _ => return None,
        })
    }

    pub(super) fn check(&self, found: &mut Findings) {
        let promotion = Text::line(255).too_long(rule::FEATURED_TOO_LONG);
        shape::text(found, Field::FeaturedDescription, &self.featured_description, promotion);
        for (field, address) in [
            (Field::SmallImage, &self.small_image),
            (Field::MediumImage, &self.medium_image),
            (Field::FeatureImage, &self.feature_image),
        ] {
            if !address.trim().is_empty() && !links::is_picture(address) {
                found.push(Finding::new(field, rule::IMAGE_NOT_AN_ADDRESS));
            }
        }
        for (field, url) in [
            (Field::ApiDocsUrl, &self.api_docs_url),
            (Field::SdkDownloadUrl, &self.sdk_download_url),
            (Field::RegistrationUrl, &self.registration_url),
        ] {
            check_link(found, field, url);
        }
        for (field, url) in [
            (Field::CatalogDetailsUrl, &self.catalog_details_url),
            (Field::CustomCreatePageUrl, &self.custom_create_page_url),
        ] {
            check_link(found, field, url);
            if !url.trim().is_empty() {
                found.push(Finding::new(field, rule::OWN_PAGE_NEEDS_APPROVAL));
            }
        }
        for (field, message) in [
            (Field::NotCreatableMessage, &self.not_creatable_msg),
            (Field::DeprecationWarning, &self.deprecation_warning),
            (Field::PopupWarning, &self.popup_warning_message),
        ] {
            shape::text(found, field, message, Text::prose(LONGEST_MESSAGE));
        }
        self.check_presentation(found);
        self.check_tabs(found);
    }

    fn check_presentation(&self, found: &mut Findings) {
        let index = self.side_by_side_index.trim();
        if !index.is_empty() && !index.parse::<u16>().is_ok_and(|number| number <= 9999) {
            found.push(Finding::new(Field::SideBySideIndex, rule::INDEX_NOT_A_NUMBER).naming(index));
        }
        shape::optional(found, Field::EmbeddableDashboard, &self.embeddable_dashboard, DASHBOARD_WAYS);
        shape::tick(found, Field::AccessibleDuringProvision, &self.accessible_during_provision);
    }

    fn check_tabs(&self, found: &mut Findings) {
        let number = self.listed_tabs().count();
        if number > MOST_TABS {
            found.push(Finding::new(Field::NavigationItems, rule::TOO_MANY_TABS).naming(number));
        }
        let id = Text::line(64).required(rule::TAB_ID_MISSING);
        let label = Text::line(64).required(rule::TAB_LABEL_MISSING);
        for (index, tab) in self.listed_tabs().take(MOST_TABS) {
            let row = field::row(index);
            let field = Field::NavigationId(row);
            if let Some(id) = shape::text(found, field, &tab.id, id) {
                if !id.bytes().all(is_tag_byte) {
                    let mended = words::slug(id);
                    found.push(Finding::new(field, rule::TAB_ID_INVALID).naming(id).suggesting(mended));
                }
                if self.navigation_items[..index].iter().any(|before| before.id == id) {
                    found.push(Finding::new(field, rule::TAB_TWICE).naming(id));
                }
            }
            shape::text(found, Field::NavigationLabel(row), &tab.label, label);
            let field = Field::NavigationUrl(row);
            links::https(found, field, &tab.url, rule::TAB_URL_MISSING, rule::LINK_NOT_HTTPS);
        }
    }
}

/// An address that may be empty, and is https where it is not.
fn check_link(found: &mut Findings, field: Field, url: &str) {
    if !url.trim().is_empty() {
        links::https(found, field, url, rule::TAB_URL_MISSING, rule::LINK_NOT_HTTPS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_frozen_before_there_were_extras_reads_and_is_written_as_it_was() {
        let old = r#"{"display_name":"Vector Search"}"#;
        let draft: crate::listing::ListingDraft = serde_json::from_str(old).unwrap();
        assert!(draft.extras.is_empty());
        assert!(!serde_json::to_string(&draft).unwrap().contains("extras"));
    }

    #[test]
    fn every_input_of_the_extras_is_told_with_what_was_typed() {
        let mut extras = ExtrasDraft::default();
        for field in ExtrasDraft::FIELDS {
            field.input_name().clone_into(extras.place(field).unwrap());
        }
        let told = extras.texts();
        assert_eq!(told.len(), ExtrasDraft::FIELDS.len());
        assert!(told.iter().all(|(field, text)| field.input_name() == *text), "{told:?}");
    }

    #[test]
    fn a_row_beyond_every_form_makes_no_rows() {
        let mut extras = ExtrasDraft::default();
        assert!(extras.place(Field::NavigationId(u8::MAX)).is_none());
        assert!(extras.is_empty());
    }

    #[test]
    fn pages_of_ones_own_are_left_out_until_they_are_approved() {
        let extras = ExtrasDraft {
            catalog_details_url: "https://northwind.example/d".to_owned(),
            custom_create_page_url: "https://northwind.example/c".to_owned(),
            api_docs_url: "https://northwind.example/api".to_owned(),
            ..ExtrasDraft::default()
        };
        let left = extras.without_own_pages();
        assert_eq!((left.catalog_details_url.as_str(), left.custom_create_page_url.as_str()), ("", ""));
        assert_eq!(left.api_docs_url, extras.api_docs_url);
    }
}
