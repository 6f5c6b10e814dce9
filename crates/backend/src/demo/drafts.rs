//! What the demo's people type into the forms of the half-finished offering.

use slipway_domain::listing::{BulletDraft, ListingDraft};
use slipway_domain::plan::{AmountDraft, PlanDraft};
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;

use super::NORTHWIND;

pub(super) fn summary() -> SummaryDraft {
    SummaryDraft {
        contact_name: "Ada Vance".to_owned(),
        contact_email: "ada@northwind.example".to_owned(),
        support_contact: "support@northwind.example".to_owned(),
        description: "Vector search for embeddings, hosted by us in two regions.".to_owned(),
        target_date: String::new(),
    }
}

pub(super) fn settings() -> SettingsDraft {
    SettingsDraft {
        plan_updateable: "yes".to_owned(),
        bindable: "yes".to_owned(),
        service_key_supported: "yes".to_owned(),
        location_scope: "per_location".to_owned(),
        ..SettingsDraft::default()
    }
}

pub(super) fn listing(documentation: &str) -> ListingDraft {
    let bullet = |title: &str, description: &str| BulletDraft {
        title: title.to_owned(),
        description: description.to_owned(),
        ..BulletDraft::default()
    };
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
        ..ListingDraft::default()
    }
}

pub(super) fn lite() -> PlanDraft {
    PlanDraft {
        name: "lite".to_owned(),
        display_name: "Lite".to_owned(),
        description: "One collection of 10,000 vectors, to try it out.".to_owned(),
        kind: "free".to_owned(),
        bullets: vec!["10,000 vectors".to_owned(), "One collection".to_owned()],
        locations: vec!["eu-de".to_owned()],
        ..PlanDraft::default()
    }
}

pub(super) fn standard() -> PlanDraft {
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
        locations: vec!["eu-de".to_owned()],
        ..PlanDraft::default()
    }
}
