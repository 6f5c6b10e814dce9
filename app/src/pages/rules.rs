//! Every rule that the forms check, for everybody, with an address of its own: findings and reviewers link here.

use leptos::prelude::*;
use slipway_domain::field::Form;
use slipway_domain::rule::{self, Level, RuleId};
use slipway_domain::text::{form_name, in_general, level_name};

use crate::api::offering::whoami;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::text::rules as words;
use crate::ui::{Cell, Column, DataTable, Lead, Mark, Page, PageHead, PageMain, Status};

#[component]
pub fn RulesPage() -> impl IntoView {
    load(whoami(), |person| {
        let groups = groups();
        let lead = words::lead(groups.iter().map(|(_, rules)| rules.len()).sum());
        let links = groups.iter().map(|(form, _)| link(*form)).collect_view();
        let sections = groups.into_iter().map(|(form, rules)| section(form, rules)).collect_view();
        view! {
            <Frame person area=Area::Nowhere title=words::TITLE>
                <Page>
                    <PageHead title=words::TITLE>
                        <Lead>{lead}</Lead>
                        <div class="list-bar">
                            <nav class="jump" aria-label=words::FORMS>
                                <ul>{links}</ul>
                            </nav>
                        </div>
                    </PageHead>
                    <PageMain class="page__main--flush">{sections}</PageMain>
                </Page>
            </Frame>
        }
    })
}

/// The rules of every form that has some, in the order of the forms.
fn groups() -> Vec<(Form, Vec<RuleId>)> {
    let rules = |form| rule::all().filter(|id| id.rule().form == form).collect::<Vec<_>>();
    Form::ALL.into_iter().map(|form| (form, rules(form))).filter(|(_, rules)| !rules.is_empty()).collect()
}

/// The anchor of a form: `new_resource` is written `form-new-resource`.
fn anchor(form: Form) -> String {
    let letters = form_name(form).to_lowercase();
    let words: Vec<&str> =
        letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("form-{}", words.join("-"))
}

fn link(form: Form) -> impl IntoView {
    view! {
        <li>
            <a href=format!("#{}", anchor(form))>{form_name(form)}</a>
        </li>
    }
}

fn section(form: Form, rules: Vec<RuleId>) -> impl IntoView {
    let columns = [words::RULE, words::LEVEL, words::WHAT, words::FIX, words::EXAMPLE, words::SOURCE];
    let rows: Vec<_> = rules.into_iter().map(row).collect();
    view! {
        <section class="block" id=anchor(form)>
            <DataTable caption=form_name(form) columns=columns.map(Column::new).to_vec()>
                {rows}
            </DataTable>
        </section>
    }
}

fn row(id: RuleId) -> impl IntoView {
    let rule = id.rule();
    let (mark, level) = (mark(rule.level), level_name(rule.level));
    let (what, fix) = (in_general(rule.what), in_general(rule.fix));
    view! {
        <tr id=rule.id>
            <th scope="row">
                <a href=format!("#{}", rule.id)>
                    <code>{rule.id}</code>
                </a>
            </th>
            <Cell label=words::LEVEL>
                <Status mark=mark>{level}</Status>
            </Cell>
            <Cell label=words::WHAT>{what}</Cell>
            <Cell label=words::FIX>{fix}</Cell>
            <Cell label=words::EXAMPLE>{rule.example}</Cell>
            <Cell label=words::SOURCE>{rule.source}</Cell>
        </tr>
    }
}

const fn mark(level: Level) -> Mark {
    match level {
        Level::Error => Mark::Error,
        Level::Warning => Mark::Warning,
        Level::Info => Mark::Info,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_rule_is_on_the_page_once() {
        let shown: Vec<&str> = groups().iter().flat_map(|(_, rules)| rules.iter().map(|id| id.as_str())).collect();
        let unique: HashSet<_> = shown.iter().collect();
        assert_eq!(shown.len(), rule::all().count());
        assert_eq!(unique.len(), shown.len());
    }

    #[test]
    fn the_groups_have_anchors_of_their_own() {
        let groups = groups();
        let anchors: HashSet<_> = groups.iter().map(|(form, _)| anchor(*form)).collect();
        assert_eq!(anchors.len(), groups.len());
        assert_eq!(anchor(Form::Listing), "form-catalog-listing-listing-page");
    }
}
