//! Findings in words: fills the templates of the rule table. Plain, short, present tense; the thing is named, then the
//! remedy. It knows no page and no markup.

use crate::field::{Field, Form};
use crate::findings::Finding;
use crate::rule::Level;

/// What is wrong: "The name contains your company name, “Northwind”."
pub fn what(finding: &Finding) -> String {
    filled(finding.rule.rule().what, finding)
}

/// How to mend it, with an example unless the finding carries a value to take over.
pub fn fix(finding: &Finding) -> String {
    let fix = finding.rule.rule().fix;
    match finding.suggestion {
        Some(_) => filled(&without_example(fix), finding),
        None => filled(fix, finding),
    }
}

/// A remedy's template without its example, which ends the sentence where there is one.
fn without_example(fix: &str) -> String {
    fix.split_once(EXAMPLE).map_or_else(|| fix.to_owned(), |(fix, _)| format!("{fix}."))
}

/// Begins the part of a remedy that is left out when there is something better than an example.
const EXAMPLE: &str = ", for example ";

/// What a level means to whoever fills in the form.
pub const fn level_meaning(level: Level, form: Form) -> &'static str {
    match level {
        Level::Error if form.keeps_errors() => "Error: blocks publishing",
        Level::Error => "Error: nothing was changed",
        Level::Warning => "Warning: a reviewer will ask",
        Level::Info => "Note: good to know",
    }
}

pub const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Info => "Note",
    }
}

pub const fn form_name(form: Form) -> &'static str {
    match form {
        Form::Any => "Every form",
        Form::SignIn => "Sign-in",
        Form::Person => "People",
        Form::Account => "New account",
        Form::Place => "Account: country and currency",
        Form::Member => "Members",
        Form::Registration => "Registration",
        Form::NewResource => "New resource",
        Form::Summary => "Summary",
        Form::Listing => "Catalog listing: Listing page",
        Form::Settings => "Catalog listing: Settings",
        Form::Access => "Access management",
        Form::Plan => "Pricing: plan",
        Form::Metric => "Pricing: metric",
        Form::Broker => "Deployments: broker",
        Form::Deployment => "Deployments: catalog deployment",
        Form::Allowlist => "Deployments: allowlist",
        Form::Decision => "Review: decision",
        Form::Thread => "Review: threads",
        Form::Adjustment => "Statements: adjustment",
        Form::Instance => "Instances",
        Form::Sandbox => "Metering sandbox",
    }
}

/// A field inside a sentence: "display name", "title of highlight 2".
pub fn field_name(field: Field) -> String {
    match field {
        Field::BulletTitle(row) => format!("title of highlight {}", ordinal(row)),
        Field::BulletDescription(row) => format!("text of highlight {}", ordinal(row)),
        Field::RedirectUri(row) => format!("redirect URI in row {}", ordinal(row)),
        Field::CustomRole(row) => format!("role in row {}", ordinal(row)),
        Field::ActionId(row) => format!("id of action {}", ordinal(row)),
        Field::ActionName(row) => format!("name of action {}", ordinal(row)),
        Field::ActionDescription(row) => format!("description of action {}", ordinal(row)),
        Field::ActionRoles(row) => format!("roles of action {}", ordinal(row)),
        Field::ActionHidden(row) => format!("visibility of action {}", ordinal(row)),
        Field::PlanBullet(row) => format!("feature line in row {}", ordinal(row)),
        Field::AmountCountry(row) => format!("country in row {}", ordinal(row)),
        Field::AmountCurrency(row) => format!("currency in row {}", ordinal(row)),
        Field::AmountPrice(row) => format!("price in row {}", ordinal(row)),
        Field::PlanLocation(row) => format!("location in row {}", ordinal(row)),
        Field::CapMeasure(row) => format!("measure of cap {}", ordinal(row)),
        Field::CapAmount(row) => format!("cap in row {}", ordinal(row)),
        Field::CapAction(row) => format!("action of cap {}", ordinal(row)),
        Field::InstanceValue(row) => format!("parameter {}", ordinal(row)),
        Field::MetricBound(metric, row) => format!("bound of tier {} of metric {}", ordinal(row), ordinal(metric)),
        Field::MetricCountry(metric, row) => format!("country in row {} of metric {}", ordinal(row), ordinal(metric)),
        Field::MetricCurrency(metric, row) => format!("currency in row {} of metric {}", ordinal(row), ordinal(metric)),
        Field::MetricPrice(metric, place, row) => {
            format!("price of tier {} in row {} of metric {}", ordinal(row), ordinal(place), ordinal(metric))
        }
        _ if field.form() == Form::Metric && field != Field::Metrics => {
            format!("{} of metric {}", plain_field_name(field), ordinal(field.row().unwrap_or_default()))
        }
        _ => plain_field_name(field).to_owned(),
    }
}

fn ordinal(row: u8) -> u16 {
    u16::from(row) + 1
}

