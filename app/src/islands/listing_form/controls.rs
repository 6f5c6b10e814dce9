//! The controls of the listing page, section by section.

use leptos::prelude::*;
use slipway_domain::category::CATEGORIES;
use slipway_domain::field::Field;
use slipway_domain::listing::{BulletDraft, ListingDraft};

use super::{ListingStart, Live};
use crate::islands::listing_form::preview::icon_src;
use crate::text::listing as words;
use crate::ui::{Button, Choice, Glyph, IconButton, Kind, Section, Select, Size, TextArea, TextField, field_id};

/// The marks that come with Slipway and suit an offering.
const MARKS: &[&str] = &[
    "archive", "cache", "forecast", "graph", "logs", "mail", "maps", "queue", "series", "speech", "streams", "vault",
    "vector", "vision",
];

pub(super) struct Controls {
    pub(super) live: Live,
    pub(super) start: ListingStart,
}

impl Controls {
    pub(super) fn draw(self) -> impl IntoView {
        view! {
            {self.name()}
            {self.descriptions()}
            {self.links()}
            {self.place()}
            {self.highlights()}
        }
    }

    /// One line of text without a limit that counts.
    fn line(&self, field: Field, label: &'static str, value: &str, help: &'static str) -> AnyView {
        let Self { live, .. } = *self;
        let locked = !live.is_open;
        if help.is_empty() {
            view! {
                <TextField label=label name=field.input_name() value=value validity=live.validity(field) locked=locked>
                    {live.findings_at(field)}
                </TextField>
            }
            .into_any()
        } else {
            view! {
                <TextField label=label name=field.input_name() value=value help=help validity=live.validity(field) locked=locked>
                    {live.findings_at(field)}
                </TextField>
            }
            .into_any()
        }
    }

    fn name(&self) -> impl IntoView + use<> {
        let Self { live, start } = self;
        let (live, field) = (*live, Field::DisplayName);
        let display_name = start.draft.display_name.clone();
        let provider = self.line(
            Field::ProviderDisplayName,
            words::PROVIDER_NAME,
            &start.draft.provider_display_name,
            words::PROVIDER_NAME_HELP,
        );
        view! {
            <Section title=words::NAME>
                <TextField
                    label=words::DISPLAY_NAME
                    name=field.input_name()
                    value=display_name
                    limit=60
                    typed=live.typed(|draft| &draft.display_name)
                    validity=live.validity(field)
                    locked=!live.is_open
                >
                    {live.findings_at(field)}
                </TextField>
                {provider}
            </Section>
        }
    }

    fn descriptions(&self) -> impl IntoView + use<> {
        let Self { live, start } = self;
        let (live, draft) = (*live, start.draft.clone());
        view! {
            <Section title=words::DESCRIPTIONS>
                <TextArea
                    label=words::DESCRIPTION
                    name=Field::Description.input_name()
                    value=draft.description
                    rows=2
                    limit=255
                    typed=live.typed(|draft| &draft.description)
                    help=words::DESCRIPTION_HELP
                    validity=live.validity(Field::Description)
                    locked=!live.is_open
                >
                    {live.findings_at(Field::Description)}
                </TextArea>
                <TextArea
                    label=words::LONG_DESCRIPTION
                    name=Field::LongDescription.input_name()
                    value=draft.long_description
                    rows=6
                    help=words::LONG_DESCRIPTION_HELP
                    validity=live.validity(Field::LongDescription)
                    locked=!live.is_open
                >
                    {live.findings_at(Field::LongDescription)}
                </TextArea>
            </Section>
        }
    }

    fn links(&self) -> impl IntoView + use<> {
        let ListingDraft { documentation_url, instructions_url, terms_url, support_url, .. } = &self.start.draft;
        let issued = |field: Field, label: &'static str, value: &str, help: &'static str| {
            let live = self.live;
            view! {
                <TextField label=label name=field.input_name() value=value help=help validity=live.validity(field) locked=true>
                    {live.findings_at(field)}
                </TextField>
            }
        };
        let documentation =
            issued(Field::DocumentationUrl, words::DOCUMENTATION_URL, documentation_url, words::DOCUMENTATION_URL_HELP);
        let instructions =
            issued(Field::InstructionsUrl, words::INSTRUCTIONS_URL, instructions_url, words::INSTRUCTIONS_URL_HELP);
        let terms = self.line(Field::TermsUrl, words::TERMS_URL, terms_url, words::TERMS_URL_HELP);
        let support = self.line(Field::SupportUrl, words::SUPPORT_URL, support_url, "");
        view! {
            <Section title=words::LINKS>
                <div class="pair">{documentation} {instructions}</div>
                {terms}
                {support}
            </Section>
        }
    }

