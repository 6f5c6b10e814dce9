//! Wrong configurations name themselves and the fix.

use std::io::Write as _;

use slipway::server::config::{Config, ConfigError};

fn from_file(toml: &str) -> Result<Config, ConfigError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(toml.as_bytes()).unwrap();
    Config::from_sources(Some(file.path()), [])
}

fn from_environment(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(Some(file.path()), variables)
}

fn told(result: Result<Config, ConfigError>) -> String {
    match result {
        Ok(_) => panic!("the configuration was accepted"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"[server]\nlisten = \"127.0.0.1:4000\"\n[limits]\nbody_kib = 10\n").unwrap();
    let environment = [("SLIPWAY__LIMITS__BODY_KIB".to_owned(), "20".to_owned())];
    let config = Config::from_sources(Some(file.path()), environment).unwrap();
    assert_eq!(config.server.listen.port(), 4000);
    assert_eq!(config.limits.body_kib, 20);
    assert_eq!(config.session.inactivity_minutes, 30);
}

#[test]
fn a_misspelt_key_is_named_with_the_one_that_was_meant() {
    let text = told(from_file("[server]\nlisten_on = \"127.0.0.1:1\"\n"));
    assert!(text.contains("server.listen_on") && text.contains("Did you mean `listen`?"), "{text}");
    let text = told(from_file("[servers]\nlisten = \"127.0.0.1:1\"\n"));
    assert!(text.contains("servers") && text.contains("Did you mean `server`?"), "{text}");
    let text = told(from_environment(&[("SLIPWAY__SERVER__LISTEM", "127.0.0.1:1")]));
    assert!(text.contains("SLIPWAY__SERVER__LISTEM") && text.contains("SLIPWAY__SERVER__LISTEN?"), "{text}");
}

#[test]
fn a_wrong_value_is_named_with_its_source_and_an_example() {
    for (toml, key, example) in [
        ("[server]\nlisten = \"nowhere\"\n", "server.listen", "listen = \"127.0.0.1:3000\""),
        ("[server]\npublic_url = \"http://console.example.com\"\n", "server.public_url", "public_url = "),
        ("[server]\npublic_url = \"https://example.com/console\"\n", "server.public_url", "public_url = "),
        ("[server]\nallowed_hosts = [\"https://a\"]\n", "server.allowed_hosts", "allowed_hosts = []"),
        ("[server]\ntrusted_proxies = [\"proxy\"]\n", "server.trusted_proxies.0", "trusted_proxies = []"),
        ("[data]\nfree_mib = 2000000\n", "data.free_mib", "free_mib = 64"),
        ("[limits]\nbody_kib = \"many\"\n", "limits.body_kib", "body_kib = 1024"),
        ("[limits]\nbody_kib = 0\n", "limits.body_kib", "body_kib = 1024"),
        ("[limits]\nbody_kib = -1\n", "limits.body_kib", "body_kib = 1024"),
        ("[session]\ninactivity_minutes = 900\n", "session.inactivity_minutes", "inactivity_minutes = 30"),
        ("[platform]\nctype = \"cloudy\"\n", "platform.ctype", "ctype = \"public\""),
        ("[platform]\ncname = \"Big Cloud\"\n", "platform.cname", "cname = \"slipway\""),
        ("[outbound]\nlab = \"yes\"\n", "outbound.lab", "lab = false"),
        ("[outbound]\nconnect_timeout_seconds = 61\n", "outbound.connect_timeout_seconds", "= 5"),
        ("[log]\nformat = \"xml\"\n", "log.format", "format = \"text\""),
        ("[log]\nfilter = \"a=b=c\"\n", "log.filter", "filter = \"info\""),
        ("[oidc]\nissuer = \"https://id.example.com\"\n", "oidc.client_id", "client_id = \"slipway\""),
        ("[oidc]\nissuer = \"http://id.example.com\"\nclient_id = \"a\"\n", "oidc.issuer", "issuer = "),
        ("[secrets]\nkey = \"short\"\n", "secrets.key", "32 bytes in base64"),
    ] {
        let text = told(from_file(toml));
        assert!(text.contains(key) && text.contains(example), "{toml}{text}");
        assert!(text.contains("nothing was started"), "{text}");
    }
}

#[test]
fn a_wrong_address_is_quoted() {
    let text = told(from_file("[server]\nlisten = \"nowhere\"\n"));
    assert!(text.contains("`nowhere` is no address with a port"), "{text}");
    let text = told(from_environment(&[("SLIPWAY__SERVER__LISTEN", "localhost")]));
    assert!(text.contains("`localhost` is no address with a port"), "{text}");
}

fn client(more: &str) -> String {
    let sound = "[[oidc.clients]]\nclient_id = \"reports\"\nname = \"Reports\"\n\
                 redirect_uris = [\"https://reports.example.com/callback\"]\n";
    let lines: Vec<&str> = sound.lines().filter(|line| !more.starts_with(line.split('=').next().unwrap())).collect();
    format!("{}\n{more}\n", lines.join("\n"))
}

#[test]
fn a_service_of_the_operator_is_read_and_printed_without_its_secret() {
    let config = from_file(&client("client_secret = \"shown to nobody at all\"")).unwrap();
    let [client] = &config.oidc.clients[..] else { panic!("{config:?}") };
    assert_eq!((client.client_id.as_str(), client.name.as_str()), ("reports", "Reports"));
    assert!(config.oidc.remote().is_none(), "people sign in here");
    assert_eq!(config.oidc.operator_clients().len(), 1);
    for printed in [config.to_toml(), format!("{config:?}")] {
        assert!(printed.contains("reports") && !printed.contains("shown to nobody"), "{printed}");
    }
}

#[test]
fn a_service_that_cannot_be_one_is_named_with_what_is_wrong() {
    for (more, key, told) in [
        ("client_id = \"\"", "oidc.clients.0.client_id", "visible ASCII"),
        ("client_id = \"slipway-console\"", "oidc.clients.0.client_id", "is the console itself"),
        ("name = \" \"", "oidc.clients.0.name", "Example: name = \"Reports\""),
        ("client_secret = \"password\"", "oidc.clients.0.client_secret", "fewer than 20 characters"),
        ("redirect_uris = []", "oidc.clients.0.redirect_uris", "there is no address"),
        ("redirect_uris = [\"http://a.example/cb\"]", "oidc.clients.0.redirect_uris", "must use https"),
        ("redirect_uris = [\"https://*.example/cb\"]", "oidc.clients.0.redirect_uris", "wildcard"),
        ("redirect_uris = \"https://a.example/cb\"", "oidc.clients.0.redirect_uris", "found string"),
        ("scopes = [\"a b\"]", "oidc.clients.0.scopes", "is no scope"),
        ("pkce = \"optional\"", "oidc.clients.0.pkce", "without a secret cannot do without PKCE"),
        ("pkce = \"plain\"", "oidc.clients.0.pkce", "none of required, optional"),
        ("secret = \"x\"", "oidc.clients.0.secret", "no such key"),
    ] {
        let text = told_of(&client(more));
        assert!(text.contains(key) && text.contains(told), "{more}: {text}");
        assert!(!text.contains("\"password\""), "{text}");
    }
    let text = told_of("[[oidc.clients]]\nname = \"Reports\"\nredirect_uris = []\n");
    assert!(text.contains("oidc.clients.0.client_id") && text.contains("this key is missing"), "{text}");
    let text = told_of(&format!("{}{}", client(""), client("")));
    assert!(text.contains("oidc.clients.1.client_id") && text.contains("the id of two clients"), "{text}");
    let elsewhere = "[oidc]\nissuer = \"https://id.example.com\"\nclient_id = \"a\"\n";
    let text = told_of(&format!("{elsewhere}{}", client("")));
    assert!(text.contains("oidc.clients") && text.contains("people sign in at oidc.issuer"), "{text}");
    let text = told(from_environment(&[("SLIPWAY__OIDC__CLIENTS__CLIENT_ID", "a")]));
    assert!(text.contains("no such setting"), "{text}");
}

fn told_of(toml: &str) -> String {
    told(from_file(toml))
}

#[test]
fn several_wrong_values_are_told_at_once() {
    let text = told(from_file("[limits]\nbody_kib = 0\nheader_seconds = 0\n"));
    assert!(text.contains("limits.body_kib") && text.contains("limits.header_seconds"), "{text}");
}

#[test]
fn a_secret_is_never_printed_and_may_look_like_a_number() {
    let config = from_environment(&[
        ("SLIPWAY__OIDC__ISSUER", "https://id.example.com"),
        ("SLIPWAY__OIDC__CLIENT_ID", "0042"),
        ("SLIPWAY__OIDC__CLIENT_SECRET", "00123456789"),
        ("SLIPWAY__SERVER__ALLOWED_HOSTS", "a.example.com, b.example.com:8443"),
        ("SLIPWAY__OUTBOUND__ALLOWED_PORTS", "[443, 9443]"),
        ("SLIPWAY__OUTBOUND__LAB", "true"),
    ])
    .unwrap();
    let oidc = config.oidc.remote().unwrap();
    assert_eq!((oidc.client_id, oidc.client_secret.unwrap().expose()), ("0042", "00123456789"));
    assert_eq!(config.server.allowed_hosts, ["a.example.com", "b.example.com:8443"]);
    assert_eq!(config.outbound.allowed_ports, [443, 9443]);
    for printed in [config.to_toml(), format!("{config:?}")] {
        assert!(!printed.contains("00123456789") && printed.contains("********"), "{printed}");
    }
}

#[test]
fn mails_are_configured_whole_or_not_at_all_and_a_wrong_server_is_named_and_not_quoted() {
    assert!(from_file("").unwrap().mail.mailer("").unwrap().is_none());
    let mail = |smtp: &str, from: &str, operator: &str| {
        let keys = [("smtp", smtp), ("from", from), ("operator", operator)];
        let given = keys.iter().filter(|(_, value)| !value.is_empty());
        let lines: Vec<String> = given.map(|(key, value)| format!("{key} = \"{value}\"\n")).collect();
        from_file(&format!("[mail]\n{}", lines.concat()))
    };
    let (smtps, from, desk) = ("smtps://me:shown-to-nobody@mail.example.com", "Slipway <a@b.example>", "c@d.example");
    let config = mail(smtps, from, desk).unwrap();
    assert!(config.mail.mailer("").unwrap().is_some());
    for printed in [config.to_toml(), format!("{config:?}")] {
        assert!(printed.contains(desk) && !printed.contains("shown-to-nobody"), "{printed}");
    }
    for (config, key, wrong) in [
        (mail("http://me:shown-to-nobody@mail.example.com", from, desk), "mail.smtp", "the URL is none of smtps://"),
        (mail("smtp://me:shown-to-nobody@mail.example.com", from, desk), "mail.smtp", "would travel in the open"),
        (mail(smtps, "Slipway", desk), "mail.from", "`Slipway` is no address"),
        (mail(smtps, from, "the desk"), "mail.operator", "`the desk` is no address"),
        (mail("", from, desk), "mail.smtp", "this key is missing"),
        (mail(smtps, "", desk), "mail.from", "this key is missing"),
        (mail(smtps, from, ""), "mail.operator", "this key is missing"),
    ] {
        let text = told(config);
        assert!(text.contains(key) && text.contains(wrong) && text.contains("Example: "), "{text}");
        assert!(!text.contains("shown-to-nobody"), "{text}");
    }
}

#[test]
fn a_wrong_secret_is_not_quoted_in_the_complaint() {
    let text = told(from_file("[secrets]\nkey = \"aGFsZiBhIHNlY3JldA==\"\n"));
    assert!(!text.contains("aGFsZiBhIHNlY3JldA"), "{text}");
}

#[test]
fn a_file_that_is_not_there_or_no_toml_is_named() {
    let text = told(Config::from_sources(Some("/nowhere/slipway.toml".as_ref()), []));
    assert!(text.contains("/nowhere/slipway.toml"), "{text}");
    let text = told(from_file("[server\nlisten = 1\n"));
    assert!(text.contains("slipway config --example"), "{text}");
}

#[test]
fn what_is_printed_can_be_read_again() {
    let config =
        from_file("[server]\nallowed_hosts = [\"a.example\"]\n[platform]\noperator_name = \"Ä \\\"B\\\"\"\n").unwrap();
    let again = from_file(&config.to_toml()).unwrap();
    assert_eq!(config.to_toml(), again.to_toml());
}

/// What `slipway config` comes to with one more variable, and what it says about it.
#[cfg(unix)]
fn with_variable(name: &[u8], value: &[u8]) -> (Option<i32>, String) {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::process::Stdio;

    let dir = tempfile::TempDir::new().unwrap();
    let mut command = crate::support::command(dir.path(), &["config"]);
    command.env(OsStr::from_bytes(name), OsStr::from_bytes(value)).stderr(Stdio::piped());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_matters_only_if_it_is_ours() {
    let (code, complained) = with_variable(b"LEGACY_NAME", b"M\xfcller");
    assert_eq!(code, Some(0), "{complained}");
    let (code, complained) = with_variable(b"LEGACY_\xff", b"x");
    assert_eq!(code, Some(0), "{complained}");
    let (code, complained) = with_variable(b"SLIPWAY__PLATFORM__OPERATOR_NAME", b"M\xfcller");
    assert_eq!(code, Some(2), "{complained}");
    assert!(complained.contains("SLIPWAY__PLATFORM__OPERATOR_NAME (from the environment)"), "{complained}");
    assert!(complained.contains("no UTF-8") && complained.contains("Set it again as UTF-8"), "{complained}");
    let (code, complained) = with_variable(b"SLIPWAY__PLATFORM__\xff", b"x");
    assert_eq!(code, Some(2), "{complained}");
    assert!(complained.contains("SLIPWAY__PLATFORM__") && complained.contains("the name is no UTF-8"), "{complained}");
}