/// `U+0007 (bell)`, `U+202E`: how a finding names a character that cannot be seen.
pub(crate) fn character_name(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    let name = match character {
        '\0' => "null",
        '\u{7}' => "bell",
        '\u{8}' => "backspace",
        '\t' => "tab",
        '\n' => "line feed",
        '\r' => "carriage return",
        '\u{1b}' => "escape",
        '\u{7f}' => "delete",
        '\u{200b}' => "zero-width space",
        '\u{feff}' => "byte order mark",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "text direction",
        _ => return code,
    };
    format!("{code} ({name})")
}

fn filled(template: &str, finding: &Finding) -> String {
    with_holes(template, |hole| value(hole, finding))
}

/// A template for somebody who has no finding before them: "The display name has … characters; 60 is the most."
pub fn in_general(template: &str) -> String {
    with_holes(&without_example(template), |hole| match hole.split_once(':') {
        Some((_, noun)) => format!("… {noun}s"),
        None if hole == "field" => "field".to_owned(),
        None => "…".to_owned(),
    })
}

fn with_holes(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut sentence = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, from_hole)) = rest.split_once('{') {
        sentence.push_str(before);
        let Some((hole, after)) = from_hole.split_once('}') else { break };
        sentence.push_str(&value(hole));
        rest = after;
    }
    sentence.push_str(rest);
    sentence
}

/// The value of `field`, `row`, `example`, `0` or `0:noun`.
fn value(hole: &str, finding: &Finding) -> String {
    match hole {
        "field" => return field_name(finding.field),
        "row" => return finding.field.row().map(ordinal).unwrap_or_default().to_string(),
        "example" => return finding.rule.rule().example.to_owned(),
        _ => {}
    }
    let (number, noun) = hole.split_once(':').map_or((hole, None), |(number, noun)| (number, Some(noun)));
    let fact = number.parse::<usize>().ok().and_then(|index| finding.facts.get(index));
    let fact = fact.map_or("", String::as_str);
    match noun {
        None => fact.to_owned(),
        Some(noun) if fact == "1" => format!("1 {noun}"),
        Some(noun) => format!("{fact} {noun}s"),
    }
}

