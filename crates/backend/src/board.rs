//! The admin's board: every offering, where it stands, and whose turn it is, page by page; and what waits on the
//! operator's desks.

use slipway_domain::caller::Role;
use slipway_domain::offering::Scope;
use slipway_domain::offering_line::{LinesQuery, Order};
use slipway_domain::policy::{Denial, Object, Verb, roles_with};
use slipway_domain::rejection::Rejection;
use slipway_domain::view::{BoardView, DeskView, OfferingView};

use crate::acting::within_reach;
use crate::{Acting, Result};

impl Acting {
    /// A page of the offerings of all accounts.
    pub async fn board(&self, query: &LinesQuery) -> Result<BoardView> {
        self.require_desk(Object::Board)?;
        // Only the lists of accounts have an order of age.
        let is_by_age = query.sorting().order == Order::Age;
        let sort = if is_by_age { String::new() } else { query.sort.clone() };
        let store = self.backend().store();
        let page = store.offering_lines(None, &LinesQuery { sort, ..query.clone() }).await?;
        Ok(BoardView {
            person: self.person()?.clone(),
            offerings: self.views(page.scopes).await?,
            lines: page.view,
            waits_since: store.waits_since().await?,
            now: self.now(),
        })
    }

    /// What of all offerings waits for the operator beside the reviewers' queue.
    pub async fn desk(&self) -> Result<DeskView> {
        self.require_desk(Object::Board)?;
        let waiting = self.backend().store().waiting_offerings().await?;
        Ok(DeskView { person: self.person()?.clone(), offerings: self.views(waiting).await? })
    }

    /// Several offerings in their order. One that is gone by now is left out.
    pub(crate) async fn views(&self, scopes: Vec<Scope>) -> Result<Vec<OfferingView>> {
        joined(thirds(&scopes).map(|scopes| Box::pin(self.views_of(scopes)))).await
    }

    async fn views_of(&self, scopes: &[Scope]) -> Result<Vec<OfferingView>> {
        let (mut views, mut queue) = (Vec::with_capacity(scopes.len()), None);
        for &scope in scopes {
            if let Some(offering) = self.backend().store().offering(scope).await? {
                views.push(self.view_in(offering, &mut queue).await?);
            }
        }
        Ok(views)
    }

    /// The operator's own pages exist only for people of the operator with a role that may view them.
    pub(crate) fn require_desk(&self, object: Object) -> Result<()> {
        self.require_operator(Verb::View, object)
    }

    /// What belongs to no account is for people of the operator with a role that allows it.
    pub(crate) fn require_operator(&self, verb: Verb, object: Object) -> Result<()> {
        let person = self.person()?;
        let needs: Vec<Role> = roles_with(object, verb).into_iter().filter(|role| role.is_operator()).collect();
        if person.operator.iter().any(|role| needs.contains(role)) {
            within_reach(self.reach().allows(verb, object))
        } else {
            Err(Rejection::Denied(Denial::role_missing(person, None, needs)).into())
        }
    }
}

/// Many things in three parts, in their order, to be read at the same time. A page of offerings is many short questions to
/// the database, and what takes its time is to go there and back; of the connections that read (four, in the store) one is
/// left to everybody else.
pub(crate) fn thirds<T>(of: &[T]) -> [&[T]; 3] {
    let (first, rest) = of.split_at(of.len().div_ceil(3));
    let (second, third) = rest.split_at(rest.len().div_ceil(2));
    [first, second, third]
}

/// What is read of the three parts, in their order. The first that fails is the answer.
pub(crate) async fn joined<T, F>([first, second, third]: [F; 3]) -> Result<Vec<T>>
where
    F: Future<Output = Result<Vec<T>>>,
{
    let (mut all, second, third) = tokio::try_join!(first, second, third)?;
    all.extend(second);
    all.extend(third);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use core::future::ready;

    use tokio::sync::Barrier;

    use super::*;

    /// Goes on when two others are here.
    async fn doubled(part: &[usize], others: &Barrier) -> Result<Vec<usize>> {
        others.wait().await;
        Ok(part.iter().map(|one| one * 2).collect())
    }

    #[tokio::test]
    async fn three_parts_are_read_at_the_same_time_and_all_of_them_are_in_order() {
        for count in 0..12 {
            let (of, others): (Vec<usize>, Barrier) = ((0..count).collect(), Barrier::new(3));
            let all = joined(thirds(&of).map(|part| doubled(part, &others))).await.unwrap();
            assert_eq!(all, (0..count).map(|one| one * 2).collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn what_one_part_fails_with_is_the_answer() {
        let failure = || Err(Rejection::Denied(Denial::OwnAccount).into());
        let parts: [Result<Vec<u8>>; 3] = [Ok(vec![1]), failure(), Ok(vec![3])];
        assert!(joined(parts.map(ready)).await.is_err());
    }
}
