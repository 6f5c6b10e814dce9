//! The demo's people, accounts and one half-finished offering, made with the same use cases that people use. It runs
//! only under `--demo`, only on an empty database, and everybody has the same printed password.

use secrecy::SecretString;
use slipway_domain::access::AccessDraft;
use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::caller::{Caller, Person, Role};
use slipway_domain::checklist::{self, Phase, RowNumber};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::listing::{BulletDraft, ListingDraft};
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::plan::{AmountDraft, PlanDraft};
use slipway_domain::registration::RegistrationMove;
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;
use slipway_store::{NewAccount, NewPerson};

use crate::listing::Attempt;
use crate::{Acting, Backend, Result, password};

/// Everybody's password in the demo.
pub const PASSWORD: &str = "slipway-demo";

/// The name of the half-finished offering.
pub const OFFERING: &str = "northwind-vector";

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
    /// True: the demo was made; false: the database was not empty and stays as it is.
    pub async fn seed_demo(&self, broker: &DemoBroker) -> Result<bool> {
        if !self.store().people().await?.is_empty() {
            return Ok(false);
        }
        self.seed_people().await?;
        self.approve_northwind().await?;
        self.seed_offering(broker).await?;
        Ok(true)
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
        self.demo("ada@northwind.example").await?.submit_registration().await?;
        self.demo("gus@globex.example").await?.submit_registration().await?;
        let account = self.demo("ada@northwind.example").await?.account().await?.account.id;
        self.demo("otto@operator.example").await?.decide_registration(account, RegistrationMove::Approve, "").await
    }

    /// Definition and access are there. One error in the listing, registering the broker, the catalog deployments, the
    /// publication and everything after it are left to the visitor.
    async fn seed_offering(&self, broker: &DemoBroker) -> Result<()> {
        let ada = self.demo("ada@northwind.example").await?;
        let kim = self.demo("kim@northwind.example").await?;
        let new = NewResourceDraft { resource_name: OFFERING.to_owned(), broker_ready: "no".to_owned() };
        ada.add_resource(&new).await?;
        let first = Attempt { revision: 0, operation: "" };
        ada.save_summary(OFFERING, first, &summary()).await?;
        let documentation = ada.offering(OFFERING).await?.offering.issued_documentation_url;
        ada.save_settings(OFFERING, first, &settings()).await?;
        kim.save_listing(OFFERING, first, &listing(&documentation)).await?;
        ada.enable_access(OFFERING).await?;
        // Nobody asked for these secrets, so nobody is shown them.
        ada.take_secrets(OFFERING).await?;
        let uris = vec!["https://vector.northwind.example/auth/callback".to_owned()];
        kim.save_access(OFFERING, first, &AccessDraft { redirect_uris: uris, ..AccessDraft::default() }).await?;
        kim.update_client(OFFERING).await?;
        kim.add_plan(OFFERING, &lite()).await?;
        let standard = kim.add_plan(OFFERING, &standard()).await?;
        kim.submit_plan(OFFERING, standard).await?;
        self.demo("bea@operator.example").await?.decide_plan(OFFERING, standard, 1, true, "").await?;
        let draft = BrokerDraft {
            name: "vector-broker".to_owned(),
            url: broker.url.clone(),
            username: broker.username.clone(),
            osb_version: "2.17".to_owned(),
            ..BrokerDraft::default()
        };
        kim.add_broker(OFFERING, &draft, &SecretString::from(broker.password.as_str())).await?;
        self.invite(&ada).await?;
        for row in self.owed_ticks(&ada).await? {
            ada.attest(OFFERING, row, true).await?;
        }
        // The last edit is the one that leaves work to do.
        let unfinished = ListingDraft { display_name: "Northwind Vector Search".to_owned(), ..listing(&documentation) };
        kim.save_listing(OFFERING, Attempt { revision: 1, operation: "" }, &unfinished).await?;
        Ok(())
    }

    async fn invite(&self, ada: &Acting) -> Result<()> {
        ada.allow(OFFERING, ORRERY).await?;
        let rita = self.demo("rita@operator.example").await?;
        for invited in ada.offering(OFFERING).await?.allowlist {
            rita.approve_allowed(OFFERING, invited.account).await?;
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

fn summary() -> SummaryDraft {
    SummaryDraft {
        contact_name: "Ada Vance".to_owned(),
        contact_email: "ada@northwind.example".to_owned(),
        support_contact: "support@northwind.example".to_owned(),
        description: "Vector search for embeddings, hosted by us in two regions.".to_owned(),
        target_date: String::new(),
    }
}

fn settings() -> SettingsDraft {
    SettingsDraft {
        plan_updateable: "yes".to_owned(),
        bindable: "yes".to_owned(),
        service_key_supported: "yes".to_owned(),
        location_scope: "per_location".to_owned(),
    }
}

fn listing(documentation: &str) -> ListingDraft {
    let bullet =
        |title: &str, description: &str| BulletDraft { title: title.to_owned(), description: description.to_owned() };
    ListingDraft {
        display_name: "Vector Search".to_owned(),
        provider_display_name: NORTHWIND.to_owned(),
        description: "Find the nearest neighbours of an embedding in milliseconds, with filters and hybrid ranking."
            .to_owned(),
        long_description: "Collections hold up to 400 million vectors of 4,096 dimensions and are replicated over \
                           three zones. Bring your own embeddings, or let an index build them from text."
            .to_owned(),
        icon: "/marks/vector.svg".to_owned(),
        documentation_url: documentation.to_owned(),
        instructions_url: documentation.to_owned(),
        terms_url: "https://northwind.example/terms/vector-search".to_owned(),
        support_url: "https://support.northwind.example/vector".to_owned(),
        category: "databases".to_owned(),
        tags: "embeddings, similarity, semantic-search".to_owned(),
        bullets: vec![
            bullet(
                "Filters in the same call",
                "Metadata filters run before the ranking, so a page of results is always full.",
            ),
            bullet("Hybrid ranking", "Blend keyword and vector scores with one weight."),
        ],
    }
}

fn lite() -> PlanDraft {
    PlanDraft {
        name: "lite".to_owned(),
        display_name: "Lite".to_owned(),
        description: "One collection of 10,000 vectors, to try it out.".to_owned(),
        kind: "free".to_owned(),
        bullets: vec!["10,000 vectors".to_owned(), "One collection".to_owned()],
        amounts: Vec::new(),
        metrics: Vec::new(),
        locations: vec!["eu-de".to_owned()],
    }
}

fn standard() -> PlanDraft {
    let amount = |country: &str, currency: &str, price: &str| AmountDraft {
        country: country.to_owned(),
        currency: currency.to_owned(),
        price: price.to_owned(),
    };
    PlanDraft {
        name: "standard".to_owned(),
        display_name: "Standard".to_owned(),
        description: "Ten million vectors, replicated over three zones.".to_owned(),
        kind: "subscription".to_owned(),
        bullets: vec!["10 million vectors".to_owned(), "Three zones".to_owned(), "Daily backups".to_owned()],
        amounts: vec![amount("USA", "USD", "49.00"), amount("DEU", "EUR", "45.00")],
        metrics: Vec::new(),
        locations: vec!["eu-de".to_owned()],
    }
}
