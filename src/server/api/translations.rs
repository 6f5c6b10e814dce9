//! What customers read in other languages: those that there are, and one of them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::Acting;
use slipway_domain::language::Language;
use slipway_domain::translation::{Translation, TranslationDraft};

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::{TranslationDto, TranslationLineDto, TranslationToSaveDto};
use super::operation::Operation;
use super::precondition::{IfMatch, tagged};
use super::problem::Problem;

const TRANSLATIONS: &str = "Translations";
const ONE: &str = "/offerings/{name}/translations/{language}";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/offerings/{name}/translations", "listTranslations", "The languages that there are", list)
            .under(TRANSLATIONS)
            .describing("Those that something was saved in, by their codes.")
            .paged::<TranslationLineDto>("A page of languages"),
        Operation::get(ONE, "getTranslation", "One language", one)
            .under(TRANSLATIONS)
            .describing("With every text that can be translated, also where nothing was saved in it yet.")
            .answers::<TranslationDto>(StatusCode::OK, "The language")
            .tagged(),
        Operation::put(ONE, "putTranslation", "Save one language", put)
            .under(TRANSLATIONS)
            .describing(
                "Takes the place of all texts of the language. A text that belongs to none of `places` is left out, and one \
                 whose `source` is not the English text as it is now is told among the findings.",
            )
            .guarded()
            .repeatable()
            .takes::<TranslationToSaveDto>()
            .answers::<TranslationDto>(StatusCode::OK, "The language as it is saved now")
            .tagged(),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<TranslationLineDto>>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let all: Vec<&Translation> = offering.translations.iter().collect();
    let page = asked.page("translations", all, |translation| translation.language.code().to_owned())?;
    Ok(Json(page.map(TranslationLineDto::from)))
}

async fn one(Caller(caller): Caller, Path((name, code)): Path<(String, String)>) -> Result<Response, Problem> {
    let told = told(&caller.acting, &name, language(&code)?).await?;
    Ok(tagged(told.revision, &told))
}

/// With the tag of what this save made, whoever has saved since.
async fn put(
    Caller(caller): Caller,
    Path((name, code)): Path<(String, String)>,
    IfMatch(revision): IfMatch,
    body::Json(draft): body::Json<TranslationToSaveDto>,
) -> Result<Response, Problem> {
    let language = language(&code)?;
    let acting = caller.acting.only_at(revision);
    let draft = TranslationDraft::from(&draft.texts);
    let saved = acting.save_translation(&name, language, revision, &draft).await?;
    Ok(tagged(saved.revision, &told(&acting, &name, language).await?))
}

/// English is what is translated, and no translation.
fn language(code: &str) -> Result<Language, Problem> {
    Language::parse(code).filter(|language| *language != Language::English).ok_or_else(Problem::not_found)
}

async fn told(acting: &Acting, name: &str, language: Language) -> Result<TranslationDto, Problem> {
    Ok(TranslationDto::of(&acting.definition_of(name).await?, language))
}
