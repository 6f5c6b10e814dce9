//! Words of dossiers: the download, the import, and what can be wrong with one.

use slipway_domain::dossier::Problem;

pub const DOWNLOAD: &str = "Download dossier";
pub const DOWNLOAD_NOTE: &str = "Definition, pictures, threads, reviews, evidence and history, to be checked anywhere";

pub const IMPORT: &str = "Import a dossier";
pub const IMPORT_LEAD: &str = "Makes a new offering of a dossier from another console: its definition, plans, \
                               pictures and translations. Ids are new here. Approvals, tests and ticks of the other \
                               console count for nothing; they are kept with the offering as they came.";
pub const FILE: &str = "Dossier";
pub const FILE_HELP: &str = "The file as it was downloaded. One that is too large for this form is imported by whoever \
                             looks after the console.";
pub const NAME: &str = "Name on this console";
pub const NAME_HELP: &str = "Empty: the name that it had. It is permanent, as with every new resource.";
pub const SEND: &str = "Import";

/// What is not about one of its files.
pub const ARCHIVE: &str = "The file itself";

/// A sentence about one thing that is wrong.
pub const fn problem(problem: Problem) -> &'static str {
    match problem {
        Problem::NotAnArchive => "This is no dossier, or something changed the archive since it was written.",
        Problem::TooMuch => "It holds more than is read.",
        Problem::PathRefused => "A file of a dossier is not called that.",
        Problem::Twice => "It is there twice.",
        Problem::Missing => "It is missing.",
        Problem::Extra => "It is not in the list of the files.",
        Problem::Altered => "It was altered since the dossier was made.",
        Problem::Unreadable => "It cannot be read by this version.",
        Problem::FormatUnknown => "This is a dossier of another version.",
        Problem::ListBroken => "The list of the files is not as it was written.",
        Problem::ContentMissing => "A request is about content that is not in the dossier.",
        Problem::DecidedTooEarly => "A decision was made before its request.",
        Problem::DecisionUntold => "The history does not tell of a decision.",
        Problem::InputsDiffer => "It does not say what it rests on, or that is something else.",
        Problem::ChainBroken => "The chain of the history is broken.",
    }
}
