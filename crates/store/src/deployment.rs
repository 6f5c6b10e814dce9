//! Catalog deployments of an offering.

use slipway_domain::deployment::{DeploymentOptions, DeploymentRecord, DeploymentState};
use slipway_domain::ids::{BrokerId, DeploymentId, PersonId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed};
use crate::{Result, Tx};

#[derive(Debug, Clone)]
pub struct NewDeployment {
    pub scope: Scope,
    pub id: DeploymentId,
    pub plan: PlanId,
    pub location: String,
    pub broker: BrokerId,
    pub target_crn: String,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(FromRow)]
struct DeploymentRow {
    id: String,
    plan_id: String,
    location: String,
    broker_id: String,
    target_crn: String,
    state: String,
    published_at: Option<i64>,
    pricing_region: String,
    own_parameters: String,
    /// Ids, parted by blanks.
    regions: String,
    revision: i64,
}

impl TryFrom<DeploymentRow> for DeploymentRecord {
    type Error = crate::Error;

    fn try_from(row: DeploymentRow) -> Result<Self> {
        Ok(Self {
            id: id("deployment", "id", &row.id)?,
            plan: id("deployment", "plan_id", &row.plan_id)?,
            broker: id("deployment", "broker_id", &row.broker_id)?,
            state: parsed("deployment", "state", &row.id, &row.state, state)?,
            location: row.location,
            target_crn: row.target_crn,
            published_at: row.published_at.map(moment),
            options: DeploymentOptions {
                pricing_region: row.pricing_region,
                deployment_regions: row.regions.split_whitespace().map(str::to_owned).collect(),
                parameters: row.own_parameters,
            },
            revision: row.revision,
        })
    }
}

fn state(name: &str) -> Option<DeploymentState> {
    match name {
        "unpublished" => Some(DeploymentState::Unpublished),
        "published_limited" => Some(DeploymentState::PublishedLimited),
        "published_public" => Some(DeploymentState::PublishedPublic),
        "withdrawn" => Some(DeploymentState::Withdrawn),
        _ => None,
    }
}

const fn state_name(state: DeploymentState) -> &'static str {
    match state {
        DeploymentState::Unpublished => "unpublished",
        DeploymentState::PublishedLimited => "published_limited",
        DeploymentState::PublishedPublic => "published_public",
        DeploymentState::Withdrawn => "withdrawn",
    }
}

/// The deployments that are not withdrawn, in the order in which they were added.
pub(crate) async fn deployments(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<DeploymentRecord>> {
    let rows: Vec<DeploymentRow> = sqlx::query_as(
        "select id, plan_id, location, broker_id, target_crn, state, published_at, pricing_region, own_parameters, \
                regions, revision \
         from deployment \
         where account_id = $1 and offering_id = $2 and state <> 'withdrawn' \
         order by created_at, id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(DeploymentRecord::try_from).collect()
}

/// The state of every deployment that there is or was.
pub(crate) async fn states(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<(DeploymentId, DeploymentState)>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select id, state from deployment where account_id = $1 and offering_id = $2")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .fetch_all(on)
            .await?;
    rows.iter()
        .map(|(row, name)| Ok((id("deployment", "id", row)?, parsed("deployment", "state", row, name, state)?)))
        .collect()
}

impl Tx {
    /// Refused with `Unique("deployment.plan_id, deployment.location")` when the plan is deployed there already.
    pub async fn add_deployment(&mut self, new: &NewDeployment) -> Result<()> {
        sqlx::query(
            "insert into deployment (account_id, id, offering_id, plan_id, location, broker_id, target_crn, state, \
                                     created_at, created_by) \
             values ($1, $2, $3, $4, $5, $6, $7, 'unpublished', $8, $9)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.id.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.plan.to_string())
        .bind(&new.location)
        .bind(new.broker.to_string())
        .bind(&new.target_crn)
        .bind(new.at.millis())
        .bind(new.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Writes the options of a deployment that exists. False: somebody else has saved them since, or it is withdrawn.
    pub async fn save_deployment_options(
        &mut self,
        scope: Scope,
        deployment: DeploymentId,
        revision: i64,
        options: &DeploymentOptions,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update deployment set pricing_region = $1, own_parameters = $2, regions = $3, revision = revision + 1 \
             where account_id = $4 and offering_id = $5 and id = $6 and revision = $7 and state <> 'withdrawn'",
        )
        .bind(&options.pricing_region)
        .bind(&options.parameters)
        .bind(options.regions().collect::<Vec<_>>().join(" "))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(deployment.to_string())
        .bind(revision)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Every deployment of the offering that is in `from`, at once; how many moved.
    pub async fn move_deployments(
        &mut self,
        scope: Scope,
        from: DeploymentState,
        to: DeploymentState,
        at: Moment,
    ) -> Result<u64> {
        let done = sqlx::query(
            "update deployment set state = $1, published_at = $2 \
             where account_id = $3 and offering_id = $4 and state = $5",
        )
        .bind(state_name(to))
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(state_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected())
    }

    /// The guarded step of one deployment to viewers that did not have it. False: it is no longer in `from`.
    pub async fn publish_deployment(
        &mut self,
        scope: Scope,
        deployment: DeploymentId,
        (from, to): (DeploymentState, DeploymentState),
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update deployment set state = $1, published_at = $2 \
             where account_id = $3 and offering_id = $4 and id = $5 and state = $6",
        )
        .bind(state_name(to))
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(deployment.to_string())
        .bind(state_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The guarded step of one deployment. False: it is no longer in `from`.
    pub async fn move_deployment(
        &mut self,
        scope: Scope,
        deployment: DeploymentId,
        from: DeploymentState,
        to: DeploymentState,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update deployment set state = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and state = $5",
        )
        .bind(state_name(to))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(deployment.to_string())
        .bind(state_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
