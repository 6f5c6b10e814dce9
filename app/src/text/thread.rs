//! Words of review threads.

use slipway_domain::thread::{Standing, ThreadMove};

use super::plural;

pub const ABOUT: &str = "About";
pub const ANSWER: &str = "Answer";
pub const BLOCKING: &str = "Blocking";
pub const BLOCKS: &str = "Block approval and release until it is resolved";
pub const COMMENT: &str = "Comment";
pub const COMMENT_HELP: &str = "What is wrong, and what would be right.";
pub const EMPTY_TITLE: &str = "Nobody has said anything yet";
pub const EMPTY: &str =
    "A thread is about one value. It says what was read, and asks to look again once the value has changed.";
pub const HERE: &str = "Threads on this page";
pub const INTERNAL: &str = "Operators only";
pub const INTERNAL_ASK: &str = "For operators only; the provider does not see it";
pub const LEAD: &str = "What reviewers and providers say about single values. Whatever blocks is resolved before the approval and before the release.";
pub const NEW: &str = "Start a thread";
pub const NO_RULE: &str = "No rule";
pub const NO_VALUE: &str = "no value";
pub const ON_VALUE: &str = "on the value";
pub const OPEN: &str = "Open";
pub const REPLY: &str = "Reply";
pub const REPLY_HELP: &str = "Needed for a reply; optional when you resolve or reopen.";
pub const RESOLVED: &str = "Resolved";
pub const RULE: &str = "Rule";
pub const RULE_HELP: &str =
    "The id of the rule that the value breaks, if there is one; all of them are on the page of rules.";
pub const RULE_WORD: &str = "rule";
pub const START: &str = "Start the thread";
pub const THREADS: &str = "Threads";
pub const VALUE: &str = "Value";
pub const YES: &str = "yes";

/// What of a thread is told first: "addressed?" asks whoever opened it to look again.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Addressed => "addressed?",
        Standing::Resolved => "resolved",
    }
}

pub const fn act(act: ThreadMove) -> &'static str {
    match act {
        ThreadMove::Reply => "Reply",
        ThreadMove::Resolve => "Resolve",
        ThreadMove::Reopen => "Reopen",
    }
}

/// What somebody did in a thread beside speaking.
pub const fn done(act: ThreadMove) -> &'static str {
    match act {
        ThreadMove::Reply => "replied",
        ThreadMove::Resolve => "resolved it",
        ThreadMove::Reopen => "opened it again",
    }
}

pub fn on(subject: &str) -> String {
    format!("Thread on {subject}")
}

/// The link to all threads of an offering.
pub fn all(open: usize, blocking: usize) -> String {
    match (open, blocking) {
        (0, _) => "All threads".to_owned(),
        (open, 0) => format!("All threads, {open} open"),
        (open, blocking) => format!("All threads, {open} open, {blocking} blocking"),
    }
}

/// Why nothing can be approved now.
pub fn held(blocking: usize) -> String {
    format!("Not possible yet: {}. Resolve what is settled, or return the request.", are_open(blocking))
}

/// What cannot be approved now, beside what can.
pub fn held_in(blocking: usize, choices: &[&str]) -> String {
    format!("Not possible yet for “{}”: {}.", choices.join("”, “"), are_open(blocking))
}

fn are_open(blocking: usize) -> String {
    let are = if blocking == 1 { "is" } else { "are" };
    format!("{} {are} open", plural(blocking, "blocking thread"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_of_threads_says_how_many_block() {
        assert_eq!(all(0, 0), "All threads");
        assert_eq!(all(2, 1), "All threads, 2 open, 1 blocking");
        assert!(held(1).starts_with("Not possible yet: 1 blocking thread is open."));
        assert!(held(2).contains("2 blocking threads are open"));
        let some = held_in(1, &["Everything that is open", "Content"]);
        assert_eq!(some, "Not possible yet for “Everything that is open”, “Content”: 1 blocking thread is open.");
    }
}
