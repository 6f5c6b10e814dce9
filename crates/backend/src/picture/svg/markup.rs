//! An SVG as it is written, before anything that it refers to is followed: which elements it has, whether it refers to
//! something outside of itself, and how much becomes of it once its copies, clips and masks are in their places.

use std::collections::{HashMap, HashSet};

use resvg::usvg::roxmltree::{Document, Node};
use slipway_domain::picture::SvgFault;

use super::Result;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What is drawn, and what says how. Pictures, texts, filters, patterns, markers, scripts and animations are not.
const DRAWN: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "mask",
    "metadata",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "title",
    "use",
];

/// Elements after all copies are made.
const MOST_ELEMENTS: usize = 4000;

/// Elements within each other, copies included.
const DEEPEST: usize = 48;

/// Elements of clips and masks, times how often they are applied.
const MOST_CLIPPED: usize = 20_000;

/// Of the style sheets, in bytes: each of their rules is held against each element.
const LONGEST_SHEET: usize = 32 * 1024;

/// Bytes of the style sheets, times the elements.
const MOST_STYLED: usize = 16 * 1024 * 1024;

/// Elements that a selector names within each other. The renderer tries every way in which those above an element fit
/// them, so that ten of them take hours.
const MOST_NESTED: usize = 2;

/// What all attributes say, in bytes, after all copies are made: each copy is read anew.
const MOST_WRITTEN: usize = 1024 * 1024;

/// Attributes of an element: the parser holds each of them against each other.
const MOST_ATTRIBUTES: usize = 300;

/// Namespaces that are named in a file, for the same reason.
const MOST_NAMESPACES: usize = 500;

pub(super) fn check(document: &Document<'_>) -> Result<()> {
    let root = document.root_element();
    if !is_svg(root) || root.tag_name().name() != "svg" {
        return Err(SvgFault::Unreadable);
    }
    for node in document.descendants().filter(|node| is_svg(*node)) {
        let name = node.tag_name().name();
        if !DRAWN.contains(&name) {
            return Err(SvgFault::Holds(name.to_owned()));
        }
        // A link is not followed; what stands within it is drawn.
        let refers = |attribute: &str, value: &str| match attribute {
            "href" => name != "a" && !value.trim_start().starts_with('#'),
            _ => refers_out(value),
        };
        if node.attributes().any(|attribute| refers(attribute.name(), attribute.value())) {
            return Err(SvgFault::RefersOut);
        }
    }
    let (clipping, styles) = style_sheets(document)?;
    let mut walk = Walk {
        by_id: by_id(document),
        clipping,
        left: MOST_ELEMENTS,
        unwritten: MOST_WRITTEN,
        applied: 0,
        largest: 0,
        longest: 0,
    };
    walk.element(root, 0, false)?;
    let takes_too_much = walk.applied.saturating_mul(walk.largest) > MOST_CLIPPED
        || walk.applied.saturating_mul(walk.longest) > MOST_WRITTEN
        || styles.saturating_mul(MOST_ELEMENTS - walk.left) > MOST_STYLED;
    if takes_too_much { Err(SvgFault::TakesTooMuch) } else { Ok(()) }
}

/// The classes whose elements are clipped or masked, and how long all style sheets are. They are read as the renderer
/// reads them: whatever their namespace, each for itself, and of each the first text.
fn style_sheets(document: &Document<'_>) -> Result<(HashSet<String>, usize)> {
    let (mut clipping, mut length) = (HashSet::new(), 0);
    let sheets = document.descendants().filter(|node| node.has_tag_name("style"));
    for sheet in sheets.filter_map(|node| node.text()) {
        if refers_out(sheet) || sheet.to_ascii_lowercase().contains("@import") {
            return Err(SvgFault::RefersOut);
        }
        length += sheet.len();
        if length > LONGEST_SHEET {
            return Err(SvgFault::TakesTooMuch);
        }
        clipping.extend(clipping_classes(sheet)?);
    }
    Ok((clipping, length))
}

/// Whether more attributes or namespaces are named than anybody writes, told without a parser.
pub(super) fn has_too_many_names(text: &str) -> bool {
    text.matches("xmlns").count() > MOST_NAMESPACES
        || text.split('<').any(|tag| tag.matches('=').count() > MOST_ATTRIBUTES)
}

/// Whether elements stand too deep within each other, told without a parser.
pub(super) fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut rest) = (0_usize, text);
    while let Some((_, markup)) = rest.split_once('<') {
        let aside = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        if let Some((begin, end)) = aside.into_iter().find(|(begin, _)| markup.starts_with(begin)) {
            // Without an end it is nothing that anybody parses.
            rest = markup[begin.len()..].split_once(end).map_or("", |(_, behind)| behind);
            continue;
        }
        rest = markup;
        if markup.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !markup.starts_with('!') && is_open(markup) {
            depth += 1;
            if depth > DEEPEST {
                return true;
            }
        }
    }
    false
}

