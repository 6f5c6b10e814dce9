//! Service instances and their bindings (§9): which states there are, and how an operation leads from one to the next.
//! The state of a thing follows from the state that it had when the operation was asked for, from what the operation
//! does, and from how far it is; nothing else changes it. Knows neither brokers nor answers.

mod back_off;
mod capped;
mod in_doubt;
mod record;

use serde::{Deserialize, Serialize};

use crate::ids::{BrokerId, PlanId};
use crate::offering::Offering;
use crate::rejection::Refusal;

pub use back_off::{ALERT_AFTER, back_off};
pub use capped::{Capped, capped, is_stopped_at_cap};
pub use in_doubt::plans_in_doubt;
pub use record::{Binding, Instance, InstanceOperation, is_dashboard_url, is_instance_name};

/// The one resource group that an account has.
pub const RESOURCE_GROUP: &str = "default";

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

named! {
    /// The states of §9.
    InstanceState {
        /// Asked for, and the broker does not know of it yet.
        PreProvisioning = "pre_provisioning",
        Provisioning = "provisioning",
        Active = "active",
        /// Disabled; its data is kept.
        Inactive = "inactive",
        /// It was never made.
        Failed = "failed",
        /// Disabled, and removed when its retention ends.
        PendingReclamation = "pending_reclamation",
        PendingRemoval = "pending_removal",
        Removed = "removed",
    }
}

named! {
    /// A binding: the credentials of an instance.
    BindingState {
        Making = "making",
        Active = "active",
        /// It was never made.
        Failed = "failed",
        PendingRemoval = "pending_removal",
        Removed = "removed",
    }
}

named! {
    /// What an operation does.
    OperationKind {
        Provision = "provision",
        Update = "update",
        Deprovision = "deprovision",
        Bind = "bind",
        Unbind = "unbind",
        Enable = "enable",
        Disable = "disable",
    }
}

named! {
    /// How far an operation is.
    Progress {
        /// Written down; the broker has not been called.
        Queued = "queued",
        /// The broker was called, or is called again.
        Running = "running",
        /// The broker works on it, and is asked how it goes.
        Polling = "polling",
        /// It failed and may have left something: that is removed (§6.5).
        Mitigating = "mitigating",
        Succeeded = "succeeded",
        Failed = "failed",
        /// Nobody can tell whether it was done.
        Unknown = "unknown",
        /// The platform has tried for long enough: a person has to look.
        DeadLettered = "dead_lettered",
        /// A person has looked.
        GivenUp = "given_up",
    }
}

impl OperationKind {
    pub const fn is_of_a_binding(self) -> bool {
        matches!(self, Self::Bind | Self::Unbind)
    }

    /// Whether an operation of this kind can ever be that far. What makes something is never left unknown, because it
    /// is removed; an order is repeated until it is known; a change is neither repeated nor taken back.
    pub const fn can_be(self, progress: Progress) -> bool {
        match progress {
            Progress::Queued | Progress::Running | Progress::Succeeded | Progress::Failed => true,
            Progress::Polling => !matches!(self, Self::Enable | Self::Disable),
            Progress::Mitigating => matches!(self, Self::Provision | Self::Bind),
            Progress::Unknown => matches!(self, Self::Update | Self::Deprovision | Self::Unbind),
            Progress::DeadLettered | Progress::GivenUp => !matches!(self, Self::Update),
        }
    }

    /// Whether it can be asked for while the instance is in this state; `None` for one that is not there.
    pub const fn may_begin(self, instance: Option<InstanceState>) -> bool {
        use InstanceState as I;
        matches!(
            (self, instance),
            (Self::Provision, None)
                | (Self::Update | Self::Bind | Self::Disable, Some(I::Active))
                | (Self::Deprovision, Some(I::Active | I::Inactive | I::Failed | I::PendingReclamation))
                | (Self::Unbind, Some(I::Active | I::Inactive | I::PendingReclamation))
                | (Self::Enable, Some(I::Inactive | I::PendingReclamation))
        )
    }
}

