//! `slipway broker test`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde_json::Value;
use slipway::server::process;
use slipway_backend::{Clock, Ids};
use slipway_domain::crn::{Cloud, Ctype};
use slipway_domain::ids::AccountId;
use slipway_domain::test_run::Part;
use slipway_osb::conformance::{self, Definition, Report, Selection, Settings, Timer};
use slipway_osb::request::Cause;
use slipway_osb::{Broker, LegacyGuids, OriginatingIdentity};
use uuid::Uuid;

use super::super::{Failure, print};
use super::target::{IdFormat, Target, read};
use super::{Finding, junit, progress};

const LONGEST_ACCOUNT: usize = 64;

/// Test a broker on disposable instances
///
/// Provisions, updates, binds, disables and removes instances as the platform will, checks every answer, and removes what
/// it made, also when it is interrupted. Exit code: 0 if no check failed and nothing was left behind, 1 if one failed or
/// the test was interrupted, 2 if the command itself is wrong.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[command(after_help = "\
Examples:
  export SLIPWAY_BROKER_PASSWORD=...
  slipway broker test https://broker.example.com --user broker --definition catalog.json
  slipway broker test http://127.0.0.1:5000 --lab --user broker --definition catalog.json --plan lite --json
  slipway broker test https://broker.example.com --user broker --definition catalog.json --parameter size=small

catalog.json is what the console lets you download under Deployments, Manage, Download definitions.")]
pub(super) struct Test {
    #[command(flatten)]
    target: Target,
    /// The offering's definition: the catalog.json that the console exports
    #[arg(long, value_name = "FILE")]
    definition: PathBuf,
    /// Name or id of the service, if the definition has several
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Name or id of the plan to provision [default: the first one]
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// Location of the disposable instances
    #[arg(long, default_value = "global")]
    location: String,
    /// Value of a custom parameter, as NAME=VALUE; VALUE may be JSON
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, Value)>,
    /// Form of the ids of instances and bindings
    #[arg(long, value_enum, default_value = "crn")]
    ids: IdFormat,
    /// Path of the enable/disable extension before `/service_instances`
    #[arg(long, value_name = "PATH", default_value = "/platform_v1")]
    extension_prefix: String,
    /// First word of the originating identity, and `context.platform`
    #[arg(long, value_name = "NAME", default_value = "slipway")]
    platform: String,
    /// Header that carries the location
    #[arg(long, value_name = "HEADER", default_value = "X-Slipway-Region")]
    region_header: String,
    /// Also send `organization_guid` and `space_guid`, which some brokers require
    #[arg(long)]
    legacy_guids: bool,
    /// The offering has a dashboard, so that its URL is a must
    #[arg(long)]
    dashboard: bool,
    /// Skip a part: `bindings`, `usage` or `lost-answers`; may be given several times. The console asks for all of them
    #[arg(long = "leave-out", value_name = "PART", value_parser = part)]
    left_out: Vec<Part>,
    /// Account that the disposable instances are said to belong to
    #[arg(long, value_name = "ACCOUNT", default_value = "slipway-conformance", value_parser = account)]
    account: String,
    /// Seconds between two polls of an operation
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    poll_interval: u64,
    /// Seconds after which an operation counts as endless
    #[arg(long, value_name = "SECONDS", default_value_t = 1_800, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    longest_poll: u64,
    /// Print the whole result as JSON, the transcript of every call included
    #[arg(long, conflicts_with = "junit")]
    json: bool,
    /// Print the result as `JUnit` XML
    #[arg(long)]
    junit: bool,
}

impl Test {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        let outbound = self.target.outbound();
        let settings = self.settings(self.target.broker(&outbound)?)?;
        let (clock, source) = (Clock::System, Ids::System);
        let mut ids = || source.uuid(clock.now());
        let is_text = !(self.json || self.junit);
        let mut progress = |result: &conformance::CheckResult| {
            if is_text {
                progress::line(result);
            }
        };
        let (stopper, mut stop) = process::stopper();
        let mut asked = stop.clone();
        let told_to_stop = async {
            asked.requested().await;
            eprintln!("stopping: removing what the test made; interrupt again to end at once");
        };
        let run = conformance::run_until(&outbound, &settings, Timer::system(), &mut ids, &mut progress, told_to_stop);
        let report = tokio::select! {
            report = run => report,
            () = stopper.on_signals() => return Ok(Finding::Bad),
            () = stop.demanded() => {
                return Err(Failure::failed("interrupted before everything was removed; look at the broker"));
            }
        };
        self.print(&report)?;
        Ok(if report.has_passed() { Finding::Good } else { Finding::Bad })
    }

    fn print(&self, report: &Report) -> Result<(), Failure> {
        if self.json {
            let text = serde_json::to_string_pretty(report).map_err(Failure::failed)?;
            print(&format!("{text}\n"))
        } else if self.junit {
            print(&junit::xml(&self.target.url, report))
        } else {
            print(&progress::summary(report))
        }
    }

    fn settings(&self, broker: Broker) -> Result<Settings, Failure> {
        let text = read("the definition", &self.definition)?;
        let definition = Definition::parse(&text, self.service.as_deref())
            .map_err(|problem| Failure::Usage(format!("{}: {problem}", self.definition.display())))?;
        if let Some(plan) = &self.plan
            && definition.plan(plan).is_none()
        {
            let plans: Vec<&str> = definition.service.plans.iter().map(|plan| plan.name.as_str()).collect();
            return Err(Failure::Usage(format!("the definition has no plan {plan}; it has {}", plans.join(", "))));
        }
        Ok(Settings {
            broker: Broker {
                extension_prefix: self.extension_prefix.clone(),
                platform: self.platform.clone(),
                region_header: Some(self.region_header.clone()),
                legacy_guids: self.legacy_guids.then_some(LegacyGuids::DISPOSABLE),
                ..broker
            },
            tokens: None,
            definition,
            plan: self.plan.clone(),
            location: self.location.clone(),
            parameters: self.parameters.iter().cloned().collect(),
            guid_ids: self.ids == IdFormat::Guid,
            has_dashboard: self.dashboard,
            cloud: Cloud {
                cname: self.platform.clone(),
                ctype: Ctype::Public,
                catalog_account: AccountId::new(Uuid::nil()),
            },
            account: self.account.clone(),
            cause: Cause {
                identity: Some(OriginatingIdentity { iam_id: "IAM-slipway-conformance".to_owned(), sub: None }),
                region: Some(self.location.clone()),
            },
            interval: Duration::from_secs(self.poll_interval),
            longest_poll: Duration::from_secs(self.longest_poll),
            selection: Selection::all(),
            left_out: Part::ALL.into_iter().filter(|part| self.left_out.contains(part)).collect(),
            taken: Vec::new(),
            marketplace: None,
            metering: None,
        })
    }
}

fn part(text: &str) -> Result<Part, String> {
    Part::parse(text).ok_or_else(|| format!("the parts are {}", Part::ALL.map(Part::name).join(", ")))
}

/// What can be a part of a CRN.
fn account(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if (1..=LONGEST_ACCOUNT).contains(&text.len()) && text.bytes().all(is_plain) {
        return Ok(text.to_owned());
    }
    Err(format!("an account has 1 to {LONGEST_ACCOUNT} letters, digits, hyphens, underscores and points"))
}

/// `NAME=VALUE`; what is no JSON is a text.
fn parameter(text: &str) -> Result<(String, Value), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            Ok((name.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| Value::from(value))))
        }
        _ => Err("write NAME=VALUE".to_owned()),
    }
}
