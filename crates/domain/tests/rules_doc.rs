//! Keeps `docs/rules.md` equal to what the code does. `UPDATE_DOCS=1 cargo test -p slipway-domain --test rules_doc`
//! writes it anew.

use std::path::Path;

use slipway_domain::{policy, rule, stage};

#[test]
fn the_rules_on_paper_are_the_rules_in_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = page();
    if is_update_wanted() {
        std::fs::write(&path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/rules.md differs from the code; run UPDATE_DOCS=1 cargo test -p slipway-domain --test rules_doc"
    );
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

#[expect(clippy::disallowed_methods, reason = "a switch of this test, not configuration of the program")]
fn is_update_wanted() -> bool {
    std::env::var("UPDATE_DOCS").is_ok_and(|value| value == "1")
}
