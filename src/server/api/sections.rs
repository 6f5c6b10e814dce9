//! The documents of an offering: summary, listing, settings and access. What is sent takes the place of the whole document;
//! content is never refused, and the answer says what the rules think of it.

use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use slipway_backend::{Acting, Attempt, Result as BackendResult};
use slipway_domain::access::AccessDraft;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::{Offering, Versioned};
use slipway_domain::page::Page;
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::SectionSaved;

use super::asked::Path;
use super::body::Json;
use super::caller::{Caller, Key};
use super::dto::DocumentDto;
use super::operation::Operation;
use super::precondition::{IfMatch, tagged};
use super::problem::Problem;

const SECTIONS: &str = "Sections";
const REPLACES: &str = "Takes the place of the whole document: a member that is left out is empty. A draft is saved whatever \
    it says; the findings of the answer say what the rules think of it.";

/// The draft of a document.
trait Document: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static {
    const PAGE: Page;

    fn of(offering: &Offering) -> &Versioned<Self>;

    fn save(
        &self,
        acting: &Acting,
        name: &str,
        attempt: Attempt<'_>,
    ) -> impl Future<Output = BackendResult<SectionSaved>> + Send;
}

macro_rules! document {
    ($draft:ty, $page:expr, $section:ident, $save:ident) => {
        impl Document for $draft {
            const PAGE: Page = $page;

            fn of(offering: &Offering) -> &Versioned<Self> {
                &offering.$section
            }

            async fn save(&self, acting: &Acting, name: &str, attempt: Attempt<'_>) -> BackendResult<SectionSaved> {
                acting.$save(name, attempt, self).await
            }
        }
    };
}

document!(SummaryDraft, Page::Summary, summary, save_summary);
document!(ListingDraft, Page::Listing, listing, save_listing);
document!(SettingsDraft, Page::Settings, settings, save_settings);
document!(AccessDraft, Page::Access, access, save_access);

pub(super) fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    all.extend(both::<SummaryDraft>(
        "/offerings/{name}/sections/summary",
        ("getSummary", "The summary"),
        ("putSummary", "Save the summary"),
    ));
    all.extend(both::<ListingDraft>(
        "/offerings/{name}/sections/listing",
        ("getListing", "The listing"),
        ("putListing", "Save the listing"),
    ));
    all.extend(both::<SettingsDraft>(
        "/offerings/{name}/sections/settings",
        ("getSettings", "The settings"),
        ("putSettings", "Save the settings"),
    ));
    all.extend(both::<AccessDraft>(
        "/offerings/{name}/sections/access",
        ("getAccess", "The access registration"),
        ("putAccess", "Save the access registration"),
    ));
    all
}

fn both<T: Document>(
    path: &'static str,
    read: (&'static str, &'static str),
    write: (&'static str, &'static str),
) -> [Operation; 2] {
    [
        Operation::get(path, read.0, read.1, get::<T>)
            .under(SECTIONS)
            .answers::<DocumentDto<T>>(StatusCode::OK, "The document")
            .tagged(),
        Operation::put(path, write.0, write.1, put::<T>)
            .under(SECTIONS)
            .describing(REPLACES)
            .guarded()
            .repeatable()
            .takes::<T>()
            .answers::<DocumentDto<T>>(StatusCode::OK, "The document as it is saved now")
            .tagged(),
    ]
}

async fn get<T: Document>(Caller(caller): Caller, Path(name): Path<String>) -> Result<Response, Problem> {
    let told = document_of::<T>(&caller.acting, &name).await?;
    Ok(tagged(told.revision, &told))
}

/// With the tag of what this save made, whoever has saved since.
async fn put<T: Document>(
    Caller(caller): Caller,
    Path(name): Path<String>,
    IfMatch(revision): IfMatch,
    Key(operation): Key,
    Json(draft): Json<T>,
) -> Result<Response, Problem> {
    let acting = caller.acting.only_at(revision);
    let saved = draft.save(&acting, &name, Attempt { revision, operation: &operation }).await?;
    Ok(tagged(saved.revision, &document_of::<T>(&acting, &name).await?))
}

async fn document_of<T: Document>(acting: &Acting, name: &str) -> Result<DocumentDto<T>, Problem> {
    let offering = acting.definition_of(name).await?;
    Ok(DocumentDto::of(T::of(&offering), &offering, T::PAGE))
}
