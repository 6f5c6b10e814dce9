//! Drawing an uploaded SVG (security §3f). Nothing outside of the file is read, only shapes are drawn, and how much work
//! that is is reckoned before it is done: of the markup before anything that it refers to is followed (`markup.rs`), and
//! here of the tree that came of it before the first pixel is set.

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{self, Document, ParsingOptions};
use resvg::usvg::{self, ClipPath, Group, ImageHrefResolver, Mask, Options, Paint, Path, Size, Tree};
use slipway_domain::picture::SvgFault;

mod markup;

type Result<T> = core::result::Result<T, SvgFault>;

/// Elements, texts and comments of a file.
const MOST_NODES: u32 = 20_000;

/// How many times longer one side may be than the other.
const LONGEST_RATIO: f32 = 100.0;

/// Pixels of layers that are held at a time: 128 MiB.
const MOST_HELD: u32 = 32 * 1024 * 1024;

/// Pixels that are set while layers are put onto each other.
const MOST_LAYERED: u32 = 200_000_000;

/// Pixels that are set while shapes are filled.
const MOST_FILLED: u32 = 500_000_000;

/// Corners of all shapes.
const MOST_POINTS: usize = 30_000;

/// The picture, `side` pixels long on its longer side.
pub(super) fn drawn(file: &[u8], side: u16) -> Result<DynamicImage> {
    let text = core::str::from_utf8(file).map_err(|_| SvgFault::Unreadable)?;
    // Texts that stand for other texts: nothing that draws needs them, and they are how small files become large ones.
    if text.to_ascii_uppercase().contains("<!ENTITY") {
        return Err(SvgFault::Holds("ENTITY".to_owned()));
    }
    // The parser calls itself for each element within another.
    if markup::is_too_deep(text) {
        return Err(SvgFault::TakesTooMuch);
    }
    if markup::has_too_many_names(text) {
        return Err(SvgFault::TakesTooMuch);
    }
    let parsing = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, parsing).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => SvgFault::TakesTooMuch,
        _ => SvgFault::Unreadable,
    })?;
    markup::check(&document)?;
    let tree = Tree::from_xmltree(&document, &options()).map_err(|error| match error {
        usvg::Error::ElementsLimitReached => SvgFault::TakesTooMuch,
        _ => SvgFault::Unreadable,
    })?;
    if !tree.root().has_children() {
        return Err(SvgFault::Unreadable);
    }
    Work::within(side).group(tree.root(), 0)?;
    rendered(&tree, side).ok_or(SvgFault::Unreadable)
}

/// Pictures within the picture lead nowhere, whatever they name.
fn options() -> Options<'static> {
    let nowhere = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    Options { image_href_resolver: nowhere, ..Options::default() }
}

fn rendered(tree: &Tree, side: u16) -> Option<DynamicImage> {
    let drawn = tree.size();
    let (long, short) = (drawn.width().max(drawn.height()), drawn.width().min(drawn.height()));
    if long / short > LONGEST_RATIO {
        return None;
    }
    let fit = drawn.scale_to(Size::from_wh(f32::from(side), f32::from(side))?);
    let whole = fit.to_int_size();
    let mut pixmap = Pixmap::new(whole.width(), whole.height())?;
    let scale = Transform::from_scale(fit.width() / drawn.width(), fit.height() / drawn.height());
    resvg::render(tree, scale, &mut pixmap.as_mut());
    RgbaImage::from_raw(whole.width(), whole.height(), pixmap.take_demultiplied()).map(DynamicImage::ImageRgba8)
}

/// What may still be spent on drawing. It is followed as the renderer does, so that what is drawn again is counted again.
struct Work {
    layers: u32,
    /// How many layers may be held within each other.
    deepest: u32,
    shapes: u32,
    points: usize,
}

impl Work {
    fn within(side: u16) -> Self {
        let area = u32::from(side) * u32::from(side);
        // A layer may be five times as wide and as high as the picture.
        let layer = area.saturating_mul(25).max(1);
        Self {
            layers: MOST_LAYERED / layer,
            deepest: MOST_HELD / layer,
            shapes: MOST_FILLED / area.max(1),
            points: MOST_POINTS,
        }
    }

    fn group(&mut self, group: &Group, depth: u32) -> Result<()> {
        if !group.filters().is_empty() {
            return Err(SvgFault::Holds("filter".to_owned()));
        }
        let depth = if group.should_isolate() { self.layer(depth)? } else { depth };
        if let Some(clip) = group.clip_path() {
            self.clip(clip, depth)?;
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, depth)?;
        }
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => self.group(inner, depth)?,
                usvg::Node::Path(path) => self.path(path)?,
                usvg::Node::Image(_) => return Err(SvgFault::Holds("image".to_owned())),
                usvg::Node::Text(_) => return Err(SvgFault::Holds("text".to_owned())),
            }
        }
        Ok(())
    }

    fn clip(&mut self, clip: &ClipPath, depth: u32) -> Result<()> {
        let depth = self.layer(depth)?;
        if let Some(further) = clip.clip_path() {
            self.clip(further, depth)?;
        }
        self.group(clip.root(), depth)
    }

    fn mask(&mut self, mask: &Mask, depth: u32) -> Result<()> {
        let depth = self.layer(depth)?;
        if let Some(further) = mask.mask() {
            self.mask(further, depth)?;
        }
        self.group(mask.root(), depth)
    }

    fn layer(&mut self, depth: u32) -> Result<u32> {
        self.layers = self.layers.checked_sub(1).ok_or(SvgFault::TakesTooMuch)?;
        if depth < self.deepest { Ok(depth + 1) } else { Err(SvgFault::TakesTooMuch) }
    }

    fn path(&mut self, path: &Path) -> Result<()> {
        self.points = self.points.checked_sub(path.data().points().len()).ok_or(SvgFault::TakesTooMuch)?;
        let paints = path.fill().map(usvg::Fill::paint).into_iter().chain(path.stroke().map(usvg::Stroke::paint));
        let mut stops = 0;
        for paint in paints {
            stops += match paint {
                Paint::Color(_) => 0,
                Paint::LinearGradient(gradient) => gradient.stops().len(),
                Paint::RadialGradient(gradient) => gradient.stops().len(),
                Paint::Pattern(_) => return Err(SvgFault::Holds("pattern".to_owned())),
            };
        }
        // Each pixel is held against each stop, several at a time.
        let shapes = u32::try_from(1 + stops / 4).unwrap_or(u32::MAX);
        self.shapes = self.shapes.checked_sub(shapes).ok_or(SvgFault::TakesTooMuch)?;
        // A dash of a thousandth makes a million of one line.
        if path.stroke().is_some_and(|stroke| stroke.dasharray().is_some()) {
            return Err(SvgFault::Holds("stroke-dasharray".to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
