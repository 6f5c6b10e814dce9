//! The page of what an export writes: `docs/export.md`.

use slipway_domain::export::targets;

use crate::paper;

#[test]
fn the_members_on_paper_are_the_members_in_the_code() {
    paper::agrees("export", &page());
}

fn page() -> String {
    let intro = "<!-- Generated from crates/domain by its test export_doc. Do not edit. -->\n\n\
         # Fields in catalog.json\n\n\
         Where the export writes what is typed into the forms. Members are told from the service on, `*` stands for \
         each plan, and the rows of a list stand within the member of their list. A field that is not here is of the \
         console and its catalog alone.\n";
    format!("{intro}\n{}", targets::markdown())
}
