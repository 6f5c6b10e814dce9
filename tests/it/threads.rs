//! Review threads as people without scripts use them: what is turned down comes back to its form with every word, what
//! blocks is said where it blocks, and what operators tell each other stays with them.

use scraper::{Html, Selector};

use crate::changes::{form_with, pairs, with};
use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const RITA: &str = "rita@operator.example";
const OTTO: &str = "otto@operator.example";
const NAME: &str = "northwind-vector";
const THREADS: &str = "/offerings/northwind-vector/threads";
const TAGS: &str = "section/listing[tags]/";
const HELD_WITH_CONTENT: &str = "for “Everything that is open”, “Content”: 1 blocking thread is open.";

async fn send(browser: &Browser, target: &str, fields: &[(&str, &str)]) -> Answer {
    browser.send(Request::form(target, fields).header("referer", &format!("{ORIGIN}{THREADS}"))).await
}

/// The page that a form leads to, and its address.
async fn led(browser: &Browser, target: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = send(browser, target, fields).await;
    assert!(answer.status.is_redirection(), "{target}: {} {}", answer.status, answer.body);
    let to = answer.path().unwrap();
    let page = browser.get(to.split('#').next().unwrap()).await;
    assert!(page.status.is_success(), "{to}: {}", page.status);
    (to, page.body)
}

fn of_request<'a>(stage: &'a Stage, blocking: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("offering", NAME),
        ("submission", &stage.facts["submission"]),
        ("content", &stage.facts["content"]),
        ("thread[anchor]", TAGS),
        ("thread[text]", "Name what it searches."),
        ("thread[blocking]", blocking),
    ]
}

#[tokio::test]
async fn a_thread_that_blocks_is_named_where_it_blocks_until_it_is_resolved() {
    let stage = Scene::Requested.open().await;
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of(RITA));
    let review = format!("/reviews/{}", stage.facts["submission"]);
    let form = rita.get(&format!("{review}?about={}", "section%2Flisting%5Btags%5D%2F")).await.body;
    assert!(form.contains("id=\"new-thread\"") && form.contains("LST-TAG-"), "rules to pick from: {form}");
    // Whoever decides nothing here is led by a link.
    let read = kim.get(&review).await.body;
    assert!(read.contains("?about=section%2Flisting%5Btags%5D%2F#new-thread"), "{read}");
    let (to, page) = led(&rita, "/api/thread/open", &of_request(&stage, "yes")).await;
    assert!(to.starts_with(&format!("{review}#thread-")), "{to}");
    assert!(page.contains("Name what it searches."), "{page}");
    assert!(page.contains(HELD_WITH_CONTENT), "{page}");

    let decision = [
        ("submission", stage.facts["submission"].as_str()),
        ("content", &stage.facts["content"]),
        ("verdict", "approve"),
    ];
    let (_, page) = led(&rita, "/api/review/decide", &decision).await;
    assert!(page.contains("A blocking review thread is open"), "{page}");
    for path in ["/offerings/northwind-vector/listing", "/offerings/northwind-vector/review"] {
        let page = kim.get(path).await.body;
        assert!(page.contains("All threads, 1 open, 1 blocking"), "{path}: {page}");
    }
    let listing = kim.get("/offerings/northwind-vector/listing").await.body;
    assert!(listing.contains("/listing#listing-tags") && listing.contains("Name what it searches."), "{listing}");

    let thread = to.split("#thread-").nth(1).unwrap();
    let resolve = [("offering", NAME), ("thread", thread), ("act", "resolve")];
    let (to, page) = led(&rita, "/api/thread/answer", &resolve).await;
    assert!(to.starts_with(THREADS) && page.contains("resolved it"), "{to}: {page}");
    let (_, page) = led(&rita, "/api/review/decide", &decision).await;
    assert!(page.contains("Approved"), "{page}");
    let (_, page) = led(&kim, "/api/thread/answer", &[("offering", NAME), ("thread", thread), ("act", "reopen")]).await;
    assert!(page.contains("opened it again"), "{page}");
    let otto = stage.browser_of(OTTO);
    let screen = otto.get("/offerings/northwind-vector/review/release").await.body;
    assert!(screen.contains("Disabled until the missing condition is met."), "{screen}");
    let seen = otto.sees(NAME).await;
    let (_, page) = led(&otto, "/api/release/public", &[("offering", NAME), ("seen", &seen)]).await;
    assert!(page.contains("A blocking review thread is open"), "{page}");
}

#[tokio::test]
async fn approval_is_offered_as_long_as_there_is_a_track_that_no_thread_holds() {
    const APPROVE: &str = "name=\"verdict\" value=\"approve\"";
    let stage = Scene::Requested.open().await;
    let rita = stage.browser_of(RITA);
    let review = format!("/reviews/{}", stage.facts["submission"]);
    led(&rita, "/api/thread/open", &of_request(&stage, "yes")).await;
    for track in ["pricing", "access", "broker"] {
        let page = rita.get(&review).await.body;
        assert!(page.contains(HELD_WITH_CONTENT) && page.contains(APPROVE), "{track}: {page}");
        let decision = [
            ("submission", stage.facts["submission"].as_str()),
            ("content", &stage.facts["content"]),
            ("verdict", "approve"),
            ("about[track]", track),
        ];
        led(&rita, "/api/review/decide", &decision).await;
    }
    let page = rita.get(&review).await.body;
    assert!(page.contains("Not possible yet: 1 blocking thread is open.") && !page.contains(APPROVE), "{page}");
}

