//! Hostile texts in an offering on its way to the public: what consumers see in the catalog, reviewers in their queue,
//! and everybody in the history.

use slipway_backend::demo::OFFERING;

use super::payloads::PAYLOADS;
use super::shape::{Shape, is_inert};
use super::{CLARA, KIM, OTTO, RITA, call, offering, seen};
use crate::authz::filled;
use crate::support::{Browser, Scene, Stage};

#[tokio::test]
async fn what_is_published_reaches_consumers_and_reviewers_as_text() {
    // With everything that Markdown may become.
    let markdown = "A harmless *text* with **words**, `code` and [a link](https://northwind.example/docs).\n\n- One\n\n```\nTwo\n```";
    let (plain, plain_pages) = Box::pin(published(markdown)).await;
    assert!(plain.live.is_empty());
    for payloads in PAYLOADS.chunks(3) {
        let (hostile, pages) = Box::pin(published(&payloads.join(" "))).await;
        is_inert(&hostile, &plain, &payloads.join(" "));
        assert_eq!(pages, plain_pages, "the same pages were shown to the same people");
    }
}

/// What the confirmation page's form sends.
async fn confirmed(browser: &Browser, function: &str) {
    let fields = [("offering".to_owned(), OFFERING.to_owned()), ("seen".to_owned(), browser.sees(OFFERING).await)];
    let answer = call(browser, function, &fields).await;
    assert!(answer.status.is_success(), "{function}: {}", answer.body);
}

/// Ticks every row of the checklist. Rows that nobody ticks answer with a refusal, which is as good here.
async fn tick(browser: &Browser) {
    for row in slipway_domain::checklist::ROWS.iter().map(|row| row.number.to_string()) {
        let fields = [("offering", OFFERING.to_owned()), ("row", row), ("given", "yes".to_owned())];
        call(browser, "/api/checklist/attest", &fields.map(|(name, value)| (name.to_owned(), value))).await;
    }
}

/// Saves another description, so that the text stands beside it.
async fn next_version(stage: &Stage, kim: &Browser, mut fields: Vec<(String, String)>) {
    let revision = offering(stage).await.listing.revision.to_string();
    for (name, value) in &mut fields {
        match name.as_str() {
            "revision" => value.clone_from(&revision),
            "listing[description]" => "Something else.".clone_into(value),
            _ => {}
        }
    }
    let saved = call(kim, "/api/listing/save", &fields).await;
    assert!(saved.status.is_success(), "{}", saved.body);
}

