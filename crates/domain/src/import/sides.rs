//! What a service says beside the drafts of the console, field by field.

use std::collections::BTreeSet;

use super::{LISTED, Offer, Part, media};
use crate::export::{BulletJson, MediaJson, ServiceJson, read};
use crate::field::Field;
use crate::listing::{ListingDraft, MOST_ITEMS, MediaDraft, OUR_TAGS};
use crate::parameter;
use crate::settings::{PERMISSIONS, SettingsDraft};

/// The broker's service beside the drafts of the console.
pub(super) struct Sides<'a> {
    pub(super) theirs: ServiceJson,
    /// `None`: it says nothing about it.
    pub(super) bindable: Option<bool>,
    pub(super) listing: ListingDraft,
    pub(super) settings: SettingsDraft,
    /// The documentation URL that the platform issued.
    pub(super) issued: &'a str,
}

impl Sides<'_> {
    pub(super) fn offer(&mut self, field: Field) -> Option<Offer> {
        match field {
            Field::Tags => self.tags(),
            Field::Requires => self.requires(),
            Field::Bullets => self.bullets(),
            Field::Media => self.media(),
            Field::Parameters => self.parameters(),
            _ => self.text(field).or_else(|| self.answer(field)),
        }
    }

    fn text(&mut self, field: Field) -> Option<Offer> {
        let said = read::bounded(self.theirs.text(field)?);
        let typed = self.listing.place(field)?.trim().to_owned();
        if said.is_empty() || said == typed {
            return None;
        }
        // The form proposes the address that was issued, so that another one is never the first that is there.
        let is_issued = matches!(field, Field::DocumentationUrl | Field::InstructionsUrl);
        let has = if typed.is_empty() && is_issued && said != self.issued { self.issued.to_owned() } else { typed };
        Some(text_offer(field, said, has))
    }

    fn answer(&mut self, field: Field) -> Option<Offer> {
        let flag = *self.theirs.flag(field)?;
        let is_said = match field {
            Field::Bindable => self.bindable.is_some(),
            // Left out it is the same as no.
            Field::ServiceKeySupported | Field::AllowContextUpdates => flag,
            _ => true,
        };
        let said = if flag { "yes" } else { "no" };
        let has = self.settings.answer(field)?.clone();
        (is_said && has != said).then(|| text_offer(field, said.to_owned(), has))
    }

    /// Compared as the form reads them, and without order. Those that the catalog adds itself are nobody's to type.
    fn tags(&self) -> Option<Offer> {
        let theirs = self.theirs.tags.iter().map(|tag| tag.trim());
        let theirs = theirs.filter(|tag| !tag.is_empty() && !OUR_TAGS.contains(tag));
        let theirs: Vec<&str> = theirs.take(MOST_ITEMS + 1).collect();
        let said = ListingDraft { tags: read::bounded(&theirs.join(", ")), ..ListingDraft::default() };
        let is_same = said.tags().collect::<BTreeSet<_>>() == self.listing.tags().collect::<BTreeSet<_>>();
        let says_some = said.tags().next().is_some();
        (says_some && !is_same).then(|| text_offer(Field::Tags, said.tags, self.listing.tags.trim().to_owned()))
    }

    /// The permissions that the form knows; compared without order.
    fn requires(&self) -> Option<Offer> {
        let mut once = BTreeSet::new();
        let known = self.theirs.requires.iter().map(|name| name.trim()).filter(|name| PERMISSIONS.contains(name));
        let theirs: Vec<&str> = known.filter(|name| once.insert(*name)).collect();
        let ours: Vec<&str> = self.settings.extras.listed_requires().collect();
        let is_same = once == ours.iter().copied().collect::<BTreeSet<_>>();
        (!theirs.is_empty() && !is_same).then(|| text_offer(Field::Requires, theirs.join(LISTED), ours.join(LISTED)))
    }

    /// As the form writes them; compared by what they mean.
    fn parameters(&self) -> Option<Offer> {
        let (theirs, typed) = (&self.theirs.metadata.parameters, self.settings.parameters.trim());
        let is_same = parameter::export(typed) == *theirs;
        let said = serde_json::to_string_pretty(theirs).ok()?;
        (!theirs.is_empty() && !is_same).then(|| text_offer(Field::Parameters, said, typed.to_owned()))
    }

    fn bullets(&self) -> Option<Offer> {
        let said = read::bullets(&self.theirs.metadata.bullets);
        let ours: Vec<BulletJson> = self.listing.listed_bullets().map(|(_, bullet)| BulletJson::from(bullet)).collect();
        let has = read::bullets(&ours);
        (!said.is_empty() && said != has)
            .then(|| Offer { said: Part::Bullets(said), has: (!has.is_empty()).then_some(Part::Bullets(has)) })
    }

    /// Rows that are not finished here are in no file, so that a file without them says nothing against them.
    fn media(&self) -> Option<Offer> {
        let (said, _) = media::told(&self.theirs.metadata.media, &self.listing);
        let has: Vec<MediaDraft> = self.listing.listed_media().map(|(_, item)| media::trimmed(item)).collect();
        let shown: Vec<MediaJson> = self.listing.shown_media().map(MediaJson::from).collect();
        (!said.is_empty() && said != has && said != media::told(&shown, &self.listing).0)
            .then(|| Offer { said: Part::Media(said), has: (!has.is_empty()).then_some(Part::Media(has)) })
    }
}

fn text_offer(field: Field, said: String, has: String) -> Offer {
    Offer { said: Part::Text(field, said), has: (!has.is_empty()).then_some(Part::Text(field, has)) }
}
