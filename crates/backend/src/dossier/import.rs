//! A new offering of a dossier from another console: the definition under ids of this one, pictures written anew, and
//! the archive kept as it came. Nothing that anybody approved, tested or ticked elsewhere counts here.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use slipway_domain::dossier::{
    self, About, DEFINITION, Definition, MANIFEST, MOST_KEPT, Member, Problem, icon_of, picture_of,
};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::language::Language;
use slipway_domain::offering::{NewResourceDraft, Scope, Section};
use slipway_domain::picture::{Kept, LARGEST_FILE, PictureFile, Purpose};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::rows::fit_a_page;
use slipway_domain::{icon, picture};
use slipway_store::{
    NewIcon, NewImportedDossier, NewPicture, SaveOutcome, SavedPlan, SectionSave, TranslationSave, Tx,
};

use crate::digest::hex_of;
use crate::picture::{Picture, known, rewritten};
use crate::{Acting, Report, Result};

/// The largest definition that is read, in bytes.
const LARGEST_DEFINITION: usize = 2 * 1024 * 1024;
/// The most texts of one language that are taken over.
const MOST_TEXTS: usize = 10_000;
/// The most plans that are taken over.
const MOST_PLANS: usize = 200;
/// Of what a dossier says of itself, so much is told in the history.
const LONGEST_TOLD: usize = 200;

/// An archive and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct ImportedFile<'a> {
    pub members: &'a [Member],
    /// As it came; kept with the offering.
    pub archive: &'a [u8],
    /// The archive is one as they are written here, so that nothing but the members is kept.
    pub is_as_written: bool,
    /// The owner of the machine imports it, and knows what there is room for.
    pub is_by_owner: bool,
}

/// A picture that was written anew.
struct NewlyWritten {
    purpose: Purpose,
    known: PictureFile,
    /// Under which it is kept here.
    name: String,
    picture: Picture,
}

/// What is taken over.
struct Taken {
    definition: Definition,
    pictures: Vec<NewlyWritten>,
    about: About,
    sha256: String,
}

impl Acting {
    /// Refuses whoever may not make offerings in the account that they work in. Asked before a file is read.
    pub async fn may_import(&self) -> Result<()> {
        let mut tx = self.backend().store().write().await?;
        self.account_for_resources(&mut tx).await.map(drop)
    }

    /// A new offering in the account that the caller works in, and its name: `name`, or, where that is empty, the one
    /// that it had. It begins in the first stage, and everything in it has its author in the caller. Archives stay for
    /// good, and so an account keeps no more than [`MOST_KEPT`] bytes of them.
    pub async fn import_dossier(&self, name: &str, file: ImportedFile<'_>) -> Result<String> {
        // Nobody makes us read what they may not import.
        self.may_import().await?;
        let taken = Box::pin(self.taken(file.members)).await?;
        if !file.is_as_written {
            return Err(broken(MANIFEST, Problem::NotAnArchive));
        }
        let name = if name.trim().is_empty() { taken.definition.name.as_str() } else { name };
        let name = name.trim().to_owned();
        let broker_ready = if taken.definition.broker_ready { "yes" } else { "no" }.to_owned();
        let draft = NewResourceDraft { resource_name: name.clone(), broker_ready };

        let mut tx = self.backend().store().write().await?;
        let scope = self.begin_resource(&mut tx, &draft).await?;
        let kept = tx.kept_dossiers(scope.account).await?.saturating_add(file.archive.len() as u64);
        if !file.is_by_owner && kept > MOST_KEPT {
            return Err(Rejection::Refused(Refusal::DossiersFull).into());
        }
        Box::pin(self.write_definition(&mut tx, scope, &taken.definition)).await?;
        self.write_pictures(&mut tx, scope, &taken.pictures).await?;
        let (sha256, by, at) = (taken.sha256.as_str(), self.person()?.id, self.now());
        tx.add_imported_dossier(&NewImportedDossier { scope, sha256, archive: file.archive, by, at }).await?;
        let from = format!("{} of {}", taken.about.offering, taken.about.address);
        let from: String = from.chars().take(LONGEST_TOLD).collect();
        self.record_of(&mut tx, scope, EventKind::OfferingImported, Detail::about(from).with_code(sha256)).await?;
        tx.commit().await?;
        Ok(name)
    }

