//! Custom parameters on the tab Settings, as a browser without scripts has them: the builder, what the rules say, the
//! remedy of an older spelling, and the preview for a choice; and the form of a customer, once they are published.

use hyper::StatusCode;
use scraper::{Html, Selector};
use serde_json::json;
use slipway_backend::demo::OFFERING;
use slipway_osb::fake::{FakeBroker, Misbehaviour};

use crate::broker_calls::registered_broker;
use crate::instances::create;
use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const CLARA: &str = "clara@orrery.example";
/// What a customer types into a control that holds a secret.
const SECRET: &str = "made-up-secret-7391";

fn page() -> String {
    format!("/offerings/{OFFERING}/settings")
}

/// Saves the form as it is, with these fields beside it, and reads the page.
async fn saved(kim: &Browser, definition: &str, more: &[(&str, &str)]) -> String {
    let answer = sent(kim, definition, more).await;
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.body);
    kim.get(&page()).await.body
}

/// The same, and where it leads to: the path with its query, the place on the page, and the page.
async fn led(kim: &Browser, definition: &str, more: &[(&str, &str)]) -> (String, String, Answer) {
    let answer = sent(kim, definition, more).await;
    let to = answer.path().unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    let (path, place) = to.split_once('#').unwrap_or((to.as_str(), ""));
    (path.to_owned(), place.to_owned(), kim.get(path).await)
}

async fn sent(kim: &Browser, definition: &str, more: &[(&str, &str)]) -> Answer {
    let before = kim.get(&page()).await.body;
    let revision = before.split("name=\"revision\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [
        &[
            ("offering", OFFERING),
            ("revision", revision),
            ("settings[plan_updateable]", "yes"),
            ("settings[bindable]", "yes"),
            ("settings[service_key_supported]", "yes"),
            ("settings[location_scope]", "per_location"),
            ("settings[parameters]", definition),
        ],
        more,
    ]
    .concat();
    let form = Request::form("/api/settings/save", &fields).header("referer", &format!("{ORIGIN}{}", page()));
    kim.send(form).await
}

fn definition(page: &str) -> String {
    let area = page.split("name=\"settings[parameters]\"").nth(1).unwrap();
    let text = area.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&")
}

#[tokio::test]
async fn a_parameter_is_added_without_json_and_seen_as_customers_will_see_it() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let size = [
        ("intent", "parameter:add"),
        ("new_parameter[name]", "size"),
        ("new_parameter[display_name]", "Size of the index"),
        ("new_parameter[kind]", "dropdown"),
        ("new_parameter[required]", "yes"),
        ("new_parameter[options]", "s = Small\r\nl = Large"),
    ];
    let page = saved(&kim, "", &size).await;
    let written: serde_json::Value = serde_json::from_str(&definition(&page)).unwrap();
    assert_eq!((&written[0]["type"], &written[0]["options"][1]["value"]), (&"dropdown".into(), &"l".into()));
    for told in ["name=\"parameter[size]\"", "Size of the index", "Large", "Remove size (dropdown)"] {
        assert!(page.contains(told), "{told} in {page}");
    }
    let without = saved(&kim, &definition(&page), &[("intent", "parameter:remove:0")]).await;
    assert!(!without.contains("parameter[size]") && definition(&without).is_empty(), "{without}");
}

