//! Words of the broker API of an offering: when the platform makes a call, and what it sends with it. What follows from
//! answers is worded in the file below.

use core::time::Duration;

use slipway_domain::broker::Patience;
use slipway_domain::broker_api::{Endpoint, LeftOut, Purpose, SampleLanguage};
use slipway_domain::instance::{ALERT_AFTER, back_off};

use super::duration;

pub mod answer;

pub const TITLE: &str = "Broker API";
pub const LEAD: &str = "Every call that the platform makes to the broker of this offering, with the offering’s own ids. All of it follows \
                        from the definition as it is saved now.";
pub const CONTENTS: &str = "Contents";
pub const BROKERS: &str = "Brokers";
/// A link to the page.
pub const LINK: &str = "What the platform calls, with a line for your shell each";

pub const BEFORE: &str = "Before the first call";
pub const BEFORE_ID: &str = "before";
pub const BEFORE_LEAD: &str = "Set these in your shell, with what your broker checks: the console shows no real credentials. Then every line \
                               below works as it is. Pasted one after the other, they make an instance, use it and remove it. \
                               The sample broker listens at http://127.0.0.1:5000 and takes these credentials as they are.";
/// A broker that is written already.
pub const SAMPLE: &str = "Sample broker";
pub const SAMPLE_WHY: &str = "A small one for exactly this offering, to start from, as an archive; its README.md says how to start it and \
                              how to test it:";
pub const NO_SAMPLE: &str = "The sample broker cannot be downloaded.";
pub const OWN_CA: &str = "BROKER_CA is a file of yours that holds the certificates of this broker’s own authority.";
pub const NO_PLAN: &str = "There is no plan yet";
pub const NO_PLAN_WHY: &str = "The requests name a plan that does not exist. Add one on Pricing, and they name yours.";
pub const NO_BROKER: &str = "There is no broker yet";
pub const NO_BROKER_WHY: &str = "This is what a broker is called with whose form is as it begins. Once you have added yours, its version and \
     its switches count.";
pub const IDS: &str = "Ids of this offering";
pub const IDS_SUB: &str = "To try another plan, put its id in the place of the one in the requests.";
pub const WHAT: &str = "What";
pub const NAME: &str = "Name";
pub const ID: &str = "Id";
pub const SERVICE: &str = "Service";
pub const PLAN: &str = "Plan";

pub const EVERY_CALL: &str = "With every call";
pub const EVERY_CALL_ID: &str = "every-call";
pub const HEADERS: &str = "Headers";
pub const HEADER: &str = "Header";
pub const MEANING: &str = "Meaning";

pub const QUERY: &str = "Query";
pub const NO_QUERY: &str = "none";
pub const WHEN: &str = "When";

pub const LEFT_OUT: &str = "Calls that are not made";
pub const LEFT_OUT_ID: &str = "left-out";
pub const AFTER: &str = "When something goes wrong";
pub const AFTER_ID: &str = "after";

/// As the language calls itself.
pub const fn language(language: SampleLanguage) -> &'static str {
    match language {
        SampleLanguage::Rust => "Rust",
        SampleLanguage::Python => "Python",
        SampleLanguage::Node => "Node",
    }
}

/// Which version it is called with.
pub fn version(version: &str) -> String {
    format!("Version {version} of the Open Service Broker API.")
}

/// Above the headers.
pub fn every_call(patience: Patience) -> String {
    format!(
        "The platform calls your broker below its base URL and waits {} for an answer. Answer what takes longer than about \
         ten seconds with 202, where the call allows it. Every body is a JSON object, in both directions.",
        seconds(patience.call)
    )
}

pub const fn title(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Catalog => "Read the catalog",
        Endpoint::Provision => "Create an instance",
        Endpoint::LastOperation => "Ask how the work on an instance goes",
        Endpoint::FetchInstance => "Look at an instance",
        Endpoint::FetchState => "Ask whether an instance is enabled",
        Endpoint::SetState => "Disable and enable an instance",
        Endpoint::Bind => "Create credentials",
        Endpoint::BindingLastOperation => "Ask how the work on credentials goes",
        Endpoint::FetchBinding => "Fetch credentials",
        Endpoint::Unbind => "Remove credentials",
        Endpoint::Update => "Change the plan",
        Endpoint::Deprovision => "Remove an instance",
    }
}

