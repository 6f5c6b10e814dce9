//! What was said to the broker and what it answered, as it was kept: secrets were masked before. Everything in here comes
//! from outside and is shown as text.

use core::fmt::Write as _;
use core::time::Duration;

use leptos::prelude::*;
use slipway_domain::view::{CheckResult, Exchange};

use crate::text::test_run as words;

/// The calls that a check rests on.
pub(super) fn of(result: &CheckResult, exchanges: &[Exchange]) -> impl IntoView + use<> {
    let cited: Vec<&Exchange> =
        exchanges.iter().filter(|exchange| result.exchanges.contains(&exchange.number)).collect();
    match (result.exchanges.is_empty(), cited.is_empty()) {
        (true, _) => ().into_any(),
        (false, true) => view! { <p class="quiet-2">{words::NO_CALLS}</p> }.into_any(),
        (false, false) => {
            let id = format!("calls-{}", result.id);
            fold(&id, &words::transcript(cited.len()), &cited).into_any()
        }
    }
}

/// `id` is what the browser knows it by when the page is drawn anew.
pub(super) fn fold(id: &str, title: &str, exchanges: &[&Exchange]) -> impl IntoView + use<> {
    let (id, title) = (id.to_owned(), title.to_owned());
    let calls = exchanges.iter().map(|exchange| call(exchange)).collect_view();
    view! {
        <details class="transcript disclosure" id=id>
            <summary>{title}</summary>
            {calls}
            <p class="transcript__foot">{words::MASKED}</p>
        </details>
    }
}

fn call(exchange: &Exchange) -> impl IntoView + use<> {
    let (request, answer) = (request(exchange), answer(exchange));
    let took = words::took(Duration::from_millis(exchange.took_ms));
    let sent = format!("{} · {}", words::REQUEST, words::made_for(exchange.number, &exchange.purpose));
    let came = format!("{} · {took}", words::ANSWER);
    view! {
        <div class="transcript__panes">
            <figure>
                <figcaption>{sent}</figcaption>
                <pre class="code" tabindex="0">
                    {request}
                </pre>
            </figure>
            <figure>
                <figcaption>{came}</figcaption>
                <pre class="code" tabindex="0">
                    {answer}
                </pre>
            </figure>
        </div>
    }
}

fn request(exchange: &Exchange) -> String {
    let mut text = format!("{} {}\n{}\n", exchange.method, exchange.url, words::credentials(&exchange.credentials));
    for (name, value) in &exchange.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    if let Some(body) = &exchange.body {
        let _ = write!(text, "\n{body}");
    }
    text
}

fn answer(exchange: &Exchange) -> String {
    let Some(status) = exchange.status else { return format!("{}: {}", words::NO_ANSWER, exchange.answer) };
    let mut text = format!("{status}\n");
    if let Some(kind) = &exchange.content_type {
        let _ = writeln!(text, "content-type: {kind}");
    }
    let _ = write!(text, "\n{}", exchange.answer);
    text
}
