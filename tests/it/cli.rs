//! The executable as somebody meets it at a prompt.

use std::path::Path;
use std::process::Output;

use slipway_store::{Store, owner_only};
use tempfile::TempDir;

use crate::support::{Process, TestServer, VERA, slipway};

const COMMANDS: [&str; 10] =
    ["serve", "migrate", "config", "user", "account", "key", "broker", "usage", "backup", "dossier"];

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let dir = TempDir::new().unwrap();
    for command in COMMANDS {
        let help = printed(&slipway(dir.path(), &[command, "--help"]));
        assert!(help.contains("Example"), "{command}: {help}");
        assert!(help.contains(&format!("slipway {command}")), "{command}: {help}");
    }
    for command in [&["user", "disable"][..], &["account", "member"], &["key", "rotate"], &["usage", "submit"]] {
        let help = printed(&slipway(dir.path(), &[command, &["--help"]].concat()));
        assert!(help.contains(&format!("  slipway {}", command.join(" "))), "{help}");
    }
    let help = printed(&slipway(dir.path(), &["--help"]));
    for command in COMMANDS {
        assert!(help.contains(command), "{help}");
    }
}

#[test]
fn the_first_admin_gets_a_link_and_nobody_gets_a_password() {
    let dir = TempDir::new().unwrap();
    let added = slipway(dir.path(), &["user", "add", "ada@example.com", "--name", "Ada Vance", "--admin"]);
    assert!(added.status.success(), "{}", complained(&added));
    assert!(printed(&added).contains("http://127.0.0.1:3000/set-up/"), "{}", printed(&added));
    let listed = printed(&slipway(dir.path(), &["user", "list"]));
    assert!(listed.contains("ada@example.com") && listed.contains("invited") && listed.contains("admin"), "{listed}");

    let again = slipway(dir.path(), &["user", "add", "ADA@example.com", "--name", "Ada"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        complained(&again).contains("Somebody has the e-mail address ADA@example.com already."),
        "{}",
        complained(&again)
    );
}

#[test]
fn roles_are_given_and_taken_and_people_locked_out() {
    let dir = TempDir::new().unwrap();
    slipway(dir.path(), &["user", "add", "rex@example.com", "--name", "Rex Ohm", "--role", "reviewer"]);
    let changed = slipway(dir.path(), &["user", "role", "rex@example.com", "--add", "billing", "--remove", "reviewer"]);
    assert!(changed.status.success(), "{}", complained(&changed));
    assert!(slipway(dir.path(), &["user", "disable", "rex@example.com"]).status.success());
    let listed = printed(&slipway(dir.path(), &["user", "list"]));
    assert!(listed.contains("disabled") && listed.contains("billing") && !listed.contains("reviewer"), "{listed}");
    let link = slipway(dir.path(), &["user", "link", "rex@example.com"]);
    assert_eq!(link.status.code(), Some(2), "a link would not work");
    for wrong in [
        &["user", "disable", "nobody@example.com"][..],
        &["user", "disable", "rex@example.com"],
        &["user", "role", "rex@example.com", "--add", "emperor"],
        &["user", "role", "rex@example.com"],
        &["user", "add", "no address", "--name", "X"],
        &["user", "add", "x@example.com", "--name", " "],
    ] {
        assert_eq!(slipway(dir.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn keys_are_listed_and_the_next_one_is_announced_once() {
    let dir = TempDir::new().unwrap();
    assert!(printed(&slipway(dir.path(), &["key", "list"])).contains("None yet"));
    assert!(slipway(dir.path(), &["key", "rotate"]).status.success(), "the first one signs at once");
    let first = printed(&slipway(dir.path(), &["key", "list"]));
    assert!(first.lines().count() == 1 && first.contains("signing"), "{first}");
    let rotated = slipway(dir.path(), &["key", "rotate"]);
    assert!(rotated.status.success(), "{}", complained(&rotated));
    let listed = printed(&slipway(dir.path(), &["key", "list"]));
    assert!(listed.lines().count() == 2 && listed.contains("next") && listed.contains("signing"), "{listed}");
    assert!(printed(&slipway(dir.path(), &["key", "rotate"])).contains("announced already"));
    assert!(slipway(dir.path(), &["key", "rotate", "--at-once"]).status.success());
    let alone = printed(&slipway(dir.path(), &["key", "list"]));
    assert!(alone.lines().count() == 1 && alone.contains("signing"), "{alone}");
}

#[test]
fn accounts_are_opened_and_peopled_at_the_prompt() {
    let dir = TempDir::new().unwrap();
    let add = ["account", "add", "Acme", "--kind", "provider", "--administrator", "eve@acme.example"];
    let nameless = slipway(dir.path(), &add);
    assert_eq!(nameless.status.code(), Some(2));
    assert!(complained(&nameless).contains("The name is missing."), "{}", complained(&nameless));
    let added = slipway(dir.path(), &[&add[..], &["--name", "Eve Stone"]].concat());
    assert!(added.status.success(), "{}", complained(&added));
    assert!(printed(&added).contains("http://127.0.0.1:3000/set-up/"), "{}", printed(&added));
    let listed = printed(&slipway(dir.path(), &["account", "list"]));
    assert!(listed.contains("Acme") && listed.contains("provider") && listed.contains("draft"), "{listed}");

    let member = |arguments: &[&str]| slipway(dir.path(), &[&["account", "member", "acme"], arguments].concat());
    let rob = member(&["rob@acme.example", "--name", "Rob Hill", "--role", "editor"]);
    assert!(printed(&rob).contains("/set-up/"), "{}", complained(&rob));
    assert!(complained(&member(&["eve@acme.example", "--remove"])).contains("the last administrator"));
    assert!(member(&["rob@acme.example", "--role", "administrator"]).status.success());
    assert!(member(&["eve@acme.example", "--remove"]).status.success());
    for wrong in [
        &["rob@acme.example"][..],
        &["rob@acme.example", "--role", "editor", "--remove"],
        &["rob@acme.example", "--role", "user"],
        &["rob@acme.example", "--role", "administrator"],
        &["eve@acme.example", "--remove"],
    ] {
        assert_eq!(member(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let again = slipway(dir.path(), &[&add[..], &["--name", "Eve Stone"]].concat());
    assert!(complained(&again).contains("There is an account called Acme already."), "{}", complained(&again));
    let nowhere = slipway(dir.path(), &["account", "member", "Nowhere", "eve@acme.example", "--remove"]);
    assert!(complained(&nowhere).contains("there is no account called Nowhere"), "{}", complained(&nowhere));
}

#[test]
fn the_example_is_the_committed_file_and_a_valid_configuration() {
    let dir = TempDir::new().unwrap();
    let example = slipway(dir.path(), &["config", "--example"]);
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/config.example.toml");
    assert_eq!(printed(&example), std::fs::read_to_string(committed).unwrap());
    std::fs::write(dir.path().join("slipway.toml"), printed(&example)).unwrap();
    let config = slipway(dir.path(), &["config"]);
    assert!(config.status.success(), "{}", complained(&config));
    assert!(printed(&config).contains("listen = \"127.0.0.1:3000\""));
}

#[test]
fn a_wrong_configuration_ends_with_code_2_before_anything_is_made() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("slipway.toml"), "[server]\nlissen = 1\n").unwrap();
    for command in ["serve", "migrate", "config"] {
        let output = slipway(dir.path(), &[command]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(complained(&output).contains("server.lissen"), "{}", complained(&output));
    }
    assert!(!dir.path().join("data").exists());
    assert!(slipway(dir.path(), &["config", "--example"]).status.success(), "the way out stays open");
}

#[test]
fn a_backup_is_a_whole_database_and_overwrites_nothing() {
    let dir = TempDir::new().unwrap();
    slipway(dir.path(), &["user", "add", "ada@example.com", "--name", "Ada Vance", "--admin"]);
    let to = dir.path().join("copy.db");
    let name = to.to_str().unwrap();
    let output = slipway(dir.path(), &["backup", name]);
    assert!(output.status.success(), "{}", complained(&output));
    let before = std::fs::read(&to).unwrap();
    let again = slipway(dir.path(), &["backup", name]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(std::fs::read(&to).unwrap(), before);
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("partial")), "{left:?}");

    // Restored, it has everybody.
    std::fs::copy(&to, dir.path().join("data/slipway.db")).unwrap();
    for suffix in ["-wal", "-shm"] {
        std::fs::remove_file(dir.path().join(format!("data/slipway.db{suffix}"))).ok();
    }
    assert!(printed(&slipway(dir.path(), &["user", "list"])).contains("ada@example.com"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_can_be_taken_beside_a_running_server() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let to = server.dir.path().join("copy.db");
    let output = slipway(server.dir.path(), &["backup", to.to_str().unwrap()]);
    assert!(output.status.success(), "{}", complained(&output));
    let copy = Store::open_current(&to).await.unwrap();
    assert_eq!(copy.digests().await.unwrap(), server.backend.store().digests().await.unwrap());
    assert_eq!(server.browser().get("/readyz").await.status, 204);
}

/// Data as the version before this one left it.
async fn older(dir: &Path) -> i64 {
    let schemas = Store::schemas();
    let previous = schemas[schemas.len() - 2];
    owner_only::create_dir(&dir.join("data")).unwrap();
    Store::open_at(&dir.join("data/slipway.db"), previous).await.unwrap().close().await;
    previous
}

/// The schema of a file that is not this version's.
async fn is_at(file: &Path, schema: i64) -> bool {
    Store::open_current(file).await.is_err_and(|error| error.to_string().contains(&format!("schema {schema},")))
}

#[tokio::test]
async fn a_backup_before_an_update_holds_the_tables_from_before_it() {
    let dir = TempDir::new().unwrap();
    let schema = older(dir.path()).await;
    let to = dir.path().join("before.db");
    let output = slipway(dir.path(), &["backup", to.to_str().unwrap()]);
    assert!(output.status.success(), "{}", complained(&output));
    assert!(is_at(&to, schema).await && is_at(&dir.path().join("data/slipway.db"), schema).await);
    let made: Vec<_> = std::fs::read_dir(dir.path().join("data")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(made, ["slipway.db"], "nothing else is made, no key either");
}

#[tokio::test]
async fn starting_and_migrating_keep_a_copy_of_older_tables_and_say_where() {
    let dir = TempDir::new().unwrap();
    let schema = older(dir.path()).await;
    let output = slipway(dir.path(), &["migrate"]);
    assert!(output.status.success(), "{}", complained(&output));
    let name = format!("slipway-schema-{schema}.db");
    assert!(printed(&output).contains(&name) || complained(&output).contains(&name), "{output:?}");
    assert!(is_at(&dir.path().join("data").join(name), schema).await);

    let dir = TempDir::new().unwrap();
    let schema = older(dir.path()).await;
    Process::serve(dir.path()).kill();
    assert!(is_at(&dir.path().join(format!("data/slipway-schema-{schema}.db")), schema).await);
}

#[test]
fn migrating_twice_changes_nothing() {
    let dir = TempDir::new().unwrap();
    for _ in 0..2 {
        let output = slipway(dir.path(), &["migrate"]);
        assert!(output.status.success(), "{}", complained(&output));
        assert!(printed(&output).contains("up to date"));
    }
}
