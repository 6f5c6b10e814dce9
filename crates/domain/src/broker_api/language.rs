//! The languages in which a sample broker is written.

/// A language of the sample brokers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SampleLanguage {
    Rust,
    /// Where nobody chooses.
    #[default]
    Python,
    Node,
}

impl SampleLanguage {
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::Node];

    /// How the language is written in an address and on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::Node => "node",
        }
    }

    /// The language of that name; `None` for anything else.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }
}
