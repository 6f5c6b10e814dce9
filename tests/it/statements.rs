//! What an account owes, as a browser without scripts reads it: the page, the files, and the month of one instance.

use hyper::StatusCode;
use serde_json::Value;

use crate::authz::filled;
use crate::support::Scene;

const CLARA: &str = "clara@orrery.example";
const FINN: &str = "finn@fernway.example";
const KIM: &str = "kim@northwind.example";

#[tokio::test]
async fn the_statement_names_its_lines_explains_them_and_leads_to_the_instance() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let page = clara.get("/statement").await;
    assert_eq!(page.status, StatusCode::OK);
    for told in ["Monthly fee", "Draft as of", "Download CSV", "How the costs come about", "days", "search"] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let usage = filled("/instances/{name}/{instance}/usage", stage.facts);
    assert!(page.body.contains(&usage), "{}", page.body);
    let page = clara.get(&usage).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Monthly fee") && page.body.contains("No record came"), "{}", page.body);
    assert!(!page.body.contains("<script"), "the page needs none");
}

#[tokio::test]
async fn the_files_say_what_the_page_says() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let csv = clara.get("/statement/csv").await;
    assert_eq!((csv.status, csv.header("content-type")), (StatusCode::OK, Some("text/csv; charset=utf-8")));
    assert_eq!(csv.header("cache-control"), Some("no-store"));
    let name = csv.header("content-disposition").unwrap();
    assert!(name.starts_with("attachment; filename=\"statement-20"), "{name}");
    let json: Value = serde_json::from_str(&clara.get("/statement/json").await.body).unwrap();
    let lines = json["lines"].as_array().unwrap();
    assert_eq!(
        csv.body.lines().count(),
        1 + lines.iter().map(|line| line["instances"].as_array().unwrap().len()).sum::<usize>()
    );
    assert!(csv.body.lines().skip(1).any(|line| line.contains(&stage.facts["instance"])), "{}", csv.body);
    assert_eq!((&json["state"], &lines[0]["charge"]), (&"draft".into(), &"fee".into()));
    assert_eq!(lines[0]["steps"][0]["step"], "fee");
    for month in ["2019-01", "nonsense", "9999-12"] {
        let wrong = clara.get(&format!("/statement/csv?month={month}")).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{month}: no file of another month");
        assert_eq!(clara.get(&format!("/statement?month={month}")).await.status, StatusCode::OK, "{month}");
    }
}

#[tokio::test]
async fn others_read_nothing_of_it() {
    let stage = Scene::Limited.open().await;
    let finn = stage.browser_of(FINN);
    for path in ["/statement", "/statement/csv", "/statement/json"] {
        let answer = finn.get(path).await;
        assert!(!answer.body.contains(&stage.facts["instance"]) && !answer.body.contains("Orrery"), "{}", answer.body);
    }
    let anonymous = stage.server.browser();
    assert!(!anonymous.get("/statement/csv").await.status.is_success());
    let kim = stage.browser_of(KIM);
    let page = kim.get(&filled("/offerings/{name}/usage", stage.facts)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Monthly fee"), "{}", page.body);
    assert!(!page.body.contains("Orrery") && !page.body.contains(&stage.facts["instance"]), "{}", page.body);
    let revenue = kim.get("/revenue").await;
    assert!(revenue.status == StatusCode::OK && revenue.body.contains("USD"), "{}", revenue.body);
    assert_eq!(finn.get("/revenue").await.status, StatusCode::NOT_FOUND);
}
