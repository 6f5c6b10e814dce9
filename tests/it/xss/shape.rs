//! What a page is made of: its elements, attributes and links that run. Two pages that differ only in texts have the
//! same shape.

use std::collections::BTreeSet;

use scraper::{Html, Node};

/// Element and attribute names of a page, and what would run in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) names: BTreeSet<(String, String)>,
    pub(super) live: BTreeSet<String>,
}

impl Shape {
    pub(super) fn of(body: &str) -> Self {
        let mut shape = Self::default();
        for node in Html::parse_document(body).tree.values() {
            match node {
                Node::Element(element) => {
                    let tag = element.name().to_owned();
                    shape.names.insert((tag.clone(), String::new()));
                    for (name, value) in element.attrs() {
                        shape.names.insert((tag.clone(), name.to_owned()));
                        if name.starts_with("on") || name == "style" || name == "srcdoc" || runs(name, value) {
                            shape.live.insert(format!("<{tag} {name}={value:?}>"));
                        }
                    }
                }
                Node::Comment(comment) if comment.contains("xss7") || comment.contains("a7") => {
                    shape.live.insert(format!("<!--{}-->", &**comment));
                }
                _ => {}
            }
        }
        shape
    }

    pub(super) fn add(&mut self, other: Self) {
        self.names.extend(other.names);
        self.live.extend(other.live);
    }
}

/// An address of another scheme than those of the web, as browsers read it: controls and blanks do not count.
fn runs(name: &str, value: &str) -> bool {
    let seen: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let seen = seen.to_ascii_lowercase();
    ["href", "src", "action", "formaction", "xlink:href", "data", "poster"].contains(&name)
        && ["javascript:", "data:", "vbscript:"].iter().any(|scheme| seen.starts_with(scheme))
}

#[track_caller]
pub(super) fn is_inert(shape: &Shape, harmless: &Shape, text: &str) {
    let new: Vec<_> = shape.names.difference(&harmless.names).collect();
    assert!(new.is_empty(), "{text:?} became {new:?}");
    let live: Vec<_> = shape.live.difference(&harmless.live).collect();
    assert!(live.is_empty(), "{text:?} became {live:?}");
}