#[tokio::test]
async fn what_the_builder_holds_comes_back_after_every_button_that_did_not_add_it() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let lines = [
        ("new_parameter[name]", "size"),
        ("new_parameter[display_name]", "Größe & <Form>"),
        ("new_parameter[description]", "How much it holds"),
        ("new_parameter[value]", "s"),
        ("new_parameter[options_url]", "https://a.example/options?a=b&c"),
        ("new_parameter[validation_url]", "https://a.example/valid"),
    ];
    let others = [
        ("new_parameter[kind]", "dropdown"),
        ("new_parameter[required]", "yes"),
        ("new_parameter[options]", "s = Small\r\nl = Large"),
    ];
    let builder = [&lines[..], &others[..]].concat();
    let (add_first, mend_first) = ("This is saved once you add it", "Mend it, then add this");
    for (text, intent, place, told) in [
        ("[{", "parameter:add", "parameters-builder", mend_first),
        ("[{", "", "parameters-builder", mend_first),
        ("", "", "parameters-builder", add_first),
        ("", "compliance:add", "settings-extras-compliance", add_first),
        ("", "parameter:remove:0", "settings-parameters", add_first),
    ] {
        let (_, at, page) = led(&kim, text, &[&builder[..], &[("intent", intent)]].concat()).await;
        assert_eq!((at.as_str(), definition(&page.body).as_str()), (place, text), "{intent}: what is typed is saved");
        for (name, value) in lines {
            assert_eq!(page.value_of(name).as_deref(), Some(value), "{intent}: {}", page.body);
        }
        let drawn = Html::parse_document(&page.body);
        for selector in [
            "details[id='parameters-builder'][open]",
            "select[name='new_parameter[kind]'] option[value='dropdown'][selected]",
            "input[name='new_parameter[required]'][checked]",
        ] {
            let found = drawn.select(&Selector::parse(selector).unwrap()).count();
            assert_eq!(found, 1, "{intent} {selector}: {}", page.body);
        }
        for shown in ["s = Small\r\nl = Large", "Not added yet", told] {
            assert!(page.body.contains(shown), "{intent} {shown}: {}", page.body);
        }
        assert!(!page.body.contains("too long to come back"), "{intent}: {}", page.body);
    }
    let long = "ü".repeat(2_000);
    let (_, _, page) = led(&kim, "", &[("new_parameter[name]", "size"), ("new_parameter[options]", &long)]).await;
    assert!(page.body.contains("too long to come back") && page.body.contains(&"ü".repeat(1_000)), "{}", page.body);
}

#[tokio::test]
async fn a_builder_that_was_added_or_holds_nothing_leaves_no_trace() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let size = [("new_parameter[kind]", "text"), ("new_parameter[name]", "size")];
    let added = [&size[..], &[("intent", "parameter:add")]].concat();
    for more in [&size[..1], &added[..]] {
        let (path, _, answer) = led(&kim, "", more).await;
        assert_eq!(path, page());
        assert!(!answer.body.contains("Not added yet") && answer.body.contains("id=\"parameters-builder\""), "{path}");
        assert!(answer.value_of("new_parameter[name]").unwrap_or_default().is_empty(), "{}", answer.body);
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_and_an_older_spelling_is_mended_with_one_button() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let older = r#"{"userDefinedService": [{"name": "size", "display_name": "Size", "type": "text"}]}"#;
    let page = saved(&kim, older, &[]).await;
    assert!(page.contains("PRM-JSN-04") && definition(&page) == older, "kept as it was typed: {page}");
    assert!(page.contains("value=\"parameter:mend\""), "{page}");
    // The text went on since the button was drawn.
    let typed = older.replace("\"Size\"", "\"Size of the index\"");
    let mended = saved(&kim, &typed, &[("intent", "parameter:mend")]).await;
    assert!(!mended.contains("PRM-JSN-04") && definition(&mended).contains("displayname"), "{mended}");
    assert!(definition(&mended).contains("Size of the index"), "nothing typed is lost: {mended}");
    let named = saved(&kim, r#"[{"name": "1st", "displayname": "First", "type": "text"}]"#, &[]).await;
    assert!(named.contains("PRM-NAM-01") && named.contains("The parameter 1st"), "{named}");
}

#[tokio::test]
async fn what_is_typed_is_drawn_beside_it_and_not_kept() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let before = kim.get(&page()).await.body;
    let typed = r#"[{"name": "size", "displayname": "Size of the index", "type": "text"}]"#;
    let fields = [("offering", OFFERING), ("settings[bindable]", "yes"), ("settings[parameters]", typed)];
    let check =
        |fields: &[(&str, &str)]| Request::form("/api/settings/check", fields).header("accept", "application/json");
    let answer = kim.send(check(&fields)).await;
    let drawn: String = serde_json::from_str(&answer.body).unwrap();
    assert!(drawn.contains("id=\"preview-body\"") && drawn.contains("name=\"parameter[size]\""), "{drawn}");
    assert!(drawn.contains("id=\"settings-form\"") && drawn.contains("SET-UPD-01"), "{drawn}");
    assert_eq!(definition(&kim.get(&page()).await.body), definition(&before));
    let stranger = stage.browser_of("gus@globex.example").send(check(&fields)).await;
    assert!(!stranger.body.contains("settings-form"), "{}", stranger.body);
}

