//! A text of a provider as customers read it. It is drawn from a document that cannot hold markup of anybody's own.

use leptos::prelude::*;
use slipway_domain::markdown::{Block, Span, parse};

/// The blocks of a Markdown text.
pub fn prose(text: &str) -> impl IntoView + use<> {
    parse(text).into_iter().map(block).collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(spans) => view! { <p>{line(spans)}</p> }.into_any(),
        Block::Heading(spans) => view! { <h3>{line(spans)}</h3> }.into_any(),
        Block::Code(text) => view! { <pre>{text}</pre> }.into_any(),
        Block::List { is_ordered, items } => {
            let items = items.into_iter().map(|spans| view! { <li>{line(spans)}</li> }).collect_view();
            if is_ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
    }
}

fn line(spans: Vec<Span>) -> impl IntoView {
    spans.into_iter().map(span).collect_view()
}

fn span(span: Span) -> AnyView {
    let Span { text, is_strong, is_emphasis, is_code, link } = span;
    let mut drawn = if is_code { view! { <code>{text}</code> }.into_any() } else { text.into_any() };
    if is_emphasis {
        drawn = view! { <em>{drawn}</em> }.into_any();
    }
    if is_strong {
        drawn = view! { <strong>{drawn}</strong> }.into_any();
    }
    match link {
        Some(href) => view! { <a href=href rel="noopener">{drawn}</a> }.into_any(),
        None => drawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_drawn_and_nothing_else_becomes_markup() {
        let html = |text: &str| prose(text).to_html().replace("<!>", "");
        let drawn = html("Finds *near* [ones](https://northwind.example/docs).\n\n- One");
        assert!(drawn.contains("<em>near</em>") && drawn.contains("<li>One</li>"), "{drawn}");
        assert!(drawn.contains("<a href=\"https://northwind.example/docs\" rel=\"noopener\">"), "{drawn}");
        let hostile = html(
            "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![x](https://x.example/p.png \"onerror=\") <img src=x>\n\n\
             [y](https://x.example/\"onclick=\"a())",
        );
        for evil in ["<script", "<img", "href=\"javascript", "\"onclick"] {
            assert!(!hostile.contains(evil), "{evil} in {hostile}");
        }
    }
}
