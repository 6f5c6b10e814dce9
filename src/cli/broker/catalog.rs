//! `slipway broker catalog`.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;
use slipway_app::text::broker::{failure, violation};
use slipway_backend::{Clock, Ids};
use slipway_domain::rejection::Remote;
use slipway_osb::{CallError, Catalog, Reading, Reply, Request, Segment, Severity, Source, Violation};

use super::super::{Failure, print};
use super::Finding;
use super::progress::{counted, visible};
use super::target::Target;

/// Print a broker's catalog as a tree, with everything in it that breaks the contract
///
/// Exit code: 0 if there is no error, 1 if there is one or the catalog could not be read, 2 if the command itself is
/// wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway broker catalog https://broker.example.com --user broker --password-file secret.txt
  slipway broker catalog http://127.0.0.1:5000 --lab --user broker --osb-version 2.14")]
pub(super) struct PrintCatalog {
    #[command(flatten)]
    target: Target,
}

impl PrintCatalog {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        let outbound = self.target.outbound();
        let broker = self.target.broker(&outbound)?;
        let identity = Ids::System.uuid(Clock::System.now());
        let reply = outbound.send(&broker, &Request::catalog(), identity).await.map_err(|error| unanswered(&error))?;
        let Some(value) = reply.json.as_ref().filter(|_| reply.status == 200) else { return Err(refused(&reply)) };
        let reading = Catalog::read(value, Source::Broker, self.target.osb_version);
        print(&tree(&reading))?;
        Ok(if reading.errors() == 0 { Finding::Good } else { Finding::Bad })
    }
}

fn unanswered(error: &CallError) -> Failure {
    let detail = error.cause().unwrap_or_default();
    worded(Remote { code: error.code().to_owned(), status: error.status(), detail })
}

/// Another status, or a 200 that is no JSON.
fn refused(reply: &Reply) -> Failure {
    let code = if reply.status == 200 { "not_json" } else { "status" };
    let said = reply.said.description.clone().unwrap_or_else(|| reply.said.raw.chars().take(300).collect());
    worded(Remote { code: code.to_owned(), status: Some(reply.status), detail: said })
}

fn worded(remote: Remote) -> Failure {
    let words = failure::failure(&remote);
    let said = if failure::has_words(&remote) {
        format!("\nThe broker says: {}", visible(&remote.detail))
    } else {
        String::new()
    };
    Failure::Failed(format!("{} {}{said}", words.what, words.fix))
}

fn tree(reading: &Reading) -> String {
    let mut text = String::new();
    hang(&mut text, reading, 0, |path| !matches!(path.first(), Some(Segment::Service { .. })));
    for service in &reading.catalog.services {
        let at = service.index;
        let _ = writeln!(text, "service {}  {}", visible(&service.name), visible(&service.id));
        hang(
            &mut text,
            reading,
            1,
            |path| matches!(path, [Segment::Service { index, .. }, rest @ ..] if *index == at && !matches!(rest, [Segment::Plan { .. }, ..])),
        );
        for plan in &service.plans {
            let (free, plan_at) = (if plan.free { "free" } else { "paid" }, plan.index);
            let _ = writeln!(text, "  plan {}  {}  {free}", visible(&plan.name), visible(&plan.id));
            hang(&mut text, reading, 2, |path| {
                matches!(path, [Segment::Service { index, .. }, Segment::Plan { index: plan, .. }, ..]
                    if *index == at && *plan == plan_at)
            });
        }
    }
    let count = |severity| reading.violations.iter().filter(|found| found.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warn));
    let notes = counted(count(Severity::Info) + reading.omitted, "note");
    let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
    let _ = writeln!(text, "\n{errors}, {warnings}, {notes}");
    text
}

/// The violations whose path belongs here.
fn hang(text: &mut String, reading: &Reading, depth: usize, belongs: impl Fn(&[Segment]) -> bool) {
    for found in reading.violations.iter().filter(|found| belongs(&found.path.0)) {
        let _ = writeln!(text, "{}{}", "  ".repeat(depth), shown(found));
    }
}

fn shown(found: &Violation) -> String {
    let word = match found.severity {
        Severity::Error => "ERROR",
        Severity::Warn => "WARN",
        Severity::Info => "note",
    };
    let code = |value: Value| match value {
        Value::String(name) => name,
        Value::Object(tagged) => {
            tagged.into_iter().next().map(|(name, with)| format!("{name}:{with}")).unwrap_or_default()
        }
        _ => String::new(),
    };
    let fault = code(serde_json::to_value(found.code).unwrap_or_default());
    let expected = code(serde_json::to_value(&found.expected).unwrap_or_default());
    let stands = if found.found.is_empty() { String::new() } else { format!(" Found {}.", visible(&found.found)) };
    format!(
        "{word} {}: {}{stands} Expected {}.",
        visible(&found.path.to_string()),
        violation::fault(&fault),
        violation::expected(&expected)
    )
}
