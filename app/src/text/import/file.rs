//! Words of the page that takes values over from a `catalog.json`.

use slipway_domain::import::file::FileProblem;

pub const TITLE: &str = "Take values over from a file";
pub const LEAD: &str = "Hand in a catalog.json, with its services wrapped or without. You see what it says beside what the console has, \
                        and only what you tick is taken over; ids never are.";
pub const UNREAD: &str = "The catalog cannot be read";
pub const TEXT: &str = "The catalog";
pub const TEXT_HELP: &str =
    "Paste it here, or choose a file below. Nothing of it is kept until you take something over.";
pub const FILE: &str = "File";
pub const FILE_HELP: &str = "JSON of at most 4 MiB. It takes the place of the text above.";
pub const SHOW: &str = "Show its values";
pub const SIDE: &str = "The file says";
pub const CHOOSE_THEN: &str = "Choose one and press “Show its values”.";
pub const NO_SERVICE: &str = "There is no service in it";
pub const NO_SERVICE_TEXT: &str =
    "A catalog is an object with the list “services”, that list alone, or one service with its “plans”.";
pub const NOTHING_TEXT: &str = "What the file says and the console could take over is here already.";
pub const STALE_TEXT: &str = "Nothing was taken over: the text or what is saved here has changed since the table was drawn. It shows both as \
     they are now, with your ticks. Look at them before you send them again.";
pub const PRICES: &str =
    "Prices of new plans come with them. The billing desk agrees to them like to prices that are typed.";
pub const WAY: &str = "Take values over";
pub const WAY_NOTE: &str = "catalog.json";
pub const HINT: &str = "Or hand in its catalog.json";

/// Why nothing is read, and where.
pub fn problem(problem: FileProblem) -> String {
    match problem {
        FileProblem::Empty => "Nothing was handed in. Paste the catalog, or choose a file.".to_owned(),
        FileProblem::TooLong => "It is longer than 4 MiB. Leave out what the catalog does not need.".to_owned(),
        FileProblem::NotText => "The file is no UTF-8 text. Save it as UTF-8, or paste it here.".to_owned(),
        FileProblem::TooDeep { limit } => {
            format!("More than {limit} objects and lists stand within one another. No catalog is that deep.")
        }
        FileProblem::TooManyValues { limit } => format!("It holds more than {limit} values. No catalog is that long."),
        FileProblem::NotJson { line, column } => {
            format!("This is no JSON: look at line {line}, column {column}. Nothing of it was read.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_text_is_told_with_its_place() {
        assert!(problem(FileProblem::NotJson { line: 3, column: 14 }).contains("line 3, column 14"));
        assert!(problem(FileProblem::TooDeep { limit: 64 }).contains("64"));
    }
}
