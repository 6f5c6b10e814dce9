//! Words about who else has a page open.

/// "Kim Wood has this page open too."; empty: nobody has.
pub fn others(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => format!("{name} has this page open too."),
        [rest @ .., last] => format!("{} and {last} have this page open too.", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_are_named() {
        let told = |names: &[&str]| others(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(told(&[]), "");
        assert_eq!(told(&["Kim"]), "Kim has this page open too.");
        assert_eq!(told(&["Kim", "Ada", "Vera"]), "Kim, Ada and Vera have this page open too.");
    }
}
