//! The page of the rules: `docs/rules.md`.

use slipway_domain::{policy, rule, stage};

use crate::paper;

#[test]
fn the_rules_on_paper_are_the_rules_in_the_code() {
    paper::agrees("rules", &page());
}

#[test]
fn every_rule_is_on_the_page() {
    let page = page();
    for rule in rule::all() {
        assert!(page.contains(&format!("| {rule} |")), "{rule}");
    }
}

fn page() -> String {
    let intro = "<!-- Generated from crates/domain by its test rules_doc. Do not edit. -->\n\n# Rules\n\n\
         What the forms check, how an offering moves, and who may do what. The numbers in the column “Source” are \
         sections and decisions of the domain reference.\n";
    let stages = "A cell names the stage that the move leads to; – means that there is no such move. Roles are those \
         of the permission matrix, SYS is the platform.\n";
    let roles = "PA provider administrator, PE editor, PD developer, PV viewer · OR reviewer, OM marketing, OB billing, \
         OA admin, SA support · CA consumer administrator, CU user. C create, E edit, S submit, A approve or return, \
         V view, X execute, R revoke. Whoever may do anything to an object may also view it, except secrets, which \
         nobody views. Provider and consumer roles count only in the account that the person works in, for that \
         account’s things. Nobody decides about what they wrote or handed in themselves, nor about an account \
         that they belong to.\n";
    format!(
        "{intro}\n## Rules by page\n\n{}\n\n## Stages\n\n{stages}\n{}\n## Permissions\n\n{roles}\n{}",
        rule::markdown().trim_end(),
        stage::stage_markdown(),
        policy::policy_markdown(),
    )
}