#[tokio::test]
async fn the_preview_follows_the_choice() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let plan = stage.facts["plan"].as_str();
    let definition = format!(
        r#"[{{"name": "zone", "displayname": "Zone", "type": "text", "associations": {{"plan": {{"showFor": ["{plan}"]}}}}}}]"#
    );
    let page = saved(&kim, &definition, &[]).await;
    assert!(!page.contains("parameter[zone]") && page.contains("This choice shows no field."), "{page}");
    let chosen = kim.get(&format!("/offerings/{OFFERING}/settings?plan={plan}&parameter%5Bzone%5D=z1")).await.body;
    assert!(chosen.contains("name=\"parameter[zone]\"") && chosen.contains("value=\"z1\""), "{chosen}");
}

/// Published with a text that has a pattern, another text, a secret, and a text that only the plan `standard` asks for.
async fn published() -> (Stage, FakeBroker) {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let definition = json!([
        { "name": "size", "displayname": "Size of the index", "type": "text", "required": true, "pattern": "[smlx]+" },
        { "name": "alias", "displayname": "Alias", "type": "text" },
        { "name": "token", "displayname": "Access token", "type": "password" },
        { "name": "zone", "displayname": "Zone", "type": "text",
          "associations": { "plan": { "showFor": [stage.facts["plan"]] } } },
    ]);
    saved(&kim, &definition.to_string(), &[]).await;
    let broker = registered_broker(&stage, &kim).await;
    publish(&stage).await;
    (stage, broker)
}

/// Published with the parameters that `definition` makes of the address of the broker.
async fn published_asking(definition: fn(&str) -> serde_json::Value) -> (Stage, FakeBroker) {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let broker = registered_broker(&stage, &kim).await;
    saved(&kim, &definition(&broker.url()).to_string(), &[]).await;
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let offering = store.offering(scope).await.unwrap().unwrap();
    broker.set_catalog(serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap());
    let fields = [("offering", OFFERING), ("id", stage.facts["broker"].as_str())];
    assert!(kim.send(Request::form("/api/broker/register", &fields)).await.status.is_redirection());
    publish(&stage).await;
    (stage, broker)
}

async fn publish(stage: &Stage) {
    let ada = stage.browser_of(ADA);
    let seen = ada.sees(OFFERING).await;
    let page = format!("{ORIGIN}/offerings/{OFFERING}/deployments");
    let publish = Request::form("/api/release/limited", &[("offering", OFFERING), ("seen", &seen)]);
    let answer = ada.send(publish.header("referer", &page)).await;
    let to = answer.path().unwrap_or_else(|| panic!("{} {}", answer.status, answer.body));
    assert!(to.ends_with("?done=published"), "{to}");
}

#[tokio::test]
async fn the_fields_of_another_choice_are_shown_and_nothing_is_created() {
    let (stage, _broker) = published().await;
    let clara = stage.browser_of(CLARA);
    let typed = [("then", "fields"), ("parameter[size]", "huge"), ("secret[token]", SECRET)];
    for (plan, has_zone) in [("free_plan", false), ("plan", true)] {
        let choice = [&typed[..], &[("instance[plan]", stage.facts[plan].as_str())]].concat();
        let answer = create(&stage, &clara, &choice).await;
        assert_eq!(answer.status, StatusCode::OK, "{plan}: {}", answer.body);
        assert_eq!(answer.body.contains("name=\"parameter[zone]\""), has_zone, "{plan}: {}", answer.body);
        assert_eq!(answer.value_of("parameter[size]").as_deref(), Some("huge"), "{plan}");
        assert!(answer.value_of("secret[token]").unwrap_or_default().is_empty(), "{plan}");
        assert!(!answer.body.contains(SECRET) && !answer.body.contains("INS-VAL"), "{plan}: nobody asked for one yet");
    }
    assert!(!clara.get("/instances").await.body.contains("Vector store 1"));
}

