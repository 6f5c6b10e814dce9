//! What a form shows of parameters, and what it never shows.

use slipway_domain::parameter::read;

use super::*;

const HOSTILE: &str = "<xss7>\" a7=\"1";

fn html_of(definition: &str, chosen: Chosen<'_>, typed: &Typed, is_preview: bool) -> String {
    let (parameters, findings) = (read(definition), Findings::new());
    let asked = Asked { parameters: &parameters, chosen, typed, findings: &findings, is_preview };
    parameter_fields(asked).map(RenderHtml::to_html).unwrap_or_default()
}

#[test]
fn a_choice_that_nobody_told_is_a_line_with_a_sentence_that_says_so() {
    let definition =
        r#"[{"name": "a", "displayname": "A", "type": "dropdown", "optionsUrl": "https://a.example/options"}]"#;
    for (is_preview, sentence) in [(false, words::OPTIONS_UNTOLD), (true, words::OPTIONS_LATER)] {
        let html = html_of(definition, Chosen::default(), &Typed::new(), is_preview);
        assert!(html.contains(sentence) && html.contains("parameter[a]") && !html.contains("<select"), "{html}");
    }
}

#[test]
fn options_that_are_refreshed_have_a_button_where_the_form_can_be_sent() {
    let definition = |refreshes: bool| {
        format!(
            r#"[{{"name": "a", "displayname": "Size", "type": "dropdown", "optionsUrl": "https://a.example/options",
                 "associations": {{"plan": {{"optionsRefresh": {refreshes}}}}}}}]"#
        )
    };
    let html = |refreshes, is_preview| html_of(&definition(refreshes), Chosen::default(), &Typed::new(), is_preview);
    let drawn = html(true, false);
    assert!(drawn.contains("name=\"then\"") && drawn.contains(&words::refresh("Size")), "{drawn}");
    for other in [html(false, false), html(true, true)] {
        assert!(!other.contains("<button"), "{other}");
    }
}

#[test]
fn whoever_types_a_value_reads_that_the_provider_checks_it_and_of_a_secret_nobody_says_so() {
    for (kind, says_so) in [("text", true), ("checkbox", true), ("password", false)] {
        let definition = format!(
            r#"[{{"name": "a", "displayname": "A", "type": "{kind}", "validationUrl": "https://a.example/valid"}}]"#
        );
        let html = html_of(&definition, Chosen::default(), &Typed::new(), false);
        assert_eq!(html.contains(words::JUDGED_LATER), says_so, "{html}");
    }
}

/// Of every kind one, with the same text wherever there is one.
fn every_kind(text: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    let one = |kind: Kind| {
        format!(
            "{{\"name\": \"p_{0}\", \"displayname\": {text}, \"type\": \"{0}\", \"description\": {text}, \
             \"placeholder\": {text}, \"value\": {text}, \"options\": [{{\"value\": {text}, \"displayname\": {text}}}]}}",
            kind.name()
        )
    };
    format!("[{}]", Kind::ALL.map(one).join(","))
}

#[test]
fn nothing_of_a_definition_becomes_markup() {
    let html = html_of(&every_kind(HOSTILE), Chosen::default(), &Typed::new(), false);
    assert!(html.contains("&lt;xss7&gt;"), "{html}");
    assert!(!html.contains("<xss7>") && !html.contains("\" a7=\"1\""), "{html}");
    for kind in Kind::ALL {
        let name = if kind.is_secret() { "secret" } else { "parameter" };
        assert!(html.contains(&format!("name=\"{name}[p_{}]\"", kind.name())), "{kind:?}: {html}");
    }
}

#[test]
fn a_secret_never_comes_back_and_cannot_be_sent_from_a_preview() {
    let definition = r#"[{"name": "pin", "displayname": "PIN", "type": "password"}]"#;
    let typed = Typed::from([("pin".to_owned(), vec!["7391".to_owned()])]);
    let html = html_of(definition, Chosen::default(), &typed, false);
    assert!(html.contains("type=\"password\"") && !html.contains("7391") && !html.contains("disabled"), "{html}");
    assert!(html_of(definition, Chosen::default(), &typed, true).contains(" disabled"));
}

#[test]
fn what_is_hidden_or_for_another_plan_is_not_drawn() {
    let definition = r#"[
        {"name": "a", "displayname": "Own", "type": "text", "hidden": true, "value": "x"},
        {"name": "b", "displayname": "Gold", "type": "text", "associations": {"plan": {"showFor": ["gold"]}}}
    ]"#;
    assert_eq!(html_of(definition, Chosen { plan: "lite", location: "" }, &Typed::new(), false), "");
    let html = html_of(definition, Chosen { plan: "gold", location: "" }, &Typed::new(), false);
    assert!(html.contains("Gold") && !html.contains("parameter[a]"), "{html}");
}
