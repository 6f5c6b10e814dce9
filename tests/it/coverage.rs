//! Nothing is reachable that `authz` does not know of: its rows against the live registries of server functions and
//! pages, and against the sources for the routes beside them, which axum does not list.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use slipway_app::app::App;

use crate::authz;
use crate::authz::rows::ROWS;

/// Strangers may reach this many routes. The number may only shrink, and with it `public.txt`, unless a decision says
/// otherwise (the page about the interface for programs, 0049, and the schema of the file of an offering, 0050).
const MOST_PUBLIC: usize = 33;

/// Where a route of `src/server` is mounted: the words of the source, and what they mean.
const ROUTES: &[(&str, &[&str])] = &[
    ("\"/account/switch\"", &["POST /account/switch"]),
    ("\"/api/{*function}\"", &[]),
    // What it can do is a table, and a test of its own walks it: `api/callers.rs`.
    ("\"/api/v1\"", &[]),
    ("\"/api/v1/{*rest}\"", &[]),
    ("&path", &[]),
    ("\"/catalog/{name}/create\"", &["POST /catalog/{name}/create"]),
    ("\"/favicon.svg\"", &["GET /favicon.svg"]),
    ("\"/fonts\"", &["GET /fonts"]),
    ("\"/icons.svg\"", &["GET /icons.svg"]),
    ("\"/icons/{icon}\"", &["GET /icons/{icon}"]),
    (
        "\"/instances/{name}/{instance}/credentials/{binding}\"",
        &["POST /instances/{name}/{instance}/credentials/{binding}"],
    ),
    ("\"/instances/{name}/{instance}/events\"", &["GET /instances/{name}/{instance}/events"]),
    ("\"/marks\"", &["GET /marks"]),
    ("\"/offerings/{name}\"", &["GET /offerings/{name}"]),
    ("\"/offerings/{name}/broker-api/sample.zip\"", &["GET /offerings/{name}/broker-api/sample.zip"]),
    ("\"/offerings/{name}/catalog.json\"", &["POST /offerings/{name}/catalog.json"]),
    ("\"/offerings/{name}/deployments/import\"", &["POST /offerings/{name}/deployments/import"]),
    ("\"/offerings/{name}/dossier.zip\"", &["POST /offerings/{name}/dossier.zip"]),
    ("\"/offerings/{name}/icon\"", &["POST /offerings/{name}/icon"]),
    ("\"/offerings/{name}/media\"", &["POST /offerings/{name}/media"]),
    ("\"/offerings/{name}/tests/{run}/events\"", &["GET /offerings/{name}/tests/{run}/events"]),
    ("\"/pictures/{picture}\"", &["GET /pictures/{picture}"]),
    ("\"/pkg\"", &["GET /pkg"]),
    ("\"/set-up/{token}\"", &["GET /set-up/{token}", "POST /set-up/{token}"]),
    ("\"/sign-out\"", &["POST /sign-out"]),
    (
        "\"/v4/metering/resources/{resource}/usage\"",
        &["GET /v4/metering/resources/{name}/usage", "POST /v4/metering/resources/{name}/usage"],
    ),
    ("\"/statement/csv\"", &["GET /statement/csv"]),
    ("\"/statement/json\"", &["GET /statement/json"]),
    ("\"/v4/metering/resources/{resource}/usage/{record}\"", &["GET /v4/metering/resources/{name}/usage/{key}"]),
    ("\"/v4/metering/sandbox/{resource}/usage\"", &["POST /v4/metering/sandbox/{name}/usage"]),
    ("\"/v4/openapi.json\"", &["GET /v4/openapi.json"]),
    ("CALLBACK", &["GET /login/callback"]),
    ("CONSENT", &["GET /consent", "POST /consent"]),
    ("IMPORT", &["POST /dossiers"]),
    ("LIVE", &["GET /livez"]),
    ("LOGIN", &["GET /login"]),
    ("OFFERING", &["GET /schemas/offering.v1.json"]),
    ("READY", &["GET /readyz"]),
    ("SIGN_IN", &["GET /sign-in", "POST /sign-in"]),
    ("discovery::AUTHORIZATION_PATH", &["GET /authorize", "POST /authorize"]),
    ("discovery::DISCOVERY_PATH", &["GET /.well-known/openid-configuration"]),
    ("discovery::KEYS_PATH", &["GET /keys"]),
    ("discovery::REVOCATION_PATH", &["POST /revoke"]),
    ("discovery::TOKEN_PATH", &["POST /token"]),
    ("discovery::USERINFO_PATH", &["GET /userinfo", "POST /userinfo"]),
];

#[test]
fn every_server_function_is_a_post() {
    let others: Vec<_> = server_fn::axum::server_fn_paths().filter(|(_, method)| method != "POST").collect();
    assert!(others.is_empty(), "{others:?}");
}

#[tokio::test]
async fn every_function_page_and_route_has_a_row_and_every_row_has_one_of_them() {
    let functions = server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    let pages = leptos_axum::generate_route_list(App);
    let pages = pages.iter().map(|page| format!("GET {}", page.path()));
    let routes = ROUTES.iter().flat_map(|(_, routes)| routes.iter().map(|route| (*route).to_owned()));
    let registered: BTreeSet<String> = functions.chain(pages).chain(routes).collect();
    let rows: BTreeSet<String> = ROWS.iter().map(|row| format!("{} {}", row.method, row.route)).collect();
    assert!(registered.len() > 80, "the registries are not empty: {registered:?}");
    let without_row: Vec<_> = registered.difference(&rows).collect();
    let without_route: Vec<_> = rows.difference(&registered).collect();
    assert!(without_row.is_empty() && without_route.is_empty(), "no row: {without_row:?}; no route: {without_route:?}");
}

#[test]
fn the_routes_listed_here_are_the_ones_that_the_server_mounts() {
    let mut mounted = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for call in [".route(", ".route_service(", ".nest_service(", ".nest("] {
            mounted.extend(code.split(call).skip(1).map(|rest| rest.split(',').next().unwrap().trim().to_owned()));
        }
    }
    let listed: BTreeSet<String> = ROUTES.iter().map(|(source, _)| (*source).to_owned()).collect();
    assert_eq!(mounted, listed);
}

#[test]
fn strangers_reach_what_the_public_list_names_and_nothing_else() {
    let listed: Vec<String> =
        include_str!("public.txt").lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    assert_eq!(authz::strangers_reach(), listed);
    assert!(listed.len() <= MOST_PUBLIC, "{} public routes: the list may only shrink", listed.len());
}

/// Ours; what lies there of a sample is a program of its own.
fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if dir.ends_with("sample/rust") {
        return files;
    }
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
