//! Where the plans of an offering are sold, and through which brokers. Nothing that signs in to a broker is ever told.

use axum::Json;

use super::asked::{Asked, PageDto, Path, Query};
use super::caller::Caller;
use super::dto::{BrokerDto, DeploymentDto};
use super::operation::Operation;
use super::problem::Problem;

const DEPLOYMENTS: &str = "Deployments";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/offerings/{name}/deployments", "listDeployments", "The deployments", deployments)
            .under(DEPLOYMENTS)
            .paged::<DeploymentDto>("A page of deployments"),
        Operation::get("/offerings/{name}/brokers", "listBrokers", "The brokers of an offering", brokers)
            .under(DEPLOYMENTS)
            .describing("Without anything that signs in to them.")
            .paged::<BrokerDto>("A page of brokers"),
    ]
}

async fn deployments(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<DeploymentDto>>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let page = asked.page("deployments", offering.deployments, |record| record.id.to_string())?;
    Ok(Json(page.map(|record| DeploymentDto::from(&record))))
}

async fn brokers(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<BrokerDto>>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let page = asked.page("brokers", offering.brokers, |record| record.id.to_string())?;
    Ok(Json(page.map(|record| BrokerDto::from(&record))))
}
