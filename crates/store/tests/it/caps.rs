//! When the caps of an instance are looked at: by one at a time, and what is put down meanwhile is not forgotten.

use core::time::Duration;
use std::collections::BTreeSet;

use slipway_domain::ids::{InstanceId, InstanceOperationId};
use slipway_domain::instance::{InstanceOperation, OperationKind};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_store::{CapLook, NewInstanceOperation};
use uuid::Uuid;

use crate::support::{AT, House, SCOPE};
use crate::usage::{INSTANCE, house};

const LEASE: Duration = Duration::from_mins(5);

fn after(minutes: u64) -> Moment {
    AT.plus(Duration::from_mins(minutes))
}

async fn want(house: &House, at: Moment) {
    let mut tx = house.store.write().await.unwrap();
    tx.want_cap_looks(SCOPE, &BTreeSet::from([INSTANCE]), at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn take(house: &House, at: Moment) -> Option<CapLook> {
    let mut tx = house.store.write().await.unwrap();
    let look = tx.take_cap_look(SCOPE, INSTANCE, (at, LEASE)).await.unwrap();
    tx.commit().await.unwrap();
    look
}

async fn end(house: &House, look: &CapLook, again: Option<Moment>) {
    let mut tx = house.store.write().await.unwrap();
    tx.end_cap_look(look, again).await.unwrap();
    tx.commit().await.unwrap();
}

async fn due(house: &House, at: Moment) -> Vec<(Scope, InstanceId)> {
    house.store.due_cap_looks(at, 10).await.unwrap()
}

#[tokio::test]
async fn a_look_is_due_at_the_earliest_moment_and_taken_by_one() {
    let house = house().await;
    for minutes in [10, 5, 20] {
        want(&house, after(minutes)).await;
    }
    assert_eq!(due(&house, after(4)).await, []);
    assert_eq!(due(&house, after(5)).await, [(SCOPE, INSTANCE)]);
    let look = take(&house, after(5)).await.unwrap();
    assert_eq!(take(&house, after(5)).await, None, "it is somebody's");
    assert_eq!(due(&house, after(9)).await, []);
    end(&house, &look, Some(after(60))).await;
    assert_eq!((due(&house, after(59)).await.len(), due(&house, after(60)).await.len()), (0, 1));
    let look = take(&house, after(60)).await.unwrap();
    end(&house, &look, None).await;
    assert_eq!(due(&house, after(9_000)).await, []);
}

#[tokio::test]
async fn what_is_put_down_while_somebody_looks_stays_due() {
    for again in [None, Some(after(60))] {
        let house = house().await;
        want(&house, AT).await;
        let look = take(&house, AT).await.unwrap();
        want(&house, after(1)).await;
        end(&house, &look, again).await;
        assert_eq!(due(&house, after(1)).await, [(SCOPE, INSTANCE)]);
    }
}

#[tokio::test]
async fn an_operation_keeps_that_it_is_for_a_cap() {
    let house = house().await;
    let id = InstanceOperationId::new(Uuid::from_u128(0x700));
    let operation =
        InstanceOperation { is_for_cap: true, ..InstanceOperation::asked(id, INSTANCE, OperationKind::Disable, AT) };
    let mut tx = house.store.write().await.unwrap();
    let new = NewInstanceOperation { scope: SCOPE, operation: &operation, parameters_sealed: b"" };
    tx.add_instance_operation(&new).await.unwrap();
    assert!(tx.instance_operation(SCOPE, id).await.unwrap().unwrap().is_for_cap);
    tx.commit().await.unwrap();
}
