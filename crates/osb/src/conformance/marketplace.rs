//! What a platform's own catalog shows of the deployment that a run is about, as whoever has a catalog saw it: the facts of
//! CTL-01 and CTL-02. A command line has none.

/// The catalog as several people see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marketplace {
    pub reach: Reach,
    /// Something else of the service is for everybody, so that everybody finds its page.
    pub service_is_public: bool,
    pub looks: Vec<Look>,
    /// The icon is one that the console keeps, and it is there; `None`: it is somewhere else.
    pub icon: Option<bool>,
}

/// For whom the deployment is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    #[default]
    Nobody,
    Limited,
    Everybody,
}

/// Who looks (§4.15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// An account of the allowlist, by its name.
    Allowed(String),
    /// An account that is kept out, by its name.
    Excluded(String),
    /// An account that nobody invited.
    Stranger,
    /// Nobody has signed in.
    Anonymous,
}

/// What one of them sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub viewer: Viewer,
    /// The search finds the service.
    pub found: bool,
    /// Its address leads to its details.
    pub details: bool,
    /// An instance of the plan at the location could be asked for by their ids.
    pub offered: bool,
    /// What keeps somebody who sees it from choosing it: sentences without a full stop.
    pub obstacles: Vec<String>,
}

impl Viewer {
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Allowed(name) | Self::Excluded(name) => format!("the account {name}"),
            Self::Stranger => "an account that is not invited".to_owned(),
            Self::Anonymous => "somebody who has not signed in".to_owned(),
        }
    }
}
