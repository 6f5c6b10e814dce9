//! Words of the page that asks whether a service may learn who somebody is.

pub const ALLOW: &str = "Allow";
pub const DENY: &str = "Deny";
pub const TOLD: &str = "It is told";
pub const REMEMBERED: &str =
    "This is remembered, so that you are asked once. Take it back whenever you like, on the page of your sessions.";

pub fn title(service: &str) -> String {
    format!("Sign in to {service}?")
}

/// Who asks, who is asked, and where the answer goes.
pub fn lead(service: &str, provider: Option<&str>, email: &str) -> String {
    let of = provider.map_or_else(|| "which the operator registered".to_owned(), |provider| format!("of {provider}"));
    format!("{service}, {of}, wants to know who you are. You are signed in as {email}.")
}

pub const GOES_TO: &str = "You go on to";

/// One line per scope, in plain words.
pub fn scope(name: &str) -> String {
    match name {
        "openid" => "that it is you: a number that stays the same".to_owned(),
        "profile" => "your name".to_owned(),
        "email" => "your e-mail address".to_owned(),
        other => format!("that it may act for you within “{other}”"),
    }
}

/// All of it in one line.
pub fn learns(scopes: &[String]) -> String {
    super::sentence_case(&scopes.iter().map(|name| scope(name)).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_as_what_is_told() {
        let scopes = ["openid", "email", "northwind-vector"].map(str::to_owned);
        assert_eq!(
            learns(&scopes),
            "That it is you: a number that stays the same; your e-mail address; that it may act for you within \
             “northwind-vector”"
        );
    }
}
