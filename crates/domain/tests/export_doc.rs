//! Keeps `docs/export.md` equal to what the code does. `UPDATE_DOCS=1 cargo test -p slipway-domain --test export_doc`
//! writes it anew.

use std::path::Path;

use slipway_domain::export::targets;

#[test]
fn the_members_on_paper_are_the_members_in_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/export.md");
    let page = page();
    if is_update_wanted() {
        std::fs::write(&path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/export.md differs from the code; run UPDATE_DOCS=1 cargo test -p slipway-domain --test export_doc"
    );
}

fn page() -> String {
    let intro = "<!-- Generated from crates/domain by its test export_doc. Do not edit. -->\n\n\
         # Fields in catalog.json\n\n\
         Where the export writes what is typed into the forms. Members are told from the service on, `*` stands for \
         each plan, and the rows of a list stand within the member of their list. A field that is not here is of the \
         console and its catalog alone.\n";
    format!("{intro}\n{}", targets::markdown())
}

#[expect(clippy::disallowed_methods, reason = "a switch of this test, not configuration of the program")]
fn is_update_wanted() -> bool {
    std::env::var("UPDATE_DOCS").is_ok_and(|value| value == "1")
}
