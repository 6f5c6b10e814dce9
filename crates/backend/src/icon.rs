//! Uploading an icon: `picture.rs` makes a small PNG of its file, which is kept here under a random name.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::icon::{self, UploadedIcon};
use slipway_domain::picture::{Kept, PictureFile, Purpose};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_store::NewIcon;

use crate::picture::{known, rewritten};
use crate::{Acting, Result};

impl Acting {
    /// Keeps a picture for an offering and gives its address. The listing is not changed: its author chooses the icon.
    pub async fn upload_icon(&self, name: &str, file: Vec<u8>) -> Result<String> {
        // Nobody makes us decode what they may not upload.
        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let kept = tx.count_icons(head.owner.id).await?;
        drop(tx);
        let known = known(&file, Purpose::Icon, Kept { pictures: kept, bytes: 0 });
        let png = rewritten(file, &known).await?.bytes;

        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let kept = tx.count_icons(head.owner.id).await?;
        let findings = PictureFile { kept: Kept { pictures: kept, bytes: 0 }, ..known }.check();
        if !findings.is_complete() {
            return Err(Rejection::Invalid(findings).into());
        }
        let name = self.backend().ids().token();
        tx.add_icon(&NewIcon { scope: head.scope(), name: &name, png: &png, by: self.person()?.id, at: self.now() })
            .await?;
        self.record_of(&mut tx, head.scope(), EventKind::IconUploaded, Detail::none()).await?;
        tx.commit().await?;
        Ok(icon::path(&name))
    }

    /// The icons that were uploaded for an offering, the latest first.
    pub async fn icons(&self, name: &str) -> Result<Vec<UploadedIcon>> {
        let kept = self.backend().store().icon_heads(self.uploaded_for(name).await?).await?;
        Ok(kept.iter().map(|(name, head)| UploadedIcon { path: icon::path(name), size: size(head) }).collect())
    }
}

impl crate::Backend {
    /// The picture behind an address. Its name has 256 random bits and is told to nobody but those who see the offering.
    pub async fn icon(&self, name: &str) -> Result<Vec<u8>> {
        Ok(self.store().icon(name).await?.ok_or(Rejection::NotFound(Kind::Page))?)
    }
}

/// Width and height of a PNG that was written here: they are the first that its first chunk says.
fn size(head: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?));
    number(16).zip(number(20))
}
