//! Events in words: what somebody did, without who and when, and what is worth knowing beside it.

use slipway_domain::caller::Role;
use slipway_domain::drift::Cause;
use slipway_domain::event::{Detail, Event, EventKind};
use slipway_domain::offering::Section;
use slipway_domain::view::Subject;

use super::role;

mod carried_out;
mod ended;
mod reviewed;

use carried_out::carried_out;
use ended::ended;
use reviewed::reviewed;

/// What somebody did, as the rest of a sentence that begins with their name: "Saved the plan “gold”".
pub fn event(event: &Event) -> String {
    let detail = &event.detail;
    operated(event.kind, detail)
        .or_else(|| ended(event.kind, detail))
        .or_else(|| reviewed(event.kind, detail))
        .or_else(|| defined(event.kind, detail))
        .or_else(|| carried_out(event.kind, detail))
        .unwrap_or_else(|| who_may(event.kind, detail))
}

/// A second line: the reason that was written, why a call failed, or the revision that a save led to.
pub fn event_more(event: &Event) -> Option<String> {
    let detail = &event.detail;
    let reason = detail.reason.as_ref().map(|reason| reason.trim()).filter(|reason| !reason.is_empty());
    match (event.kind, reason, &detail.code, detail.revision) {
        (_, Some(reason), ..) => Some(format!("“{reason}”")),
        // The revision that a decision names says nothing to people.
        (EventKind::ReviewTrackApproved | EventKind::ReviewApproved | EventKind::RevisionApproved, ..) => None,
        (EventKind::BrokerFetchFailed | EventKind::BrokerTried, None, Some(code), _) => Some(match code.as_str() {
            "parity" => "Its catalog contradicts the console.".to_owned(),
            code => format!("Reason: {}.", code.replace('_', " ")),
        }),
        (EventKind::RegistrationApproved, None, ..) => detail.subject.as_deref().map(documentation),
        (EventKind::TokenRevoked, None, Some(client), _) => Some(format!("The client is {client}.")),
        (EventKind::BrokerImported | EventKind::DefinitionsImported, None, ..) => imported(detail),
        (EventKind::ApiKeyCreated, None, Some(days), _) => Some(format!("It ends after {days} days.")),
        (EventKind::TranslationSaved, None, Some(restored), _) => Some(format!("With the text of revision {restored}")),
        (EventKind::AccessEnabled, None, Some(key), _) => Some(format!("With the API key {key}…")),
        (
            EventKind::SectionSaved | EventKind::ServiceNameRegistered | EventKind::ClientDisabled,
            None,
            None,
            Some(revision),
        ) => Some(format!("Revision {revision}")),
        (_, None, Some(restored), Some(revision)) => {
            Some(format!("Revision {revision}, with the text of revision {restored}"))
        }
        _ => None,
    }
}

