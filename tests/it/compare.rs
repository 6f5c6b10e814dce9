//! Any two versions of an offering beside each other, without scripts: chosen from two lists, word by word, with the ways
//! there from the pages on which something is edited.

use hyper::StatusCode;
use slipway_domain::ids::PlanId;

use crate::changes::{form_with, pairs, with};
use crate::support::{ORIGIN, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const PAGE: &str = "/offerings/northwind-vector/compare";
const LISTING: &str = "/offerings/northwind-vector/listing";

#[tokio::test]
async fn two_versions_are_chosen_and_told_word_by_word_and_each_line_leads_to_its_field() {
    let stage = Scene::Renewed.open().await;
    let kim = stage.browser_of(KIM);
    let page = kim.get(PAGE).await;
    let chosen = [("from", "live"), ("to", "draft")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form_with(&page, "from"), chosen, "what customers see and what is saved");
    assert!(page.body.contains("Both say the same"), "{}", page.body);

    let asked = format!("{PAGE}?from={}&to=live", stage.facts["snapshot"]);
    let page = kim.get(&asked).await.body;
    let field = format!("href=\"{LISTING}#listing-display-name\"");
    for told in ["<del>Search</del>", "<ins>Finder</ins>", "Live, since", "Published on", "unchanged=yes", &field] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let settings = "href=\"/offerings/northwind-vector/settings#";
    assert!(!page.contains(settings), "nothing changed there: {page}");
    let page = kim.get(&format!("{asked}&unchanged=yes")).await.body;
    assert!(page.contains(settings) && page.contains("Show changes only"), "{page}");

    for (from, to) in [("nonsense", "draft"), ("limited", "draft"), ("draft", "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11")] {
        let answer = kim.get(&format!("{PAGE}?from={from}&to={to}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{from} and {to}");
    }
    for page in ["history", "changes", "listing", "settings", "pricing"] {
        let body = kim.get(&format!("/offerings/northwind-vector/{page}")).await.body;
        assert!(body.contains(&format!("href=\"{PAGE}\"")), "{page}: {body}");
    }
}

#[tokio::test]
async fn with_limited_visibility_the_editors_say_that_something_is_not_published_and_lead_to_what() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let editors = [LISTING, "/offerings/northwind-vector/deployments", "/offerings/northwind-vector/pricing"];
    let said = "Some of it is not published yet";
    for editor in editors {
        let page = kim.get(editor).await.body;
        assert!(!page.contains(said) && !page.contains("See what changed"), "{editor}: {page}");
    }
    let name = "listing[display_name]";
    let form = with(form_with(&kim.get(LISTING).await, name), name, "Vector Sale");
    let save = Request::form("/api/listing/save", &pairs(&form)).header("referer", &format!("{ORIGIN}{LISTING}"));
    assert!(kim.send(save).await.status.is_redirection());
    for editor in editors {
        let page = kim.get(editor).await.body;
        assert!(page.contains(said) && page.contains(&format!("href=\"{PAGE}\"")), "{editor}: {page}");
    }
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("<ins>Sale</ins>") && page.contains("Limited visibility, since"), "{page}");
}

/// The pages on which something is edited that versions keep.
pub(crate) fn editors(stage: &Stage) -> Vec<String> {
    let (plan, broker) = (&stage.facts["plan"], &stage.facts["broker"]);
    let (plan, broker) = (format!("pricing/{plan}"), format!("deployments/brokers/{broker}"));
    let pages = ["summary", "listing", "translations", "settings", "access", "pricing", &plan, "deployments", &broker];
    pages.map(|page| format!("/offerings/northwind-vector/{page}")).to_vec()
}