impl Progress {
    /// One operation of an instance at a time (§6.4 rule 7): the next one waits until this one is over. One that a
    /// person has to look at is not over.
    pub const fn is_open(self) -> bool {
        self.is_due() || matches!(self, Self::DeadLettered)
    }

    /// The platform goes on with it by itself.
    pub const fn is_due(self) -> bool {
        matches!(self, Self::Queued | Self::Running | Self::Polling | Self::Mitigating)
    }
}

impl InstanceState {
    /// Something may be at the broker, or is about to be.
    pub const fn is_there(self) -> bool {
        !matches!(self, Self::Failed | Self::Removed)
    }

    /// The state while, and after, an operation is so far that was asked for when the state was `before`. `None`: there
    /// is no such thing.
    pub const fn during(before: Option<Self>, kind: OperationKind, progress: Progress) -> Option<Self> {
        use OperationKind as K;
        use Progress as P;
        if !kind.may_begin(before) || !kind.can_be(progress) {
            return None;
        }
        match (kind, progress) {
            (K::Provision, P::Queued) => Some(Self::PreProvisioning),
            (K::Provision, P::Running | P::Polling) => Some(Self::Provisioning),
            (K::Provision | K::Enable, P::Succeeded) => Some(Self::Active),
            (K::Provision, _) => Some(Self::Failed),
            (K::Deprovision, P::Queued | P::Running | P::Polling | P::DeadLettered) => Some(Self::PendingRemoval),
            (K::Deprovision, P::Succeeded | P::GivenUp) => Some(Self::Removed),
            (K::Disable, P::Succeeded) => Some(Self::Inactive),
            _ => before,
        }
    }
}

impl BindingState {
    /// As `InstanceState::during`, for the binding that an operation is about.
    pub const fn during(before: Option<Self>, kind: OperationKind, progress: Progress) -> Option<Self> {
        use OperationKind as K;
        use Progress as P;
        if !kind.can_be(progress) {
            return None;
        }
        match (kind, before, progress) {
            (K::Bind, None, P::Queued | P::Running | P::Polling) => Some(Self::Making),
            (K::Bind, None, P::Succeeded) => Some(Self::Active),
            (K::Bind, None, _) => Some(Self::Failed),
            (K::Unbind, Some(Self::Active | Self::Failed), P::Succeeded | P::GivenUp) => Some(Self::Removed),
            (K::Unbind, Some(Self::Active | Self::Failed), P::Failed | P::Unknown) => before,
            (K::Unbind, Some(Self::Active | Self::Failed), _) => Some(Self::PendingRemoval),
            _ => None,
        }
    }
}

/// Whether instances of a plan can be bound, as it was published: what the plan says itself goes before what the broker
/// said of it, and that before what is said of the service.
pub fn is_bindable(published: &Offering, broker: BrokerId, plan: PlanId) -> bool {
    let own = published.plans.iter().find(|known| known.id == plan).and_then(|known| known.draft.bindable());
    let broker = published.brokers.iter().find(|known| known.id == broker);
    let said = broker.and_then(|known| known.last_fetch.as_ref()?.catalog.as_ref());
    let plan_id = plan.to_string();
    let mut plans = said.into_iter().flat_map(|catalog| &catalog.services).flat_map(|service| &service.plans);
    let of_plan = plans.find(|known| known.id == plan_id).and_then(|known| known.bindable);
    own.or(of_plan).unwrap_or_else(|| published.settings.draft.is_bindable())
}

/// May this operation be asked for, given the instance and the progress of its latest operations?
pub fn may_ask(
    kind: OperationKind,
    instance: InstanceState,
    operations: impl IntoIterator<Item = Progress>,
) -> Result<(), Refusal> {
    if operations.into_iter().any(Progress::is_open) {
        return Err(Refusal::OperationOpen);
    }
    if kind.may_begin(Some(instance)) { Ok(()) } else { Err(Refusal::NoSuchOperation { state: instance, kind }) }
}

#[cfg(test)]
mod tests;
