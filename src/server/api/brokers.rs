//! The brokers of an offering. What signs in to one is set here and told by no answer.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use secrecy::SecretString;
use slipway_backend::Acting;
use slipway_domain::ids::BrokerId;

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::{BrokerDocumentDto, BrokerDto, BrokerToSaveDto};
use super::operation::Operation;
use super::precondition::{FIRST, IfMatch, created_at, tagged};
use super::problem::Problem;

const BROKERS: &str = "Brokers";
const ALL: &str = "/offerings/{name}/brokers";
const ONE: &str = "/offerings/{name}/brokers/{broker}";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "listBrokers", "The brokers of an offering", list)
            .under(BROKERS)
            .describing("Without anything that signs in to them.")
            .paged::<BrokerDto>("A page of brokers"),
        Operation::post(ALL, "addBroker", "Add a broker", add)
            .under(BROKERS)
            .repeatable()
            .takes::<BrokerToSaveDto>()
            .answers::<BrokerDocumentDto>(StatusCode::CREATED, "The broker")
            .tagged()
            .located(),
        Operation::get(ONE, "getBroker", "A broker", one)
            .under(BROKERS)
            .answers::<BrokerDocumentDto>(StatusCode::OK, "The broker")
            .tagged(),
        Operation::put(ONE, "putBroker", "Save a broker", put)
            .under(BROKERS)
            .describing(
                "Takes the place of the whole draft. Of a broker through which customers have the offering, and while a \
                 request waits, only new credentials are taken.",
            )
            .guarded()
            .takes::<BrokerToSaveDto>()
            .answers::<BrokerDocumentDto>(StatusCode::OK, "The broker as it is saved now")
            .tagged(),
        Operation::delete(ONE, "removeBroker", "Remove a broker", remove)
            .under(BROKERS)
            .describing("One that something is deployed through stays.")
            .guarded(),
        Operation::post("/offerings/{name}/brokers/{broker}/registrations", "registerBroker", "Register", register)
            .under(BROKERS)
            .describing(
                "Fetches the catalog of the broker and compares it. Whatever the broker does is no problem of the call: \
                 the state of the answer says what came of it. Needs no Idempotency-Key: sent again, it asks the broker anew, \
                 and the newer answer counts.",
            )
            .of_what_was_seen()
            .answers::<BrokerDocumentDto>(StatusCode::OK, "The broker as it stands now")
            .tagged(),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<BrokerDto>>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let page = asked.page("brokers", offering.brokers, |record| record.id.to_string())?;
    Ok(Json(page.map(|record| BrokerDto::from(&record))))
}

async fn add(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(new): body::Json<BrokerToSaveDto>,
) -> Result<Response, Problem> {
    let broker = caller.acting.add_broker(&name, &new.draft, &SecretString::from(new.secret)).await?;
    let told = told(&caller.acting, &name, broker).await?;
    Ok(created_at(&format!("/offerings/{name}/brokers/{broker}"), FIRST, &told))
}

async fn one(Caller(caller): Caller, Path((name, broker)): Path<(String, BrokerId)>) -> Result<Response, Problem> {
    let told = told(&caller.acting, &name, broker).await?;
    Ok(tagged(told.revision, &told))
}

/// With the tag of what this save made, whoever has saved since.
async fn put(
    Caller(caller): Caller,
    Path((name, broker)): Path<(String, BrokerId)>,
    IfMatch(revision): IfMatch,
    body::Json(saved): body::Json<BrokerToSaveDto>,
) -> Result<Response, Problem> {
    let acting = caller.acting.only_at(revision);
    let secret = SecretString::from(saved.secret);
    let revision = acting.save_broker(&name, broker, revision, &saved.draft, &secret).await?;
    Ok(tagged(revision, &told(&acting, &name, broker).await?))
}

async fn remove(
    Caller(caller): Caller,
    Path((name, broker)): Path<(String, BrokerId)>,
    IfMatch(revision): IfMatch,
) -> Result<StatusCode, Problem> {
    caller.acting.only_at(revision).remove_broker(&name, broker).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn register(Caller(caller): Caller, Path((name, broker)): Path<(String, BrokerId)>) -> Result<Response, Problem> {
    caller.acting.register_broker(&name, broker).await?;
    let told = told(&caller.acting, &name, broker).await?;
    Ok(tagged(told.revision, &told))
}

async fn told(acting: &Acting, name: &str, broker: BrokerId) -> Result<BrokerDocumentDto, Problem> {
    let offering = acting.definition_of(name).await?;
    let record = offering.brokers.iter().find(|record| record.id == broker).ok_or_else(Problem::not_found)?;
    Ok(BrokerDocumentDto::of(record, &offering))
}
