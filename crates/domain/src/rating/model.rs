//! The names of the pricing models and what goes with what.

use serde::{Deserialize, Serialize};

use crate::metering::MeteringModel;

/// How packs become money: a formula over Q packs, with tiers of upper bounds q and prices p.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PricingModel {
    /// T = p × Q
    #[serde(rename = "linear_tier")]
    Linear,
    /// T = p × Σ of the days / D: the linear price of a prorated quantity.
    Proration,
    /// T = p × Q, at the price of the tier in which Q lies. Crossing a bound may lower T.
    SimpleTier,
    /// T = Σ p × (min(Q, q) − the bound before): each pack at the price of its own tier.
    GraduatedTier,
    /// T = p, the flat amount of the tier in which Q lies.
    BlockTier,
}

impl PricingModel {
    pub const ALL: [Self; 5] = [Self::Linear, Self::Proration, Self::SimpleTier, Self::GraduatedTier, Self::BlockTier];

    /// As definitions write it: `graduated_tier`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear_tier",
            Self::Proration => "proration",
            Self::SimpleTier => "simple_tier",
            Self::GraduatedTier => "graduated_tier",
            Self::BlockTier => "block_tier",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }

    /// The model that a definition means, by whatever name its source gave it (DEC-35): "Granular Tier" is the simple one.
    /// "Step" alone is the metering page's word for graduated, and within "Block (Step) Tier" it means nothing.
    pub fn of_definition(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace(['_', '-'], " ");
        match name.strip_suffix(" tier").unwrap_or(&name) {
            "linear" => Some(Self::Linear),
            "proration" | "monthlyproration" => Some(Self::Proration),
            "simple" | "granular" => Some(Self::SimpleTier),
            "graduated" | "step" => Some(Self::GraduatedTier),
            "block" | "block (step)" | "up to" => Some(Self::BlockTier),
            _ => None,
        }
    }

    pub const fn has_tiers(self) -> bool {
        matches!(self, Self::SimpleTier | Self::GraduatedTier | Self::BlockTier)
    }

    /// DEC-34: a prorated quantity has a linear price; tiers go with sums, highest and means.
    pub const fn goes_with(self, metering: MeteringModel) -> bool {
        match self {
            Self::Linear => true,
            Self::Proration => metering.is_prorated(),
            Self::SimpleTier | Self::GraduatedTier | Self::BlockTier => !metering.is_prorated(),
        }
    }
}
