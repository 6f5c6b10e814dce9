//! `slipway dossier import`.

use std::path::PathBuf;

use clap::Args;
use slipway::server::config::Config;
use slipway_backend::{Acting, Backend, Error, ImportedFile};
use slipway_domain::caller::{Caller, Person};
use slipway_domain::rejection::{Kind, Rejection};

use super::super::refusal::refused;
use super::super::{Failure, open, print};
use super::read;

/// Make a new offering of a dossier from another console
///
/// The definition, plans, pictures and translations are taken over, under ids of this console. What was approved, tested
/// or ticked elsewhere counts for nothing here; the file is kept with the offering. Everything in it has its author in
/// the person who is named: somebody else has to approve it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway dossier import dossier.zip --account 'Northwind Data' --as kim@northwind.example
  slipway dossier import dossier.zip --account 'Northwind Data' --as kim@northwind.example --name northwind-vector-2")]
pub(super) struct Import {
    /// The dossier
    file: PathBuf,
    /// Name of the account that the offering belongs to from now on
    #[arg(long)]
    account: String,
    /// E-mail address of the member on whose behalf it is imported
    #[arg(long = "as", value_name = "EMAIL")]
    member: String,
    /// Programmatic name here; without it the one that the dossier says
    #[arg(long, default_value = "", hide_default_value = true)]
    name: String,
}

impl Import {
    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        let (bytes, unpacked) = read(&self.file)?;
        let opened = open::beside_server(config).await?;
        let made = match self.acting(&opened.backend).await {
            Ok(acting) => {
                let file = ImportedFile {
                    members: &unpacked.members,
                    archive: &bytes,
                    is_as_written: unpacked.is_as_written,
                    is_by_owner: true,
                };
                let made = Box::pin(acting.import_dossier(&self.name, file)).await;
                made.map_err(|error| refused(&self.file.display().to_string(), error))
            }
            Err(failure) => Err(failure),
        };
        opened.backend.store().close().await;
        print(&format!("{} was imported into {}\n", made?, self.account))
    }

    /// The member in the account that is named. Whether they may is asked as on the page.
    async fn acting(&self, backend: &Backend) -> Result<Acting, Failure> {
        let accounts = backend.accounts().await.map_err(Failure::failed)?;
        let missing = |kind| Error::Rejected(Rejection::NotFound(kind));
        let account = accounts.into_iter().find(|account| account.name == self.account);
        let account = account.ok_or_else(|| refused(&self.account, missing(Kind::Account)))?;
        let nobody = || refused(&self.member, missing(Kind::Person));
        let entry = backend.store().person_with_email(self.member.trim()).await.map_err(Failure::failed)?;
        let person = backend.store().person(entry.ok_or_else(nobody)?.id).await.map_err(Failure::failed)?;
        let person = Person { current: Some(account.id), ..person.ok_or_else(nobody)? };
        Ok(backend.acting_for(Caller::Person(person)))
    }
}
