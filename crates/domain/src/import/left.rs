//! What a catalog says that has a place here and is not taken over all the same, so that a page can name it.

use serde::{Deserialize, Serialize};

use super::{LONGEST_LABEL, MOST, english, filled, media, spoken};
use crate::export::read;
use crate::language::Language;
use crate::offering::Offering;
use crate::parity::BrokerService;

/// Each text of it is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// The address of an uploaded picture that this offering does not have.
    Picture(String),
    /// The code of a language that the catalog does not have.
    Language(String),
    /// A member of a language that belongs to nothing, as a path: `bullets`, `plans/gold`.
    Member(Language, String),
    /// The English text of a translation, which is not here.
    Text(Language, String),
}

/// The first of them: pictures, then what is said in other languages.
pub fn left(service: &BrokerService, offering: &Offering) -> Vec<Left> {
    let said = read::service(service, offering.id).metadata.media;
    let (_, missing) = media::told(&said, &offering.listing.draft);
    let pictures = missing.iter().map(|address| Left::Picture(cut(address)));
    let texts = spoken::read(service, &filled(&english(service, offering), offering)).left;
    pictures.chain(texts).take(MOST).collect()
}

pub(super) fn cut(text: &str) -> String {
    text.chars().take(LONGEST_LABEL).collect()
}
