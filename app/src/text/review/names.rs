//! How values are named where versions are compared.

use slipway_domain::field::Field;
use slipway_domain::text::field_name;

/// Answered with yes or no.
pub(super) const fn is_question(field: Field) -> bool {
    matches!(
        field,
        Field::PlanUpdateable
            | Field::Bindable
            | Field::ServiceKeySupported
            | Field::PlanBindable
            | Field::PlanOneInstance
            | Field::PlanProrated
            | Field::PlanPaidOnly
            | Field::PlanInternalUsers
            | Field::PlanReservable
            | Field::PlanRegional
            | Field::PlanSubscriptionOnly
            | Field::ActionHidden(_)
            | Field::AccessibleDuringProvision
            | Field::AsyncProvisioning
            | Field::AsyncUnprovisioning
            | Field::AllowContextUpdates
            | Field::NotExtendable
            | Field::SlaRecovery
            | Field::MetricConsumerLevel(_)
            | Field::MetricClip(_)
            | Field::MetricShownOnly(_)
    )
}

/// A field as the name of its value, where the form asks for it with a question or as a list.
pub(super) fn value_name(field: Field) -> String {
    match field {
        Field::PlanUpdateable => "plan changes".to_owned(),
        Field::Bindable | Field::PlanBindable => "bindable".to_owned(),
        Field::PlanOneInstance => "one instance for each account".to_owned(),
        Field::PlanProrated => "first month by its days".to_owned(),
        Field::PlanPaidOnly => "paying accounts only".to_owned(),
        Field::PlanInternalUsers => "internal users".to_owned(),
        Field::PlanReservable => "reservable".to_owned(),
        Field::PlanRegional => "regional".to_owned(),
        Field::PlanSubscriptionOnly => "subscription accounts only".to_owned(),
        Field::PlanCaps => "cap".to_owned(),
        Field::ServiceKeySupported => "service keys".to_owned(),
        Field::RedirectUris => "redirect URI".to_owned(),
        Field::NavigationItems => "extra tab".to_owned(),
        Field::AccessibleDuringProvision => "dashboard during provisioning".to_owned(),
        Field::BarredSwitches => "plan changes that are not offered".to_owned(),
        Field::AsyncProvisioning => "slow provisioning".to_owned(),
        Field::AsyncUnprovisioning => "slow deprovisioning".to_owned(),
        Field::AllowContextUpdates => "context updates".to_owned(),
        Field::SlaRecovery => "disaster recovery promised".to_owned(),
        Field::Compliance => "certifications".to_owned(),
        Field::OnlyFor => "who may see it".to_owned(),
        Field::NotExtendable => "invitations end with the release".to_owned(),
        Field::Attributes => "policy target".to_owned(),
        Field::Subjects => "calling service".to_owned(),
        Field::Tags => "tags".to_owned(),
        Field::Media => "picture or video".to_owned(),
        Field::PlanBullets => "feature line".to_owned(),
        Field::PlanLocations => "location".to_owned(),
        field => field_name(field),
    }
}
