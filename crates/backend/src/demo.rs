//! The demo's people, accounts and one half-finished offering, made with the same use cases that people use. It runs
//! only under `--demo`, only on a database that was empty, and everybody has the same printed password. Whatever ends
//! it in the middle, the next start goes on from there.

mod drafts;

use secrecy::SecretString;
use slipway_domain::access::AccessDraft;
use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::caller::{Caller, Person, Role};
use slipway_domain::checklist::{self, Phase, RowNumber};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::{NewResourceDraft, Offering};
use slipway_domain::plan::PlanApproval;
use slipway_domain::registration::RegistrationMove;
use slipway_store::{NewAccount, NewPerson};

use crate::listing::Attempt;
use crate::{Acting, Backend, Result, password};

/// Everybody's password in the demo.
pub const PASSWORD: &str = "slipway-demo";

/// The name of the half-finished offering.
pub const OFFERING: &str = "northwind-vector";

/// The listing is saved twice, the second time as the last step of all.
const LAST_LISTING: i64 = 2;

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Persona {
    pub email: &'static str,
    pub name: &'static str,
    /// What one sees as this person.
    pub about: &'static str,
    account: Option<&'static str>,
    role: Role,
}

const NORTHWIND: &str = "Northwind Data";
const GLOBEX: &str = "Globex";
const ORRERY: &str = "Orrery Labs";
const FERNWAY: &str = "Fernway";

const fn persona(
    email: &'static str,
    name: &'static str,
    about: &'static str,
    account: Option<&'static str>,
    role: Role,
) -> Persona {
    Persona { email, name, about, account, role }
}

/// In the order in which the tour meets them.
pub const PERSONAS: [Persona; 11] = [
    persona(
        "ada@northwind.example",
        "Ada Vance",
        "provider, administrator",
        Some(NORTHWIND),
        Role::ProviderAdministrator,
    ),
    persona("kim@northwind.example", "Kim Wood", "provider, editor", Some(NORTHWIND), Role::ProviderEditor),
    persona("dev@northwind.example", "Dev Patel", "provider, developer", Some(NORTHWIND), Role::ProviderDeveloper),
    persona("vera@northwind.example", "Vera Lund", "provider, viewer", Some(NORTHWIND), Role::ProviderViewer),
    persona(
        "gus@globex.example",
        "Gus Meyer",
        "provider whose account waits for approval",
        Some(GLOBEX),
        Role::ProviderAdministrator,
    ),
    persona("rita@operator.example", "Rita Tan", "operator, reviewer", None, Role::Reviewer),
    persona("otto@operator.example", "Otto Brandt", "operator, platform administrator", None, Role::Admin),
    persona("bea@operator.example", "Bea Ortiz", "operator, billing desk", None, Role::Billing),
    persona("mia@operator.example", "Mia Roth", "operator, marketing", None, Role::Marketing),
    persona(
        "clara@orrery.example",
        "Clara Voss",
        "consumer, invited to see the demo offering",
        Some(ORRERY),
        Role::ConsumerAdministrator,
    ),
    persona(
        "finn@fernway.example",
        "Finn Abel",
        "consumer, a stranger to it",
        Some(FERNWAY),
        Role::ConsumerAdministrator,
    ),
];

/// Where the demo's broker listens and how it is opened.
#[derive(Debug, Clone)]
pub struct DemoBroker {
    pub url: String,
    pub username: String,
    pub password: String,
}

impl Backend {
    /// True: the demo was made, or what was missing of it; false: it is complete already, or the database is not for
    /// it. Then it stays as it is, whatever visitors have made of it.
    pub async fn seed_demo(&self, broker: &DemoBroker) -> Result<bool> {
        let is_empty = self.store().people().await?.is_empty();
        if !is_empty && (!self.holds_demo().await? || self.is_demo_complete().await?) {
            return Ok(false);
        }
        // They all come at once.
        if self.store().person_with_email(PERSONAS[0].email).await?.is_none() {
            self.seed_people().await?;
        }
        self.approve_northwind().await?;
        self.seed_offering(broker).await?;
        Ok(true)
    }

