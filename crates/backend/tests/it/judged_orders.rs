//! Which orders a provider is asked about: each once, no more than five addresses for one, and none that nobody could have.

use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::field::Field;
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::rule::instance as rule;
use slipway_domain::stage::Stage;

use crate::parameters::{ordered, typed};
use crate::support::{CLARA, House, KIM, rejection};
use crate::told_options::{alias, asked, found, published, tells};

#[tokio::test]
async fn an_order_that_is_sent_again_is_answered_as_before_whatever_the_provider_says_by_now() {
    let house = published(alias).await;
    house.broker.misbehave(tells(json!({ "valid": true })));
    let draft = ordered(&house, typed(&[("alias", "search")]), "").await;
    let clara = house.acting(CLARA).await.as_operation("one".to_owned());
    let first = clara.order_instance(OFFERING, &draft).await.unwrap();
    house.broker.misbehave(tells(json!({ "valid": false, "message": "The alias is taken." })));
    assert_eq!(clara.order_instance(OFFERING, &draft).await.unwrap(), first);
    assert_eq!(asked(&house).len(), 1, "nobody judges it again");
    assert_eq!(clara.all_instances().await.unwrap().instances.len(), 1);

    let next = house.acting(CLARA).await.as_operation("two".to_owned());
    let refused = found(next.order_instance(OFFERING, &draft).await);
    assert_eq!(refused.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [rule::VALUE_REFUSED]);
}

/// The options are told at one address, and the value of another parameter is judged at a second one.
fn told_and_judged(url: &str) -> Value {
    let (options, valid) = (format!("{url}/options"), format!("{url}/valid"));
    json!([
        { "name": "size", "displayname": "Size", "type": "dropdown", "optionsUrl": options },
        { "name": "alias", "displayname": "Alias", "type": "text", "validationUrl": valid },
    ])
}

async fn move_to(house: &House, to: Stage) {
    let now = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let mut tx = house.backend.store().write().await.unwrap();
    let (from, revision, at) = (now.stage, now.stage_revision, house.clock.now());
    assert!(tx.move_stage(now.scope(), from, revision, to, at).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_an_offering_that_is_suspended_the_provider_is_asked_nothing() {
    let house = published(told_and_judged).await;
    let draft = ordered(&house, typed(&[("size", "l"), ("alias", "search")]), "").await;
    house.broker.misbehave(tells(json!({ "valid": true })));
    move_to(&house, Stage::Suspended).await;
    let (clara, closed) = (house.acting(CLARA).await, Rejection::Refused(Refusal::ClosedToNewInstances));
    assert_eq!(rejection(clara.order_instance(OFFERING, &draft).await), closed);
    let form = clara.new_instance_form_at(OFFERING, draft.chosen()).await.unwrap();
    assert_eq!(form.obstacle, Some(closed));
    assert!(asked(&house).is_empty());

    move_to(&house, Stage::Limited).await;
    clara.order_instance(OFFERING, &draft).await.unwrap();
    assert_eq!(asked(&house).len(), 2, "both addresses, once there is something to order");
}

#[tokio::test]
async fn an_order_asks_no_more_than_five_addresses_and_says_which_value_nobody_judged() {
    let house = published(|url| {
        let one = |at: u8| {
            let address = format!("{url}/valid/{at}");
            json!({ "name": format!("p{at}"), "displayname": "P", "type": "text", "validationUrl": address })
        };
        (0..6).map(one).collect()
    })
    .await;
    house.broker.misbehave(tells(json!({ "valid": true })));
    let values = typed(&[("p0", "a"), ("p1", "b"), ("p2", "c"), ("p3", "d"), ("p4", "e"), ("p5", "f")]);
    let unnamed = NewInstanceDraft { name: String::new(), ..ordered(&house, values, "").await };
    let told = found(house.acting(CLARA).await.order_instance(OFFERING, &unnamed).await);
    let told: Vec<_> = told.iter().map(|finding| (finding.field, finding.rule)).collect();
    let unchecked = (Field::InstanceValue(5), rule::VALUE_UNCHECKED);
    assert_eq!(told, [(Field::InstanceName, rule::NAME_MISSING), unchecked]);
    assert_eq!(asked(&house).len(), 5);
}
