//! The accounts of whoever calls, and what is in them.

use axum::Json;
use slipway_domain::caller::Person;
use slipway_domain::ids::{AccountId, OfferingId};
use slipway_domain::rejection::Rejection;

use super::asked::{Asked, PageDto, Path, Query, cursor};
use super::caller::Caller;
use super::dto::{AccountDto, OfferingLineDto};
use super::operation::Operation;
use super::problem::Problem;

const OFFERINGS: &str = "offerings";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/accounts", "listAccounts", "The account of the token", accounts)
            .under("Accounts")
            .describing("The one that the token may act in: none, where it is for the work of the operator.")
            .paged::<AccountDto>("A page of accounts"),
        Operation::get("/accounts/{account}/offerings", "listOfferings", "The offerings of an account", offerings)
            .under("Accounts")
            .describing("In the order in which they were made.")
            .paged::<OfferingLineDto>("A page of offerings"),
    ]
}

async fn accounts(Caller(caller): Caller, Query(asked): Query<Asked>) -> Result<Json<PageDto<AccountDto>>, Problem> {
    let person: &Person = caller.acting.caller().person().ok_or(Rejection::Unauthenticated)?;
    let accounts: Vec<AccountDto> =
        person.current_membership().into_iter().map(|one| AccountDto::of(one, person)).collect();
    Ok(Json(asked.page("accounts", accounts, |account| account.id.clone())?))
}

async fn offerings(
    Caller(caller): Caller,
    Path(account): Path<AccountId>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<OfferingLineDto>>, Problem> {
    let after = asked.after(OFFERINGS, |key| OfferingId::parse(key).ok())?;
    let limit = asked.limit()?;
    let mut heads = caller.acting.offerings_after(account, after, u32::from(limit) + 1).await?;
    let has_more = heads.len() > usize::from(limit);
    heads.truncate(limit.into());
    let next = heads.last().filter(|_| has_more).map(|head| cursor(OFFERINGS, &head.id.to_string()));
    let items = heads.into_iter().map(|head| OfferingLineDto {
        id: head.id.to_string(),
        name: head.name,
        stage: head.stage,
        created_at: head.created_at.into(),
    });
    Ok(Json(PageDto { items: items.collect(), next }))
}
