//! Pages of what goes on hear that something about it was written down. What it was is not told: whoever hears of it
//! reads it with their own rights. All writers are in this process, so that nothing of it has to be kept
//! (`docs/decisions/0033-own-tokens-and-told-pages.md`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use slipway_domain::ids::{InstanceId, TestRunId};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{Acting, Backend, Result};

/// What a page shows while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// A test run of the offering of that name.
    TestRun(String, TestRunId),
    /// An instance of the offering of that name, which the caller's account has.
    Instance(String, InstanceId),
}

/// Hears of every move from the moment on at which it was asked for.
#[derive(Debug)]
pub struct Moves(watch::Receiver<()>);

/// Who watches what, by its id. There is nothing in it for what nobody watches.
#[derive(Debug, Default)]
pub(crate) struct Watchers(Mutex<HashMap<Uuid, watch::Sender<()>>>);

impl Watched {
    const fn id(&self) -> Uuid {
        match self {
            Self::TestRun(_, run) => run.uuid(),
            Self::Instance(_, instance) => instance.uuid(),
        }
    }
}

impl Moves {
    /// Ends with the next move. Those that come before somebody listens again are one.
    pub async fn moved(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left who could move it.
            std::future::pending::<()>().await;
        }
    }

    /// What has moved until now counts as heard.
    pub fn caught_up(&mut self) {
        drop(self.0.borrow_and_update());
    }
}

impl Watchers {
    /// For after the commit: whoever looks then sees what was written.
    pub(crate) fn tell(&self, of: Uuid) {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if watched.get(&of).is_some_and(|sender| sender.send(()).is_err()) {
            watched.remove(&of);
        }
    }

    fn watch(&self, of: Uuid) -> Moves {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watched.retain(|_, sender| sender.receiver_count() > 0);
        Moves(watched.entry(of).or_insert_with(|| watch::Sender::new(())).subscribe())
    }
}

impl Backend {
    /// To be asked for before one looks, so that nothing moves unheard between both.
    pub fn moves_of(&self, what: &Watched) -> Moves {
        self.watchers().watch(what.id())
    }
}

impl Acting {
    /// Whether it still goes on, for whoever may see its page; to everybody else it is what its page is to them.
    pub async fn goes_on(&self, what: &Watched) -> Result<bool> {
        let store = self.backend().store();
        match what {
            Watched::TestRun(name, run) => {
                let scope = self.known(name).await?;
                for object in [Object::Offering, Object::TestRun] {
                    self.require(Verb::View, object, Context::of(scope.account))?;
                }
                let (run, _) = store.test_run(scope, *run).await?.ok_or(Rejection::NotFound(Kind::TestRun))?;
                Ok(run.progress.is_open())
            }
            Watched::Instance(name, id) => {
                let scope = self.own_instance(name, *id).await?.scope;
                let whole = store.whole_instance(scope, *id).await?.ok_or(Rejection::NotFound(Kind::Instance))?;
                Ok(whole.operations.iter().any(|operation| operation.progress.is_due()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    const RUN: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    fn has_moved(moves: &mut Moves) -> bool {
        pin!(moves.moved()).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn everybody_hears_once_of_moves_of_what_they_watch_and_of_nothing_else() {
        let watchers = Watchers::default();
        let (mut first, mut second, mut other) = (watchers.watch(RUN), watchers.watch(RUN), watchers.watch(OTHER));
        assert!(!has_moved(&mut first), "nothing has moved yet");
        watchers.tell(RUN);
        watchers.tell(RUN);
        for moves in [&mut first, &mut second] {
            assert!(has_moved(moves));
            assert!(!has_moved(moves), "two moves before anybody listened are one");
        }
        assert!(!has_moved(&mut other));
    }

    #[test]
    fn whoever_has_caught_up_hears_of_what_comes_after() {
        let watchers = Watchers::default();
        let mut moves = watchers.watch(RUN);
        watchers.tell(RUN);
        moves.caught_up();
        assert!(!has_moved(&mut moves));
        watchers.tell(RUN);
        assert!(has_moved(&mut moves));
    }

    #[test]
    fn nothing_is_kept_of_what_nobody_watches() {
        let watchers = Watchers::default();
        let kept = || watchers.0.lock().unwrap().len();
        watchers.tell(RUN);
        assert_eq!(kept(), 0);
        drop(watchers.watch(RUN));
        let _other = watchers.watch(OTHER);
        assert_eq!(kept(), 1, "what is not watched any more makes room");
        drop(watchers.watch(RUN));
        watchers.tell(RUN);
        assert_eq!(kept(), 1);
    }
}
