//! Country and currency of an account, adjustments of its statement, and a month by other prices: as browsers without
//! scripts ask for them.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;

use crate::authz::filled;
use crate::support::{Answer, Browser, Scene};

const ADA: &str = "ada@northwind.example";
const BEA: &str = "bea@operator.example";
const CLARA: &str = "clara@orrery.example";
const KIM: &str = "kim@northwind.example";
const RITA: &str = "rita@operator.example";

/// The page that a form leads to.
async fn follow(browser: &Browser, sent: &Answer) -> Answer {
    assert!(sent.status.is_redirection(), "{} {}", sent.status, sent.body);
    let path = sent.path().unwrap();
    let page = browser.get(path.split('#').next().unwrap()).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    page
}

#[tokio::test]
async fn country_and_currency_are_set_on_the_page_of_the_account_and_the_catalog_shows_their_prices() {
    let stage = Scene::Limited.open().await;
    let (clara, account) = (stage.browser_of(CLARA), stage.facts["orrery"].as_str());
    let service = format!("/catalog/{OFFERING}");
    let page = clara.get("/account").await;
    assert!(page.body.contains("USA, USD") && page.body.contains("Nobody has set them yet"), "{}", page.body);
    assert!(!page.body.contains("<script"), "the page needs none");
    assert!(clara.get(&service).await.body.contains("USD 49.00 a month"));

    let typed = |country: &'static str, currency: &'static str| {
        [("account", account), ("place[country]", country), ("place[currency]", currency)]
    };
    let sent = clara.post("/api/account/place", &typed("Germany", "EUR")).await;
    let refused = follow(&clara, &sent).await;
    assert!(refused.body.contains("PLC-CTY-02") && !refused.body.contains("MEM-"), "{}", refused.body);
    assert_eq!(refused.value_of("place[country]").as_deref(), Some("Germany"), "what was typed is there still");

    let sent = clara.post("/api/account/place", &typed("deu", "eur")).await;
    let page = follow(&clara, &sent).await;
    assert!(page.body.contains("DEU, EUR") && !page.body.contains("USA, USD</dd>"), "{}", page.body);
    let shown = clara.get(&service).await.body;
    assert!(shown.contains("EUR 45.00 a month") && !shown.contains("USD 49.00 a month"), "{shown}");
    let elsewhere = stage.browser_of(ADA).get(&service).await.body;
    assert!(elsewhere.contains("USD 49.00 a month"), "what one account pays is not shown to another: {elsewhere}");
    let form = clara.get(&format!("/catalog/{OFFERING}/create")).await.body;
    assert!(form.contains("EUR 45.00 a month"), "{form}");
}

#[tokio::test]
async fn the_billing_desk_adjusts_a_statement_and_the_customer_reads_why() {
    let stage = Scene::Limited.open().await;
    let (bea, account) = (stage.browser_of(BEA), stage.facts["orrery"].as_str());
    let desk = bea.get(&format!("/registrations/{account}")).await;
    let statement = format!("/registrations/{account}/statement");
    assert!(desk.body.contains(&statement) && desk.body.contains("Save country and currency"), "{}", desk.body);
    let page = bea.get(&statement).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Monthly fee") && page.body.contains("Adjust this statement"), "{}", page.body);
    assert!(!page.body.contains("<script") && !page.body.contains("/usage?month"), "no instance is the desk's to open");
    assert_eq!(stage.browser_of(RITA).get(&statement).await.status, StatusCode::FORBIDDEN);

    let typed = |amount: &'static str, reason: &'static str| {
        [
            ("account", account),
            ("month", "2026-05"),
            ("adjustment[offering]", OFFERING),
            ("adjustment[amount]", amount),
            ("adjustment[currency]", "USD"),
            ("adjustment[reason]", reason),
        ]
    };
    let refused = follow(&bea, &bea.post("/api/statement/adjust", &typed("-5", "")).await).await;
    assert!(refused.body.contains("ADJ-RSN-01"), "{}", refused.body);
    assert_eq!(refused.value_of("adjustment[amount]").as_deref(), Some("-5"));
    let done = follow(&bea, &bea.post("/api/statement/adjust", &typed("-5", "Counted <twice>.")).await).await;
    let why = "Adjustment by the operator: Counted &lt;twice&gt;.";
    assert!(done.body.contains(why) && done.body.contains("USD -5.00"), "{}", done.body);

    let clara = stage.browser_of(CLARA);
    assert!(clara.get("/statement").await.body.contains(why));
    let csv = clara.get("/statement/csv").await.body;
    let row = csv.lines().find(|line| line.contains(",adjustment,")).unwrap();
    assert!(row.contains(",-5.00,") && row.contains(",Counted <twice>.,true,"), "{row}");
    let usage = stage.browser_of(KIM).get(&format!("/offerings/{OFFERING}/usage")).await.body;
    assert!(usage.contains("Adjustment by the operator") && !usage.contains("twice"), "{usage}");
}

#[tokio::test]
async fn a_month_by_the_draft_of_a_plan_stands_beside_what_was_published() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let fields = [
        ("offering", OFFERING),
        ("id", stage.facts["plan"].as_str()),
        ("revision", stage.facts["plan_revision"].as_str()),
        ("plan[kind]", "subscription"),
        ("plan[name]", "standard"),
        ("plan[display_name]", "Standard"),
        ("plan[description]", "Ten million vectors, replicated over three zones."),
        ("plan[bullets][0]", "10 million vectors"),
        ("plan[amounts][0][country]", "USA"),
        ("plan[amounts][0][currency]", "USD"),
        ("plan[amounts][0][price]", "98.00"),
        ("plan[locations][0]", "eu-de"),
    ];
    assert!(kim.post("/api/plan/save", &fields).await.status.is_redirection());
    let what_if = filled("/offerings/{name}/pricing/{plan}/what-if", stage.facts);
    let editor = kim.get(&filled("/offerings/{name}/pricing/{plan}", stage.facts)).await;
    assert!(editor.body.contains(&what_if), "{}", editor.body);

    let page = kim.get(&what_if).await;
    assert_eq!(page.status, StatusCode::OK);
    for told in ["What if: Standard", "1 account pays more.", "Account 1", "As published", "+ USD "] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    assert!(!page.body.contains("Orrery") && !page.body.contains("<script"), "{}", page.body);
    let desk = stage.browser_of(BEA).get(&what_if).await;
    assert!(desk.body.contains("Orrery Labs"), "{}", desk.body);
    let wrong = kim.get(&format!("/offerings/{OFFERING}/pricing/nonsense/what-if")).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let rita = stage.browser_of(RITA);
    assert_eq!(rita.get(&what_if).await.status, StatusCode::FORBIDDEN);
    assert!(!rita.get(&filled("/offerings/{name}/pricing/{plan}", stage.facts)).await.body.contains(&what_if));
}
