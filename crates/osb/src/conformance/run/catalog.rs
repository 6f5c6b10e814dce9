//! The catalog checks (§6.9 BRK-CAT).

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use serde_json::Value;
use slipway_domain::parity::{self, BrokerCatalog, BrokerService};
use slipway_domain::rule::Level as Weight;
use slipway_domain::view::ParityLine;

use super::super::verdict::Verdict;
use super::Run;
use super::sent::Sent;
use crate::call_error::{CallError, Hint};
use crate::catalog::{Catalog, Reading, Source};
use crate::request::{Presented, Request, VersionHeader};
use crate::version::OsbVersion;
use crate::violation::{Severity, Violation, ViolationCode};

/// BRK-CAT-10: what changes at every read changes within this time.
const BETWEEN_READS: Duration = Duration::from_secs(5);
/// BRK-CAT-12
const LARGEST_SCHEMA: usize = 64 * 1024;
const MOST_FACTS: usize = 20;

impl Run<'_> {
    /// Whether the catalog could be read.
    pub(super) async fn catalog(&mut self) -> bool {
        if self.reached().await {
            self.credentials().await;
            self.versions().await;
        }
        if !self.makes("BRK-CAT-03") {
            return true;
        }
        let mark = self.begin("BRK-CAT-03");
        let read = self.send(&Request::catalog()).await;
        let value = read.reply().filter(|reply| reply.status == 200).and_then(|reply| reply.json.clone());
        let services = value.as_ref().and_then(|value| value.get("services")?.as_array());
        let verdict = match (services, &value) {
            (Some(services), _) if !services.is_empty() => Verdict::pass().fact("services", services.len()),
            (Some(_), _) => Verdict::broken("the catalog has no services"),
            (None, Some(_)) => Verdict::broken("the answer is no JSON object with a list of services"),
            (None, None) if read.is(&[200]) => Verdict::broken("the answer is not JSON"),
            (None, None) => self.no_catalog(&read).await,
        };
        let readable = self.conclude(mark, verdict);
        let Some(value) = value.filter(|_| readable) else { return false };
        let reading = Catalog::read(&value, Source::Broker, self.settings.broker.version);
        let service = reading.catalog.service(&self.settings.definition.service.id);
        self.retrievable = self.settings.broker.version.has_async_bindings()
            && service.is_some_and(|service| service.instances_retrievable);
        let plans = reading.catalog.services.iter().flat_map(|service| &service.plans);
        self.maintenance = plans.filter_map(|plan| Some((plan.id.clone(), plan.maintenance.clone()?))).collect();
        self.contract(&reading, read.number);
        self.schemas(&reading, read.number);
        self.parity(reading, read.number);
        self.second_reading(&value, read.number).await;
        true
    }

    /// Whether anything answers at all.
    async fn reached(&mut self) -> bool {
        if !self.makes("BRK-CAT-01") {
            return true;
        }
        let mark = self.begin("BRK-CAT-01");
        let first = self.send(&Request::catalog()).await;
        let verdict = self.connection(&first).await;
        self.conclude(mark, verdict);
        !matches!(&first.answer, Err(error) if error.status().is_none())
    }

    /// Some brokers answer 400, or a bare 404, to a version that they do not speak.
    async fn no_catalog(&mut self, read: &Sent) -> Verdict {
        let verdict = Verdict::broken(format!("the catalog {}", read.shown()));
        if !read.is(&[400, 404, 412]) {
            return verdict;
        }
        let asked = self.settings.broker.version;
        let mut spoken = Vec::new();
        for version in OsbVersion::ALL.into_iter().filter(|version| *version != asked) {
            let version_header = VersionHeader::Text(version.as_str());
            if self.send(&Request { version_header, ..Request::catalog() }).await.is(&[200]) {
                spoken.push(version.as_str());
            }
        }
        if !spoken.is_empty() {
            let versions = spoken.join(", ");
            return verdict.fact("found", format!("the broker answers to {versions}, but not to {asked}"));
        }
        let target = self.outbound.urls().parse(&self.settings.broker.url);
        match Hint::for_catalog(read.status().unwrap_or_default(), target.is_ok_and(|target| target.names_the_api())) {
            Some(Hint::BasePathNamesTheApi) => {
                verdict.fact("found", "the URL ends in /v2, which the platform adds itself")
            }
            Some(Hint::BasePathOrVersion) => verdict
                .fact("suspicion", "the URL is not where the broker's /v2 begins, or it speaks none of these versions"),
            _ => verdict.fact("found", "every version from 2.12 to 2.17 is refused"),
        }
    }

    async fn connection(&mut self, sent: &Sent) -> Verdict {
        let is_https = self.settings.broker.url.starts_with("https:");
        match &sent.answer {
            Err(
                error @ (CallError::Tls(_) | CallError::Denied(_) | CallError::BadUrl(_) | CallError::BadAuthority),
            ) => {
                let cause = error.cause().unwrap_or_default();
                Verdict::broken(format!("the connection was refused on this side ({}: {cause})", error.code()))
            }
            Err(error) if error.status().is_none() => {
                Verdict::broken(format!("the broker gave no answer ({})", error.code()))
            }
            _ if is_https => match self.outbound.accepts_old_tls(&self.settings.broker.url).await {
                Some(true) => Verdict::doubtful("TLS 1.1 or older is still accepted"),
                Some(false) => Verdict::pass(),
                None => Verdict::pass().fact("TLS 1.1 and older", "could not be tried"),
            },
            _ => Verdict::skip("plain http, which lab mode allows and the platform does not"),
        }
    }

    async fn credentials(&mut self) {
        if !self.makes("BRK-CAT-02") {
            return;
        }
        let mark = self.begin("BRK-CAT-02");
        let mut problems = Vec::new();
        for (presented, what) in [
            (Presented::None, "the catalog without credentials"),
            (Presented::Wrong, "the catalog with wrong credentials"),
        ] {
            let sent = self.send(&Request { credentials: presented, ..Request::catalog() }).await;
            problems.extend(sent.problem(&[401, 403], what));
            if sent.reply().is_some_and(|reply| reply.member("services").is_some()) {
                problems.push(format!("{what} came with services"));
            }
        }
        self.conclude(mark, Verdict::of(problems));
    }

    async fn versions(&mut self) {
        if !self.makes("BRK-CAT-11") {
            return;
        }
        let mark = self.begin("BRK-CAT-11");
        let mut problems = Vec::new();
        for (header, what) in [
            (VersionHeader::Text("0.1"), "the catalog with version 0.1"),
            (VersionHeader::Absent, "the catalog without a version header"),
        ] {
            let sent = self.send(&Request { version_header: header, ..Request::catalog() }).await;
            problems.extend(sent.problem(&[200, 400, 412], what));
        }
        self.conclude(mark, Verdict::of(problems));
    }

    /// The violations of the contract, sorted into the checks that they break.
    fn contract(&mut self, reading: &Reading, cited: usize) {
        let of = |belongs: fn(&Violation) -> bool| {
            let found: Vec<&Violation> = reading.violations.iter().filter(|violation| belongs(violation)).collect();
            let verdict = match found.first() {
                None => Verdict::pass(),
                Some(first) => Verdict::broken(shown(first)),
            };
            found.iter().take(MOST_FACTS).fold(verdict.cites([cited]), |verdict, at| verdict.fact("at", shown(at)))
        };
        let results = [
            ("BRK-CAT-04", of(is_schema_fault)),
            ("BRK-CAT-05", self.unique(reading).cites([cited])),
            ("BRK-CAT-06", of(|at| matches!(at.code, ViolationCode::NotAGuid | ViolationCode::TooLong))),
            ("BRK-CAT-07", of(|at| matches!(at.code, ViolationCode::BadName | ViolationCode::ControlCharacter))),
        ];
        for (id, verdict) in results {
            self.note(id, verdict);
        }
    }

    /// Ids among themselves, and against what others have on the platform.
    fn unique(&self, reading: &Reading) -> Verdict {
        let duplicates = reading.violations.iter().filter(|at| at.code == ViolationCode::Duplicate).map(shown);
        let taken: HashMap<&str, &str> =
            self.settings.taken.iter().map(|one| (one.id.as_str(), one.owner.as_str())).collect();
        let foreign = reading.catalog.services.iter().flat_map(|service| {
            let path = format!("services[{}]", service.index);
            let plans = service.plans.iter().map(|plan| (format!("{path}.plans[{}].id", plan.index), &plan.id));
            let ids: Vec<(String, &String)> = [(format!("{path}.id"), &service.id)].into_iter().chain(plans).collect();
            ids.into_iter()
                .filter_map(|(path, id)| Some(format!("{path}: {id} is an id of {}", taken.get(id.as_str())?)))
        });
        let problems: Vec<String> = duplicates.chain(foreign).collect();
        let verdict = problems.first().map_or_else(Verdict::pass, |first| Verdict::broken(first.clone()));
        problems.into_iter().take(MOST_FACTS).fold(verdict, |verdict, at| verdict.fact("at", at))
    }

    fn schemas(&mut self, reading: &Reading, cited: usize) {
        let plans = reading.catalog.services.iter().flat_map(|service| service.plans.iter());
        let mut any = false;
        let mut problems = Vec::new();
        for plan in plans.filter(|plan| !plan.schemas.is_null()) {
            for path in ["service_instance/create", "service_instance/update", "service_binding/create"] {
                if let Some(schema) = plan.schemas.pointer(&format!("/{path}/parameters")) {
                    any = true;
                    problems.extend(schema_problem(schema).map(|why| format!("plan {}, {path}: {why}", plan.name)));
                }
            }
        }
        let verdict = if any { Verdict::of(problems) } else { Verdict::skip("no plan has schemas") };
        self.note("BRK-CAT-12", verdict.cites([cited]));
    }

    /// §6.7, by the rules of the console. The plans of the definition are those that this broker has to serve.
    fn parity(&mut self, reading: Reading, cited: usize) {
        let definition = BrokerService::from(self.settings.definition.service.clone());
        let served: Vec<String> = definition.plans.iter().map(|plan| plan.id.clone()).collect();
        let lines = parity::compare(&definition, &served, &BrokerCatalog::from(reading));
        for (id, weight) in [("BRK-CAT-08", Weight::Error), ("BRK-CAT-09", Weight::Warning)] {
            let differences: Vec<&ParityLine> =
                lines.iter().filter(|line| !line.same && line.severity == weight).collect();
            let verdict = match differences.first() {
                None => Verdict::pass(),
                Some(first) => Verdict::broken(difference(first)),
            };
            let verdict = differences
                .iter()
                .take(MOST_FACTS)
                .fold(verdict.cites([cited]), |verdict, line| verdict.fact("at", difference(line)));
            self.note(id, verdict);
        }
    }

    async fn second_reading(&mut self, first: &Value, cited: usize) {
        if !self.makes("BRK-CAT-10") {
            return;
        }
        let mark = self.begin("BRK-CAT-10");
        self.timer.sleep(BETWEEN_READS).await;
        let sent = self.send(&Request::catalog()).await;
        let ids = |value: &Value| -> BTreeSet<String> {
            let catalog = Catalog::read(value, Source::Broker, self.settings.broker.version).catalog;
            let services = catalog.services.iter();
            services
                .flat_map(|service| {
                    [&service.id]
                        .into_iter()
                        .chain(service.plans.iter().map(|plan| &plan.id))
                        .cloned()
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        let verdict = match sent.reply().and_then(|reply| reply.json.as_ref()) {
            Some(second) if sent.is(&[200]) && ids(first) == ids(second) => Verdict::pass(),
            Some(_) if sent.is(&[200]) => Verdict::broken("the second reading has other ids than the first"),
            _ => Verdict::broken(format!("the second reading {}", sent.shown())),
        };
        self.conclude(mark, verdict.cites([cited]));
    }
}

fn is_schema_fault(violation: &Violation) -> bool {
    violation.severity == Severity::Error
        && matches!(
            violation.code,
            ViolationCode::Missing
                | ViolationCode::WrongType
                | ViolationCode::Empty
                | ViolationCode::NoServices
                | ViolationCode::NoPlans
                | ViolationCode::NotWrapped
                | ViolationCode::UnknownValue
        )
}

fn schema_problem(schema: &Value) -> Option<&'static str> {
    if schema.to_string().len() > LARGEST_SCHEMA {
        return Some("the schema has more than 64 kB");
    }
    if schema.get("$schema").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Some("the schema has no $schema");
    }
    leads_out(schema).then_some("a $ref leads out of the schema")
}

/// The depth is bounded by the reading of the answer.
fn leads_out(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(name, member)| {
            (name == "$ref" && member.as_str().is_some_and(|to| !to.starts_with('#'))) || leads_out(member)
        }),
        Value::Array(items) => items.iter().any(leads_out),
        _ => false,
    }
}

fn shown(violation: &Violation) -> String {
    let code = serde_json::to_value(violation.code).unwrap_or_default();
    format!("{}: {} {}", violation.path, code.as_str().unwrap_or_default(), violation.found).trim_end().to_owned()
}

fn difference(line: &ParityLine) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    format!("{}: defined {}, broker {}", line.path.join(" > "), side(&line.console), side(&line.broker))
}
