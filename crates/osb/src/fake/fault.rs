//! The single things that a fake broker can do wrong while it does everything else right: for each check of a conformance
//! run at least one that breaks it.

/// A fault; any number can be set at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Remembers nothing and says yes to everything: 201 to every PUT, 200 to the rest.
    Stateless,
    /// Gives out the catalog without credentials.
    OpenCatalog,
    /// 500 to a version that it does not know.
    CrashesOnVersion,
    /// The catalog's ids are others at every read.
    NewIds,
    /// Errors are text, not JSON.
    PlainErrors,
    /// 500 to a provision without an originating identity.
    CrashesWithoutIdentity,
    /// 404 to every path with an encoded slash, as routers do that decode before they match.
    DecodesPaths,
    RefusesProvision,
    NoDashboard,
    /// 201 instead of 200 to an identical provision.
    MakesAgain,
    /// 200 to a provision that conflicts.
    IgnoresConflict,
    /// 202 although nobody said that they can wait.
    WaitsUnasked,
    AcceptsUnknownIds,
    AcceptsMalformed,
    /// Does not look at custom parameters.
    IgnoresParameters,
    RefusesUnknownMembers,
    /// `running` instead of `in progress`.
    OddState,
    NeverEnds,
    CrashesOnUnknownOperation,
    /// 404 to a poll after the end.
    ForgetsOperations,
    /// Lets an update in while another operation runs.
    Concurrent,
    /// 500 to a removal while the instance is being made.
    CrashesOnEarlyRemoval,
    /// 200 to a change of the plan that does not happen.
    IgnoresPlan,
    /// 400 to an update without a plan.
    NeedsPlan,
    /// Changes a plan that its catalog says is fixed.
    ChangesFixedPlan,
    /// 422 to an update that changes nothing.
    RefusesSame,
    NoCredentials,
    /// 409 to an identical bind.
    RefusesRebind,
    /// 200 to a bind that conflicts.
    IgnoresBindConflict,
    RefusesKeys,
    /// 204 to a removal of a binding.
    UnbindsSilently,
    /// 200 to the removal of a binding that is not there.
    UnbindsTwice,
    SharedCredentials,
    SyslogDrain,
    BindsDisabled,
    RefusesRemoval,
    /// 200 to the removal of an instance that is not there.
    RemovesTwice,
    NoExtension,
    RefusesOrders,
    /// 204 to an order that does not happen.
    IgnoresOrders,
    /// Cannot be enabled again.
    StaysDisabled,
    /// 409 to an order that changes nothing.
    RefusesRepeatedOrders,
    /// The extension asks for no credentials.
    OpenExtension,
    /// Repeats the credentials that it was sent in the words of every error.
    Echoes,
    /// Binds with the credentials as text instead of JSON.
    PlainBindings,
    /// 202 to an update while another operation runs, and begins it.
    QueuesUpdates,
    /// 202 to a provision that conflicts, and begins something.
    QueuesConflicts,
    /// 404 without a body to every version but 2.14.
    OneVersion,
    /// Never answers a call with an originating identity.
    HangsOnIdentity,
    /// `null` where a member should be absent.
    Nulls,
    /// 400 to a body with a member that is empty.
    RefusesEmptyMembers,
    /// Wants `platform`, `account_id` and `crn` in the `context` of every call that could have one.
    NeedsContext,
    /// Wants `organization_guid` and `space_guid`.
    NeedsLegacyGuids,
    /// 200 instead of 201.
    SaysOk,
    /// The dashboard's URL is another one at every call, and encodes more than it must.
    RestlessDashboard,
    /// The services of the catalog stand in another order at every read.
    ShufflesServices,
    /// 410 with the state `succeeded` to a poll of a removal that ended.
    ForgetsRemovals,
    /// An operation that it does not know has `failed`.
    UnknownOperationFails,
    /// An operation that it does not know is `in progress` for ever.
    UnknownOperationRuns,
    /// 400 to the id of a binding that has more than 100 characters.
    ShortBindingIds,
    /// 404 to the pages of the service.
    MissingPages,
    /// The icon is a PNG.
    RasterIcon,
    /// A binding that is made asynchronously comes to nothing, and stays.
    FailsBindings,
    /// Whatever is done asynchronously comes to nothing: what is made stays all the same, what is changed or removed
    /// stays as it was.
    FailsOperations,
    /// 503 to every third request, whatever it is.
    Flaps,
    /// At every eighth request it has lost all instances.
    Forgets,
}

impl Fault {
    /// Every fault that takes no time, so that a test can mix them.
    pub const ALL: [Self; 65] = [
        Self::Stateless,
        Self::OpenCatalog,
        Self::CrashesOnVersion,
        Self::NewIds,
        Self::PlainErrors,
        Self::CrashesWithoutIdentity,
        Self::DecodesPaths,
        Self::RefusesProvision,
        Self::NoDashboard,
        Self::MakesAgain,
        Self::IgnoresConflict,
        Self::WaitsUnasked,
        Self::AcceptsUnknownIds,
        Self::AcceptsMalformed,
        Self::IgnoresParameters,
        Self::RefusesUnknownMembers,
        Self::OddState,
        Self::NeverEnds,
        Self::CrashesOnUnknownOperation,
        Self::ForgetsOperations,
        Self::Concurrent,
        Self::CrashesOnEarlyRemoval,
        Self::IgnoresPlan,
        Self::NeedsPlan,
        Self::ChangesFixedPlan,
        Self::RefusesSame,
        Self::NoCredentials,
        Self::RefusesRebind,
        Self::IgnoresBindConflict,
        Self::RefusesKeys,
        Self::UnbindsSilently,
        Self::UnbindsTwice,
        Self::SharedCredentials,
        Self::SyslogDrain,
        Self::BindsDisabled,
        Self::RefusesRemoval,
        Self::RemovesTwice,
        Self::NoExtension,
        Self::RefusesOrders,
        Self::IgnoresOrders,
        Self::StaysDisabled,
        Self::RefusesRepeatedOrders,
        Self::OpenExtension,
        Self::Echoes,
        Self::PlainBindings,
        Self::QueuesUpdates,
        Self::QueuesConflicts,
        Self::OneVersion,
        Self::Nulls,
        Self::RefusesEmptyMembers,
        Self::NeedsContext,
        Self::NeedsLegacyGuids,
        Self::SaysOk,
        Self::RestlessDashboard,
        Self::ShufflesServices,
        Self::ForgetsRemovals,
        Self::UnknownOperationFails,
        Self::UnknownOperationRuns,
        Self::ShortBindingIds,
        Self::MissingPages,
        Self::RasterIcon,
        Self::FailsBindings,
        Self::FailsOperations,
        Self::Flaps,
        Self::Forgets,
    ];
}
