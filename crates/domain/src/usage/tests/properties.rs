//! What holds for whatever is sent.

use proptest::prelude::*;

use super::*;

fn records() -> impl Strategy<Value = Vec<serde_json::Value>> {
    let record = (-60i64..60, 0i64..3, 0i64..4, prop::sample::select(vec!["QUERY", "MEGABYTE", "NONE"])).prop_map(
        |(end, length, used, measure)| {
            let end = NOW + end * HOUR;
            with(serde_json::json!({
                "start": end - length * HOUR, "end": end, "measured_usage": [{ "measure": measure, "quantity": used }]
            }))
        },
    );
    prop::collection::vec(record, 1..12)
}

/// What the bodies say, record by record.
fn verdicts(bodies: &[&[serde_json::Value]]) -> Vec<Result<UsageRecord, Fault>> {
    let (instance, book, operations) = (instance(), book([plan()]), [provisioned()]);
    let lifetime = Lifetime::of(&instance, &operations);
    let subject = Subject { instance: &instance, lifetime: lifetime.as_ref(), book: &book };
    let sent = bodies.iter().flat_map(|body| batch::read(serde_json::to_string(body).unwrap().as_bytes()).unwrap());
    sent.map(|sent| sent?.judge(Some(subject), at(NOW))).collect()
}

proptest! {
    #[test]
    fn splitting_a_batch_changes_nothing(records in records(), at in 1usize..12) {
        let (first, rest) = records.split_at(at.min(records.len()));
        let parts: Vec<_> = [first, rest].into_iter().filter(|part| !part.is_empty()).collect();
        prop_assert_eq!(verdicts(&[&records]), verdicts(&parts));
    }

    #[test]
    fn the_order_of_records_changes_no_verdict(records in records()) {
        let mut reversed = records.clone();
        reversed.reverse();
        let mut backwards = verdicts(&[&reversed]);
        backwards.reverse();
        prop_assert_eq!(verdicts(&[&records]), backwards);
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = batch::read(&bytes);
    }

    /// As the fuzz target `usage_batch` asserts it.
    #[test]
    fn no_number_is_read_as_less_than_nothing(number in "-?[0-9]{1,17}(\\.[0-9]{1,11})?(e-?[0-9]{1,3})?") {
        let record = with(serde_json::json!({ "measured_usage": [{ "measure": "QUERY", "quantity": 777_777 }] }));
        let body = serde_json::to_string(&[record]).unwrap().replace("777777", &number);
        for record in batch::read(body.as_bytes()).into_iter().flatten().flatten() {
            for one in &record.measured {
                let Quantity::Consumption(used) = one.quantity else { continue };
                prop_assert!(used.is_zero() || !used.is_sign_negative(), "{number} is {used}");
            }
        }
    }

    #[test]
    fn windows_at_the_edges_of_time_are_judged(start in any::<i64>(), end in any::<i64>()) {
        let _ = judged(&with(serde_json::json!({ "start": start, "end": end })));
    }
}
