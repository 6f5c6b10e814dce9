//! Which parameters a form asks for, once plan and place are chosen and others have their values (§4.11, associations).

use super::{Dependence, Parameter, Typed};
use crate::location::Location;

/// The plan and the location, by their ids; empty while nothing is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chosen<'a> {
    pub plan: &'a str,
    pub location: &'a str,
}

impl Chosen<'_> {
    /// The location is this place, or lies inside it.
    pub(crate) fn is_in(&self, place: &str) -> bool {
        place == self.location || Location::find(self.location).is_some_and(|chosen| chosen.is_within(place))
    }
}

/// The parameters that are asked for or sent, hidden ones included, with their place in the definition.
pub fn shown<'a>(parameters: &'a [Parameter], chosen: Chosen<'_>, typed: &Typed) -> Vec<(usize, &'a Parameter)> {
    decided(parameters, chosen, Some(typed))
}

/// Those of them that could come to be asked for or sent with this plan in this place, whatever is typed.
pub(crate) fn showable<'a>(parameters: &'a [Parameter], chosen: Chosen<'_>) -> Vec<(usize, &'a Parameter)> {
    decided(parameters, chosen, None)
}

fn decided<'a>(parameters: &'a [Parameter], chosen: Chosen<'_>, typed: Option<&Typed>) -> Vec<(usize, &'a Parameter)> {
    let mut asked = Asked { parameters, chosen, typed, known: vec![Known::Open; parameters.len()] };
    let all = parameters.iter().enumerate();
    all.filter(|(at, _)| asked.is_shown(*at)).collect()
}

/// Every parameter is decided once, so that no web of associations takes longer than it is large.
struct Asked<'a> {
    parameters: &'a [Parameter],
    chosen: Chosen<'a>,
    /// `None`: anything may be typed.
    typed: Option<&'a Typed>,
    known: Vec<Known>,
}

#[derive(Clone, Copy)]
enum Known {
    Open,
    /// A circle leads back to it: it is not shown.
    Asking,
    Decided(bool),
}

impl Asked<'_> {
    fn is_shown(&mut self, at: usize) -> bool {
        match self.known[at] {
            Known::Decided(is_shown) => return is_shown,
            Known::Asking => return false,
            Known::Open => self.known[at] = Known::Asking,
        }
        let parameters = self.parameters;
        let parameter = &parameters[at];
        let is_shown = parameter.plans.as_ref().is_none_or(|plans| plans.iter().any(|plan| plan == self.chosen.plan))
            && parameter.locations.as_ref().is_none_or(|places| places.iter().any(|place| self.chosen.is_in(place)))
            && parameter.depends_on.iter().all(|dependence| self.holds(dependence));
        self.known[at] = Known::Decided(is_shown);
        is_shown
    }

    fn holds(&mut self, dependence: &Dependence) -> bool {
        let Some(at) = self.parameters.iter().position(|other| other.name == dependence.name) else { return false };
        if !self.is_shown(at) {
            return false;
        }
        let other = &self.parameters[at];
        let texts = match self.typed {
            Some(typed) => other.texts(typed),
            None if other.is_open() => return true,
            None => other.texts(&Typed::new()),
        };
        let texts = if texts.is_empty() && other.is_flag() { vec!["false".to_owned()] } else { texts };
        match &dependence.values {
            Some(values) => texts.iter().any(|text| values.contains(text)),
            None => !texts.is_empty(),
        }
    }
}