pub fn when(endpoint: Endpoint, patience: Patience) -> String {
    let text = match endpoint {
        Endpoint::Catalog => {
            "When the broker is registered or only tried, before everything is published or handed in, and once a day while \
             the offering is public."
        }
        Endpoint::Provision => "When a customer creates an instance, and in a test run.",
        Endpoint::LastOperation => {
            return format!(
                "After you have answered 202 to a call about an instance: every {}, until the work has succeeded or failed, \
                 and for {} at most. From version 2.15 on, your Retry-After sets the pause, and maximum_polling_duration of the \
                 plan shortens the time.",
                seconds(patience.pause),
                duration(patience.operation)
            );
        }
        Endpoint::FetchInstance => {
            "Only in a test run, to see whether a change has happened, and only if your catalog says \
             instances_retrievable."
        }
        Endpoint::FetchState => {
            "After every order to disable or enable an instance: it counts once you say that it is so."
        }
        Endpoint::SetState => {
            "When somebody disables or enables an instance, and when it reaches a monthly cap of its free plan and the next month \
             begins: reason_code says which. A disabled instance is closed: it gives out no credentials, those that it gave out \
             stop working, and its data stays."
        }
        Endpoint::Bind => {
            "When a customer creates credentials of an active instance. They are a service key: no application is named."
        }
        Endpoint::BindingLastOperation => "After you have answered 202 to a call about credentials, as for instances.",
        Endpoint::FetchBinding => "Once credentials are there that you have answered 202 about.",
        Endpoint::Unbind => {
            "When a customer deletes credentials, before the instance is removed, and when the platform cleans up."
        }
        Endpoint::Update => "When a customer chooses another plan.",
        Endpoint::Deprovision => {
            "When a customer deletes an instance, after its credentials, and when the platform cleans up."
        }
    };
    text.to_owned()
}

pub fn left_out(why: LeftOut) -> &'static str {
    match why {
        LeftOut::PlansFixed => {
            "Plan changes are off on Settings. A test run makes the call all the same, and wants 422 with a description."
        }
        LeftOut::NotBindable => "No plan of this offering can be bound.",
        LeftOut::Synchronous => "Before version 2.14, credentials are created and removed at once.",
        LeftOut::TooOld => "Before version 2.14, nothing can be fetched.",
    }
}

/// A parameter of the query.
pub fn query(name: &str) -> &'static str {
    match name {
        "accepts_incomplete" => "you may answer 202 and go on working",
        "operation" => "only if your 202 has named one, exactly as you named it",
        "plan_id" => "the plan that the instance has; while it changes, the one before",
        "service_id" => "the service of the instance",
        _ => "",
    }
}

/// A header by its name; one that is not known names the location, as the operator calls it.
pub fn header(name: &str) -> &'static str {
    match name {
        "accept" => "Answer with JSON. The platform ignores members that it does not know, and so should you.",
        "authorization" => "What the platform signs in with. Answer 401 to everything else.",
        "content-type" => "With a body.",
        "x-broker-api-version" => "The version that this broker is called with. Answer 412 if you do not speak it.",
        "x-broker-api-originating-identity" => {
            "Who has caused the call: the platform, and in base64 a JSON object with iam_id. It is not there when nobody in \
             particular asks: with the catalog, with questions about running work, and when the platform cleans up."
        }
        "x-broker-api-request-identity" => {
            "A new one for every call. Put it into your log and return it, so that both sides can name the call."
        }
        _ => "The location of the instance.",
    }
}

/// Above a body.
pub const fn body(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Only => "Body",
        Purpose::Disable => "Body, to disable it",
        Purpose::Enable => "Body, to enable it",
    }
}

/// Above a line for the shell.
pub const fn shell(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Only => "In a shell",
        Purpose::Disable => "In a shell, to disable it",
        Purpose::Enable => "In a shell, to enable it",
    }
}

/// What is true of every call that goes wrong.
pub fn after() -> [String; 4] {
    let pauses: Vec<String> = (1..=4).map(|attempts| duration(back_off(attempts))).collect();
    [
        "Say why in a JSON object with “description”: customers read it. “error” holds one of the codes of the contract, if one \
         fits."
            .to_owned(),
        format!(
            "What may have been left at your broker is removed (orphan mitigation): the platform asks for the removal at once, \
             then after {}, and with doubled pauses of up to {}, until you answer 200 or 410. After {} a person of the operator \
             has to look.",
            pauses.join(", "),
            duration(back_off(u32::MAX)),
            duration(ALERT_AFTER)
        ),
        "Credentials are removed before their instance. Removing what is gone already is answered 410, and counts as done."
            .to_owned(),
        "One thing is done to an instance at a time. If your broker is busy with it, answer 422 with the error \
         ConcurrencyError: the call is made again later, and nothing is cleaned up. Before version 2.14, which brought that \
         error, a 422 with nothing but a description is taken for it for an hour, except in answer to a change of the plan."
            .to_owned(),
    ]
}

fn seconds(length: Duration) -> String {
    match length.as_secs() {
        1 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_the_platform_goes_on_is_told_as_it_is() {
        let [_, orphans, ..] = after();
        for told in ["after 1 min, 5 min, 15 min, 1 h,", "up to 1 day,", "After 7 days a person"] {
            assert!(orphans.contains(told), "{told} in {orphans}");
        }
        let patience = Patience {
            call: Duration::from_mins(1),
            pause: Duration::from_secs(10),
            operation: Duration::from_hours(24),
        };
        assert!(every_call(patience).contains("waits 60 seconds for"));
        let poll = when(Endpoint::LastOperation, patience);
        assert!(poll.contains("every 10 seconds,") && poll.contains("for 1 day at most"), "{poll}");
    }

    #[test]
    fn every_parameter_of_a_query_that_is_known_has_its_words() {
        for name in ["accepts_incomplete", "operation", "plan_id", "service_id"] {
            assert!(!query(name).is_empty(), "{name}");
        }
        assert_eq!(header("x-slipway-region"), header("x-other-region"), "the operator names it");
    }
}