/// What was taken over, and what became of it.
fn imported(detail: &Detail) -> Option<String> {
    let taken = detail.taken.as_ref().map(super::import::recorded).filter(|taken| !taken.is_empty());
    let taken = taken.map(|taken| format!("{taken}."));
    let registered = detail.code.as_ref().map(|_| "The service name was registered with it.".to_owned());
    let told: Vec<String> = taken.into_iter().chain(registered).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn documentation(base: &str) -> String {
    format!("Its documentation URLs begin with {base}/.")
}

/// The stages of an offering, and its checklist.
fn operated(kind: EventKind, detail: &Detail) -> Option<String> {
    Some(match kind {
        EventKind::OfferingCreated => format!("Added {}", the("the offering", detail)),
        EventKind::OfferingImported => format!("Imported {} from a dossier", the("the offering", detail)),
        EventKind::PublishedLimited => "Published with limited visibility".to_owned(),
        EventKind::OfferingReopened => "Opened the definition for changes again".to_owned(),
        EventKind::OfferingReleased => "Released the offering to everybody".to_owned(),
        EventKind::OfferingHidden => "Took the offering out of the lists of the catalog".to_owned(),
        EventKind::OfferingListed => "Put the offering back into the lists of the catalog".to_owned(),
        EventKind::InputParked => format!("Could not save {} yet; what was typed is kept", typed(detail)),
        EventKind::InputDiscarded => format!("Gave up what was typed for {}", typed(detail)),
        EventKind::Attested => format!("Ticked {}", row(detail)),
        EventKind::AttestationWithdrawn => format!("Took the tick of {} back", row(detail)),
        _ => return None,
    })
}

/// The definition: sections, access, plans, brokers, deployments, allowlist.
fn defined(kind: EventKind, detail: &Detail) -> Option<String> {
    Some(match kind {
        EventKind::SectionSaved => format!("Saved {}", detail.section.map_or("a page", section)),
        EventKind::ServiceNameRegistered => {
            let saved = detail.section.map(section).map_or_else(String::new, |page| format!("Saved {page} and "));
            super::sentence_case(&format!("{saved}registered {}", the("the service name", detail)))
        }
        EventKind::TranslationSaved => {
            format!("Saved the translation into {}", detail.subject.as_deref().unwrap_or("another language"))
        }
        EventKind::IconUploaded => "Uploaded an icon".to_owned(),
        EventKind::PictureUploaded => "Uploaded a picture".to_owned(),
        EventKind::AccessEnabled => "Enabled access management".to_owned(),
        EventKind::ApiKeyCreated => format!("Created {}", the("an API key", detail)),
        EventKind::ApiKeyRevoked => format!("Revoked {}", the("an API key", detail)),
        EventKind::ClientSecretCreated => "Replaced the client secret".to_owned(),
        EventKind::ClientEnabled => "Put the redirect URIs in force and enabled the client".to_owned(),
        EventKind::ClientDisabled => "Took the last redirect URI away, which disabled the client".to_owned(),
        EventKind::ClientOwnerAdded => format!("Made {} an owner of the client", the("the person", detail)),
        EventKind::ClientOwnerRemoved => format!("Took {} from the owners of the client", the("the person", detail)),
        EventKind::PlanAdded => format!("Added {}", the("the plan", detail)),
        EventKind::PlanSaved => format!("Saved {}", the("the plan", detail)),
        EventKind::PlanRemoved => format!("Removed {}", the("the plan", detail)),
        EventKind::PlanSubmitted => format!("Handed {} to the billing desk", the("the plan", detail)),
        EventKind::PlanApproved => format!("Agreed to the price of {}", the("the plan", detail)),
        EventKind::PlanReturned => format!("Returned {} to the provider", the("the plan", detail)),
        EventKind::BrokerAdded => format!("Added {}", the("the broker", detail)),
        EventKind::BrokerSaved => format!("Saved {}", the("the broker", detail)),
        EventKind::BrokerRegistered => format!("Checked and registered {}", the("the broker", detail)),
        EventKind::BrokerFetchFailed => format!("Checked {} without success", the("the broker", detail)),
        EventKind::BrokerTried => format!("Tried {} without taking anything over", the("the broker", detail)),
        EventKind::BrokerImported => format!("Took values over from {}", the("the broker", detail)),
        EventKind::BrokerIncidentOpened => incident("has drifted", "does not answer any more", detail),
        EventKind::BrokerIncidentClosed => incident("agrees with the console again", "answers again", detail),
        EventKind::BrokerRemoved => format!("Removed {}", the("the broker", detail)),
        EventKind::DeploymentAdded => format!("Added {}", the("the catalog deployment", detail)),
        EventKind::DeploymentChanged => format!("Changed {}", the("the catalog deployment", detail)),
        EventKind::DeploymentReleased => format!("Made {} public", the("the catalog deployment", detail)),
        EventKind::DeploymentWithdrawn => format!("Withdrew {}", the("the catalog deployment", detail)),
        EventKind::AllowlistAdded => format!("Invited {}", the("the account", detail)),
        EventKind::AllowlistApproved => format!("Agreed to the invitation of {}", the("the account", detail)),
        EventKind::AllowlistRemoved => format!("Took the invitation of {} back", the("the account", detail)),
        EventKind::AllowlistChanged => format!("Changed the last day of {}", the("the account", detail)),
        EventKind::AccountExcluded => format!("Excluded {}", the("the account", detail)),
        EventKind::AccountReadmitted => format!("Lifted the exclusion of {}", the("the account", detail)),
        EventKind::SandboxOpened => format!("Opened a metering sandbox for {}", the("the plan", detail)),
        EventKind::SandboxFed => format!("Sent test records into the sandbox of {}", the("the plan", detail)),
        EventKind::SandboxMoved => format!("Let the clock of the sandbox of {} go on", the("the plan", detail)),
        EventKind::SandboxEmptied => format!("Emptied the sandbox of {}", the("the plan", detail)),
        EventKind::SandboxFails => format!("Let the sandbox of {} fail once", the("the plan", detail)),
        EventKind::SandboxKept => format!("Kept a run of the sandbox of {} as evidence", the("the plan", detail)),
        EventKind::TestRunRequested => format!("Asked for a test run of {}", the("the deployment", detail)),
        EventKind::TestRunPassed => format!("The test run of {} passed", the("the deployment", detail)),
        EventKind::TestRunFailed => format!("The test run of {} failed", the("the deployment", detail)),
        EventKind::TestRunInterrupted => format!("The test run of {} was interrupted", the("the deployment", detail)),
        EventKind::TestRunAttested => {
            let what = detail.code.as_deref().unwrap_or("something");
            format!("Looked at {what} in the test run of {}", the("the deployment", detail))
        }
        EventKind::SilenceTold => "Told by mail that instances have not reported for a day".to_owned(),
        EventKind::StatementFrozen => {
            format!("Closed the statement of {}", detail.subject.as_deref().unwrap_or("a month"))
        }
        EventKind::StatementAdjusted => {
            let by = detail.code.as_deref().map_or_else(String::new, |amount| format!(" by {amount}"));
            format!("Adjusted the statement of {}{by}", detail.subject.as_deref().unwrap_or("a month"))
        }
        EventKind::DefinitionsDownloaded => "Downloaded the definitions (catalog.json)".to_owned(),
        EventKind::DossierExported => "Made a dossier".to_owned(),
        EventKind::DefinitionsImported => "Took values over from a catalog.json".to_owned(),
        _ => return None,
    })
}

/// What the watch found at a broker.
fn incident(drift: &str, unreachable: &str, detail: &Detail) -> String {
    let is_drift = detail.code.as_deref() == Some(Cause::Drift.name());
    super::sentence_case(&format!("{} {}", the("the broker", detail), if is_drift { drift } else { unreachable }))
}

/// People, accounts and sessions. The kinds that the other groups word never arrive here.
fn who_may(kind: EventKind, detail: &Detail) -> String {
    match kind {
        EventKind::SignedIn => "Signed in".to_owned(),
        EventKind::SignedOut => "Signed out".to_owned(),
        EventKind::DemoMade => "Made the demo's people, accounts and offering".to_owned(),
        EventKind::SignInFailed => "Failed to sign in".to_owned(),
        EventKind::AccountSwitched => "Switched the account".to_owned(),
        EventKind::ConsentGiven => format!("Agreed to sign in to {}", the("the service", detail)),
        EventKind::ConsentRevoked => format!("Took the consent to sign in to {} back", the("the service", detail)),
        EventKind::TokenRevoked => format!("Ended a token of {} that a service gave back", the("the person", detail)),
        EventKind::SessionEnded => "Ended a session of their own".to_owned(),
        EventKind::PersonalTokenCreated => format!("Created {}", the("the access token", detail)),
        EventKind::PersonalTokenRevoked => format!("Revoked {}", the("the access token", detail)),
        EventKind::SessionsEnded => format!("Ended the sessions of {}", the("the person", detail)),
        EventKind::PersonAdded => format!("Added {}", the("the person", detail)),
        EventKind::PersonDisabled => format!("Disabled {}", the("the person", detail)),
        EventKind::PersonEnabled => format!("Enabled {} again", the("the person", detail)),
        EventKind::PasswordSet => "Set a new password".to_owned(),
        EventKind::IdentityLinked => format!("Linked {}", the("a sign-in", detail)),
        EventKind::SetupLinkIssued => format!("Issued a set-up link for {}", the("the person", detail)),
        EventKind::MailRetried => format!("Had {} sent again", the("the mail", detail)),
        EventKind::OperatorRoleGranted => format!("Gave {} the role {}", the("the person", detail), role_of(detail)),
        EventKind::OperatorRoleRevoked => {
            format!("Took the role {} from {}", role_of(detail), the("the person", detail))
        }
        EventKind::SigningKeyAdded => format!("Added {}", the("the signing key", detail)),
        EventKind::SigningKeysWithdrawn => format!("Withdrew every signing key but {}", the("the key", detail)),
        EventKind::AccountCreated => format!("Created {}", the("the account", detail)),
        EventKind::AccountMadeInternal => format!("Marked {} as one of the operator’s own", the("the account", detail)),
        EventKind::AccountMadeExternal => {
            format!("Marked {} as none of the operator’s own", the("the account", detail))
        }
        EventKind::AccountPlaceSet => {
            format!("Set country and currency of the account to {}", detail.subject.as_deref().unwrap_or("others"))
        }
        EventKind::MemberAdded => format!("Added {} as a member", the("the person", detail)),
        EventKind::MemberRoleChanged => {
            format!("Changed the role of {} to {}", the("the member", detail), role_of(detail))
        }
        EventKind::MemberRemoved => format!("Removed {}", the("the member", detail)),
        EventKind::RegistrationSaved => "Saved the registration".to_owned(),
        EventKind::RegistrationSubmitted => "Submitted the registration".to_owned(),
        EventKind::RegistrationReturned => "Returned the registration".to_owned(),
        EventKind::RegistrationRejected => "Rejected the registration".to_owned(),
        EventKind::DocumentationIssued => format!("Issued {}", the("the documentation URLs", detail)),
        EventKind::RegistrationApproved => "Approved the account for integrated billing".to_owned(),
        kind => kind.name().replace(['.', '_'], " "),
    }
}

/// The thing with its name, as far as it was recorded.
fn the(thing: &str, detail: &Detail) -> String {
    match detail.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty()) {
        Some(subject) => format!("{thing} “{subject}”"),
        None => thing.to_owned(),
    }
}

