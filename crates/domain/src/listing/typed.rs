//! A draft as the controls of its form say it: one control at a time, by its field. It knows no browser and no markup.

use super::{ListingDraft, MOST_ITEMS};
use crate::field::Field;

impl ListingDraft {
    /// The draft that a form's controls make, each with the name that it posts under. Other controls are passed over.
    pub fn typed(controls: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in controls {
            if let Some(field) = Field::parse(&name) {
                draft.set(field, value);
            }
        }
        draft
    }

    /// Puts what was typed into its place; false if the form has no such control.
    pub fn set(&mut self, field: Field, typed: String) -> bool {
        let Some(place) = self.place(field) else { return false };
        *place = typed;
        true
    }

    /// The text of one control; `None` if the form has no such control.
    pub(crate) fn place(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::DisplayName => &mut self.display_name,
            Field::ProviderDisplayName => &mut self.provider_display_name,
            Field::Description => &mut self.description,
            Field::LongDescription => &mut self.long_description,
            Field::Icon => &mut self.icon,
            Field::DocumentationUrl => &mut self.documentation_url,
            Field::InstructionsUrl => &mut self.instructions_url,
            Field::TermsUrl => &mut self.terms_url,
            Field::SupportUrl => &mut self.support_url,
            Field::Category => &mut self.category,
            Field::Tags => &mut self.tags,
            Field::BulletTitle(row) => &mut row_at(&mut self.bullets, row)?.title,
            Field::BulletDescription(row) => &mut row_at(&mut self.bullets, row)?.description,
            Field::BulletIcon(row) => &mut row_at(&mut self.bullets, row)?.icon,
            Field::MediaKind(row) => &mut row_at(&mut self.media, row)?.kind,
            Field::MediaUrl(row) => &mut row_at(&mut self.media, row)?.url,
            Field::MediaThumbnail(row) => &mut row_at(&mut self.media, row)?.thumbnail,
            Field::MediaCaption(row) => &mut row_at(&mut self.media, row)?.caption,
            _ => return self.extras.place(field),
        })
    }
}

/// What is in that row of a list, with the rows before it; `None` beyond what any form of ours holds.
pub(super) fn row_at<T: Default>(rows: &mut Vec<T>, row: u8) -> Option<&mut T> {
    let row = usize::from(row);
    if row >= MOST_ITEMS {
        return None;
    }
    if rows.len() <= row {
        rows.resize_with(row + 1, T::default);
    }
    rows.get_mut(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Form;

    #[test]
    fn every_control_of_the_form_has_a_place_in_the_draft() {
        let rows = Field::ROWS.iter().map(|field| field(1));
        let fields = Field::PLAIN.iter().copied().chain(rows);
        let lists = [Field::Bullets, Field::NavigationItems, Field::Media];
        for field in fields.filter(|field| field.form() == Form::Listing && !lists.contains(field)) {
            let name = field.input_name();
            let draft = ListingDraft::typed([(name.clone(), "typed".to_owned())]);
            let json = serde_json::to_string(&draft).unwrap();
            assert_eq!(json.matches("typed").count(), 1, "{name}");
        }
    }

    #[test]
    fn a_draft_is_read_back_from_what_its_form_would_post() {
        let draft = ListingDraft::typed(
            [
                ("offering", "northwind-vector"),
                ("revision", "3"),
                ("listing[display_name]", "Vector Search"),
                ("listing[bullets][1][title]", "Second"),
                ("listing[bullets][0][description]", "First."),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        assert_eq!(draft.display_name, "Vector Search");
        assert_eq!(draft.bullets.len(), 2);
        assert_eq!(draft.bullets[1].title, "Second");
        assert_eq!(draft.bullets[0].description, "First.");
    }

    #[test]
    fn what_is_no_control_of_the_listing_changes_nothing() {
        let mut draft = ListingDraft::default();
        for field in [Field::PlanName, Field::Bullets, Field::BulletTitle(100), Field::BulletDescription(255)] {
            assert!(!draft.set(field, "x".to_owned()), "{field}");
        }
        assert_eq!(draft, ListingDraft::default());
    }
}
