//! The portable dossier of an offering: everything of it in one place, for whoever may look at it. What is gathered is
//! of one moment, since nobody writes meanwhile. How the members become an archive is not known here.

use slipway_domain::caller::Caller;
use slipway_domain::dossier::{self, About, Member, SIGNATURE};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_store::NewEvent;

use crate::digest::hex_of;
use crate::{Acting, Backend, Result};

mod gather;
mod import;

pub use import::ImportedFile;

/// The members of an archive, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Of the offering.
    pub name: String,
    pub members: Vec<Member>,
}

/// Who makes it, and where.
struct Maker<'a> {
    /// The address of this console.
    console: &'a str,
    /// Empty: the owner of the machine.
    name: String,
    with_internal: bool,
}

/// Everything but the manifest and its signature.
struct Gathered {
    offering: Offering,
    members: Vec<Member>,
}

impl Acting {
    /// The dossier of an offering, for whoever may look at all of its parts; `console` is the address of this console.
    /// What is for the operator's people alone is in it if one of them asks.
    pub async fn dossier(&self, name: &str, console: &str) -> Result<Dossier> {
        let (mut tx, head) = self.change_head(name, Verb::View, Object::Offering).await?;
        let person = self.person()?;
        dossier::may_make(person, head.owner.id).map_err(Rejection::Denied)?;
        let maker = Maker { console, name: person.name.clone(), with_internal: person.is_operator() };
        let gathered = Box::pin(self.backend().gathered(head.scope(), maker.with_internal)).await?;
        self.record_of(&mut tx, head.scope(), EventKind::DossierExported, Detail::none()).await?;
        tx.commit().await?;
        Box::pin(self.backend().sealed_dossier(gathered, maker)).await
    }
}

impl Backend {
    /// The same for the owner of the machine, whom nobody asks.
    pub async fn dossier_of(&self, name: &str, console: &str, with_internal: bool) -> Result<Dossier> {
        let mut tx = self.store().write().await?;
        let head = tx.offering_head_named(name).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let scope = head.scope();
        let gathered = Box::pin(self.gathered(scope, with_internal)).await?;
        tx.record(&NewEvent {
            account: Some(scope.account),
            offering: Some(scope.offering),
            ..self.platform_event(None, EventKind::DossierExported, Detail::none(), "")
        })
        .await?;
        tx.commit().await?;
        Box::pin(self.sealed_dossier(gathered, Maker { console, name: String::new(), with_internal })).await
    }

    async fn sealed_dossier(&self, gathered: Gathered, maker: Maker<'_>) -> Result<Dossier> {
        let Gathered { offering, members } = gathered;
        let about = About {
            console: self.platform().operator_name.clone(),
            address: maker.console.to_owned(),
            offering: offering.name.clone(),
            service_id: offering.id,
            made_at: self.clock().now().rfc3339(),
            made_by: maker.name,
            with_internal_notes: maker.with_internal,
        };
        let (manifest, mut members) = dossier::assemble(about, members, hex_of);
        if let Some(signature) = self.signature_of(&manifest.sha256).await? {
            members.insert(1, Member::new(SIGNATURE, signature.into_bytes()));
        }
        Ok(Dossier { name: offering.name, members })
    }

    /// The offering with what the platform knows of it.
    fn as_known(&self, offering: Offering) -> Offering {
        self.acting_for(Caller::Anonymous).issued(offering)
    }
}