#[tokio::test]
async fn a_refused_order_keeps_what_was_typed_but_for_secrets() {
    let (stage, _broker) = published().await;
    let clara = stage.browser_of(CLARA);
    // The second secret was typed when the alias was one.
    let typed = [("parameter[size]", "huge"), ("secret[token]", SECRET), ("secret[alias]", SECRET)];
    let answer = create(&stage, &clara, &typed).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::UNPROCESSABLE_ENTITY, None), "{}", answer.body);
    assert!(answer.body.contains("INS-VAL-05"), "{}", answer.body);
    assert_eq!(answer.value_of("parameter[size]").as_deref(), Some("huge"));
    assert!(answer.body.contains("name=\"parameter[alias]\"") && !answer.body.contains(SECRET), "{}", answer.body);
    assert!(!clara.get("/instances").await.body.contains("Vector store 1"));
}

#[tokio::test]
async fn an_order_that_is_kept_while_nobody_is_signed_in_shows_no_secret_and_asks_for_it_by_its_name() {
    let (stage, _broker) = published().await;
    let typed = [("parameter[size]", "m"), ("secret[token]", SECRET)];
    let answer = create(&stage, &stage.server.browser(), &typed).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.value_of("parameter[size]").as_deref(), Some("m"));
    assert!(answer.value_of("secret[token]").unwrap_or_default().is_empty());
    assert!(answer.body.contains(">token<") && !answer.body.contains(SECRET), "{}", answer.body);
}

#[tokio::test]
async fn what_the_provider_refuses_is_told_at_the_field_and_its_options_are_refreshed_without_scripts() {
    let (stage, broker) = published_asking(|url| {
        let (options, valid) = (format!("{url}/options"), format!("{url}/valid"));
        json!([
            { "name": "size", "displayname": "Size of the index", "type": "dropdown", "optionsUrl": options,
              "associations": { "plan": { "optionsRefresh": true } } },
            { "name": "alias", "displayname": "Alias", "type": "text", "validationUrl": valid },
        ])
    })
    .await;
    let tells = |size: &str| {
        let options = [json!({ "value": "s", "displayname": "Small" }), json!({ "value": "m", "displayname": size })];
        let answer = json!({ "options": options, "valid": false, "message": "<b>Taken</b> by another." });
        broker.misbehave(Misbehaviour::WrongTypes(answer));
    };
    tells("Sizable m1");
    let clara = stage.browser_of(CLARA);
    let typed = [("parameter[size]", "s"), ("parameter[alias]", "search")];
    let refused = create(&stage, &clara, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("INS-VAL-06") && refused.body.contains("&lt;b&gt;Taken"), "{}", refused.body);
    assert!(!refused.body.contains("<b>Taken"), "the message is text: {}", refused.body);
    assert_eq!(refused.value_of("parameter[alias]").as_deref(), Some("search"));
    for told in ["Sizable m1", "Refresh the options of Size of the index"] {
        assert!(refused.body.contains(told), "{told} in {}", refused.body);
    }
    tells("Sizable m2");
    let again = create(&stage, &clara, &[&typed[..], &[("then", "fields")]].concat()).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    assert!(again.body.contains("Sizable m2") && !again.body.contains("Sizable m1"), "{}", again.body);
    assert_eq!(again.value_of("parameter[alias]").as_deref(), Some("search"));
    assert!(!clara.get("/instances").await.body.contains("Vector store 1"));
}
