//! The controls of the listing page, section by section. They are made inside the island that enlivens them.

use leptos::prelude::*;
use slipway_domain::category::CATEGORIES;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::icon::UploadedIcon;
use slipway_domain::listing::ListingDraft;

use super::{extras, highlights, media, uploads};
use crate::islands::field_findings::FieldFindings;
use crate::islands::listing_form::ListingStart;
use crate::islands::listing_form::preview::ListingIcon;
use crate::pages::listing::marks::marks;
use crate::parts::findings_list::validity;
use crate::text::listing as words;
use crate::ui::{Choice, Section, Select, TextArea, TextField, Validity};

/// What was uploaded for the offering, the latest first.
pub(super) struct Uploads {
    pub(super) icons: Vec<UploadedIcon>,
    /// Addresses, for the media.
    pub(super) pictures: Vec<String>,
}

pub(super) struct Controls {
    pub(super) draft: ListingDraft,
    pub(super) is_open: bool,
    /// What was typed into the extras that are alone.
    pub(super) texts: Vec<(Field, String)>,
    uploaded: Uploads,
    shown: Findings,
}

impl Controls {
    pub(super) fn of(start: &ListingStart, uploaded: Uploads) -> Self {
        let shown = start.shown(&start.draft.check(&start.context));
        let texts = start.draft.extras.texts();
        Self { draft: start.draft.clone(), is_open: start.is_open, texts, uploaded, shown }
    }

    pub(super) fn draw(&self) -> impl IntoView + use<> {
        let (name, descriptions, links) = (self.name(), self.descriptions(), self.links());
        let (place, highlights) = (self.place(), highlights::section(self));
        let media = media::section(self, &self.uploaded.pictures);
        let extras = extras::sections(self);
        view! {
            {name}
            {descriptions}
            {links}
            {place}
            {highlights}
            {media}
            {extras}
        }
    }

    pub(super) fn validity(&self, field: Field) -> Validity {
        validity(&self.shown, field)
    }

    /// A line of text without any help.
    pub(super) fn line(&self, field: Field, label: String, value: &str) -> AnyView {
        let (name, value) = (field.input_name(), value.to_owned());
        let (state, locked) = (self.validity(field), !self.is_open);
        view! {
            <TextField label name=name.clone() value validity=state locked>
                <FieldFindings name=name />
            </TextField>
        }
        .into_any()
    }

    fn name(&self) -> impl IntoView + use<> {
        let ListingDraft { display_name, provider_display_name, .. } = self.draft.clone();
        let (display, provider) = (Field::DisplayName, Field::ProviderDisplayName);
        let states = (self.validity(display), self.validity(provider));
        let locked = !self.is_open;
        view! {
            <Section title=words::NAME>
                <TextField
                    label=words::DISPLAY_NAME
                    name=display.input_name()
                    value=display_name
                    help=words::DISPLAY_NAME_HELP
                    limit=60
                    validity=states.0
                    locked=locked
                >
                    <FieldFindings name=display.input_name() />
                </TextField>
                <TextField
                    label=words::PROVIDER_NAME
                    name=provider.input_name()
                    value=provider_display_name
                    help=words::PROVIDER_NAME_HELP
                    validity=states.1
                    locked=locked
                >
                    <FieldFindings name=provider.input_name() />
                </TextField>
            </Section>
        }
    }

    fn descriptions(&self) -> impl IntoView + use<> {
        let ListingDraft { description, long_description, .. } = self.draft.clone();
        let (short, long) = (Field::Description, Field::LongDescription);
        let states = (self.validity(short), self.validity(long));
        let locked = !self.is_open;
        view! {
            <Section title=words::DESCRIPTIONS>
                <TextArea
                    label=words::DESCRIPTION
                    name=short.input_name()
                    value=description
                    rows=2
                    limit=255
                    help=words::DESCRIPTION_HELP
                    validity=states.0
                    locked=locked
                >
                    <FieldFindings name=short.input_name() />
                </TextArea>
                <TextArea
                    label=words::LONG_DESCRIPTION
                    name=long.input_name()
                    value=long_description
                    rows=6
                    help=words::LONG_DESCRIPTION_HELP
                    validity=states.1
                    locked=locked
                >
                    <FieldFindings name=long.input_name() />
                </TextArea>
            </Section>
        }
    }