#[expect(clippy::too_many_lines, reason = "one line for each field, so that none is forgotten")]
const fn plain_field_name(field: Field) -> &'static str {
    match field {
        Field::Email | Field::PersonEmail | Field::MemberEmail => "e-mail address",
        Field::Password | Field::NewPassword | Field::BrokerPassword => "password",
        Field::PersonName | Field::MemberName | Field::AccountName | Field::InstanceName => "name",
        Field::PersonRoles => "list of roles",
        Field::AccountKind => "kind of account",
        Field::AdministratorName => "administrator’s name",
        Field::AdministratorEmail => "administrator’s e-mail address",
        Field::PlaceCountry => "country",
        Field::PlaceCurrency | Field::AdjustmentCurrency => "currency",
        Field::AdjustmentOffering => "service",
        Field::AdjustmentAmount => "amount",
        Field::MemberRole => "role",
        Field::CompanyName => "company name",
        Field::CompanyLegalName => "legal name",
        Field::CompanyContactName | Field::ContactName => "contact’s name",
        Field::CompanyContactEmail | Field::ContactEmail => "contact’s e-mail address",
        Field::ResourceName => "resource name",
        Field::BrokerReady => "broker question",
        Field::SupportContact => "support contact",
        Field::InternalDescription => "internal description",
        Field::TargetDate => "target date",
        Field::DisplayName | Field::PlanDisplayName => "display name",
        Field::ProviderDisplayName => "provider name",
        Field::Description => "short description",
        Field::LongDescription => "long description",
        Field::Icon => "icon",
        Field::DocumentationUrl => "documentation URL",
        Field::InstructionsUrl => "instructions URL",
        Field::TermsUrl => "terms URL",
        Field::SupportUrl => "support URL",
        Field::Category => "category",
        Field::Tags => "tag list",
        Field::Bullets | Field::BulletTitle(_) | Field::BulletDescription(_) => "list of highlights",
        Field::PlanUpdateable => "question about plan changes",
        Field::Bindable => "question about bindings",
        Field::ServiceKeySupported => "question about service keys",
        Field::LocationScope => "location scope",
        Field::Parameters => "list of custom parameters",
        Field::AccessEnabled => "access management",
        Field::ApiKey => "API key",
        Field::ClientEnabled => "client",
        Field::RedirectUris | Field::RedirectUri(_) => "list of redirect URIs",
        Field::AccessName => "name in the policy editor",
        Field::AccessDescription => "description in the policy editor",
        Field::ServiceRoles => "list of service roles",
        Field::CustomRoles | Field::CustomRole(_) => "list of own roles",
        Field::Actions
        | Field::ActionId(_)
        | Field::ActionName(_)
        | Field::ActionDescription(_)
        | Field::ActionRoles(_)
        | Field::ActionHidden(_) => "list of actions",
        Field::Plans => "list of plans",
        Field::PlanName => "programmatic name",
        Field::PlanDescription => "description",
        Field::PlanKind => "kind of plan",
        Field::PlanBullets | Field::PlanBullet(_) => "list of feature lines",
        Field::PlanAmounts | Field::AmountCountry(_) | Field::AmountCurrency(_) | Field::AmountPrice(_) => {
            "monthly fee"
        }
        Field::PlanLocations | Field::PlanLocation(_) => "list of locations",
        Field::PlanBindable => "plan’s own answer about bindings",
        Field::PlanOneInstance => "question about one instance for each account",
        Field::PlanProrated => "question about the first month",
        Field::PlanFrom => "plan’s first day",
        Field::PlanUntil => "plan’s last day",
        Field::PlanPaidOnly => "flag for paying accounts only",
        Field::PlanInternalUsers => "flag for internal users",
        Field::PlanReservable => "flag for reservations",
        Field::PlanRegional => "flag for regional plans",
        Field::PlanSubscriptionOnly => "flag for subscription accounts only",
        Field::PlanCaps | Field::CapMeasure(_) | Field::CapAmount(_) | Field::CapAction(_) => "list of caps",
        Field::Metrics => "list of metrics",
        Field::MetricPartNumber(_) => "part number",
        Field::MetricResource(_) => "resource",
        Field::MetricResourceDisplay(_) => "name of the resource",
        Field::MetricMeasure(_) => "measure",
        Field::MetricQuantityType(_) => "kind of quantity",
        Field::MetricConsumerLevel(_) => "question about consumers",
        Field::MetricModel(_) => "metering model",
        Field::MetricScale(_) => "metering scale",
        Field::MetricChargeUnit(_) => "charge unit",
        Field::MetricChargeUnitId(_) => "charge unit id",
        Field::MetricUnitDisplay(_) => "name of the unit",
        Field::MetricGroup(_) => "aggregation group",
        Field::MetricDisplayCap(_) => "display cap",
        Field::MetricPricing(_) => "pricing model",
        Field::MetricPack(_) => "pack size",
        Field::MetricClip(_) => "question about whole packs",
        Field::MetricShownOnly(_) => "question about charging",
        Field::MetricInstanceFree(_) => "allowance per instance",
        Field::MetricFree(_) => "allowance per account",
        Field::MetricUsageCap(_) => "usage cap",
        Field::MetricBucket(_) => "rating bucket",
        Field::MetricFrom(_) => "first day",
        Field::MetricTiers(_) | Field::MetricBound(..) => "price tiers",
        Field::MetricPlaces(_)
        | Field::MetricCountry(..)
        | Field::MetricCurrency(..)
        | Field::MetricPrice(..)
        | Field::SandboxBuyer => "price list",
        Field::Brokers => "list of brokers",
        Field::BrokerName => "broker name",
        Field::BrokerUrl => "broker URL",
        Field::BrokerUsername => "user name",
        Field::AuthScheme => "way to sign in",
        Field::OsbVersion => "API version",
        Field::ProvisionType => "way to make instances",
        Field::IdFormat => "form of the ids",
        Field::LegacyIds => "use of the legacy ids",
        Field::BrokerCa => "certificate authority",
        Field::ExtensionPrefix => "path of the extension",
        Field::SyncTimeout => "time for one answer",
        Field::MaxPoll => "time for an operation",
        Field::PollInterval => "time between two questions",
        Field::Deployments => "list of deployments",
        Field::DeploymentPlan | Field::InstancePlan => "plan",
        Field::DeploymentLocation | Field::InstanceLocation => "location",
        Field::DeploymentBroker => "broker",
        Field::AllowlistAccount => "account",
        Field::AllowlistUntil | Field::MetricUntil(_) => "last day",
        Field::Reason | Field::AdjustmentReason => "reason",
        Field::ReviewNote => "note for the reviewer",
        Field::InternalNote => "note for other reviewers",
        Field::Confirmation => "confirmation",
        Field::ThreadAnchor => "value",
        Field::ThreadText => "comment",
        Field::ThreadRule => "rule",
        Field::ThreadBlocking => "question whether it blocks",
        Field::ReplyText => "reply",
        Field::ReplyInternal => "question who reads it",
        Field::InstanceParameters => "list of parameters",
        Field::InstanceValue(_) => "parameter",
        Field::InstanceTerms => "acceptance of the terms",
        Field::BindingName => "name of the credentials",
        Field::SandboxMonth => "month",
        Field::SandboxDay => "day on which the instance is made",
        Field::SandboxStart => "start",
        Field::SandboxEnd => "end",
        Field::SandboxConsumer => "consumer",
        Field::SandboxRecords => "list of records",
        Field::SandboxPattern => "pattern",
        Field::SandboxAmount => "quantity of the pattern",
        Field::SandboxQuantity(_) => "quantity",
        Field::SandboxPrevious(_) => "level before the event",
    }
}

#[cfg(test)]
mod tests;
