//! What customers see: the judgement of CTL-01 and CTL-02 over every way to see too little or too much, and the pages of
//! CTL-03 on a real socket.

use slipway_osb::conformance::{CheckResult, Look, Marketplace, Outcome, Reach, Selection, Viewer};
use slipway_osb::fake::Fault;

use crate::rig::{Rig, rig};

type Change = fn(&mut Marketplace);

async fn result(rig: &mut Rig, id: &'static str) -> CheckResult {
    rig.settings.selection = Selection::of([id]);
    let mut report = rig.run().await;
    report.checks.pop().unwrap()
}

async fn found(change: Change, id: &'static str) -> (Outcome, String) {
    let mut rig = rig().await;
    change(rig.market());
    let CheckResult { outcome, reason, .. } = result(&mut rig, id).await;
    (outcome, reason)
}

fn seen(look: &mut Look) {
    (look.found, look.details, look.offered) = (true, true, true);
}

#[tokio::test]
async fn an_invited_account_has_to_see_everything() {
    let broken: [(Change, &str); 4] = [
        (|market| market.looks[0].found = false, "the account Globex does not find the service in the catalog"),
        (|market| market.looks[0].details = false, "the account Globex gets no details of the service"),
        (|market| market.looks[0].offered = false, "the account Globex is not offered the plan at this location"),
        (|market| market.looks[0].obstacles.push("it rains".into()), "for the account Globex it rains"),
    ];
    for (change, reason) in broken {
        assert_eq!(found(change, "CTL-01").await, (Outcome::Fail, reason.to_owned()));
    }
}

#[tokio::test]
async fn nobody_else_sees_what_is_for_some() {
    let broken: [(Change, &str); 4] = [
        (|market| market.looks[1].found = true, "the account Orrery finds the service in the catalog"),
        (|market| market.looks[2].details = true, "an account that is not invited gets the details of the service"),
        (
            |market| market.looks[3].offered = true,
            "somebody who has not signed in could ask for an instance of the plan",
        ),
        (
            |market| {
                (market.reach, market.service_is_public) = (Reach::Everybody, true);
                seen(&mut market.looks[1]);
            },
            "the account Orrery finds the service in the catalog",
        ),
    ];
    for (change, reason) in broken {
        assert_eq!(found(change, "CTL-02").await, (Outcome::Fail, reason.to_owned()));
    }
}

#[tokio::test]
async fn a_page_that_shows_another_plan_to_everybody_is_no_leak() {
    let page_only: Change = |market| {
        market.service_is_public = true;
        for look in &mut market.looks[2..] {
            (look.found, look.details) = (true, true);
        }
    };
    assert_eq!(found(page_only, "CTL-02").await.0, Outcome::Pass);
    let and_plan: Change = |market| {
        market.service_is_public = true;
        seen(&mut market.looks[3]);
    };
    assert_eq!(found(and_plan, "CTL-02").await.0, Outcome::Fail);
}

#[tokio::test]
async fn what_cannot_be_judged_is_skipped_with_the_reason() {
    let skipped: [(Change, &str, &str); 4] = [
        (|market| market.reach = Reach::Nobody, "CTL-01", "the deployment is not published"),
        (|market| market.reach = Reach::Nobody, "CTL-02", "the deployment is not published"),
        (|market| drop(market.looks.remove(0)), "CTL-01", "no account is on the allowlist"),
        (
            |market| {
                market.reach = Reach::Everybody;
                market.looks.retain(|look| !matches!(look.viewer, Viewer::Excluded(_)));
            },
            "CTL-02",
            "the deployment is for everybody",
        ),
    ];
    for (change, id, reason) in skipped {
        assert_eq!(found(change, id).await, (Outcome::Skip, reason.to_owned()), "{id}");
    }
    for id in ["CTL-01", "CTL-02"] {
        let mut rig = rig().await;
        rig.settings.marketplace = None;
        let result = result(&mut rig, id).await;
        assert_eq!(
            (result.outcome, result.reason.as_str()),
            (Outcome::Skip, "only a console has the catalog that customers see")
        );
    }
}

#[tokio::test]
async fn every_page_has_to_be_where_the_definition_says() {
    let site = |rig: &Rig, page: &str| format!("{}/site/{page}", rig.broker.url());
    for (member, page, reason) in [
        ("documentationUrl", "nothing", "the documentation was answered 404, not 200: "),
        ("instructionsUrl", "round", "the instructions was answered with more than 5 redirects: "),
        ("supportUrl", "inward", "the support page got no answer (denied): http://169.254.169.254/latest/"),
        ("imageUrl", "docs", "the icon is no SVG: "),
        ("imageUrl", "nothing", "the icon was answered 404, not 200: "),
    ] {
        let mut rig = rig().await;
        let url = site(&rig, page);
        rig.address(member, &url);
        let found = result(&mut rig, "CTL-03").await;
        assert_eq!(found.outcome, Outcome::Fail, "{member} {page}");
        let whole = if reason.ends_with(": ") { format!("{reason}{url}") } else { reason.to_owned() };
        assert_eq!(found.reason, whole, "{member} {page}");
    }
    let mut rig = rig().await;
    for (member, page) in [("documentationUrl", "moved"), ("supportUrl", "support?to=us#form")] {
        let url = site(&rig, page);
        rig.address(member, &url);
        assert_eq!(result(&mut rig, "CTL-03").await.outcome, Outcome::Pass, "{member} {page}");
    }
}

#[tokio::test]
async fn terms_are_no_root_of_a_site_and_an_icon_no_png() {
    let mut rig = rig().await;
    rig.address("termsUrl", "https://northwind.example/");
    let found = result(&mut rig, "CTL-03").await;
    assert_eq!(
        (found.outcome, found.reason.as_str()),
        (Outcome::Fail, "the terms are the root of a site: https://northwind.example/")
    );
    assert_eq!(found.facts.last().unwrap().value, "https://northwind.example/", "a lab looks up no reserved name");
    rig.address("documentationUrl", "https://docs.example.com/vector");
    assert_eq!(result(&mut rig, "CTL-03").await.facts.last().unwrap().value, "https://docs.example.com/vector");
    rig.address("termsUrl", "https://northwind.example/terms");
    assert_eq!(result(&mut rig, "CTL-03").await.outcome, Outcome::Pass);
    rig.fault(Fault::RasterIcon);
    assert_eq!(result(&mut rig, "CTL-03").await.outcome, Outcome::Fail);
    rig.market().icon = Some(true);
    assert_eq!(result(&mut rig, "CTL-03").await.outcome, Outcome::Pass, "the console shows its own copy");
    rig.market().icon = Some(false);
    assert_eq!(result(&mut rig, "CTL-03").await.outcome, Outcome::Fail);
}

#[tokio::test]
async fn pages_are_asked_for_without_credentials_and_their_words_are_not_kept() {
    let rig = rig().await;
    let report = rig.run().await;
    let pages: Vec<_> = rig.broker.log().into_iter().filter(|seen| seen.path.starts_with("/site/")).collect();
    assert_eq!(pages.len(), 5);
    assert!(pages.iter().all(|seen| !seen.authorised && seen.header("x-broker-api-version").is_none()));
    assert!(!serde_json::to_string(&report).unwrap().contains("<h1>"));
    // A broker that cannot be read has pages all the same.
    rig.broker.set_catalog(serde_json::json!({}));
    assert_eq!(rig.run().await.check("CTL-03").unwrap().outcome, Outcome::Pass);
}