    async fn is_demo_complete(&self) -> Result<bool> {
        let Some(scope) = self.store().offering_named(OFFERING).await? else { return Ok(false) };
        let offering = self.store().offering(scope).await?;
        Ok(offering.is_some_and(|offering| offering.listing.revision >= LAST_LISTING))
    }

    /// Says that an empty database is for the demo, before there is anybody in it.
    pub async fn reserve_for_demo(&self) -> Result<()> {
        if self.holds_demo().await? || !self.store().people().await?.is_empty() {
            return Ok(());
        }
        let mut tx = self.store().write().await?;
        tx.record(&self.platform_event(None, EventKind::DemoMade, Detail::none(), "")).await?;
        Ok(tx.commit().await?)
    }

    /// The database holds people whose password everybody knows.
    pub async fn holds_demo(&self) -> Result<bool> {
        Ok(self.store().has_happened(EventKind::DemoMade).await?)
    }

    async fn seed_people(&self) -> Result<()> {
        let at = self.clock().now();
        let hash = password::hash(SecretString::from(PASSWORD), self.ids()).await?;
        let mut tx = self.store().write().await?;
        let mut accounts: Vec<(&str, AccountId)> = Vec::new();
        for (name, kind, contact) in [
            (NORTHWIND, AccountKind::Provider, "ada@northwind.example"),
            (GLOBEX, AccountKind::Provider, "gus@globex.example"),
            (ORRERY, AccountKind::Consumer, "clara@orrery.example"),
            (FERNWAY, AccountKind::Consumer, "finn@fernway.example"),
        ] {
            let id = AccountId::new(self.ids().uuid(at));
            tx.add_account(&NewAccount {
                id,
                kind,
                name: name.to_owned(),
                registration: Registration::Draft,
                form: RegistrationDraft {
                    company_name: name.to_owned(),
                    company_legal_name: format!("{name} Inc."),
                    contact_name: "Partner desk".to_owned(),
                    contact_email: contact.to_owned(),
                },
                at,
            })
            .await?;
            accounts.push((name, id));
        }
        for persona in PERSONAS {
            let id = PersonId::new(self.ids().uuid(at));
            tx.add_person(&NewPerson { id, email: persona.email.to_owned(), name: persona.name.to_owned(), at })
                .await?;
            tx.set_password(id, &hash, at).await?;
            match persona.account.and_then(|name| accounts.iter().find(|(known, _)| *known == name)) {
                Some((_, account)) => tx.set_membership(*account, id, persona.role).await?,
                None => {
                    tx.grant_operator_role(id, persona.role).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }

    async fn approve_northwind(&self) -> Result<()> {
        let (ada, gus) = (self.demo("ada@northwind.example").await?, self.demo("gus@globex.example").await?);
        for administrator in [&ada, &gus] {
            if administrator.account().await?.account.registration == Registration::Draft {
                administrator.submit_registration().await?;
            }
        }
        let northwind = ada.account().await?.account;
        if northwind.registration == Registration::Submitted {
            let otto = self.demo("otto@operator.example").await?;
            otto.decide_registration(northwind.id, RegistrationMove::Approve, "").await?;
        }
        Ok(())
    }

    /// Definition and access are there. One error in the listing, registering the broker, the catalog deployments, the
    /// publication and everything after it are left to the visitor.
    async fn seed_offering(&self, broker: &DemoBroker) -> Result<()> {
        let ada = self.demo("ada@northwind.example").await?;
        let kim = self.demo("kim@northwind.example").await?;
        if self.store().offering_named(OFFERING).await?.is_none() {
            let new = NewResourceDraft { resource_name: OFFERING.to_owned(), broker_ready: "no".to_owned() };
            ada.add_resource(&new).await?;
        }
        // What an earlier start has made is not made again. On the heap, since it is large and use cases run beside it.
        let made = Box::new(ada.offering(OFFERING).await?.offering);
        let documentation = &made.issued_documentation_url;
        let first = Attempt { revision: 0, operation: "" };
        if made.summary.revision == 0 {
            ada.save_summary(OFFERING, first, &drafts::summary()).await?;
        }
        if made.settings.revision == 0 {
            ada.save_settings(OFFERING, first, &drafts::settings()).await?;
        }
        if made.listing.revision == 0 {
            kim.save_listing(OFFERING, first, &drafts::listing(documentation)).await?;
        }
        seed_access(&kim, &made).await?;
        self.seed_plans(&kim, &made).await?;
        if made.brokers.is_empty() {
            let draft = BrokerDraft {
                name: "vector-broker".to_owned(),
                url: broker.url.clone(),
                username: broker.username.clone(),
                osb_version: "2.17".to_owned(),
                ..BrokerDraft::default()
            };
            kim.add_broker(OFFERING, &draft, &SecretString::from(broker.password.as_str())).await?;
        }
        self.invite(&ada).await?;
        for row in self.owed_ticks(&ada).await? {
            ada.attest(OFFERING, row, true).await?;
        }
        // The last edit is the one that leaves work to do.
        let unfinished =
            ListingDraft { display_name: "Northwind Vector Search".to_owned(), ..drafts::listing(documentation) };
        let last = Attempt { revision: LAST_LISTING - 1, operation: "" };
        kim.save_listing(OFFERING, last, &unfinished).await?;
        Ok(())
    }

    async fn seed_plans(&self, kim: &Acting, made: &Offering) -> Result<()> {
        let (lite, standard) = (drafts::lite(), drafts::standard());
        if made.plans.iter().all(|plan| plan.draft.name != lite.name) {
            kim.add_plan(OFFERING, &lite).await?;
        }
        let (standard, approval) = match made.plans.iter().find(|plan| plan.draft.name == standard.name) {
            Some(plan) => (plan.id, plan.approval),
            None => (kim.add_plan(OFFERING, &standard).await?, PlanApproval::Draft),
        };
        if approval == PlanApproval::Draft {
            kim.submit_plan(OFFERING, standard).await?;
        }
        if approval != PlanApproval::Approved {
            self.demo("bea@operator.example").await?.decide_plan(OFFERING, standard, 1, true, "").await?;
        }
        Ok(())
    }

    async fn invite(&self, ada: &Acting) -> Result<()> {
        if ada.offering(OFFERING).await?.allowlist.is_empty() {
            ada.allow(OFFERING, ORRERY).await?;
        }
        let rita = self.demo("rita@operator.example").await?;
        for invited in ada.offering(OFFERING).await?.allowlist {
            if !invited.approved {
                rita.approve_allowed(OFFERING, invited.account).await?;
            }
        }
        Ok(())
    }

    /// Everything but the last ticks, which belong to the release.
    async fn owed_ticks(&self, ada: &Acting) -> Result<Vec<RowNumber>> {
        let view = ada.offering(OFFERING).await?;
        let mut rows = checklist::unticked(&view.offering, &view.attestations);
        rows.retain(|row| matches!(row.row().phase, Phase::Define | Phase::Develop));
        Ok(rows)
    }

    async fn demo(&self, email: &str) -> Result<Acting> {
        let missing = || crate::Report::new("the demo", format!("nobody is called {email}"));
        let entry = self.store().person_with_email(email).await?.ok_or_else(missing)?;
        let person: Person = self.store().person(entry.id).await?.ok_or_else(missing)?;
        let current = person.memberships.first().map(|membership| membership.account);
        Ok(self.acting_for(Caller::Person(Person { current, ..person })))
    }
}

/// Kim enables it, and so owns the client.
async fn seed_access(kim: &Acting, made: &Offering) -> Result<()> {
    if made.access_facts.service_id.is_none() {
        kim.enable_access(OFFERING).await?;
        // Nobody asked for these secrets, so nobody is shown them.
        kim.take_secrets(OFFERING).await?;
    }
    if made.access.revision == 0 {
        let uris = vec!["https://vector.northwind.example/auth/callback".to_owned()];
        let draft = AccessDraft { redirect_uris: uris, ..AccessDraft::default() };
        kim.save_access(OFFERING, Attempt { revision: 0, operation: "" }, &draft).await?;
    }
    if !made.access_facts.client_enabled {
        kim.update_client(OFFERING).await?;
    }
    Ok(())
}
