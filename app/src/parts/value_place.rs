//! Where a value of an offering is edited.

use leptos::prelude::*;
use slipway_domain::compare::{Line, Subject};
use slipway_domain::field::Field;
use slipway_domain::language::Language;
use slipway_domain::offering::Offering;

use crate::paths::Path;
use crate::text::review;

/// The address of the page, and of the field on it where it has one. `line` is of the offering as it is now: what is
/// gone has no page.
pub fn place(line: &Line, offering: &str) -> String {
    let page = || Path::Offering(offering.to_owned(), line.page);
    match &line.subject {
        Subject::Field(field) => match language_of(line) {
            Some(language) => Path::Translations(offering.to_owned(), Some(language)).to_string(),
            None => format!("{}#{}", page(), field.id()),
        },
        Subject::Plan { id, field, .. } => Path::PlanField(offering.to_owned(), *id, *field).to_string(),
        Subject::Broker { id, field, .. } => format!("{}#{}", Path::Broker(offering.to_owned(), *id), field.id()),
        Subject::Highlight(_) => format!("{}#{}", page(), Field::Bullets.id()),
        Subject::Deployment { .. } => page().to_string(),
    }
}

/// The name of a value of some version, as the way to where it is edited. `draft` is the offering as it is now; of what
/// is gone from it there is only the name.
pub fn way(line: &Line, draft: &Offering) -> AnyView {
    let label = review::subject(&line.subject);
    if !is_in(line, draft) {
        return label.into_any();
    }
    let href = place(line, &draft.name);
    view! { <a href=href>{label}</a> }.into_any()
}

fn is_in(line: &Line, draft: &Offering) -> bool {
    match &line.subject {
        Subject::Plan { id, .. } => draft.plans.iter().any(|plan| plan.id == *id),
        Subject::Broker { id, .. } => draft.brokers.iter().any(|broker| broker.id == *id),
        Subject::Field(_) | Subject::Highlight(_) | Subject::Deployment { .. } => true,
    }
}

/// Of a text that people read in another language; its member begins with the code.
fn language_of(line: &Line) -> Option<Language> {
    let (code, _) = line.member.split_once(' ').filter(|_| line.subject == Subject::Field(Field::Translations))?;
    Language::parse(code)
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::{BrokerId, PlanId};
    use slipway_domain::page::Page;
    use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
    use slipway_domain::stage::Stage;

    use super::*;
    use crate::pages::offerings::tests::view;

    const ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c1a";
    const NAME: &str = "northwind-vector";

    fn line(page: Page, subject: Subject, member: &str) -> Line {
        Line { page, subject, member: member.to_owned(), before: "One".to_owned(), now: String::new() }
    }

    #[test]
    fn a_value_leads_to_its_field_and_a_translated_text_to_its_language() {
        let id = BrokerId::parse(ID).unwrap();
        let broker = Subject::Broker { id, name: "Frankfurt".to_owned(), field: Field::BrokerUrl };
        let (tags, translated) = (Subject::Field(Field::Tags), Subject::Field(Field::Translations));
        for (line, leads) in [
            (line(Page::Listing, tags, "search"), format!("/offerings/{NAME}/listing#listing-tags")),
            (line(Page::Deployments, broker, ""), format!("/offerings/{NAME}/deployments/brokers/{ID}#broker-url")),
            (
                line(Page::Listing, translated, "pt-br listing[display_name]"),
                format!("/offerings/{NAME}/translations?language=pt-br"),
            ),
        ] {
            assert_eq!(place(&line, NAME), leads);
        }
    }

    #[test]
    fn of_what_is_gone_there_is_only_the_name() {
        let id = PlanId::parse(ID).unwrap();
        let plan = line(Page::Pricing, Subject::Plan { id, name: "lite".to_owned(), field: Field::PlanName }, "");
        let broker = Subject::Broker {
            id: BrokerId::parse(ID).unwrap(),
            name: "Frankfurt".to_owned(),
            field: Field::BrokerName,
        };
        let broker = line(Page::Deployments, broker, "");
        let mut draft = view(Stage::GaRequested).offering;
        for (gone, name) in [(&plan, "lite"), (&broker, "Frankfurt")] {
            let html = way(gone, &draft).to_html();
            assert!(html.contains(name) && !html.contains("href"), "{html}");
        }
        draft.plans.push(PlanRecord {
            id,
            draft: PlanDraft::default(),
            approval: PlanApproval::Draft,
            revision: 1,
            saved: None,
            authors: Vec::new(),
        });
        let html = way(&plan, &draft).to_html();
        assert!(html.contains(&format!("href=\"/offerings/{NAME}/pricing/{ID}#plan-name\"")), "{html}");
    }
}
