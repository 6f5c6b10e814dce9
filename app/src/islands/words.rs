//! What a page hands to its island, as a list of texts. Islands get their start as JSON; a list of texts is the one
//! shape that costs the browser next to no code to read.

use std::vec::IntoIter;

use slipway_domain::listing::{BulletDraft, ListingDraft};

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
        };
        for _ in 0..self.number() {
            let bullet = BulletDraft { title: self.text(), description: self.text() };
            draft.bullets.push(bullet);
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
    texts.into_iter().chain(bullets.into_iter().flat_map(|bullet| [bullet.title, bullet.description]))
}
