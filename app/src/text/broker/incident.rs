//! What the watch over the brokers of live offerings says.

use slipway_domain::drift::Cause;

pub const SINCE: &str = "Found";
pub const SEEN: &str = "seen last";
pub const EARLIER: &str = "Earlier incidents";
/// The caption of the table of what came apart.
pub const CAPTION: &str = "What came apart";
pub const CAPTION_SUB: &str = "As the watch saw it last. It changes nothing by itself, neither here nor at the broker.";

pub const fn title(cause: Cause) -> &'static str {
    match cause {
        Cause::Drift => "The broker says something else than the console.",
        Cause::Unreachable => "The broker gives no catalog.",
    }
}

/// Where it stands on the card.
pub const fn standing(cause: Cause) -> &'static str {
    match cause {
        Cause::Drift => "Drifted since it is live",
        Cause::Unreachable => "Without a catalog since it is live",
    }
}

pub const fn remedy(cause: Cause) -> &'static str {
    match cause {
        Cause::Drift => {
            "Let the broker say again what was released, or bring the change into the definition the usual way. The next \
             daily look that finds both alike closes this."
        }
        Cause::Unreachable => {
            "Look whether the broker runs and takes these credentials. It is asked again every hour, and this closes once \
             it answers."
        }
    }
}

pub fn faults(count: u32) -> String {
    match count {
        1 => "Its catalog breaks the contract in one place.".to_owned(),
        count => format!("Its catalog breaks the contract in {count} places."),
    }
}

pub fn more(count: usize) -> String {
    format!("{count} more values differ; they are not kept.")
}

pub fn earlier(count: usize) -> String {
    match count {
        1 => "One that is over".to_owned(),
        count => format!("{count} that are over"),
    }
}
