//! What is told of a form while somebody types: the form as the server would draw it of what is typed. Nothing of it is
//! kept, and each place that can say something is there from the beginning.

use hyper::StatusCode;
use scraper::{ElementRef, Html, Selector};
use slipway_backend::demo::OFFERING;

use crate::authz::digests;
use crate::support::{Browser, Request, Scene};

const KIM: &str = "kim@northwind.example";
/// The first text of a language.
const ROW: &str = "translation[groups][0][0]";

async fn told(browser: &Browser, check: &str, typed: &[(&str, &str)]) -> Html {
    let fields: Vec<_> = [("offering", OFFERING)].into_iter().chain(typed.iter().copied()).collect();
    let answer = browser.send(Request::form(check, &fields).header("accept", "application/json")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    Html::parse_fragment(&serde_json::from_str::<String>(&answer.body).unwrap())
}

fn part<'a>(page: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = page.select(&Selector::parse(selector).unwrap()).next();
    found.unwrap_or_else(|| panic!("{selector} in {}", page.html()))
}

fn text(page: &Html, id: &str) -> String {
    part(page, &format!("[id='{id}']")).text().collect::<String>().trim().to_owned()
}

#[tokio::test]
async fn the_summary_is_told_what_is_missing_until_it_is_typed() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let before = digests(&stage.server).await;
    let page = Html::parse_document(&kim.get(&format!("/offerings/{OFFERING}/summary")).await.body);
    let form = part(&page, "form#summary-form[data-check='/api/summary/check'][data-autosave]").id();
    let typed =
        |email: &str| [("summary[contact_name]", "Kim Wood".to_owned()), ("summary[contact_email]", email.to_owned())];
    for (email, rule) in [("", "SUM-MAI-01"), ("kim@northwind.example", "")] {
        let typed = typed(email);
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let told = told(&kim, "/api/summary/check", &typed).await;
        let found = text(&told, "summary-contact-email-findings");
        assert!(if rule.is_empty() { found.is_empty() } else { found.contains(rule) }, "{email:?}: {found}");
        for field in ["contact-name", "contact-email", "support-contact", "description", "target-date"] {
            let place = format!("[id='summary-{field}-findings']");
            let place = part(&page, &place);
            assert!(place.ancestors().any(|around| around.id() == form), "{field}: {}", page.html());
            text(&told, &format!("summary-{field}-findings"));
        }
    }
    assert!(digests(&stage.server).await == before, "nothing was saved, kept or told");
}

#[tokio::test]
async fn a_language_is_told_that_the_english_text_changed_until_it_is_translated_anew() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let [key, source, words, fits] = ["key", "source", "text", "fits"].map(|member| format!("{ROW}[{member}]"));
    let page = format!("/offerings/{OFFERING}/translations?language=de");
    let drawn = Html::parse_document(&kim.get(&page).await.body);
    part(&drawn, "form[data-check='/api/translation/check'][data-autosave]");
    let value = |name: &str| part(&drawn, &format!("[name='{name}']")).value().attr("value").unwrap().to_owned();
    let (place, english) = (value(&key), value(&source));
    let former = [
        ("offering", OFFERING),
        ("language", "de"),
        ("revision", "0"),
        (key.as_str(), place.as_str()),
        (source.as_str(), "Former name"),
        (words.as_str(), "Suche"),
    ];
    kim.send(Request::form("/api/translation/save", &former)).await;
    let before = digests(&stage.server).await;
    for (text_now, answer, is_told, may_fit) in
        [("Suche", "", true, true), ("Suche", "yes", false, true), ("Vektorsuche", "", false, false)]
    {
        let typed = [
            ("language", "de"),
            (key.as_str(), place.as_str()),
            (source.as_str(), english.as_str()),
            (words.as_str(), text_now),
            (fits.as_str(), answer),
        ];
        let told = told(&kim, "/api/translation/check", &typed).await;
        let id = "translation-groups-0-0-text";
        let what = format!("{text_now} {answer:?}: {}", told.html());
        assert_eq!(text(&told, &format!("{id}-findings")).contains("TRL-SRC-01"), is_told, "{what}");
        assert_eq!(text(&told, &format!("{id}-was")).contains("Former name"), may_fit, "{what}");
        let class = part(&told, &format!("[id='{id}-may-fit']")).value().attr("class");
        assert_eq!(class != Some("moot"), may_fit, "{what}");
    }
    assert!(digests(&stage.server).await == before, "nothing was saved, kept or told");
}
