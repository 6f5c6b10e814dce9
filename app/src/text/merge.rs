//! Words of the page that shows a stale save beside what is saved.

pub const TITLE: &str = "Two versions";
pub const NOTICE: &str = "Somebody saved in between";
pub const FIELD: &str = "Field";
pub const YOURS: &str = "Yours";
pub const THEIRS: &str = "Saved now";
pub const BASE: &str = "Before";
pub const UNKNOWN: &str = "not known";
pub const CHOICE: &str = "Save";
pub const SAVE_CHOICES: &str = "Save these choices";
pub const SAVE_CHOICES_NOTE: &str = "What only one of you changed is saved with them. If somebody saves meanwhile, this page shows \
                                     it first.";
pub const DIFFERS: &str = "differs";
pub const EMPTY: &str = "–";
pub const USE_MINE: &str = "Use mine";
pub const KEEP: &str = "Keep what is saved";
pub const EDIT: &str = "Edit by hand";
pub const DECIDE: &str = "What should be saved?";
pub const USE_MINE_NOTE: &str = "Yours counts wherever both of you changed the same; the rest is put together. If somebody saves meanwhile, this \
     page shows it first. The history keeps every version.";
pub const KEEP_NOTE: &str = "What you typed is thrown away.";
pub const EDIT_NOTE: &str = "Opens the page as it is saved. Yours stays here, so that you can copy from it.";
pub const COPY: &str = "Yours, to copy from";
pub const COPY_NOTE: &str = "Only fields that differ.";
pub const YES: &str = "yes";
pub const NO: &str = "no";
pub const SAME_TITLE: &str = "Both versions say the same";
pub const GONE_TITLE: &str = "There is nothing saved to compare with";
pub const GONE: &str = "It was removed in the meantime. What you typed is here, to copy from.";
pub const HIDDEN: &str = " (hidden)";
pub const NEW_PLAN: &str = "New plan";
pub const KEPT: &str = "What you typed is kept";
pub const FROZEN_WHY: &str = "It can be saved when that moves again: after the request for release was withdrawn or decided, or when the \
                              end is taken back. What you typed stays at this address until you decide; the page that it belongs to \
                              leads here.";
pub const PASSWORD_NOTE: &str = "A password that you typed is not kept: type it again on the broker’s page.";
pub const UNSAVED: &str = "You have input that was not saved";
pub const UNSAVED_WHY: &str =
    "Somebody had saved in between, or the definition stood still. What you typed waits until you decide.";
pub const TYPED: &str = "typed";
pub const UNREADABLE: &str = "What was typed cannot be read back. It was kept by an older version of the console.";

/// Why nothing can be saved now.
pub fn frozen(stage: &str) -> String {
    format!("Not saved: the definition stands still while the offering is “{stage}”")
}

/// `what` is the page or thing that both versions are of.
pub fn notice(what: &str, count: usize) -> String {
    match count {
        0 => format!("{what}: no field differs any more, so keeping what is saved loses nothing."),
        1 => format!("{what}: 1 field differs from what is saved now. Nothing is lost; choose below."),
        count => format!("{what}: {count} fields differ from what is saved now. Nothing is lost; choose below."),
    }
}

/// The same, where both changed the same fields.
pub fn conflicts(what: &str, count: usize) -> String {
    let fields = if count == 1 { "1 field".to_owned() } else { format!("{count} fields") };
    format!("{what}: you and somebody else changed {fields} differently. Nothing is lost; choose for each.")
}

/// The link to both versions of `what`.
pub fn compare(what: &str) -> String {
    format!("Compare and decide: {what}")
}

pub fn plan(name: &str) -> String {
    format!("Plan {name}")
}

pub fn translation(language: &str) -> String {
    format!("Translation into {language}")
}

/// A text of a translation: "Plan Lite: Description".
pub fn text_of(part: &str, label: &str) -> String {
    format!("{part}: {label}")
}

/// A translation without a text: it is told by the one that it was made from.
pub fn gone_text(source: &str) -> String {
    format!("No English text any more: “{source}”")
}

/// A text that both wrote, of different English ones.
pub fn of_source(text: &str, source: &str) -> String {
    format!("{text} (for “{source}”)")
}

pub fn broker(name: &str) -> String {
    format!("Broker {name}")
}
