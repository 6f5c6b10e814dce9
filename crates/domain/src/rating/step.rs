//! The steps from records to money, as data: a page, an interface and a test read the same.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::metering::Counted;
use crate::money::{Currency, Price};

/// One step with its numbers and its result. The name of the variant is the id of its formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// records → quantity, in the unit that is sent (§8.2)
    Counted { how: Counted, quantity: Decimal },
    /// quantity / by: in the unit that is shown (§8.3)
    Displayed { by: Decimal, quantity: Decimal },
    /// min(quantity, cap)
    UsageCap { cap: Decimal, quantity: Decimal },
    /// max(0, quantity − units): the allowance of the instance
    InstanceAllowance { units: Decimal, quantity: Decimal },
    /// The quantities of all instances, added up (DEC-38)
    Together { instances: usize, quantity: Decimal },
    /// max(0, quantity − units): the share of the account's allowance (DEC-52)
    AccountAllowance { units: Decimal, quantity: Decimal },
    /// quantity / size (§8.3)
    Packs { size: Decimal, packs: Decimal },
    /// The packs, rounded up (DEC-33)
    Clip { packs: Decimal },
    /// price × packs (§8.4)
    Linear { price: Price, packs: Decimal, amount: Decimal },
    /// price × packs, all at the price of one tier, counted from 1
    SimpleTier { tier: usize, price: Price, packs: Decimal, amount: Decimal },
    /// price × packs, those that lie in this tier
    GraduatedTier { tier: usize, price: Price, packs: Decimal, amount: Decimal },
    /// The flat amount of the tier in which the packs lie
    BlockTier { tier: usize, packs: Decimal, amount: Decimal, beyond_last: bool },
    /// price × days / of: a monthly fee (DEC-20)
    Fee { price: Price, days: u8, of: u8, amount: Decimal },
    /// projected × days / of (DEC-37)
    Accrued { projected: Decimal, days: u8, of: u8, amount: Decimal },
    /// Half up to the minor unit of the currency
    Rounded { amount: Decimal, currency: Currency, cost: Decimal },
}

impl Step {
    /// The number that the next step goes on with.
    pub const fn result(&self) -> Decimal {
        match *self {
            Self::Counted { quantity, .. }
            | Self::Displayed { quantity, .. }
            | Self::UsageCap { quantity, .. }
            | Self::InstanceAllowance { quantity, .. }
            | Self::Together { quantity, .. }
            | Self::AccountAllowance { quantity, .. } => quantity,
            Self::Packs { packs, .. } | Self::Clip { packs } => packs,
            Self::Linear { amount, .. }
            | Self::SimpleTier { amount, .. }
            | Self::GraduatedTier { amount, .. }
            | Self::BlockTier { amount, .. }
            | Self::Fee { amount, .. }
            | Self::Accrued { amount, .. } => amount,
            Self::Rounded { cost, .. } => cost,
        }
    }
}
