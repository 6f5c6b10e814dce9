//! Markdown as far as a listing may use it (§4.7a), read into a document that cannot hold anything else: paragraphs,
//! headings, lists, code, emphasis, and links to the web. There is no HTML and no picture in it, whatever was typed, and
//! nothing nests, so that nothing typed makes a page deep. It draws nothing.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Longer texts are read to here; the rules refuse them long before.
const LONGEST: usize = 40_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Span>),
    Heading(Vec<Span>),
    List {
        is_ordered: bool,
        items: Vec<Vec<Span>>,
    },
    /// Lines of code, as typed.
    Code(String),
}

/// A run of text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub is_strong: bool,
    pub is_emphasis: bool,
    pub is_code: bool,
    /// An address of the web.
    pub link: Option<String>,
}

/// Reads a text. What is no Markdown is text; HTML is text, too.
pub fn parse(text: &str) -> Vec<Block> {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let mut reader = Reader::default();
    for event in Parser::new_ext(&text[..end], Options::empty()) {
        reader.read(event);
    }
    reader.end_block();
    reader.blocks.retain(|block| !matches!(block, Block::List { items, .. } if items.is_empty()));
    reader.blocks
}

/// `url` if a browser opens it as a page of the web, whatever a provider typed.
pub fn web_address(url: &str) -> Option<&str> {
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    (!rest.is_empty() && !url.contains(char::is_control)).then_some(url)
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    strong: usize,
    emphasis: usize,
    links: Vec<Option<String>>,
    /// How many lists are around, and the place of the outermost among the blocks.
    depth: usize,
    list: usize,
    is_heading: bool,
    code: Option<String>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text, false),
            Event::Code(text) => self.text(&text, true),
            Event::SoftBreak | Event::HardBreak => self.text(" ", false),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } => self.links.push(web_address(&dest_url).map(str::to_owned)),
            Tag::Heading { .. } => {
                self.end_block();
                self.is_heading = true;
            }
            Tag::List(first) => {
                self.end_block();
                // A list inside a list goes on with the outer one.
                if self.depth == 0 {
                    self.list = self.blocks.len();
                    self.blocks.push(Block::List { is_ordered: first.is_some(), items: Vec::new() });
                }
                self.depth += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.code = Some(String::new());
            }
            Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::HtmlBlock => self.end_block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::List(_) => {
                self.end_block();
                self.depth = self.depth.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take().filter(|code| !code.trim().is_empty()) {
                    self.blocks.push(Block::Code(code));
                }
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::HtmlBlock => {
                self.end_block();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, is_code: bool) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let span = Span {
            text: String::new(),
            is_strong: self.strong > 0,
            is_emphasis: self.emphasis > 0,
            is_code,
            link: self.links.last().cloned().flatten(),
        };
        match self.spans.last_mut() {
            Some(last) if (Span { text: String::new(), ..last.clone() }) == span => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), ..span }),
        }
    }

    /// What was gathered becomes a paragraph, a heading, or an item of the list around.
    fn end_block(&mut self) {
        let spans = core::mem::take(&mut self.spans);
        let is_heading = core::mem::take(&mut self.is_heading);
        if spans.iter().all(|span| span.text.trim().is_empty()) {
            return;
        }
        match self.blocks.get_mut(self.list) {
            Some(Block::List { items, .. }) if self.depth > 0 => items.push(spans),
            _ if is_heading => self.blocks.push(Block::Heading(spans)),
            _ => self.blocks.push(Block::Paragraph(spans)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> Span {
        Span { text: text.to_owned(), ..Span::default() }
    }

    #[test]
    fn what_a_listing_may_use_is_read() {
        let text = "# What it does\n\nFinds *near* and **nearest** [neighbours](https://northwind.example/docs).\nAll `k` of them.\n\n- One\n- Two\n\n```\nlet x = 1;\n```\n";
        let blocks = parse(text);
        assert_eq!(blocks[0], Block::Heading(vec![plain("What it does")]));
        let Block::Paragraph(spans) = &blocks[1] else { panic!("{blocks:?}") };
        let styled: Vec<_> = spans.iter().filter(|span| **span != plain(&span.text)).collect();
        assert!(styled[0].is_emphasis && styled[0].text == "near");
        assert!(styled[1].is_strong && styled[1].text == "nearest");
        assert_eq!(styled[2].link.as_deref(), Some("https://northwind.example/docs"));
        assert!(styled[3].is_code && styled[3].text == "k");
        assert!(matches!(&blocks[2], Block::List { is_ordered: false, items } if items.len() == 2), "{blocks:?}");
        assert_eq!(blocks[3], Block::Code("let x = 1;\n".to_owned()));
    }

    #[test]
    fn a_plain_text_is_its_paragraphs() {
        let parts = ["One.\n\nTwo.", "One.\r\n\r\nTwo."].map(parse);
        for blocks in parts {
            assert_eq!(blocks, [Block::Paragraph(vec![plain("One.")]), Block::Paragraph(vec![plain("Two.")])]);
        }
        assert_eq!(parse("\n\n\n"), []);
    }

    #[test]
    fn a_list_in_a_list_goes_on_with_the_outer_one() {
        let blocks = parse("1. a\n   - b\n     - c\n2. d");
        let Block::List { is_ordered: true, items } = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!(items.iter().map(|item| item[0].text.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!(blocks.len(), 1);
        let blocks = parse("- a\n\n  ```\n  code\n  ```\n- b");
        let Block::List { items, .. } = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!(items.len(), 2, "lines of code do not end it: {blocks:?}");
    }

    #[test]
    fn html_is_text_pictures_are_their_words_and_only_the_web_is_linked() {
        let all = |text: &str| {
            let spans = parse(text).into_iter().flat_map(|block| match block {
                Block::Paragraph(spans) | Block::Heading(spans) => spans,
                other => panic!("{other:?}"),
            });
            spans.collect::<Vec<_>>()
        };
        assert_eq!(all("<script>alert(1)</script>")[0].text, "<script>alert(1)</script>");
        assert_eq!(all("A <b onclick=x>bold</b> word"), [plain("A <b onclick=x>bold</b> word")]);
        assert_eq!(all("![a picture](https://x.example/p.png)"), [plain("a picture")]);
        for url in ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "//x.example", "/offerings", "ftp://x"] {
            assert!(all(&format!("[x]({url})")).iter().all(|span| span.link.is_none()), "{url}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_address(" https://northwind.example/terms "), Some("https://northwind.example/terms"));
        for url in [
            "",
            "https://",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "//x.example",
            "https://a\n.example",
        ] {
            assert_eq!(web_address(url), None, "{url:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic_and_no_link_leaves_the_web(text in "(?s)[\\[\\]()<>*_`#>\\- \n a-z:/!.\"]{0,200}") {
            for block in parse(&text) {
                let spans = match block {
                    Block::Paragraph(spans) | Block::Heading(spans) => spans,
                    Block::List { items, .. } => items.concat(),
                    Block::Code(_) => Vec::new(),
                };
                for link in spans.into_iter().filter_map(|span| span.link) {
                    prop_assert!(link.starts_with("https://") || link.starts_with("http://"));
                }
            }
        }
    }
}
