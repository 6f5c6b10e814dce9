//! Rules over the crates of others, as far as they can be judged without a network: the floors of versions below which a
//! hole is open, and of `deny.toml` the bans, the sources and the licences. What is new in the advisories is
//! `cargo deny`'s to say.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

/// Crates with the oldest version that may be used, and why (security.md §7). A crate that is not there is fine.
const FLOORS: [(&str, [u64; 3], &str); 20] = [
    ("ammonia", [4, 1, 4], "RUSTSEC-2026-0213"),
    ("bytes", [1, 11, 1], "RUSTSEC-2026-0007"),
    ("h2", [0, 4, 16], "RUSTSEC-2026-0258"),
    ("hickory-proto", [0, 26, 1], "RUSTSEC-2026-0120"),
    ("hydration_context", [0, 3, 1], "`</script>` in serialised errors"),
    ("idna", [1, 0, 0], "RUSTSEC-2024-0421"),
    ("jsonwebtoken", [10, 3, 0], "CVE-2026-25537: an `exp` of a wrong type counts as absent"),
    ("lettre", [0, 11, 22], "RUSTSEC-2026-0141"),
    ("libsqlite3-sys", [0, 37, 0], "SQLite before 3.51.3 can lose committed pages"),
    ("openidconnect", [4, 0, 1], "the first that was read"),
    ("quick-xml", [0, 41, 0], "RUSTSEC-2026-0194, RUSTSEC-2026-0195"),
    ("reqwest", [0, 13, 4], "headers leaked when the scheme changed"),
    ("rustls-webpki", [0, 103, 13], "RUSTSEC-2026-0104"),
    ("server_fn", [0, 8, 13], "leptos #4812"),
    ("sqlx", [0, 8, 1], "RUSTSEC-2024-0363"),
    ("tachys", [0, 2, 16], "`char` was not escaped"),
    ("time", [0, 3, 47], "RUSTSEC-2026-0009"),
    ("tokio", [1, 44, 2], "RUSTSEC-2025-0023"),
    ("tower-sessions", [0, 15, 0], "a store implements `create`"),
    ("tower-sessions-core", [0, 15, 0], "a store implements `create`"),
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A crate that others may not bring along, but for those named.
struct Ban {
    name: String,
    wrappers: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

/// `Cargo.lock`, and what `deny.toml` says about it.
pub(crate) struct Rules {
    locked: Vec<Locked>,
    bans: Vec<Ban>,
}

impl Rules {
    pub(crate) fn read(root: &Path) -> Self {
        let text = |name: &str| std::fs::read_to_string(root.join(name)).expect("it lies in the root");
        Self::parse(&text("Cargo.lock"), &text("deny.toml"))
    }

    fn parse(lock: &str, deny: &str) -> Self {
        #[derive(Deserialize)]
        struct Lock {
            package: Vec<Locked>,
        }
        let lock: Lock = toml::from_str(lock).expect("Cargo.lock is TOML");
        Self { locked: lock.package, bans: bans(deny) }
    }

    /// Every breach of floors, bans and sources, as a sentence.
    pub(crate) fn violations(&self) -> Vec<String> {
        let floors = self.locked.iter().filter_map(|locked| {
            let (_, floor, why) = FLOORS.iter().find(|(name, ..)| *name == locked.name)?;
            let is_below = numbers(&locked.version) < *floor;
            is_below.then(|| format!("{} {} is older than {floor:?}: {why}", locked.name, locked.version))
        });
        let sources = self.locked.iter().filter_map(|locked| {
            let source = locked.source.as_deref().filter(|source| *source != CRATES_IO)?;
            Some(format!("{} comes from {source}", locked.name))
        });
        floors.chain(sources).chain(self.bans.iter().flat_map(|ban| self.banned(ban))).collect()
    }

    fn banned(&self, ban: &Ban) -> Vec<String> {
        if !self.locked.iter().any(|locked| locked.name == ban.name) {
            return Vec::new();
        }
        let asks = |locked: &&Locked| {
            locked.dependencies.iter().any(|dependency| dependency.split(' ').next() == Some(ban.name.as_str()))
        };
        let askers = self.locked.iter().filter(asks).filter(|locked| !ban.wrappers.contains(&locked.name));
        askers.map(|locked| format!("{} brings {} along, which is banned", locked.name, ban.name)).collect()
    }
}

fn bans(deny: &str) -> Vec<Ban> {
    let deny: Value = toml::from_str(deny).expect("deny.toml is TOML");
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let list = deny["bans"]["deny"].as_array().expect("deny.toml has bans");
    list.iter()
        .map(|ban| Ban {
            name: text(&ban["crate"]).expect("a ban names its crate"),
            wrappers: ban["wrappers"].as_array().into_iter().flatten().filter_map(text).collect(),
        })
        .collect()
}

/// Major, minor, patch; what is behind them does not matter here.
fn numbers(version: &str) -> [u64; 3] {
    let mut parts = version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

/// Crates whose licence `deny.toml` does not allow. Asks cargo for what it has already downloaded for this machine.
pub(crate) fn unlicensed(root: &Path) -> Vec<String> {
    #[derive(Deserialize)]
    struct Package {
        name: String,
        license: Option<String>,
        source: Option<String>,
    }
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let arguments = ["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", &host];
    let output = Command::new("cargo").args(arguments).current_dir(root).output().expect("cargo runs this test");
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let deny = std::fs::read_to_string(root.join("deny.toml")).expect("it lies in the root");
    let deny: Value = toml::from_str(&deny).expect("deny.toml is TOML");
    let allowed: Vec<&str> =
        deny["licenses"]["allow"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let foreign = metadata.packages.into_iter().filter(|package| package.source.is_some());
    foreign
        .filter(|package| !package.license.as_deref().is_some_and(|license| is_allowed(license, &allowed)))
        .map(|package| format!("{}: the licence {:?} is not allowed", package.name, package.license))
        .collect()
}

/// An SPDX expression: `AND` binds closer than `OR`, which older crates write as a slash.
fn is_allowed(license: &str, allowed: &[&str]) -> bool {
    let spaced = license.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any_of(&words, &mut at, allowed) && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut holds = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        holds |= all_of(words, at, allowed);
    }
    holds
}

fn all_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut holds = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        holds &= one(words, at, allowed);
    }
    holds
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let holds = any_of(words, at, allowed);
        *at += 1;
        return holds;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return allowed.contains(&format!("{word} WITH {exception}").as_str());
    }
    allowed.contains(word)
}

