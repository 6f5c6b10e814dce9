//! `slipway account`.

use std::fmt::Write as _;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use slipway::server::config::Config;
use slipway_backend::Backend;
use slipway_domain::account::{AccountKind, NewAccountDraft};

use super::link::hand_over;
use super::refusal::refused;
use super::{Failure, open, print};

/// Add accounts and change who belongs to them
///
/// An account is a company: a provider brings services into the catalog, a consumer finds them there. Its first
/// administrator adds everybody else in the console; these commands are for the first one, and for when nobody is left
/// who could. All of this works while the server runs and takes effect with a person's next request.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway account add 'Northwind Data' --kind provider --administrator ada@northwind.example --name 'Ada Vance'
  slipway account list
  slipway account member 'Northwind Data' kim@northwind.example --name 'Kim Wood' --role editor
  slipway account member 'Northwind Data' kim@northwind.example --role administrator
  slipway account member 'Northwind Data' ada@northwind.example --remove")]
pub(super) struct Account {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add an account with its first administrator
    ///
    /// Somebody who is new to the console gets a link with which they choose a password; it is printed, once.
    #[command(after_help = "\
Examples:
  slipway account add 'Northwind Data' --kind provider --administrator ada@northwind.example --name 'Ada Vance'
  slipway account add 'Orrery Labs' --kind consumer --administrator clara@orrery.example --name 'Clara Voss'")]
    Add {
        /// Name of the company, as others see it; no two accounts share one
        name: String,
        /// Whether the account sells services or finds them
        #[arg(long)]
        kind: AccountKindName,
        /// E-mail address of the first administrator
        #[arg(long, value_name = "EMAIL")]
        administrator: String,
        /// The administrator's name; needed for somebody who is new to the console
        #[arg(long = "name", value_name = "NAME", default_value = "", hide_default_value = true)]
        person: String,
    },
    /// List the accounts with their kind and the state of their registration
    #[command(after_help = "\
Example:
  slipway account list")]
    List,
    /// Add a member, change the role of one, or remove one
    ///
    /// An account keeps an administrator: the last one is neither removed nor given another role.
    #[command(group(ArgGroup::new("change").required(true).args(["role", "remove"])))]
    #[command(after_help = "\
Examples:
  slipway account member 'Northwind Data' kim@northwind.example --name 'Kim Wood' --role editor
  slipway account member 'Northwind Data' kim@northwind.example --role administrator
  slipway account member 'Northwind Data' ada@northwind.example --remove")]
    Member {
        /// Name of the account
        account: String,
        /// E-mail address of the member
        email: String,
        /// What the member may do: administrator, editor, developer or viewer of a provider, administrator or user of a
        /// consumer
        #[arg(long)]
        role: Option<MemberRole>,
        /// The person's name; needed for somebody who is new to the console
        #[arg(long, default_value = "", hide_default_value = true)]
        name: String,
        /// Remove the member from the account
        #[arg(long)]
        remove: bool,
    },
}

/// Kinds of accounts
#[derive(Debug, Clone, Copy, ValueEnum)]
enum AccountKindName {
    /// Brings services into the catalog
    Provider,
    /// Finds services in the catalog
    Consumer,
}

impl From<AccountKindName> for AccountKind {
    fn from(kind: AccountKindName) -> Self {
        match kind {
            AccountKindName::Provider => Self::Provider,
            AccountKindName::Consumer => Self::Consumer,
        }
    }
}

/// Roles of members
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MemberRole {
    /// Looks after the account and its members
    Administrator,
    /// Defines offerings and sends them to review (provider)
    Editor,
    /// Looks after brokers, deployments and secrets (provider)
    Developer,
    /// Looks at everything and changes nothing (provider)
    Viewer,
    /// Uses services (consumer)
    User,
}

impl MemberRole {
    /// The part of the role's name that does not tell the kind of account.
    const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Editor => "editor",
            Self::Developer => "developer",
            Self::Viewer => "viewer",
            Self::User => "user",
        }
    }
}

impl Account {
    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        let opened = open::beside_server(config).await?;
        let outcome = self.command.run(&opened.backend, config).await;
        opened.backend.store().close().await;
        print(&outcome?)
    }
}

impl Command {
    /// What to print.
    async fn run(self, backend: &Backend, config: &Config) -> Result<String, Failure> {
        match self {
            Self::Add { name, kind, administrator, person } => {
                let draft = NewAccountDraft {
                    kind: AccountKind::from(kind).name().to_owned(),
                    administrator_name: person,
                    administrator_email: administrator.clone(),
                    name,
                };
                let link = backend.add_account(&draft).await.map_err(|error| refused(&draft.name, error))?;
                let link = link.map(|link| hand_over(&link, config)).unwrap_or_default();
                Ok(format!("{} was added, and {administrator} is its administrator.\n{link}", draft.name))
            }
            Self::List => list(backend).await,
            Self::Member { account, email, role: Some(role), name, .. } => {
                let set = backend.set_member(&account, &email, &name, role.name()).await;
                let link = set.map_err(|error| told(&account, &email, error))?;
                let link = link.map(|link| hand_over(&link, config)).unwrap_or_default();
                Ok(format!("{email} is now {} of {account}.\n{link}", role.name()))
            }
            Self::Member { account, email, role: None, .. } => {
                backend.remove_member(&account, &email).await.map_err(|error| told(&account, &email, error))?;
                Ok(format!("{email} is no longer a member of {account}.\n"))
            }
        }
    }
}

/// A missing account is told by its name, everything else by the member's address.
fn told(account: &str, email: &str, error: slipway_backend::Error) -> Failure {
    use slipway_backend::Error;
    use slipway_domain::rejection::{Kind, Rejection};

    let about = if matches!(error, Error::Rejected(Rejection::NotFound(Kind::Account))) { account } else { email };
    refused(about, error)
}

async fn list(backend: &Backend) -> Result<String, Failure> {
    let accounts = backend.accounts().await.map_err(Failure::failed)?;
    if accounts.is_empty() {
        return Ok(
            "No account yet. slipway account add NAME --kind provider --administrator EMAIL adds one.\n".to_owned()
        );
    }
    let widest = accounts.iter().map(|account| account.name.chars().count()).max().unwrap_or(0);
    let mut lines = String::new();
    for account in accounts {
        let state = match account.kind {
            AccountKind::Provider => account.registration.name(),
            AccountKind::Consumer => "-",
        };
        let _ = writeln!(lines, "{:widest$}  {:8}  {state:9}  {}", account.name, account.kind.name(), account.id);
    }
    Ok(lines)
}