/// Publishes, reviews and releases an offering with the text in all that consumers see, and looks at it as everybody on
/// the way. Also: how many of the pages showed it.
async fn published(text: &str) -> (Shape, usize) {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let mut shape = Shape::default();
    let mut shown = 0;
    let now = offering(&stage).await;
    let draft = &now.listing.draft;
    let line = |most: usize| text.chars().filter(|c| !c.is_control()).take(most).collect::<String>();
    let lines = text.replace(|c: char| c.is_control() && c != '\n', "");
    let kept = [
        // A name with a price in it is not published.
        ("display_name", format!("Vector {}", line(50).replace(['$', '%'], ""))),
        ("provider_display_name", line(120)),
        ("description", line(200)),
        ("long_description", format!("Marked as Quokka. {lines}")),
        ("icon", draft.icon.clone()),
        ("documentation_url", draft.documentation_url.clone()),
        ("instructions_url", draft.instructions_url.clone()),
        ("terms_url", draft.terms_url.clone()),
        ("support_url", draft.support_url.clone()),
        ("category", draft.category.clone()),
        ("tags", draft.tags.clone()),
        ("bullets][0][title", line(200)),
        ("bullets][0][description", lines.clone()),
        ("media][0][kind", "youtube".to_owned()),
        ("media][0][url", "https://youtu.be/abc123".to_owned()),
        ("media][0][caption", line(200)),
    ];
    let mut fields =
        vec![("offering".to_owned(), OFFERING.to_owned()), ("revision".to_owned(), now.listing.revision.to_string())];
    fields.extend(kept.into_iter().map(|(name, value)| (format!("listing[{name}]"), value)));
    let free = now.plans.iter().find(|plan| plan.draft.is_free()).unwrap();
    let plan = [
        ("offering", OFFERING.to_owned()),
        ("id", free.id.to_string()),
        ("revision", free.revision.to_string()),
        ("plan[name]", free.draft.name.clone()),
        ("plan[kind]", free.draft.kind.clone()),
        ("plan[display_name]", free.draft.display_name.clone()),
        ("plan[description]", line(200)),
        ("plan[bullets][0]", lines.clone().replace('\n', "")),
        ("plan[locations][0]", free.draft.locations[0].clone()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let own = [("offering".to_owned(), OFFERING.to_owned())];
    let note = [own[0].clone(), ("note".to_owned(), seen(text))];
    for (browser, function, fields) in [
        (&kim, "/api/listing/save", fields.as_slice()),
        (&kim, "/api/plan/save", &plan),
        (&kim, "/api/broker/register", &[own[0].clone(), ("id".to_owned(), now.brokers[0].id.to_string())]),
    ] {
        let answer = call(browser, function, fields).await;
        assert!(answer.status.is_success(), "{function} with {text:?}: {}", answer.body);
    }
    confirmed(&kim, "/api/release/limited").await;
    for deployment in offering(&stage).await.deployments {
        let wanted = [own[0].clone(), ("deployment".to_owned(), deployment.id.to_string())];
        assert!(call(&kim, "/api/test-run/request", &wanted).await.status.is_success());
    }
    stage.server.backend.make_due_test_runs().await;
    let run = format!("/offerings/{OFFERING}/tests/{}", offering(&stage).await.test_runs[0].id);
    let mut look = async |browser: &Browser, pages: &[&str]| {
        for page in pages {
            let answer = browser.get(&filled(page, stage.facts)).await;
            assert!(answer.status.is_success(), "{page}: {}", answer.status);
            shown += usize::from(answer.body.contains("Quokka"));
            shape.add(Shape::of(&answer.body));
        }
    };
    look(&stage.browser_of(CLARA), &["/catalog", "/catalog/{name}"]).await;
    let (rita, otto) = (stage.browser_of(RITA), stage.browser_of(OTTO));
    let view = offering(&stage).await;
    tick(&kim).await;
    assert_eq!(view.stage, slipway_domain::stage::Stage::Limited);
    let requested = call(&kim, "/api/review/request", &note).await;
    assert!(requested.status.is_success(), "{}", requested.body);
    let open = stage.server.backend.store().open_submissions().await.unwrap().remove(0);
    let review = format!("/reviews/{}", open.id);
    look(&rita, &["/reviews", &review, "/offerings/{name}/review", "/board"]).await;
    let decision = [
        ("submission", open.id.to_string()),
        ("content", open.content_sha256.clone()),
        ("verdict", "approve".to_owned()),
        ("reason", seen(text)),
        ("internal_note", seen(text)),
    ];
    let decided = call(&rita, "/api/review/decide", &decision.map(|(name, value)| (name.to_owned(), value))).await;
    assert!(decided.status.is_success(), "{}", decided.body);
    look(&rita, &[&review]).await;
    look(&kim, &[&run, "/offerings/{name}/tests"]).await;
    look(&stage.browser_of(KIM), &["/offerings/{name}/review", "/offerings/{name}/history"]).await;
    confirmed(&otto, "/api/release/public").await;
    look(&stage.server.browser(), &["/catalog", "/catalog/{name}"]).await;
    next_version(&stage, &kim, fields).await;
    look(&kim, &["/offerings/{name}/changes"]).await;
    assert!(shown >= 3, "the text is on the details page and in the review: {shown}");
    (shape, shown)
}