/// Whether a tag, of which the rest stands at the beginning, is that of an element with an end of its own.
fn is_open(tag: &str) -> bool {
    let (mut quote, mut last) = (None, 0);
    for byte in tag.bytes() {
        match (quote, byte) {
            // No tag holds another one; whoever parses this stops here.
            (_, b'<') => return true,
            (Some(begun), _) if begun == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return last != b'/',
            _ => {}
        }
        last = byte;
    }
    true
}

/// What editors write for themselves has a namespace of its own, and nothing of it is drawn.
fn is_svg(node: Node<'_, '_>) -> bool {
    node.is_element() && matches!(node.tag_name().namespace(), None | Some(SVG))
}

/// Whether a value or a style sheet names something that is not in the file.
fn refers_out(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let targets = text.split("url(").skip(1);
    targets
        .map(|rest| rest.trim_start().trim_start_matches(['"', '\'']))
        .any(|rest| !rest.trim_start().starts_with('#'))
}

/// The first of several elements with the same id, as the renderer sees it.
fn by_id<'a, 'input>(document: &'a Document<'input>) -> HashMap<&'a str, Node<'a, 'input>> {
    let mut by_id = HashMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            by_id.entry(id).or_insert(node);
        }
    }
    by_id
}

/// The classes whose elements the style sheet clips or masks. A sheet that clips in another way, whose selectors cost too
/// much, or which is read differently here and there, is refused.
fn clipping_classes(sheet: &str) -> Result<HashSet<String>> {
    let mut classes = HashSet::new();
    for rule in without_comments(sheet)?.split('}') {
        let (selectors, block) = rule.split_once('{').unwrap_or((rule, ""));
        if clips(selectors) || selectors.split(',').any(is_costly) {
            return Err(SvgFault::TakesTooMuch);
        }
        if !clips(block) {
            continue;
        }
        for selector in selectors.split(',') {
            let class = selector.trim().strip_prefix('.').filter(|class| class.bytes().all(is_name_byte));
            classes.insert(class.ok_or(SvgFault::TakesTooMuch)?.to_owned());
        }
    }
    Ok(classes)
}

fn without_comments(sheet: &str) -> Result<String> {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        let (comment, behind) = after.split_once("*/").unwrap_or((after, ""));
        if clips(comment) || comment.contains(['{', '}']) {
            return Err(SvgFault::TakesTooMuch);
        }
        rest = behind;
    }
    kept.push_str(rest);
    Ok(kept)
}

/// Or one that may hold what only looks like the end of it.
fn is_costly(selector: &str) -> bool {
    let named = selector.split(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'));
    named.filter(|name| !name.is_empty()).count() > MOST_NESTED || selector.contains(['"', '\'', '[', '(', '\\'])
}

fn clips(style: &str) -> bool {
    style.contains("clip-path") || style.replace("mask-type", "").contains("mask")
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Goes through the elements as they are once every copy is in its place.
struct Walk<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    clipping: HashSet<String>,
    /// How many more elements there may be.
    left: usize,
    /// How many more bytes their attributes may have.
    unwritten: usize,
    /// How often a clip or a mask is applied.
    applied: usize,
    /// The elements of the largest clip or mask.
    largest: usize,
    /// The bytes of the attributes of the longest one.
    longest: usize,
}

impl<'a, 'input> Walk<'a, 'input> {
    /// `within`: as a part of a clip or a mask, which are drawn anew each time and therefore hold none themselves.
    fn element(&mut self, node: Node<'a, 'input>, depth: usize, within: bool) -> Result<()> {
        if depth > DEEPEST {
            return Err(SvgFault::TakesTooMuch);
        }
        self.left = self.left.checked_sub(1).ok_or(SvgFault::TakesTooMuch)?;
        let before = (self.left, self.unwritten);
        let written: usize = node.attributes().map(|attribute| attribute.value().len()).sum();
        self.unwritten = self.unwritten.checked_sub(written).ok_or(SvgFault::TakesTooMuch)?;
        let is_clip = matches!(node.tag_name().name(), "clipPath" | "mask");
        if self.is_clipped(node) {
            if within || is_clip {
                return Err(SvgFault::TakesTooMuch);
            }
            self.applied += 1;
        }
        let within = within || is_clip;
        if node.tag_name().name() == "use" {
            let links = node.attributes().filter(|attribute| attribute.name() == "href");
            for link in links {
                let target = link.value().trim().strip_prefix('#').and_then(|id| self.by_id.get(id).copied());
                if let Some(target) = target.filter(|target| is_svg(*target)) {
                    self.element(target, depth + 1, within)?;
                }
            }
        }
        for child in node.children().filter(|child| is_svg(*child)) {
            self.element(child, depth + 1, within)?;
        }
        if is_clip {
            self.largest = self.largest.max(before.0 - self.left + 1);
            self.longest = self.longest.max(before.1 - self.unwritten);
        }
        Ok(())
    }

    fn is_clipped(&self, node: Node<'_, '_>) -> bool {
        // The renderer reads an attribute in some namespaces as it does without one.
        node.attributes().any(|attribute| match attribute.name() {
            "clip-path" | "mask" => true,
            "style" => clips(attribute.value()),
            "class" => attribute.value().split_whitespace().any(|class| self.clipping.contains(class)),
            _ => false,
        })
    }
}
