//! The registry of locations in which plans are sold and deployments run (§4.14): a tree of global, geographies,
//! regions and data centers. New ones are added by the operator.

/// `id` is what is stored, posted and written into a CRN, `label` what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    pub id: &'static str,
    pub label: &'static str,
    pub kind: LocationKind,
    /// The id of the location around this one; only `global` has none.
    pub parent: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocationKind {
    Global,
    Geography,
    Region,
    DataCenter,
}

/// The id of the root: one deployment serves the whole world.
pub const GLOBAL: &str = "global";

/// Every parent stands before its children.
pub const LOCATIONS: &[Location] = &[
    Location { id: GLOBAL, label: "Global", kind: LocationKind::Global, parent: None },
    Location { id: "eu", label: "Europe", kind: LocationKind::Geography, parent: Some(GLOBAL) },
    Location { id: "eu-de", label: "Frankfurt", kind: LocationKind::Region, parent: Some("eu") },
    Location { id: "eu-nl", label: "Amsterdam", kind: LocationKind::Region, parent: Some("eu") },
    Location { id: "uk-south", label: "London", kind: LocationKind::Region, parent: Some("eu") },
    Location { id: "na", label: "North America", kind: LocationKind::Geography, parent: Some(GLOBAL) },
    Location { id: "us-south", label: "Dallas", kind: LocationKind::Region, parent: Some("na") },
    Location { id: "us-east", label: "Washington DC", kind: LocationKind::Region, parent: Some("na") },
    Location { id: "ap", label: "Asia Pacific", kind: LocationKind::Geography, parent: Some(GLOBAL) },
    Location { id: "jp-tok", label: "Tokyo", kind: LocationKind::Region, parent: Some("ap") },
    Location { id: "au-syd", label: "Sydney", kind: LocationKind::Region, parent: Some("ap") },
    Location { id: "fra02", label: "Frankfurt 02", kind: LocationKind::DataCenter, parent: Some("eu-de") },
    Location { id: "ams03", label: "Amsterdam 03", kind: LocationKind::DataCenter, parent: Some("eu-nl") },
    Location { id: "dal10", label: "Dallas 10", kind: LocationKind::DataCenter, parent: Some("us-south") },
];

impl Location {
    pub fn find(id: &str) -> Option<&'static Self> {
        LOCATIONS.iter().find(|location| location.id == id)
    }

    /// Where plans can be sold and deployments can run; geographies only group.
    pub fn offered() -> impl Iterator<Item = &'static Self> {
        LOCATIONS.iter().filter(|location| location.is_offered())
    }

    pub const fn is_offered(&self) -> bool {
        !matches!(self.kind, LocationKind::Geography)
    }

    /// This location is `other` or lies inside it.
    pub fn is_within(&self, other: &str) -> bool {
        self.id == other || self.parent.and_then(Self::find).is_some_and(|parent| parent.is_within(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_location_hangs_below_one_listed_before_it() {
        for (index, location) in LOCATIONS.iter().enumerate() {
            let parent = LOCATIONS[..index].iter().find(|before| Some(before.id) == location.parent);
            assert_eq!(parent.is_none(), location.id == GLOBAL, "{}", location.id);
            assert!(parent.is_none_or(|parent| parent.kind < location.kind), "{}", location.id);
        }
    }

    #[test]
    fn ids_are_unique_and_fit_into_a_deployment_name() {
        for (index, location) in LOCATIONS.iter().enumerate() {
            assert!(LOCATIONS[..index].iter().all(|before| before.id != location.id));
            assert!(location.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }

    #[test]
    fn a_data_center_lies_in_its_region_its_geography_and_the_world() {
        let data_center = Location::find("fra02").unwrap();
        for around in ["fra02", "eu-de", "eu", GLOBAL] {
            assert!(data_center.is_within(around));
        }
        assert!(!data_center.is_within("eu-nl"));
        assert!(!Location::find("eu-de").unwrap().is_within("fra02"));
    }

    #[test]
    fn geographies_only_group() {
        assert!(Location::offered().all(|location| location.kind != LocationKind::Geography));
        assert!(Location::offered().any(|location| location.id == GLOBAL));
    }
}
