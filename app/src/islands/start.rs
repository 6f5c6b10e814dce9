//! What a page hands to its island, as a list of texts. The server writes it into the island's own element, the browser
//! reads it there: letters, digits and `%XX`, one blank between two texts. That costs the browser next to no code.

use std::vec::IntoIter;

use leptos::prelude::{document, use_context};
use slipway_domain::listing::{BulletDraft, ExtrasDraft, ListingDraft, MediaDraft, NavigationDraft};

use crate::paths::percent;

/// The id of the element around everything that an island enlivens.
pub(super) const ENLIVENED: &str = "enlivened";
/// The attribute of that element which holds the texts.
const ATTRIBUTE: &str = "data-start";

/// On the server what the page put into the context, with the texts to write; in the browser what was written.
pub(super) fn begin<S>() -> (S, Option<String>)
where
    S: Clone + From<Vec<String>> + Into<Vec<String>> + 'static,
{
    match use_context::<S>() {
        Some(start) => (start.clone(), Some(write(start.into()))),
        None => (S::from(read(&written().unwrap_or_default())), None),
    }
}

fn written() -> Option<String> {
    document().get_element_by_id(ENLIVENED)?.get_attribute(ATTRIBUTE)
}

fn write(texts: Vec<String>) -> String {
    texts.iter().map(|text| percent(text)).collect::<Vec<_>>().join(" ")
}

fn read(written: &str) -> Vec<String> {
    written.split(' ').map(plain).collect()
}

/// Undoes `percent`; what it cannot have written is left as it is.
fn plain(escaped: &str) -> String {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let [first, more @ ..] = rest {
        let digit = |at: usize| more.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            rest = more.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Reads texts in the order in which they were written; an end that comes too early reads as empty texts.
pub(super) struct Words(IntoIter<String>);

impl Words {
    pub(super) fn of(words: Vec<String>) -> Self {
        Self(words.into_iter())
    }

    pub(super) fn text(&mut self) -> String {
        self.0.next().unwrap_or_default()
    }

    pub(super) fn number(&mut self) -> i64 {
        self.text().parse().unwrap_or_default()
    }

    pub(super) fn flag(&mut self) -> bool {
        self.text() == YES
    }

    pub(super) fn draft(&mut self) -> ListingDraft {
        let mut draft = ListingDraft {
            display_name: self.text(),
            provider_display_name: self.text(),
            description: self.text(),
            long_description: self.text(),
            icon: self.text(),
            documentation_url: self.text(),
            instructions_url: self.text(),
            terms_url: self.text(),
            support_url: self.text(),
            category: self.text(),
            tags: self.text(),
            bullets: Vec::new(),
            media: Vec::new(),
            extras: ExtrasDraft::default(),
        };
        for _ in 0..self.number() {
            let bullet = BulletDraft { title: self.text(), description: self.text(), icon: self.text() };
            draft.bullets.push(bullet);
        }
        for _ in 0..self.number() {
            let [kind, url, thumbnail, caption] = core::array::from_fn(|_| self.text());
            draft.media.push(MediaDraft { kind, url, thumbnail, caption });
        }
        for field in ExtrasDraft::FIELDS {
            let text = self.text();
            draft.set(field, text);
        }
        for _ in 0..self.number() {
            let tab = NavigationDraft { id: self.text(), label: self.text(), url: self.text() };
            draft.extras.navigation_items.push(tab);
        }
        draft
    }
}

const YES: &str = "yes";

pub(super) fn flag(yes: bool) -> String {
    if yes { YES.to_owned() } else { String::new() }
}

/// What `Words::draft` reads.
pub(super) fn draft(draft: ListingDraft) -> impl Iterator<Item = String> {
    let ListingDraft {
        display_name,
        provider_display_name,
        description,
        long_description,
        icon,
        documentation_url,
        instructions_url,
        terms_url,
        support_url,
        category,
        tags,
        bullets,
        media,
        extras,
    } = draft;
    let texts = [
        display_name,
        provider_display_name,
        description,
        long_description,
        icon,
        documentation_url,
        instructions_url,
        terms_url,
        support_url,
        category,
        tags,
        bullets.len().to_string(),
    ];
    let told = extras.texts().into_iter().map(|(_, text)| text);
    let tabs = extras.navigation_items;
    let number = tabs.len().to_string();
    let bullets = bullets.into_iter().flat_map(|bullet| [bullet.title, bullet.description, bullet.icon]);
    let media = core::iter::once(media.len().to_string())
        .chain(media.into_iter().flat_map(|item| [item.kind, item.url, item.thumbnail, item.caption]));
    let tabs = tabs.into_iter().flat_map(|tab| [tab.id, tab.label, tab.url]);
    texts.into_iter().chain(bullets).chain(media).chain(told).chain([number]).chain(tabs)
}

/// What comes out at the other side of a page, for tests.
#[cfg(test)]
pub(super) fn handed_over<S: From<Vec<String>> + Into<Vec<String>>>(start: S) -> S {
    S::from(read(&write(start.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_arrive_as_they_were_written() {
        let texts = ["", "Vector \"Search\"", "a\r\nb\u{0}\u{1f}", "100 % größer – 🛶", "%41", "' > < &amp;"];
        let texts: Vec<String> = texts.map(str::to_owned).to_vec();
        let written = write(texts.clone());
        assert!(written.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{written}");
        assert!(!written.contains(['"', '<', '&']), "{written}");
        assert_eq!(read(&written), texts);
    }

    #[test]
    fn what_nobody_wrote_is_read_without_a_panic() {
        for odd in ["%", "%4", "%zz", "%ff", "  ", "ä%"] {
            let _ = read(odd);
        }
    }
}
