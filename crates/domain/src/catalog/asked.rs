//! What the form for a new instance asks for (§4.11): with one plan in one place, and of whoever reads the details at
//! most.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Details, LocalParameters};
use crate::parameter::{Chosen, Parameter, showable};

/// What a form could ask whoever reads the details for, and what of it is told before it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedOfReader {
    /// Those of the service.
    pub parameters: Vec<Parameter>,
    /// What is asked for instead, where new instances can be made.
    pub local_parameters: Vec<LocalParameters>,
}

impl Details {
    /// What the form for a new instance asks for with this plan in this place.
    pub fn parameters_at(&self, chosen: Chosen<'_>) -> &[Parameter] {
        self.own_parameters(chosen).unwrap_or(&self.parameters)
    }

    /// The parameters that a form could ask for with a plan and in a place that are the reader's to choose; what is
    /// sent unseen is none of them. Of each, plans and places that the reader does not see are left out, as are
    /// conditions about secrets and about what nobody is asked for, and what a secret begins with.
    pub fn asked_of_reader(&self) -> AskedOfReader {
        let sold: Vec<(String, &str)> = self
            .plans
            .iter()
            .flat_map(|plan| plan.locations.iter().map(|location| (plan.id.to_string(), location.as_str())))
            .collect();
        let chosen: Vec<Chosen<'_>> = sold.iter().map(|(plan, location)| Chosen { plan, location }).collect();
        let of_service = chosen.iter().copied().filter(|chosen| self.own_parameters(*chosen).is_none());
        let local_parameters = self.local_parameters.iter().filter_map(|own| {
            let here = chosen.iter().find(|chosen| own.is_at(**chosen))?;
            Some(LocalParameters { parameters: self.told(&own.parameters, [*here]), ..own.clone() })
        });
        AskedOfReader {
            parameters: self.told(&self.parameters, of_service),
            local_parameters: local_parameters.collect(),
        }
    }

    fn own_parameters(&self, chosen: Chosen<'_>) -> Option<&[Parameter]> {
        let own = self.local_parameters.iter().find(|own| own.is_at(chosen));
        own.map(|own| own.parameters.as_slice())
    }

    /// Those that a form could ask for with one of these plans and places.
    fn told<'c>(&self, parameters: &[Parameter], choices: impl IntoIterator<Item = Chosen<'c>>) -> Vec<Parameter> {
        let mut askable: BTreeSet<usize> = BTreeSet::new();
        for chosen in choices {
            askable.extend(showable(parameters, chosen).into_iter().map(|(at, _)| at));
        }
        let asked = parameters.iter().enumerate().filter(|(at, one)| askable.contains(at) && !one.hidden);
        let asked: Vec<&Parameter> = asked.map(|(_, one)| one).collect();
        let named = asked.iter().filter(|one| !one.kind.is_secret());
        let named: BTreeSet<&str> = named.map(|one| one.name.as_str()).collect();
        asked.iter().map(|one| self.narrowed(one, &named)).collect()
    }

    /// `named`: those whose conditions are told.
    fn narrowed(&self, parameter: &Parameter, named: &BTreeSet<&str>) -> Parameter {
        let mut told = parameter.clone();
        if let Some(plans) = &mut told.plans {
            plans.retain(|id| self.plans.iter().any(|plan| plan.id.to_string() == *id));
        }
        if let Some(places) = &mut told.locations {
            let is_theirs = |place: &str| {
                self.locations.iter().any(|location| Chosen { location, ..Chosen::default() }.is_in(place))
            };
            places.retain(|place| is_theirs(place));
        }
        told.depends_on.retain(|other| named.contains(other.name.as_str()));
        if told.kind.is_secret() {
            // No form shows what a definition gives a secret to begin with or to choose from.
            told.default = Value::Null;
            told.options.clear();
        }
        told
    }
}

impl LocalParameters {
    fn is_at(&self, chosen: Chosen<'_>) -> bool {
        self.location == chosen.location && self.plan.to_string() == chosen.plan
    }
}

#[cfg(test)]
mod tests;