#[test]
fn a_crate_below_its_floor_of_another_source_or_banned_is_reported() {
    let deny = "[bans]\ndeny = [{ crate = \"openssl\" }, { crate = \"chrono\", wrappers = [\"oauth2\"] }]\n";
    let lock = |package: &str| format!("version = 4\n[[package]]\n{package}\nsource = \"{CRATES_IO}\"\n");
    for (package, breaches) in [
        ("name = \"jsonwebtoken\"\nversion = \"10.2.9\"", 1),
        ("name = \"jsonwebtoken\"\nversion = \"10.3.0\"", 0),
        ("name = \"time\"\nversion = \"0.4.0-alpha.1\"", 0),
        ("name = \"a\"\nversion = \"1.0.0\"\ndependencies = [\"openssl 0.10.1\"]", 1),
        ("name = \"a\"\nversion = \"1.0.0\"\ndependencies = [\"chrono\"]", 1),
        ("name = \"oauth2\"\nversion = \"5.0.0\"\ndependencies = [\"chrono\"]", 0),
    ] {
        let named = "[[package]]\nname = \"openssl\"\nversion = \"1.0.0\"\n[[package]]\nname = \"chrono\"\nversion = \"1.0.0\"\n";
        let found = Rules::parse(&(lock(package) + named), deny).violations();
        assert_eq!(found.len(), breaches, "{package}: {found:?}");
    }
    let git = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"git+https://evil.example\"\n";
    assert_eq!(Rules::parse(git, deny).violations().len(), 1);
}

#[test]
fn a_licence_is_read_as_it_is_meant() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"];
    for (license, expected) in [
        ("MIT", true),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0 OR MIT", true),
        ("MIT/GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("ISC AND (GPL-3.0 OR MIT)", true),
        ("ISC AND (GPL-3.0 OR LGPL-3.0)", false),
        ("GPL-3.0 OR MIT AND ISC", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("MIT WITH LLVM-exception", false),
        ("GPL-3.0", false),
        ("", false),
        ("MIT MIT", false),
    ] {
        assert_eq!(is_allowed(license, &allowed), expected, "{license}");
    }
}