    fn links(&self) -> impl IntoView + use<> {
        let ListingDraft { documentation_url, instructions_url, terms_url, support_url, .. } = self.draft.clone();
        let documentation = self.issued(
            Field::DocumentationUrl,
            words::DOCUMENTATION_URL,
            documentation_url,
            words::DOCUMENTATION_URL_HELP,
        );
        let instructions = self.issued(
            Field::InstructionsUrl,
            words::INSTRUCTIONS_URL,
            instructions_url,
            words::INSTRUCTIONS_URL_HELP,
        );
        let (terms, support) = (Field::TermsUrl, Field::SupportUrl);
        let states = (self.validity(terms), self.validity(support));
        let locked = !self.is_open;
        view! {
            <Section title=words::LINKS>
                <div class="pair">{documentation} {instructions}</div>
                <TextField
                    label=words::TERMS_URL
                    name=terms.input_name()
                    value=terms_url
                    help=words::TERMS_URL_HELP
                    inputmode="url"
                    validity=states.0
                    locked=locked
                >
                    <FieldFindings name=terms.input_name() />
                </TextField>
                <TextField
                    label=words::SUPPORT_URL
                    name=support.input_name()
                    value=support_url
                    help=words::SUPPORT_URL_HELP
                    inputmode="url"
                    validity=states.1
                    locked=locked
                >
                    <FieldFindings name=support.input_name() />
                </TextField>
            </Section>
        }
    }

    /// An address that must be the issued one (§4.7a): shown, posted, and not to be changed.
    fn issued(&self, field: Field, label: &'static str, url: String, help: &'static str) -> impl IntoView + use<> {
        let state = self.validity(field);
        view! {
            <TextField label=label name=field.input_name() value=url help=help validity=state locked=true>
                <FieldFindings name=field.input_name() />
            </TextField>
        }
    }

    fn place(&self) -> impl IntoView + use<> {
        let ListingDraft { category: chosen, tags: typed, icon: address, .. } = self.draft.clone();
        let (category, tags, icon) = (Field::Category, Field::Tags, Field::Icon);
        let states = (self.validity(category), self.validity(tags), self.validity(icon));
        let is_open = self.is_open;
        let uploads = is_open.then(|| uploads::section(&self.uploaded.icons, &address));
        view! {
            <Section title=words::PLACE>
                <div class="pair">
                    <Select
                        label=words::CATEGORY
                        name=category.input_name()
                        options=categories()
                        selected=chosen
                        help=words::CATEGORY_HELP
                        validity=states.0
                        locked=!is_open
                    >
                        <FieldFindings name=category.input_name() />
                    </Select>
                    <TextField
                        label=words::TAGS
                        name=tags.input_name()
                        value=typed
                        optional=words::OPTIONAL
                        help=words::TAGS_HELP
                        validity=states.1
                        locked=!is_open
                    >
                        <FieldFindings name=tags.input_name() />
                    </TextField>
                </div>
                <div class="upload">
                    <ListingIcon />
                    <div class="upload__field">
                        <TextField
                            label=words::ICON
                            name=icon.input_name()
                            value=address
                            help=words::ICON_HELP
                            validity=states.2
                            locked=!is_open
                        >
                            <FieldFindings name=icon.input_name() />
                        </TextField>
                    </div>
                </div>
                {uploads} {is_open.then(marks)}
            </Section>
        }
    }
}

fn categories() -> Vec<Choice> {
    let none = Choice::new("", words::NO_CATEGORY);
    let all = CATEGORIES.iter().map(|category| Choice::new(category.id, category.label));
    core::iter::once(none).chain(all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_can_be_chosen_and_none() {
        let offered = categories();
        assert_eq!(offered.len(), CATEGORIES.len() + 1);
        assert!(offered.contains(&Choice::new("databases", "Databases")));
        assert!(offered.contains(&Choice::new("", words::NO_CATEGORY)));
    }
}
