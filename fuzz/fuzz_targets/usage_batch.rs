//! Any body of a submission: no panic, as many answers as records, and what is read is no negative number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use slipway_domain::metering::Quantity;
use slipway_domain::moment::Moment;
use slipway_domain::usage::batch::{self, MOST_RECORDS};

fuzz_target!(|body: &[u8]| {
    let Ok(records) = batch::read(body) else { return };
    assert!((1..=MOST_RECORDS).contains(&records.len()));
    for record in records.into_iter().flatten() {
        for one in &record.measured {
            let numbers = match one.quantity {
                Quantity::Consumption(used) => [used, used],
                Quantity::Event { previous, current } => [previous, current],
            };
            assert!(numbers.iter().all(|number| number.is_zero() || !number.is_sign_negative()));
        }
        assert!(record.judge(None, Moment::from_millis(1_780_000_000_000)).is_err());
    }
});
