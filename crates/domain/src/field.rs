//! Every input of every form, so that a finding, a review thread and a form control speak of the same thing.
//! A field knows the name its control posts (as `serde_qs` nests it) and nothing of its value.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::page::Page;

mod form;
mod rows;
mod table;

pub use form::Form;
pub(crate) use rows::row;
use rows::rows_of;
use table::fields;

fields! {
    plain {
        Email SignIn "email",
        Password SignIn "password",
        NewPassword SignIn "new_password",

        PersonEmail Person "person[email]",
        PersonName Person "person[name]",
        PersonRoles Person "person[roles]",

        AccountName Account "new_account[name]",
        AccountKind Account "new_account[kind]",
        AdministratorName Account "new_account[administrator_name]",
        AdministratorEmail Account "new_account[administrator_email]",

        PlaceCountry Place "place[country]",
        PlaceCurrency Place "place[currency]",

        MemberEmail Member "member[email]",
        MemberName Member "member[name]",
        MemberRole Member "member[role]",

        TokenName Token "token[name]",
        TokenScope Token "token[scope]",
        TokenLifetime Token "token[lifetime]",

        CompanyName Registration "registration[company_name]",
        CompanyLegalName Registration "registration[company_legal_name]",
        CompanyContactName Registration "registration[contact_name]",
        CompanyContactEmail Registration "registration[contact_email]",

        ResourceName NewResource "resource[resource_name]",
        BrokerReady NewResource "resource[broker_ready]",

        ContactName Summary "summary[contact_name]",
        ContactEmail Summary "summary[contact_email]",
        SupportContact Summary "summary[support_contact]",
        InternalDescription Summary "summary[description]",
        TargetDate Summary "summary[target_date]",

        DisplayName Listing "listing[display_name]",
        ProviderDisplayName Listing "listing[provider_display_name]",
        Description Listing "listing[description]",
        LongDescription Listing "listing[long_description]",
        Icon Listing "listing[icon]",
        DocumentationUrl Listing "listing[documentation_url]",
        InstructionsUrl Listing "listing[instructions_url]",
        TermsUrl Listing "listing[terms_url]",
        SupportUrl Listing "listing[support_url]",
        Category Listing "listing[category]",
        Tags Listing "listing[tags]",
        Bullets Listing "listing[bullets]",
        Media Listing "listing[media]",
        FeaturedDescription Listing "listing[extras][featured_description]",
        SmallImage Listing "listing[extras][small_image]",
        MediumImage Listing "listing[extras][medium_image]",
        FeatureImage Listing "listing[extras][feature_image]",
        ApiDocsUrl Listing "listing[extras][api_docs_url]",
        SdkDownloadUrl Listing "listing[extras][sdk_download_url]",
        RegistrationUrl Listing "listing[extras][registration_url]",
        CatalogDetailsUrl Listing "listing[extras][catalog_details_url]",
        CustomCreatePageUrl Listing "listing[extras][custom_create_page_url]",
        NotCreatableMessage Listing "listing[extras][not_creatable_msg]",
        DeprecationWarning Listing "listing[extras][deprecation_warning]",
        PopupWarning Listing "listing[extras][popup_warning_message]",
        SideBySideIndex Listing "listing[extras][side_by_side_index]",
        EmbeddableDashboard Listing "listing[extras][embeddable_dashboard]",
        AccessibleDuringProvision Listing "listing[extras][accessible_during_provision]",
        NavigationItems Listing "listing[extras][navigation_items]",

        PlanUpdateable Settings "settings[plan_updateable]",
        Bindable Settings "settings[bindable]",
        ServiceKeySupported Settings "settings[service_key_supported]",
        LocationScope Settings "settings[location_scope]",
        Parameters Settings "settings[parameters]",
        BarredSwitches Settings "settings[extras][barred_switches]",
        AsyncProvisioning Settings "settings[extras][async_provisioning]",
        AsyncUnprovisioning Settings "settings[extras][async_unprovisioning]",
        AllowContextUpdates Settings "settings[extras][allow_context_updates]",
        Requires Settings "settings[extras][requires]",
        SlaTerms Settings "settings[extras][sla][terms]",
        SlaTenancy Settings "settings[extras][sla][tenancy]",
        SlaProvisioning Settings "settings[extras][sla][provisioning]",
        SlaResponsiveness Settings "settings[extras][sla][responsiveness]",
        SlaRecovery Settings "settings[extras][sla][recovery]",
        SlaRecoveryText Settings "settings[extras][sla][recovery_text]",
        Compliance Settings "settings[extras][compliance]",
        OnlyFor Settings "settings[extras][only_for]",
        NotExtendable Settings "settings[extras][not_extendable]",

        Translations Translation "translations",

        AccessEnabled Access "access[enabled]",
        ApiKey Access "access[api_key]",
        ClientEnabled Access "access[client_enabled]",
        RedirectUris Access "access[redirect_uris]",
        AccessName Access "access[display_name]",
        AccessDescription Access "access[description]",
        ServiceRoles Access "access[service_roles]",
        CustomRoles Access "access[custom_roles]",
        Actions Access "access[actions]",
        Attributes Access "access[attributes]",
        Subjects Access "access[subjects]",

        Plans Plan "plans",
        PlanName Plan "plan[name]",
        PlanDisplayName Plan "plan[display_name]",
        PlanDescription Plan "plan[description]",
        PlanKind Plan "plan[kind]",
        PlanBullets Plan "plan[bullets]",
        PlanAmounts Plan "plan[amounts]",
        PlanLocations Plan "plan[locations]",
        PlanBindable Plan "plan[bindable]",
        PlanOneInstance Plan "plan[one_instance_per_account]",
        PlanProrated Plan "plan[prorate_first_month]",
        PlanFrom Plan "plan[effective_from]",
        PlanUntil Plan "plan[effective_until]",
        PlanPaidOnly Plan "plan[paid_only]",
        PlanInternalUsers Plan "plan[allow_internal_users]",
        PlanReservable Plan "plan[reservable]",
        PlanRegional Plan "plan[regional]",
        PlanSubscriptionOnly Plan "plan[subscription_only]",
        PlanCaps Plan "plan[lite_caps]",
        PlanEndsOn Plan "plan[ends_on]",
        Metrics Metric "metrics",

        Brokers Broker "brokers",
        BrokerName Broker "broker[name]",
        BrokerUrl Broker "broker[url]",
        AuthScheme Broker "broker[auth_scheme]",
        BrokerUsername Broker "broker[username]",
        BrokerPassword Broker "broker_password",
        OsbVersion Broker "broker[osb_version]",
        ProvisionType Broker "broker[provision_type]",
        IdFormat Broker "broker[id_format]",
        LegacyIds Broker "broker[legacy_ids]",
        BrokerCa Broker "broker[ca_pem]",
        ExtensionPrefix Broker "broker[extension_prefix]",
        SyncTimeout Broker "broker[sync_timeout]",
        MaxPoll Broker "broker[max_poll]",
        PollInterval Broker "broker[poll_interval]",
        BrokerRegion Broker "broker[region]",
        BrokerGroup Broker "broker[resource_group]",

        Deployments Deployment "deployments",
        DeploymentPlan Deployment "deployment[plan]",
        DeploymentLocation Deployment "deployment[location]",
        DeploymentBroker Deployment "deployment[broker]",
        DeploymentRegion Deployment "deployment[pricing_region]",
        DeploymentRegions Deployment "deployment[deployment_regions]",
        DeploymentParameters Deployment "deployment[parameters]",

        AllowlistAccount Allowlist "account",
        AllowlistUntil Allowlist "until",

        Reason Decision "reason",
        ReviewNote Decision "note",
        InternalNote Decision "internal_note",
        Confirmation Decision "confirmation",

        ThreadAnchor Thread "thread[anchor]",
        ThreadText Thread "thread[text]",
        ThreadRule Thread "thread[rule]",
        ThreadBlocking Thread "thread[blocking]",
        ReplyText Thread "reply[text]",
        ReplyInternal Thread "reply[internal]",

        AdjustmentOffering Adjustment "adjustment[offering]",
        AdjustmentAmount Adjustment "adjustment[amount]",
        AdjustmentCurrency Adjustment "adjustment[currency]",
        AdjustmentReason Adjustment "adjustment[reason]",

        InstancePlan Instance "instance[plan]",
        InstanceLocation Instance "instance[location]",
        InstanceName Instance "instance[name]",
        InstanceParameters Instance "instance[parameters]",
        InstanceTerms Instance "instance[terms]",
        BindingName Instance "binding[name]",

        SandboxMonth Sandbox "sandbox[month]",
        SandboxDay Sandbox "sandbox[day]",
        SandboxBuyer Sandbox "sandbox[buyer]",
        SandboxStart Sandbox "record[start]",
        SandboxEnd Sandbox "record[end]",
        SandboxConsumer Sandbox "record[consumer]",
        SandboxRecords Sandbox "batch",
        SandboxPattern Sandbox "pattern[shape]",
        SandboxAmount Sandbox "pattern[quantity]",
    }
    rows {
        BulletTitle Listing "listing[bullets]" "[title]",
        BulletDescription Listing "listing[bullets]" "[description]",
        BulletIcon Listing "listing[bullets]" "[icon]",
        MediaKind Listing "listing[media]" "[kind]",
        MediaUrl Listing "listing[media]" "[url]",
        MediaThumbnail Listing "listing[media]" "[thumbnail]",
        MediaCaption Listing "listing[media]" "[caption]",
        NavigationId Listing "listing[extras][navigation_items]" "[id]",
        NavigationLabel Listing "listing[extras][navigation_items]" "[label]",
        NavigationUrl Listing "listing[extras][navigation_items]" "[url]",
        ComplianceItem Settings "settings[extras][compliance]" "",
        RedirectUri Access "access[redirect_uris]" "",
        CustomRole Access "access[custom_roles]" "",
        ActionId Access "access[actions]" "[id]",
        ActionName Access "access[actions]" "[display_name]",
        ActionDescription Access "access[actions]" "[description]",
        ActionRoles Access "access[actions]" "[roles]",
        ActionHidden Access "access[actions]" "[hidden]",
        AttributeKey Access "access[attributes]" "[key]",
        AttributeOperators Access "access[attributes]" "[operators]",
        AttributeInput Access "access[attributes]" "[input]",
        SubjectService Access "access[subjects]" "[service_name]",
        SubjectResourceType Access "access[subjects]" "[resource_type]",
        PlanBullet Plan "plan[bullets]" "",
        AmountCountry Plan "plan[amounts]" "[country]",
        AmountCurrency Plan "plan[amounts]" "[currency]",
        AmountPrice Plan "plan[amounts]" "[price]",
        PlanLocation Plan "plan[locations]" "",
        CapMeasure Plan "plan[lite_caps]" "[measure]",
        CapAmount Plan "plan[lite_caps]" "[cap]",
        CapAction Plan "plan[lite_caps]" "[action]",
        MetricPartNumber Metric "metrics" "[part_number]",
        MetricResource Metric "metrics" "[resource_name]",
        MetricResourceDisplay Metric "metrics" "[resource_display_name]",
        MetricMeasure Metric "metrics" "[measure]",
        MetricQuantityType Metric "metrics" "[quantity_type]",
        MetricConsumerLevel Metric "metrics" "[consumer_level]",
        MetricModel Metric "metrics" "[metering_model]",
        MetricScale Metric "metrics" "[metering_scale]",
        MetricChargeUnit Metric "metrics" "[charge_unit]",
        MetricChargeUnitId Metric "metrics" "[charge_unit_id]",
        MetricUnitDisplay Metric "metrics" "[unit_display_name]",
        MetricGroup Metric "metrics" "[aggregation_group]",
        MetricDisplayCap Metric "metrics" "[display_cap]",
        MetricPricing Metric "metrics" "[rating_model]",
        MetricPack Metric "metrics" "[rating_scale]",
        MetricClip Metric "metrics" "[clip]",
        MetricShownOnly Metric "metrics" "[shown_only]",
        MetricInstanceFree Metric "metrics" "[instance_free_units]",
        MetricFree Metric "metrics" "[free_units]",
        MetricUsageCap Metric "metrics" "[usage_cap]",
        MetricBucket Metric "metrics" "[bucket]",
        MetricFrom Metric "metrics" "[effective_from]",
        MetricUntil Metric "metrics" "[effective_until]",
        MetricTiers Metric "metrics" "[bounds]",
        MetricPlaces Metric "metrics" "[places]",
        InstanceValue Instance "instance[values]" "",
        SandboxQuantity Sandbox "record[quantities]" "",
        SandboxPrevious Sandbox "record[previous]" "",
    }
    nested {
        MetricBound Metric "metrics" "[bounds]" "",
        Translated Translation "translation[groups]" "" "[text]",
        MetricCountry Metric "metrics" "[places]" "[country]",
        MetricCurrency Metric "metrics" "[places]" "[currency]",
    }
    cells {
        MetricPrice Metric "metrics" "[prices]",
    }
}

impl Field {
    pub const fn page(self) -> Option<Page> {
        self.form().page()
    }

    /// The place in its plan of the metric that the field belongs to.
    pub fn metric(self) -> Option<u8> {
        if self.form() == Form::Metric { self.outer_row() } else { None }
    }

    /// An HTML id, also the anchor of the field: `listing-bullets-0-title`.
    pub fn id(self) -> String {
        self.input_name().replace(['[', '_'], "-").replace(']', "")
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input_name())
    }
}

#[cfg(test)]
mod tests;
