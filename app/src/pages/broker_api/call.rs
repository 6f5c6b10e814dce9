//! One call: when it is made, what is sent, and what follows from each answer.

use leptos::prelude::*;
use slipway_domain::broker_api::{Answer, BrokerApiView, Documented, Endpoint, Example};

use super::code;
use crate::text::broker_api::{self as words, answer as answer_words};
use crate::ui::{Cell, Column, DataTable};

pub(super) fn section(api: &BrokerApiView, documented: &Documented) -> impl IntoView + use<> {
    let endpoint = documented.endpoint;
    let (heading, labelled_by) = (format!("{}-h", endpoint.name()), format!("{}-h", endpoint.name()));
    let line = format!("{} {}", documented.method(), documented.path);
    let (when, query, headers) = (words::when(endpoint, api.patience), query(documented), headers(documented));
    let examples = documented.examples.iter().map(|example| shown(api, example)).collect_view();
    let answers = table(endpoint, &documented.answers);
    view! {
        <section class="block" id=endpoint.name() aria-labelledby=labelled_by>
            <h2 id=heading>{words::title(endpoint)}</h2>
            <p>
                <code>{line}</code>
            </p>
            <dl class="facts">
                <dt>{words::WHEN}</dt>
                <dd>{when}</dd>
                <dt>{words::QUERY}</dt>
                <dd>{query}</dd>
                <dt>{words::HEADERS}</dt>
                <dd>{headers}</dd>
            </dl>
            {examples}
            {answers}
        </section>
    }
}

/// The parameters as they are sent, and those that come later.
fn query(documented: &Documented) -> AnyView {
    let sent = documented.examples.first().map(|example| example.query.as_slice()).unwrap_or_default();
    if sent.is_empty() && documented.if_named.is_empty() {
        return words::NO_QUERY.into_any();
    }
    let sent = sent.iter().map(|(name, value)| (name.clone(), format!("{name}={value}")));
    let named = documented.if_named.iter().map(|name| (name.clone(), format!("{name}=…")));
    let lines = sent
        .chain(named)
        .map(|(name, pair)| {
            view! {
                <li>
                    <code>{pair}</code>
                    ": "
                    {words::query(&name)}
                </li>
            }
        })
        .collect_view();
    view! { <ul>{lines}</ul> }.into_any()
}

fn headers(documented: &Documented) -> impl IntoView + use<> {
    let mut names: Vec<String> = documented
        .examples
        .first()
        .into_iter()
        .flat_map(|example| &example.headers)
        .map(|(name, _)| name.clone())
        .collect();
    names.push("authorization".to_owned());
    names.sort();
    let names = names.into_iter().enumerate();
    names.map(|(at, name)| ((at > 0).then_some(", "), view! { <code>{name}</code> })).collect_view()
}

/// The body, and the line that makes the call.
fn shown(api: &BrokerApiView, example: &Example) -> impl IntoView + use<> {
    let purpose = example.purpose;
    let body = example.shown_body().map(|body| {
        view! {
            <figure>
                <figcaption>{words::body(purpose)}</figcaption>
                {code(body)}
            </figure>
        }
    });
    let line = api.curl(example);
    view! {
        {body}
        <figure>
            <figcaption>{words::shell(purpose)}</figcaption>
            {code(line)}
        </figure>
    }
}

fn table(endpoint: Endpoint, answers: &[Answer]) -> impl IntoView + use<> {
    let rows = answers.iter().map(|answer| row(endpoint, answer)).collect_view();
    let columns = [answer_words::ANSWER, answer_words::SAYS, answer_words::FOLLOWS].map(Column::new).to_vec();
    view! {
        <DataTable caption=answer_words::ANSWERS columns=columns>
            {rows}
        </DataTable>
    }
}

fn row(endpoint: Endpoint, answer: &Answer) -> impl IntoView + use<> {
    let (said, says, follows) =
        (answer_words::said(answer.said), answer_words::says(endpoint, answer.said), follows(endpoint, answer));
    view! {
        <tr>
            <th scope="row">{said}</th>
            <Cell label=answer_words::SAYS>{says}</Cell>
            <Cell label=answer_words::FOLLOWS>{follows}</Cell>
        </tr>
    }
}

/// One sentence, or one for everything that may be under way.
fn follows(endpoint: Endpoint, answer: &Answer) -> AnyView {
    if let Some(meaning) = answer.meaning() {
        let during = answer.follows.first().filter(|_| answer.follows.len() == 1).and_then(|follows| follows.during);
        return answer_words::meaning(endpoint, during, meaning).into_any();
    }
    let lines = answer
        .follows
        .iter()
        .map(|follows| {
            let text = answer_words::meaning(endpoint, follows.during, follows.meaning);
            view! { <li>{follows.during.map(answer_words::during)} {text}</li> }
        })
        .collect_view();
    view! { <ul>{lines}</ul> }.into_any()
}