#[tokio::test]
async fn what_is_typed_into_the_decision_goes_along_with_a_comment() {
    let stage = Scene::Requested.open().await;
    let rita = stage.browser_of(RITA);
    let review = format!("/reviews/{}", stage.facts["submission"]);
    let page = Html::parse_document(&rita.get(&review).await.body);
    let buttons = Selector::parse("button.diff__comment").unwrap();
    let button = page.select(&buttons).find(|button| button.value().attr("value") == Some(TAGS)).unwrap();
    let of = ["form", "formmethod", "formaction", "name"].map(|name| button.value().attr(name).unwrap_or_default());
    assert_eq!(of, ["decide-form", "get", &format!("{review}#new-thread"), "about"]);
    assert!(page.select(&Selector::parse("form#decide-form [name=reason]").unwrap()).next().is_some());

    let asked = format!("{review}?about=section%2Flisting%5Btags%5D%2F&reason=Ten+lines+%26+more.&internal_note=Ours.");
    let mut page = rita.get(&asked).await;
    for text in ["", "Name what it searches."] {
        let comment = with(form_with(&page, "thread[text]"), "thread[text]", text);
        let to = send(&rita, "/api/thread/open", &pairs(&comment)).await.path().unwrap();
        page = rita.get(to.split('#').next().unwrap()).await;
        let decision = form_with(&page, "about[rule]");
        let kept = ["reason", "internal_note"].map(|name| decision.iter().find(|(known, _)| known == name).unwrap());
        assert_eq!(kept.map(|(_, text)| text.as_str()), ["Ten lines & more.", "Ours."], "after {text:?}: {to}");
    }
    assert!(page.body.contains("Name what it searches."), "{}", page.body);
}

#[tokio::test]
async fn what_is_turned_down_comes_back_with_every_word_and_says_what_is_wrong() {
    let stage = Scene::Workshop.open().await;
    let kim = stage.browser_of(KIM);
    let long = format!("{}end", "word ".repeat(801));
    let open = |text: &str, rule: &str| {
        [("offering", NAME), ("thread[anchor]", TAGS), ("thread[text]", text), ("thread[rule]", rule)]
            .map(|(name, value)| (name, value.to_owned()))
    };
    for (text, rule, says) in [
        ("", "LST-TAG-01", "The comment is empty."),
        (long.as_str(), "", "The comment has 4008 characters"),
        ("A word.", "LST-XXX-77", "“LST-XXX-77” is no rule for this value."),
    ] {
        let fields = open(text, rule);
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let (to, page) = led(&kim, "/api/thread/open", &fields).await;
        assert!(to.ends_with("#new-thread"), "{to}");
        assert!(page.contains(says), "{says}: {page}");
        assert!(
            page.contains(text) && page.contains(rule) && page.contains(&format!("value=\"{TAGS}\" selected")),
            "{page}"
        );
    }
    let thread = stage.facts["thread"].as_str();
    let reply = [("offering", NAME), ("thread", thread), ("act", "reply"), ("reply[text]", long.as_str())];
    let (to, page) = led(&kim, "/api/thread/answer", &reply).await;
    assert!(to.ends_with(&format!("#thread-{thread}")), "{to}");
    assert!(page.contains("The reply has 4008 characters") && page.contains(&long), "{page}");
    // What does not fit into an address is kept by the page that answers.
    let longer = "ü".repeat(4001);
    let answer = send(&kim, "/api/thread/answer", &[&reply[..3], &[("reply[text]", longer.as_str())]].concat()).await;
    assert!(answer.status.is_client_error() && answer.body.contains(&longer), "{}", answer.status);
    assert!(!kim.get(THREADS).await.body.contains(&long), "nothing of it was said");
}

#[tokio::test]
async fn what_operators_tell_each_other_is_on_no_page_of_the_provider() {
    let stage = Scene::Workshop.open().await;
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of(RITA));
    let thread = stage.facts["thread"].as_str();
    let secret = "Quokka, between us.";
    let note =
        [("offering", NAME), ("thread", thread), ("act", "reply"), ("reply[text]", secret), ("reply[internal]", "yes")];
    let (_, page) = led(&rita, "/api/thread/answer", &note).await;
    assert!(page.contains(secret) && page.contains("Operators only"), "{page}");
    for path in [THREADS, "/offerings/northwind-vector/listing", "/offerings/northwind-vector/review"] {
        let page = kim.get(path).await.body;
        assert!(!page.contains("Quokka") && !page.contains("Operators only"), "{path}");
    }
    let history = "/offerings/northwind-vector/history";
    assert!(!kim.get(history).await.body.contains("Left a note for operators"));
    assert!(rita.get(history).await.body.contains("Left a note for operators"));
    let api = kim.send(Request::form("/api/threads", &[("offering", NAME)]).header("accept", "application/json")).await;
    assert!(api.status.is_success() && !api.body.contains("Quokka"), "{}", api.body);
}
