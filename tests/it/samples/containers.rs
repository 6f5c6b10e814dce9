//! The container files of the samples. Nothing is built here: what they copy, set, start and ask is held beside the
//! programs themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::LANGUAGES;
use super::rig::{folder, is_here, metered, start_with, write};

/// The release that programs are built and run on.
const DEBIAN: &str = "trixie";

/// An instruction and what it says, without comments.
type Instruction = (String, String);

fn instructions(file: &str) -> Vec<Instruction> {
    let lines: Vec<&str> = file.lines().filter(|line| !line.starts_with('#')).collect();
    let joined = lines.join("\n").replace("\\\n", " ");
    let said = joined.lines().filter_map(|line| line.trim().split_once(' '));
    said.map(|(name, rest)| (name.to_owned(), rest.trim().to_owned())).collect()
}

fn all<'a>(of: &'a [Instruction], name: &str) -> Vec<&'a str> {
    of.iter().filter(|(known, _)| known == name).map(|(_, rest)| rest.as_str()).collect()
}

/// The one that counts: the last of them.
fn last<'a>(of: &'a [Instruction], name: &str) -> &'a str {
    all(of, name).pop().unwrap_or_else(|| panic!("no {name}"))
}

/// What is copied from the directory of the sample.
fn copied(of: &[Instruction]) -> Vec<&str> {
    let lines = all(of, "COPY").into_iter().filter(|line| !line.starts_with("--from="));
    lines.filter_map(|line| line.rsplit_once(' ')).flat_map(|(sources, _)| sources.split(' ')).collect()
}

/// The words of a command in the form of a JSON array.
fn words(command: &str) -> Vec<String> {
    serde_json::from_str(command).unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// The files of a directory that a source of COPY names.
fn named(dir: &Path, source: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let is_named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        source.strip_prefix('*').map_or_else(|| name == source, |end| name.ends_with(end))
    };
    entries.filter(is_named).collect()
}

#[test]
fn every_container_file_names_its_base_runs_as_no_root_and_says_what_its_program_says() {
    let workspace = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let version = workspace.split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    for language in LANGUAGES {
        let dir = folder(language);
        let read = |name: &str| fs::read_to_string(dir.join(name)).unwrap();
        let file = instructions(&read("Containerfile"));
        for base in all(&file, "FROM") {
            let image = base.split(' ').next().unwrap();
            let (name, tag) = image.strip_prefix("docker.io/library/").unwrap().split_once(':').unwrap();
            assert!(tag.contains(DEBIAN) && tag.contains("slim"), "{language}: {tag} may be another one tomorrow");
            assert!(name != "rust" || tag.starts_with(&format!("{version}-")), "{language}: {tag}, not {version}");
        }
        let user: u32 = last(&file, "USER").parse().expect("a number");
        let place = file.iter().rposition(|(name, _)| name == "USER").unwrap();
        let is_changed = file[place..].iter().any(|(name, _)| ["RUN", "COPY"].contains(&name.as_str()));
        assert!(user > 0 && !is_changed, "{language}: what is made after USER {user} would be the program's to change");

        for source in copied(&file).into_iter().filter(|source| *source != "catalog.json") {
            assert!(!named(&dir, source).is_empty(), "{language}: there is no {source}");
        }
        let (readme, port) = (read("README.md"), last(&file, "EXPOSE"));
        assert!(readme.contains(&format!("| `127.0.0.1`, `{port}` |")), "{language}: the port of the README");
        assert!(readme.contains(&format!("-p {port}:{port}")), "{language}: the line of the README");
        let started = words(last(&file, "CMD"));
        let source = read(if language == "rust" { "src/main.rs" } else { &started[1] });
        assert!([format!("\"{port}\""), format!("'{port}'")].iter().any(|said| source.contains(said)), "{language}");
        let settings = last(&file, "ENV").split(' ').map(|setting| setting.split_once('=').unwrap().0);
        for setting in settings {
            assert!(readme.contains(setting), "{language}: {setting} is no setting");
        }
        // The name is replaced by the broker's own when it is written, in both.
        assert!(language != "rust" || read("Cargo.toml").contains(&format!("name = \"{}\"", started[0])));
    }
}

fn is_healthy(check: &[String], port: u16) -> bool {
    let mut command = Command::new(&check[0]);
    command.args(&check[1..]).env("BROKER_PORT", port.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap().success()
}

/// Everything that the last stage copies, and nothing else.
fn image(written: &Path, stage: &[Instruction], image: &Path) {
    fs::create_dir(image).unwrap();
    for source in copied(stage) {
        let files = named(written, source);
        assert!(!files.is_empty(), "there is no {source}");
        for file in files {
            fs::copy(&file, image.join(file.file_name().unwrap())).unwrap();
        }
    }
}

#[tokio::test]
async fn a_program_starts_with_what_its_container_file_copies_and_the_health_check_tells_whether_it_runs() {
    for language in LANGUAGES.into_iter().filter(|language| is_here(language)) {
        let (written, built) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        write(written.path(), language, &metered()).await;
        let written = written.path().join("my-broker");
        let file = instructions(&fs::read_to_string(written.join("Containerfile")).unwrap());
        let stage = &file[file.iter().rposition(|(name, _)| name == "FROM").unwrap()..];
        image(&written, stage, &built.path().join("my-broker"));
        let running = start_with(built.path(), language, &[]);
        let (_, check) = last(stage, "HEALTHCHECK").split_once("CMD ").unwrap();
        let (check, port) = (words(check), running.address().port());
        assert!(is_healthy(&check, port), "{language}: {check:?}");
        drop(running);
        assert!(!is_healthy(&check, port), "{language}: nobody is there");
    }
}
