//! Words of sessions: one's own, and those that the operator's admin sees.

use slipway_domain::session::{Browser, System};

pub const TITLE: &str = "Your sessions";
pub const LEAD: &str = "Where you are signed in. One that you do not know? End it, then ask for a new set-up link and choose another password.";
pub const CAPTION: &str = "Sessions";
pub const SERVICES: &str = "Services you sign in to";
pub const SERVICES_SUB: &str = "They were told what you agreed to. Take it back, and they lose what they have of you at once and ask again the next time.";
pub const NO_SERVICES: &str = "You have not signed in to any service with your account here.";
pub const SERVICE: &str = "Service";
pub const LEARNS: &str = "What it is told";
pub const SINCE: &str = "Agreed";
pub const REVOKE: &str = "Take back";
pub const BROWSER: &str = "Browser";
pub const SIGNED_IN: &str = "Signed in";
pub const LAST_SEEN: &str = "Last seen";
pub const ACTIONS: &str = "Actions";
pub const THIS: &str = "This one";
pub const END: &str = "End";
pub const END_OTHERS: &str = "End all other sessions";
pub const NO_OTHERS: &str = "You are signed in nowhere else.";

/// "Firefox on Linux", as far as the browser says so.
pub fn browser(browser: Browser, system: System) -> String {
    let name = match browser {
        Browser::Edge => "Edge",
        Browser::Opera => "Opera",
        Browser::Samsung => "Samsung Internet",
        Browser::Firefox => "Firefox",
        Browser::Chrome => "Chrome",
        Browser::Safari => "Safari",
        Browser::CommandLine => "A program on the command line",
        Browser::Unknown => "An unknown browser",
    };
    let place = match system {
        System::Iphone => " on an iPhone",
        System::Ipad => " on an iPad",
        System::Android => " on Android",
        System::ChromeOs => " on ChromeOS",
        System::Windows => " on Windows",
        System::Mac => " on a Mac",
        System::Linux => " on Linux",
        System::Unknown => "",
    };
    format!("{name}{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_in_plain_words() {
        assert_eq!(browser(Browser::Firefox, System::Linux), "Firefox on Linux");
        assert_eq!(browser(Browser::Safari, System::Iphone), "Safari on an iPhone");
        assert_eq!(browser(Browser::Unknown, System::Unknown), "An unknown browser");
    }
}
