//! The parallel regions of §3.2: what moves beside the stage of an offering while it is defined, tried out and kept up.
//! Each is one table of states and moves without conditions and people, and the only place that knows which move
//! exists; the store enforces it with `update … where state = $from`. Access and test runs are read off their facts and never
//! stored. Documentation and announcement have their tables before they have their pages
//! (ARCHITECTURE.md, “Stages and regions”).

mod access;
mod announcement;
mod broker;
mod deployment;
mod documentation;
mod plan;
mod revision;
mod test_run;

pub use access::AccessState;
pub use announcement::{AnnouncementMove, AnnouncementState, announcement_next};
pub use broker::{BrokerMove, broker_next};
pub use deployment::{DeploymentMove, deployment_next};
pub use documentation::{DocumentationMove, DocumentationState, documentation_next};
pub use plan::{PlanMove, plan_next};
pub use revision::{RevisionMove, RevisionState, revision_next};
pub use test_run::TestRunState;

#[cfg(test)]
mod tests;
