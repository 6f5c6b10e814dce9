//! When the caps of instances are looked at (§4.9). What is a cap, and what follows from one, is decided above.

use core::time::Duration;
use std::collections::BTreeSet;

use slipway_domain::ids::InstanceId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;

use crate::row::{id, scope, to_body};
use crate::{Result, Store, Tx};

const TABLE: &str = "cap_look";

/// A look that is ours until its lease is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapLook {
    pub scope: Scope,
    pub instance: InstanceId,
    until: Moment,
}

impl Store {
    /// The instances whose turn it is, those that have waited longest first.
    pub async fn due_cap_looks(&self, now: Moment, most: u32) -> Result<Vec<(Scope, InstanceId)>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select account_id, offering_id, instance_id from cap_look where due_at <= $1 \
             order by due_at, instance_id limit $2",
        )
        .bind(now.millis())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        let due = |(account, offering, instance): (String, String, String)| {
            Ok((scope(TABLE, &account, &offering)?, id(TABLE, "instance_id", &instance)?))
        };
        rows.into_iter().map(due).collect()
    }
}

impl Tx {
    /// The caps of the instances are to be looked at then, or earlier where that is put down already.
    pub async fn want_cap_looks(&mut self, of: Scope, instances: &BTreeSet<InstanceId>, at: Moment) -> Result<()> {
        sqlx::query(
            "insert into cap_look (account_id, offering_id, instance_id, due_at) \
             select $1, $2, i.value, $4 from json_each($3) i where true \
             on conflict (account_id, offering_id, instance_id) \
             do update set due_at = excluded.due_at where cap_look.due_at > excluded.due_at",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(to_body(instances))
        .bind(at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// `None`: somebody else looks, or nobody has to any more.
    pub async fn take_cap_look(
        &mut self,
        of: Scope,
        instance: InstanceId,
        (now, lease): (Moment, Duration),
    ) -> Result<Option<CapLook>> {
        let until = now.plus(lease);
        let taken = sqlx::query(
            "update cap_look set due_at = $1 \
             where account_id = $2 and offering_id = $3 and instance_id = $4 and due_at <= $5",
        )
        .bind(until.millis())
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(instance.to_string())
        .bind(now.millis())
        .execute(self.on())
        .await?;
        Ok((taken.rows_affected() == 1).then_some(CapLook { scope: of, instance, until }))
    }

    /// Says when the next one is due; `None`: with the next record. What was put down while it was looked stays.
    pub async fn end_cap_look(&mut self, look: &CapLook, again: Option<Moment>) -> Result<()> {
        if let Some(again) = again {
            sqlx::query(
                "update cap_look set due_at = $5 \
                 where account_id = $1 and offering_id = $2 and instance_id = $3 and due_at = $4",
            )
            .bind(look.scope.account.to_string())
            .bind(look.scope.offering.to_string())
            .bind(look.instance.to_string())
            .bind(look.until.millis())
            .bind(again.millis())
            .execute(self.on())
            .await?;
        } else {
            sqlx::query(
                "delete from cap_look \
                 where account_id = $1 and offering_id = $2 and instance_id = $3 and due_at = $4",
            )
            .bind(look.scope.account.to_string())
            .bind(look.scope.offering.to_string())
            .bind(look.instance.to_string())
            .bind(look.until.millis())
            .execute(self.on())
            .await?;
        }
        Ok(())
    }
}