    /// Everything that needs no transaction: whether the dossier is whole, and its parts as they are written here.
    async fn taken(&self, members: &[Member]) -> Result<Taken> {
        let lines = dossier::verify(members, hex_of);
        if let Some((about, problem)) = dossier::problem(&lines) {
            return Err(broken(about, problem));
        }
        let manifest = dossier::manifest(members).ok_or_else(|| broken(MANIFEST, Problem::Unreadable))?;
        let written = members.iter().find(|member| member.path == DEFINITION);
        let written = written.ok_or_else(|| broken(DEFINITION, Problem::Missing))?;
        if written.bytes.len() > LARGEST_DEFINITION {
            return Err(broken(DEFINITION, Problem::TooMuch));
        }
        let definition: Definition =
            serde_json::from_slice(&written.bytes).map_err(|_| broken(DEFINITION, Problem::Unreadable))?;
        if definition.plans.len() > MOST_PLANS {
            return Err(broken(DEFINITION, Problem::TooMuch));
        }
        let sections = fit_a_page(&definition.summary)
            && fit_a_page(&definition.listing)
            && fit_a_page(&definition.settings)
            && definition.access.fits();
        let texts = definition.translations.iter().map(|written| written.texts.len()).max().unwrap_or_default();
        if !sections || texts > MOST_TEXTS || !definition.plans.iter().all(|plan| plan.draft.fits()) {
            return Err(broken(DEFINITION, Problem::TooMuch));
        }
        let ids: BTreeSet<_> = definition.plans.iter().map(|plan| plan.id).collect();
        if ids.len() < definition.plans.len() {
            return Err(broken(DEFINITION, Problem::Twice));
        }
        let (at, ids) = (self.now(), self.backend().ids());
        let mut names: Vec<(String, String)> =
            definition.plans.iter().map(|plan| (plan.id.to_string(), ids.uuid(at).to_string())).collect();
        let text = String::from_utf8_lossy(&written.bytes);
        let mut pictures = Vec::new();
        for member in members {
            let (purpose, address) = match (icon_of(&member.path), picture_of(&member.path)) {
                (Some(name), _) => (Purpose::Icon, icon::path(name)),
                (None, Some(name)) => (Purpose::Media, picture::path(name)),
                (None, None) => continue,
            };
            // What no text names is not shown anywhere.
            if !text.contains(&address) {
                continue;
            }
            let written = self.written_anew(member, purpose, &pictures).await?;
            let here = if purpose == Purpose::Icon { icon::path(&written.name) } else { picture::path(&written.name) };
            names.push((address, here));
            pictures.push(written);
        }
        let definition = definition.renamed(&names).ok_or_else(|| broken(DEFINITION, Problem::Unreadable))?;
        Ok(Taken { definition, pictures, about: manifest.about, sha256: manifest.sha256 })
    }

    async fn written_anew(&self, member: &Member, purpose: Purpose, before: &[NewlyWritten]) -> Result<NewlyWritten> {
        let pictures = before.iter().filter(|one| one.purpose == purpose).count();
        let known = known(&member.bytes, purpose, Kept { pictures, bytes: 0 });
        // What was kept elsewhere may be larger than a file that somebody uploads.
        let is_kept = purpose.kept_fault(known.length).is_none();
        let length = if is_kept { known.length.min(LARGEST_FILE) } else { known.length };
        let known = PictureFile { length, ..known };
        let picture = rewritten(member.bytes.clone(), &known).await?;
        let name = match purpose {
            Purpose::Icon => self.backend().ids().token(),
            Purpose::Media => URL_SAFE_NO_PAD.encode(Sha256::digest(&picture.bytes)),
        };
        Ok(NewlyWritten { purpose, known, name, picture })
    }

    async fn write_definition(&self, tx: &mut Tx, scope: Scope, definition: &Definition) -> Result<()> {
        let (by, at) = (self.person()?.id, self.now());
        let save = |section| SectionSave { scope, section, revision: 0, by, at };
        let saved = [
            tx.save_section(save(Section::Summary), &definition.summary, Vec::new()).await?,
            tx.save_section(save(Section::Listing), &definition.listing, Vec::new()).await?,
            tx.save_section(save(Section::Settings), &definition.settings, Vec::new()).await?,
            tx.save_section(save(Section::Access), &definition.access, Vec::new()).await?,
        ];
        if saved.iter().any(|outcome| matches!(outcome, SaveOutcome::Stale { .. })) {
            return Err(Report::new("an import", "a new offering has sections already").into());
        }
        tx.set_terms_url(scope, definition.listing.terms_url.trim()).await?;
        for plan in &definition.plans {
            tx.add_plan(&SavedPlan { scope, id: plan.id, draft: &plan.draft, by, at }).await?;
        }
        let others = definition.translations.iter().filter(|written| written.language != Language::English);
        for written in others {
            let save =
                TranslationSave { scope, language: written.language, revision: 0, texts: &written.texts, by, at };
            tx.save_translation(save).await?;
        }
        Ok(tx.touch_definition(scope, at).await?)
    }

    /// As many, and as large, as an account keeps of them.
    async fn write_pictures(&self, tx: &mut Tx, scope: Scope, pictures: &[NewlyWritten]) -> Result<()> {
        let (by, at) = (self.person()?.id, self.now());
        for NewlyWritten { purpose, known, name, picture } in pictures {
            if *purpose == Purpose::Media && tx.has_picture(scope, name).await? {
                continue;
            }
            let kept = match purpose {
                Purpose::Icon => Kept { pictures: tx.count_icons(scope.account).await?, bytes: 0 },
                Purpose::Media => {
                    let kept = tx.kept_pictures(scope.account).await?;
                    let length = u64::try_from(picture.bytes.len()).unwrap_or(u64::MAX);
                    Kept { bytes: kept.bytes.saturating_add(length), ..kept }
                }
            };
            let findings = PictureFile { kept, ..*known }.check();
            if !findings.is_complete() {
                return Err(Rejection::Invalid(findings).into());
            }
            match purpose {
                Purpose::Icon => tx.add_icon(&NewIcon { scope, name, png: &picture.bytes, by, at }).await?,
                Purpose::Media => {
                    let Picture { encoding, bytes } = picture;
                    tx.add_picture(&NewPicture { scope, name, encoding: *encoding, body: bytes, by, at }).await?;
                }
            }
        }
        Ok(())
    }
}

fn broken(about: &str, problem: Problem) -> crate::Error {
    let about = about.chars().take(LONGEST_TOLD).collect();
    Rejection::Refused(Refusal::DossierBroken { about, problem }).into()
}
