//! Words of the screen on which a publication is confirmed, and of what is said once it is done.

use super::plural;

pub const LIMITED: &str = "Publish with limited visibility";
pub const LIMITED_LEAD: &str = "The catalog then shows what stands below to the accounts below, and to nobody else. Before it is published, every \
                                broker is called once more.";
pub const PUBLIC: &str = "Release to everybody";
pub const PUBLIC_LEAD: &str =
    "The catalog then shows what stands below to everybody, exactly as it was approved. It stays there from then on.";

pub const WHAT: &str = "What becomes visible";
pub const PRICE: &str = "Price";
pub const NOW: &str = "Now";
pub const NOTHING: &str = "Nothing becomes visible";
pub const NOTHING_WHY: &str =
    "No catalog deployment is that far. The Deployments page shows where each of them stands.";

pub const WHO: &str = "Who will see it";
pub const WHO_LIMITED: &str = "The offering’s entry in the catalog is private: for the owner and the invited accounts.";
pub const WHO_PUBLIC: &str = "The offering’s entry in the catalog is public.";
pub const WHY: &str = "Sees it";
pub const EVERYBODY: &str = "Everybody";
pub const SIGNED_IN_OR_NOT: &str = "signed in or not";
pub const AS_THE_OPERATOR_SAYS: &str = "as the operator says of each account";

pub const DIFFERS: &str = "Different from what is published";
pub const CANCEL: &str = "Cancel";
pub const NO_NEWS: &str = "Everything is published as it is now. As soon as something differs from what the catalog shows, it can be published again.";

pub const PUBLISHED: &str = "Published with limited visibility";
pub const RELEASED: &str = "Released to everybody";

/// "In the catalog for Northwind Data and 1 invited account: 2 deployments of 2 plans in 1 location."
pub fn published(what: &str, owner: &str, invited: usize) -> String {
    let what = what.trim_end_matches('.');
    match invited {
        0 => format!("In the catalog for {owner} alone: {what}."),
        invited => format!("In the catalog for {owner} and {}: {what}.", plural(invited, "invited account")),
    }
}

pub fn released(what: &str) -> String {
    format!("In the catalog for everybody: {}.", what.trim_end_matches('.'))
}

/// The first things that differ; none are told if only their order does.
pub fn differs(things: &[String]) -> String {
    const SHOWN: usize = 8;
    match things.len() {
        0 => "The order of something.".to_owned(),
        count if count <= SHOWN => format!("{}.", things.join("; ")),
        count => format!("{}; and {} more.", things[..SHOWN].join("; "), count - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_names_what_was_published_and_for_whom() {
        let what = "2 deployments of 2 plans in 1 location.";
        assert_eq!(
            published(what, "Northwind Data", 1),
            "In the catalog for Northwind Data and 1 invited account: 2 deployments of 2 plans in 1 location."
        );
        assert!(published(what, "Northwind Data", 0).starts_with("In the catalog for Northwind Data alone: 2"));
        assert_eq!(released(what), "In the catalog for everybody: 2 deployments of 2 plans in 1 location.");
    }

    #[test]
    fn of_many_differences_the_first_are_told() {
        let things: Vec<String> = (1..=10).map(|number| format!("Plan {number}")).collect();
        assert_eq!(differs(&things[..2]), "Plan 1; Plan 2.");
        assert!(differs(&things).ends_with("Plan 8; and 2 more."));
        assert_eq!(differs(&[]), "The order of something.");
    }
}