#[tokio::test]
async fn every_editor_leads_to_the_versions_that_others_saw_though_nothing_differs() {
    let link = format!("<a href=\"{PAGE}\">Compare versions</a>");
    for (scene, has_versions) in [(Scene::Demo, false), (Scene::Limited, true)] {
        let stage = scene.open().await;
        let kim = stage.browser_of(KIM);
        for editor in editors(&stage) {
            let page = kim.get(&editor).await;
            assert_eq!(page.status, StatusCode::OK, "{scene:?} {editor}");
            assert_eq!(page.body.contains(&link), has_versions, "{scene:?} {editor}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn what_a_reviewer_reads_leads_to_no_page_of_a_plan_that_is_gone() {
    let stage = Scene::Requested.open().await;
    let store = stage.server.backend.store();
    let scope = store.offering_named("northwind-vector").await.unwrap().unwrap();
    let [gone, stays] = ["free_plan", "plan"].map(|plan| stage.facts[plan].as_str());
    let mut tx = store.write().await.unwrap();
    assert!(tx.remove_plan(scope, PlanId::parse(gone).unwrap(), stage.server.now()).await.unwrap());
    tx.commit().await.unwrap();
    let path = format!("/reviews/{}?unchanged=yes", stage.facts["submission"]);
    let page = stage.browser_of("rita@operator.example").get(&path).await.body;
    let (_, table) = page.split_once("table compare\"").unwrap_or_else(|| panic!("{page}"));
    let (table, _) = table.split_once("</table>").unwrap();
    let leads = |plan: &str| table.contains(&format!("/pricing/{plan}#"));
    assert!(leads(stays) && !leads(gone) && table.contains("lite"), "{table}");
}

#[tokio::test]
async fn where_nobody_saw_anything_there_is_only_the_draft() {
    let stage = Scene::Demo.open().await;
    let page = stage.browser_of(KIM).get(PAGE).await;
    assert!(page.status.is_success() && page.body.contains("There is only the draft"), "{}", page.body);
}

#[tokio::test]
async fn an_earlier_version_of_a_page_is_told_word_by_word_with_the_way_to_each_field() {
    let stage = Scene::Renewed.open().await;
    let kim = stage.browser_of(KIM);
    let name = "listing[display_name]";
    let form = form_with(&kim.get(LISTING).await, name);
    let revision = form.iter().find(|(name, _)| name == "revision").unwrap().1.clone();
    let form = with(form, name, "Vector Finder Plus");
    let save = Request::form("/api/listing/save", &pairs(&form)).header("referer", &format!("{ORIGIN}{LISTING}"));
    assert!(kim.send(save).await.status.is_redirection());
    let page = kim.get(&format!("/offerings/northwind-vector/history/listing?revision={revision}")).await.body;
    assert!(page.contains("<ins> Plus</ins>"), "{page}");
    assert!(page.contains(&format!("href=\"{LISTING}#listing-display-name\"")), "{page}");
}

#[tokio::test]
async fn an_earlier_version_of_a_translation_is_told_text_by_text_and_restored() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let page = "/offerings/northwind-vector/history/translation:de";
    let form = |target: &str, fields: &[(&str, &str)]| {
        Request::form(target, fields).header("referer", &format!("{ORIGIN}{LISTING}"))
    };
    assert_eq!(kim.get(page).await.status, StatusCode::NOT_FOUND, "nothing was saved yet");
    for (revision, text) in [("0", "Vektoren suchen"), ("1", "Vektoren finden")] {
        let fields = [
            ("offering", "northwind-vector"),
            ("language", "de"),
            ("revision", revision),
            ("translation[groups][0][0][key]", "listing[display_name]"),
            ("translation[groups][0][0][text]", text),
        ];
        let saved = kim.send(form("/api/translation/save", &fields)).await;
        assert!(saved.status.is_redirection(), "{text}: {}", saved.body);
    }
    let history = kim.get("/offerings/northwind-vector/history").await.body;
    assert!(history.contains("Translation into Deutsch</a>"), "{history}");
    let version = kim.get(&format!("{page}?revision=1")).await.body;
    let label = "Listing page: Display name";
    for told in ["<del>suchen</del>", "<ins>finden</ins>", label, "Kim", "/api/versions/restore"] {
        assert!(version.contains(told), "{told}: {version}");
    }
    let restore = [("offering", "northwind-vector"), ("part", "translation:de"), ("revision", "1"), ("seen", "2")];
    let restored = kim.send(form("/api/versions/restore", &restore)).await;
    assert_eq!(restored.path().as_deref(), Some("/offerings/northwind-vector/translations?language=de"));
    let version = kim.get(&format!("{page}?revision=1")).await.body;
    assert!(!version.contains("<ins>"), "{version}");
    let history = kim.get("/offerings/northwind-vector/history").await.body;
    assert!(history.contains("With the text of revision 1"), "{history}");
}
