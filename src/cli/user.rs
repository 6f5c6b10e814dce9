//! `slipway user`.

use std::fmt::Write as _;

use clap::{Args, Subcommand, ValueEnum};
use slipway::server::config::Config;
use slipway_backend::Backend;
use slipway_domain::caller::Role;

use super::link::hand_over;
use super::refusal::refused;
use super::{Failure, open, print};

/// Add people, let them in, lock them out, and change what they may do
///
/// The operator's admin does the same in the console, on the page People; these commands are for the first admin, and for
/// when nobody is left who could. Who belongs to which account is the business of `slipway account`. All of this works
/// while the server runs and takes effect with a person's next request.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway user add ada@example.com --name 'Ada Vance' --admin
  slipway user add rex@example.com --name 'Rex Ohm' --role reviewer --role billing
  slipway user list
  slipway user role rex@example.com --remove billing
  slipway user disable rex@example.com
  slipway user link ada@example.com          a new link, if hers is lost or her password forgotten")]
pub(super) struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a person and print the link with which they choose a password
    ///
    /// The link works once and for 24 hours; `slipway user link` makes a new one. Where people sign in at another
    /// issuer, the link is not needed: the first sign-in there with the same, verified e-mail address is the person's.
    #[command(after_help = "\
Examples:
  slipway user add ada@example.com --name 'Ada Vance' --admin
  slipway user add rex@example.com --name 'Rex Ohm' --role reviewer --role billing")]
    Add {
        /// E-mail address to sign in with
        email: String,
        /// The person's name, as others see it
        #[arg(long)]
        name: String,
        /// The role admin: approves accounts, sees and manages everything (same as --role admin)
        #[arg(long)]
        admin: bool,
        /// A role at the operator; may be given several times
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<OperatorRole>,
    },
    /// List everybody with roles and state
    #[command(after_help = "\
Example:
  slipway user list")]
    List,
    /// Lock a person out; all of their sessions end
    #[command(after_help = "\
Example:
  slipway user disable rex@example.com")]
    Disable {
        /// E-mail address of the person
        email: String,
    },
    /// Let a disabled person in again
    #[command(after_help = "\
Example:
  slipway user enable rex@example.com")]
    Enable {
        /// E-mail address of the person
        email: String,
    },
    /// Give a person roles at the operator, or take them away; they sign in anew
    #[command(after_help = "\
Examples:
  slipway user role rex@example.com --remove billing
  slipway user role rex@example.com --add reviewer --add support --remove billing")]
    Role {
        /// E-mail address of the person
        email: String,
        /// Give this role; may be given several times
        #[arg(long, value_name = "ROLE", required_unless_present = "remove")]
        add: Vec<OperatorRole>,
        /// Take this role away; may be given several times
        #[arg(long, value_name = "ROLE")]
        remove: Vec<OperatorRole>,
    },
    /// Print a new link with which a person chooses a password; older links stop working
    #[command(after_help = "\
Example:
  slipway user link ada@example.com")]
    Link {
        /// E-mail address of the person
        email: String,
    },
}

/// Roles of people who work for the operator
#[derive(Debug, Clone, Copy, ValueEnum)]
enum OperatorRole {
    /// Approves accounts, sees and manages everything
    Admin,
    /// Reviews offerings and releases them
    Reviewer,
    /// Approves announcements
    Marketing,
    /// Approves prices and plans
    Billing,
    /// Helps people and changes nothing
    Support,
}

impl From<OperatorRole> for Role {
    fn from(role: OperatorRole) -> Self {
        match role {
            OperatorRole::Admin => Self::Admin,
            OperatorRole::Reviewer => Self::Reviewer,
            OperatorRole::Marketing => Self::Marketing,
            OperatorRole::Billing => Self::Billing,
            OperatorRole::Support => Self::Support,
        }
    }
}

impl User {
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
            Self::Add { email, name, admin, roles } => {
                let roles: Vec<Role> =
                    admin.then_some(Role::Admin).into_iter().chain(roles.into_iter().map(Role::from)).collect();
                let added = backend.add_person(&email, &name, &roles).await;
                let link = added.map_err(|error| refused(&email, error))?;
                Ok(format!("{email} was added.\n{}", hand_over(&link, config)))
            }
            Self::List => list(backend).await,
            Self::Disable { email } => {
                backend.disable_person(&email).await.map_err(|error| refused(&email, error))?;
                Ok(format!("{email} is locked out.\n"))
            }
            Self::Enable { email } => {
                backend.enable_person(&email).await.map_err(|error| refused(&email, error))?;
                Ok(format!("{email} can sign in again.\n"))
            }
            Self::Role { email, add, remove } => {
                let mut done = String::new();
                for role in add.into_iter().map(Role::from) {
                    backend.grant_role(&email, role).await.map_err(|error| refused(&email, error))?;
                    let _ = writeln!(done, "{email} now has the role {}.", role.name());
                }
                for role in remove.into_iter().map(Role::from) {
                    backend.revoke_role(&email, role).await.map_err(|error| refused(&email, error))?;
                    let _ = writeln!(done, "{email} no longer has the role {}.", role.name());
                }
                Ok(done)
            }
            Self::Link { email } => {
                let link = backend.issue_setup_link(&email).await.map_err(|error| refused(&email, error))?;
                Ok(hand_over(&link, config))
            }
        }
    }
}

async fn list(backend: &Backend) -> Result<String, Failure> {
    let people = backend.people().await.map_err(Failure::failed)?;
    if people.is_empty() {
        return Ok("Nobody yet. slipway user add EMAIL --name NAME --admin adds the first person.\n".to_owned());
    }
    let widest = people.iter().map(|person| person.email.chars().count()).max().unwrap_or(0);
    let mut lines = String::new();
    for person in people {
        let state = person.state.name();
        let roles: Vec<&str> = person.operator.iter().map(|role| role.name()).collect();
        let roles = if roles.is_empty() { "-".to_owned() } else { roles.join(",") };
        let _ = writeln!(lines, "{:widest$}  {state:8}  {roles:16}  {}", person.email, person.name);
    }
    Ok(lines)
}
