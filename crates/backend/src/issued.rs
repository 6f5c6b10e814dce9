//! What the platform knows of an offering and its provider does not say: the documentation URL that is issued, and the house
//! that it is offered in.

use slipway_domain::offering::{House, Offering, Owner};

use crate::Acting;

impl Acting {
    /// The documentation URL is issued with the approval of the account (T04).
    pub(crate) fn issued_url(&self, owner: &Owner, name: &str) -> String {
        // An account that was approved before this was kept has what the console is configured with.
        let issued = owner.documentation_base.as_deref();
        let base = issued.unwrap_or_else(|| self.backend().platform().documentation_base());
        format!("{base}/{name}")
    }

    /// The offering with what the platform knows of it.
    pub(crate) fn issued(&self, mut offering: Offering) -> Offering {
        offering.issued_documentation_url = self.issued_url(&offering.owner, &offering.name);
        offering.access_facts.as_of(self.now());
        offering.house = House {
            platform_name: self.backend().platform().operator_name.clone(),
            lab: self.backend().outbound().is_lab(),
            signs_no_tokens: self.backend().signs_no_tokens(),
        };
        offering
    }
}