    fn place(&self) -> impl IntoView + use<> {
        let Self { live, start } = self;
        let live = *live;
        let category = Field::Category;
        let (chosen, tags) = (start.draft.category.clone(), start.draft.tags.clone());
        let mut options: Vec<Choice> =
            CATEGORIES.iter().map(|category| Choice::new(category.id, category.label)).collect();
        if live.is_open {
            options.insert(0, Choice::new("", words::NO_CATEGORY));
        } else {
            // A select cannot be locked; one that offers nothing else says the same.
            options.retain(|option| option.value == chosen);
        }
        let icon = live.typed(|draft| &draft.icon);
        let (large, small) = (move || icon_src(&icon.get()), move || icon_src(&icon.get()));
        let icon_line = self.line(Field::Icon, words::ICON, &start.draft.icon, words::ICON_HELP);
        view! {
            <Section title=words::PLACE>
                <div class="pair">
                    <Select
                        label=words::CATEGORY
                        name=category.input_name()
                        options=options
                        selected=chosen
                        help=words::CATEGORY_HELP
                        validity=live.validity(category)
                    >
                        {live.findings_at(category)}
                    </Select>
                    <TextField
                        label=words::TAGS
                        name=Field::Tags.input_name()
                        value=tags
                        optional=words::OPTIONAL
                        help=words::TAGS_HELP
                        validity=live.validity(Field::Tags)
                        locked=!live.is_open
                    >
                        {live.findings_at(Field::Tags)}
                    </TextField>
                </div>
                <div class="upload">
                    <img src=large width="64" height="64" alt=words::ICON_64 />
                    <img src=small width="32" height="32" alt=words::ICON_32 />
                    <div class="upload__field">{icon_line}</div>
                </div>
                {live.is_open.then(marks)}
            </Section>
        }
    }

    fn highlights(&self) -> impl IntoView + use<> {
        let live = self.live;
        let count = self.start.draft.bullets.len();
        let rows = self
            .start
            .draft
            .bullets
            .iter()
            .enumerate()
            .map(|(at, bullet)| self.highlight(u8::try_from(at).unwrap_or(u8::MAX), bullet, at + 1 == count))
            .collect_view();
        view! {
            <Section
                title=words::HIGHLIGHTS
                id=field_id(&Field::Bullets.input_name())
                lead=words::HIGHLIGHTS_LEAD
            >
                <div class="field__findings">{live.findings_at(Field::Bullets)}</div>
                <div class="repeat">{rows}</div>
                {live
                    .is_open
                    .then(|| {
                        view! {
                            <Button
                                kind=Kind::Ghost
                                size=Size::Small
                                icon=Glyph::Add
                                class="btn--start btn--after"
                                name="intent"
                                value="add"
                            >
                                {words::ADD_HIGHLIGHT}
                            </Button>
                        }
                    })}
            </Section>
        }
    }

    fn highlight(&self, row: u8, bullet: &BulletDraft, is_last: bool) -> impl IntoView + use<> {
        let live = self.live;
        let (title, text) = (Field::BulletTitle(row), Field::BulletDescription(row));
        let BulletDraft { title: titled, description } = bullet.clone();
        view! {
            <div class="repeat__row">
                <TextField
                    label=words::title_of(row)
                    name=title.input_name()
                    value=titled
                    validity=live.validity(title)
                    locked=!live.is_open
                >
                    {live.findings_at(title)}
                </TextField>
                <TextArea
                    label=words::TEXT
                    name=text.input_name()
                    value=description
                    rows=2
                    validity=live.validity(text)
                    locked=!live.is_open
                >
                    {live.findings_at(text)}
                </TextArea>
                {live.is_open.then(|| row_buttons(row, is_last))}
            </div>
        }
    }
}

fn row_buttons(row: u8, is_last: bool) -> impl IntoView {
    let button = |icon: Glyph, label: String, verb: &str| {
        view! { <IconButton size=Size::Small icon=icon label=label name="intent" value=format!("{verb}:{row}") /> }
    };
    view! {
        <div class="repeat__acts">
            {(row > 0).then(|| button(Glyph::ArrowUp, words::up(row), "up"))}
            {(!is_last).then(|| button(Glyph::ArrowDown, words::down(row), "down"))}
            {button(Glyph::TrashCan, words::remove(row), "remove")}
        </div>
    }
}

/// A gallery: each mark is a button that puts its path into the field of the icon.
fn marks() -> impl IntoView {
    let choices = MARKS
        .iter()
        .map(|name| {
            let path = format!("/marks/{name}.svg");
            let intent = slipway_domain::rows::remedy(Field::Icon, &path);
            let label = words::use_mark(name);
            view! {
                <button
                    class="mark-choice"
                    type="submit"
                    name="intent"
                    value=intent
                    formnovalidate=true
                    aria-label=label.clone()
                    title=label
                >
                    <img src=path width="32" height="32" alt="" loading="lazy" />
                </button>
            }
        })
        .collect_view();
    view! {
        <details class="mark-choices">
            <summary>{words::MARKS}</summary>
            <div class="mark-choices__list">{choices}</div>
        </details>
    }
}
