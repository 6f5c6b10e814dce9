//! The conformance run (§6.9): the checks as data, and a runner that calls a broker as the platform will, on disposable
//! instances that it removes again. Knows a definition and a broker, not where they are kept; time and ids are handed
//! in.

mod check;
mod checks;
mod definition;
mod marketplace;
mod metering;
mod notice;
mod parameter;
mod report;
mod run;
mod selection;
mod settings;
mod timer;
mod token;
mod transcript;
mod verdict;

pub use check::{CHECKS, Check, Level, check};
pub use definition::{Definition, DefinitionProblem};
pub use marketplace::{Look, Marketplace, Reach, Viewer};
pub use metering::{KeptRun, Metered, Metering, Submitted};
pub use notice::{Notice, Thing};
pub use parameter::Parameter;
pub use report::{CheckResult, Fact, Leftover, Report, Tally};
pub use run::{remove, run, run_noticed, run_until};
pub use selection::Selection;
pub use settings::{Settings, TakenId};
pub use timer::Timer;
pub use token::TokenSource;
pub use transcript::{Exchange, Said};
pub use verdict::Outcome;
