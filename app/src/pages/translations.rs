//! What customers read in other languages (§4.7a): the languages with how far each one is, and one of them text by text,
//! each beside its English one.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::language::Language;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::translation::TranslationDraft;
use slipway_domain::view::{OfferingView, Subject};

use crate::api::offering::read_offering;
use crate::parts::also_here::AlsoHere;
use crate::parts::findings_list::FindingsAt;
use crate::parts::load::{load, param, query};
use crate::parts::moment::Ago;
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::shell::IslandScripts;
use crate::text::translation as words;
use crate::ui::{self, Cell, Column, DataTable, Lead, PageHead, PageMain};

mod form;

#[component]
pub fn TranslationsPage() -> impl IntoView {
    let asked = Language::parse(&query("language")).filter(|language| *language != Language::English);
    load(read_offering(param("name")), move |view: OfferingView| {
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let title = asked.map_or_else(|| words::TITLE.to_owned(), |language| words::into(language.name()));
        let also_here = asked.and_then(|language| also_here(&view, language));
        let main = if let Some(language) = asked {
            form::form(&view, language).into_any()
        } else {
            let languages = list(&view);
            view! { <PageMain>{languages}</PageMain> }.into_any()
        };
        view! {
            <OfferingFrame view=view page=Page::Listing title=words::TITLE>
                <ui::Page>
                    <PageHead title=title band=true crumbs=move || view! { <OfferingCrumbs name person /> }>
                        <Lead>{words::LEAD}</Lead>
                        {also_here}
                    </PageHead>
                    {main}
                </ui::Page>
            </OfferingFrame>
        }
    })
}

/// The form of a language as markup, with what is typed into it.
pub fn typed(view: &OfferingView, language: Language, draft: &TranslationDraft) -> String {
    let (rows, findings) = (draft.rows(&view.offering, language), draft.findings(&view.offering, language));
    form::inner(view, language, &rows, &findings).to_html()
}

/// Where there is a form that can be saved.
fn also_here(view: &OfferingView, language: Language) -> Option<impl IntoView + use<>> {
    let offering = &view.offering;
    let is_open =
        !offering.translation_rows(language).is_empty() && obstacle(view, Verb::Edit, Object::Listing).is_none();
    let offering = offering.name.clone();
    is_open.then(|| {
        view! {
            <IslandScripts />
            <AlsoHere offering part=Subject::Translation(language) />
        }
    })
}

/// How far each language is.
fn list(view: &OfferingView) -> impl IntoView + use<> {
    let columns = vec![
        Column::new(words::LANGUAGE),
        Column::new(words::TRANSLATED),
        Column::num(words::OUTDATED),
        Column::new(words::SAVED),
        Column::hidden(words::ACTIONS),
    ];
    let rows = Language::TRANSLATED.iter().map(|language| line(view, *language)).collect_view();
    view! {
        <DataTable caption=words::CAPTION caption_hidden=true columns=columns>
            {rows}
        </DataTable>
    }
}

fn line(view: &OfferingView, language: Language) -> impl IntoView + use<> {
    let offering = &view.offering;
    let rows: Vec<_> = offering.translation_rows(language).into_iter().flat_map(|(_, rows)| rows).collect();
    let all = rows.iter().filter(|row| !row.is_gone()).count();
    let done = rows.iter().filter(|row| row.is_translated() && !row.is_gone()).count();
    let outdated = rows.iter().filter(|row| row.was.is_some() && !row.is_gone()).count();
    let href = Path::Translations(offering.name.clone(), Some(language)).to_string();
    let saved = offering.translation(language).and_then(|translation| translation.saved.clone());
    let now = view.now;
    let saved = saved.map(|saved| view! { <Ago at=saved.at now /> });
    let label = format!("{}: {}", words::TRANSLATE, language.name());
    view! {
        <tr>
            <th scope="row" lang=language.code()>
                {language.name()}
            </th>
            <Cell label=words::TRANSLATED>{words::translated(done, all)}</Cell>
            <Cell label=words::OUTDATED num=true>
                {outdated}
            </Cell>
            <Cell label=words::SAVED>{saved}</Cell>
            <td class="table__acts">
                <a href=href aria-label=label>
                    {words::TRANSLATE}
                </a>
            </td>
        </tr>
    }
}

/// What the Listing page says of translations, with the way to them.
pub(super) fn hint(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let href = Path::Translations(offering.name.clone(), None).to_string();
    let names: Vec<&str> = offering.languages().into_iter().map(Language::name).collect();
    let (told, findings) = (words::listed(&names), offering.incomplete_translations());
    view! {
        <div class="field" id=Field::Translations.id()>
            <p class="quiet">
                {told} " " <a href=href>{words::LINK}</a>
            </p>
            <FindingsAt findings field=Field::Translations />
        </div>
    }
}
