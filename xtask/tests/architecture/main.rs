//! Holds the workspace to its plan: who may depend on whom, and what may be written where.
//! Every rule also runs over samples that break it, so that a rule that sees nothing cannot pass for one that holds.

mod calls;
mod crates;
mod events;
mod locked;
mod paths;
mod redirects;
mod sources;
mod statements;
mod tokens;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace").to_owned()
}

fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n  {}\n", violations.join("\n  "));
}

#[test]
fn every_crate_depends_only_on_what_it_may_know() {
    assert_none(&crates::violations(&crates::read(&root())));
}

#[test]
fn no_crate_of_others_is_too_old_banned_or_from_elsewhere() {
    assert_none(&locked::Rules::read(&root()).violations());
}

#[test]
fn every_crate_of_others_has_a_licence_that_is_allowed() {
    assert_none(&locked::unlicensed(&root()));
}

#[test]
fn every_source_file_keeps_to_the_house_rules() {
    assert_none(&sources::violations(&sources::read(&root())));
}

#[test]
fn every_statement_about_a_tenant_says_whose_row_it_is_about() {
    assert_none(&statements::violations(&statements::tenant_tables(&root()), &sources::read(&root())));
}

#[test]
fn every_kind_of_event_is_written_by_some_use_case() {
    let sources = sources::read(&root());
    assert!(events::known(&sources) > 90, "the rule finds the kinds");
    assert_none(&events::violations(&sources));
}

#[test]
fn every_path_that_the_documents_name_exists() {
    assert_none(&paths::violations(&root()));
}

#[test]
fn no_broker_is_called_while_a_transaction_is_open() {
    let sources = sources::read(&root());
    assert!(calls::known(&sources) > 4, "the rule knows how brokers are called");
    assert_none(&calls::violations(&sources));
}

#[test]
fn the_server_sends_browsers_to_typed_paths_only() {
    assert_none(&redirects::violations(&sources::read(&root())));
}