const fn section(section: Section) -> &'static str {
    match section {
        Section::Summary => "the summary",
        Section::Listing => "the listing page",
        Section::Settings => "the settings",
        Section::Access => "the redirect URIs",
    }
}

/// What input was for, by what the history calls its subject (`Subject::told`).
fn typed(detail: &Detail) -> String {
    let told = detail.subject.as_deref().unwrap_or_default();
    if let Some(Subject::Translation(language)) = Subject::parse(told) {
        return format!("the translation into {}", language.name());
    }
    let typed = match told {
        "plan" => "a plan",
        "broker" => "a broker",
        noun => Section::parse(noun).map_or("a page", section),
    };
    typed.to_owned()
}

fn row(detail: &Detail) -> String {
    match detail.row {
        Some(number) => format!("row {number} of the checklist: {}", number.row().text),
        None => "a row of the checklist".to_owned(),
    }
}

fn role_of(detail: &Detail) -> String {
    let code = detail.code.as_deref().unwrap_or_default();
    match Role::parse(code) {
        Some(known) => role(known).to_lowercase(),
        None => "something else".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use slipway_domain::checklist::RowNumber;
    use slipway_domain::ids::EventId;
    use slipway_domain::import::TakenOver;
    use slipway_domain::moment::Moment;

    use super::*;

    fn made(kind: EventKind, detail: Detail) -> Event {
        Event {
            id: EventId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            at: Moment::from_millis(0),
            actor: None,
            actor_name: String::new(),
            account: None,
            offering: None,
            kind,
            detail,
        }
    }

    #[test]
    fn every_kind_of_event_has_words_of_its_own() {
        let full = Detail {
            section: Some(Section::Listing),
            row: Some(RowNumber::parse("7.2").unwrap()),
            ..Detail::about("gold").with_code("reviewer")
        };
        for detail in [Detail::none(), full] {
            let mut seen = HashSet::new();
            for kind in EventKind::ALL {
                let words = event(&made(*kind, detail.clone()));
                assert_ne!(words, kind.name().replace(['.', '_'], " "));
                assert!(words.starts_with(char::is_uppercase), "{words}");
                assert!(!words.contains("  ") && !words.ends_with(' '), "{words}");
                assert!(seen.insert(words.clone()), "two kinds read: {words}");
            }
        }
    }

    #[test]
    fn a_thing_is_named_as_it_was_recorded() {
        assert_eq!(event(&made(EventKind::PlanSaved, Detail::about("gold"))), "Saved the plan “gold”");
        assert_eq!(event(&made(EventKind::PlanSaved, Detail::none())), "Saved the plan");
        let section = Detail::section(Section::Settings, 4);
        assert_eq!(event(&made(EventKind::SectionSaved, section.clone())), "Saved the settings");
        assert_eq!(event_more(&made(EventKind::SectionSaved, section.clone())).as_deref(), Some("Revision 4"));
        let restored = event_more(&made(EventKind::SectionSaved, section.with_code("2")));
        assert_eq!(restored.as_deref(), Some("Revision 4, with the text of revision 2"));
        let translated = event_more(&made(EventKind::TranslationSaved, Detail::about("German").with_code("2")));
        assert_eq!(translated.as_deref(), Some("With the text of revision 2"));
        let key = event_more(&made(EventKind::ApiKeyCreated, Detail::about("slw_1").with_code("90")));
        assert_eq!(key.as_deref(), Some("It ends after 90 days."));
        assert_eq!(event_more(&made(EventKind::ApiKeyCreated, Detail::about("slw_1"))), None);
        let imported = |detail| event_more(&made(EventKind::BrokerImported, detail));
        assert_eq!(imported(Detail::about("eu")), None);
        let registered = imported(Detail::about("eu").with_code("name_registered"));
        assert_eq!(registered.as_deref(), Some("The service name was registered with it."));
        let taken = TakenOver {
            fields: vec!["listing-description".to_owned(), "a field of another version".to_owned()],
            plans: vec!["gold".to_owned()],
            more: 2,
        };
        let told = imported(Detail::about("eu").with_code("name_registered").taking(taken)).unwrap();
        assert!(told.ends_with(", Plan “gold” and 2 more plans. The service name was registered with it."), "{told}");
    }

    #[test]
    fn a_reason_is_quoted_and_an_empty_one_is_not() {
        let returned = |reason: &str| event_more(&made(EventKind::ReviewReturned, Detail::none().because(reason)));
        assert_eq!(returned("Prices are on the terms page.").as_deref(), Some("“Prices are on the terms page.”"));
        assert_eq!(returned("  "), None);
    }
}
