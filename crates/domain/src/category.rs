//! The categories of the catalog: the operator's seed list of §4.7a. An offering has exactly one.

/// `id` is what is stored and posted, `label` what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    pub id: &'static str,
    pub label: &'static str,
}

/// In the order of the select box and the catalog's filter.
pub const CATEGORIES: &[Category] = &[
    Category { id: "ai", label: "AI and machine learning" },
    Category { id: "analytics", label: "Analytics" },
    Category { id: "blockchain", label: "Blockchain" },
    Category { id: "compute", label: "Compute" },
    Category { id: "containers", label: "Containers" },
    Category { id: "databases", label: "Databases" },
    Category { id: "developer-tools", label: "Developer tools" },
    Category { id: "enterprise-applications", label: "Enterprise applications" },
    Category { id: "integration", label: "Integration" },
    Category { id: "iot", label: "Internet of things" },
    Category { id: "logging-monitoring", label: "Logging and monitoring" },
    Category { id: "mobile", label: "Mobile" },
    Category { id: "networking", label: "Networking" },
    Category { id: "security", label: "Security" },
    Category { id: "storage", label: "Storage" },
];

impl Category {
    pub fn find(id: &str) -> Option<&'static Self> {
        CATEGORIES.iter().find(|category| category.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_found_by_its_id_alone() {
        for category in CATEGORIES {
            assert_eq!(Category::find(category.id), Some(category));
        }
        assert_eq!(Category::find("Databases"), None);
        assert_eq!(Category::find(""), None);
    }

    #[test]
    fn the_list_is_sorted_by_label_as_people_look_for_it() {
        let mut labels: Vec<_> = CATEGORIES.iter().map(|category| category.label).collect();
        let shown = labels.clone();
        labels.sort_by_key(|label| label.to_lowercase());
        assert_eq!(shown, labels);
    }
}
