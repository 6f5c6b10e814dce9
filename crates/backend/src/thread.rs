//! Review threads: opening one about a value of an offering, answering in it, resolving it and opening it again. They go
//! on in every stage; only what blocks is asked for by the gates.

use slipway_domain::compare::{Line, compare};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{SnapshotId, ThreadId};
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::review;
use slipway_domain::thread::{
    INTERNAL_VERB, Remark, ReplyDraft, Thread, ThreadDraft, ThreadMove, ThreadState, next, opening_verb,
};
use slipway_domain::view::ThreadsView;
use slipway_store::Tx;

use crate::operation::Operation;
use crate::{Acting, Result};

impl Acting {
    /// Every thread of an offering with its replies.
    pub async fn threads(&self, name: &str) -> Result<ThreadsView> {
        let offering = self.read(name).await?;
        self.require(Verb::View, Object::Thread, Context::of(offering.owner.id))?;
        let (store, scope) = (self.backend().store(), offering.scope());
        let view = self.view(offering).await?;
        let remarks = store.remarks(scope, view.person.is_operator()).await?;
        Ok(ThreadsView { remarks, authors: store.authors(scope).await?, view })
    }

    /// The threads without their replies, for pages that only name them; none for whoever may not read them.
    pub(crate) async fn threads_of(&self, scope: Scope) -> Result<Vec<Thread>> {
        match policy::may(self.person()?, Verb::View, Object::Thread, Context::of(scope.account)) {
            Ok(()) => Ok(self.backend().store().threads(scope).await?),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// Opens a thread about a value. `content_sha256` names the request whose content was read; empty: the offering as
    /// it is now.
    pub async fn open_thread(&self, name: &str, content_sha256: &str, draft: &ThreadDraft) -> Result<ThreadId> {
        let operation = self.attempt("thread/open", &(name, content_sha256, draft))?;
        self.once(operation.as_ref(), self.new_thread(name, content_sha256, draft, operation.as_ref())).await
    }

    async fn new_thread(
        &self,
        name: &str,
        content_sha256: &str,
        draft: &ThreadDraft,
        operation: Option<&Operation>,
    ) -> Result<ThreadId> {
        let (mut tx, offering) = self.change(name, Verb::Create, Object::Thread).await?;
        self.require_as_outsider(&mut tx, &offering, opening_verb(draft.is_blocking())).await?;
        let lines = read_lines(&mut tx, &offering, content_sha256).await?;
        let opening = draft.check(&lines).map_err(Rejection::Invalid)?;
        let (at, person) = (self.now(), self.person()?);
        let thread = Thread {
            id: ThreadId::new(self.backend().ids().uuid(at)),
            account: offering.owner.id,
            offering: offering.id,
            anchor: opening.anchor,
            subject: opening.line.subject.clone(),
            value: opening.line.now.clone(),
            rule: opening.rule,
            blocking: draft.is_blocking(),
            text: draft.text.trim().to_owned(),
            state: ThreadState::Open,
            opened_by: person.id,
            opened_by_name: person.name.clone(),
            opened_at: at,
        };
        tx.add_thread(&thread).await?;
        self.record(&mut tx, &offering, EventKind::ThreadOpened, Detail::about(thread.called())).await?;
        self.done(&mut tx, operation, &thread.id).await?;
        tx.commit().await?;
        Ok(thread.id)
    }

    /// Replies, resolves or reopens; each of them is one event, with what was said.
    pub async fn answer_thread(&self, name: &str, thread: ThreadId, act: ThreadMove, draft: &ReplyDraft) -> Result<()> {
        let operation = self.attempt("thread/answer", &(name, thread, act, draft))?;
        self.once(operation.as_ref(), self.answer(name, thread, act, draft, operation.as_ref())).await
    }

    async fn answer(
        &self,
        name: &str,
        id: ThreadId,
        act: ThreadMove,
        draft: &ReplyDraft,
        operation: Option<&Operation>,
    ) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Thread).await?;
        let threads = tx.threads(offering.scope()).await?;
        let thread = threads.into_iter().find(|thread| thread.id == id).ok_or(Rejection::NotFound(Kind::Thread))?;
        let verb = if draft.is_internal() { INTERNAL_VERB } else { act.verb(thread.blocking) };
        self.require_as_outsider(&mut tx, &offering, verb).await?;
        let to = next(thread.state, act).map_err(Rejection::Refused)?;
        let found = draft.check(act);
        if !found.is_complete() {
            return Err(Rejection::Invalid(found).into());
        }
        if !tx.move_thread(offering.scope(), id, thread.state, to).await? {
            return Err(Rejection::NotFound(Kind::Thread).into());
        }
        let person = self.person()?;
        let remark = Remark {
            by: person.id,
            by_name: person.name.clone(),
            at: self.now(),
            act,
            text: draft.text.trim().to_owned(),
            internal: draft.is_internal(),
        };
        tx.add_remark(offering.scope(), id, &remark).await?;
        let kind = match act {
            ThreadMove::Reply if remark.internal => EventKind::INTERNAL,
            ThreadMove::Reply => EventKind::ThreadReplied,
            ThreadMove::Resolve => EventKind::ThreadResolved,
            ThreadMove::Reopen => EventKind::ThreadReopened,
        };
        self.record(&mut tx, &offering, kind, Detail::about(thread.called())).await?;
        self.done(&mut tx, operation, &()).await?;
        Ok(tx.commit().await?)
    }

    /// As `require`, knowing who wrote what is talked about: whoever did does not block it, nor lift what blocks it.
    async fn require_as_outsider(&self, tx: &mut Tx, offering: &Offering, verb: Verb) -> Result<()> {
        let authors = tx.authors(offering.scope()).await?;
        self.require(verb, Object::Thread, Context::of(offering.owner.id).written_by(&authors))
    }
}

/// The values that somebody read: those of a request beside what was decided before it, or those of now.
async fn read_lines(tx: &mut Tx, offering: &Offering, content_sha256: &str) -> Result<Vec<Line>> {
    if content_sha256.is_empty() {
        return Ok(compare(None, offering));
    }
    let submissions = tx.submissions(offering.scope()).await?;
    let read = submissions.iter().rfind(|submission| submission.content_sha256 == content_sha256);
    let read = read.ok_or(Rejection::NotFound(Kind::Submission))?;
    let before = match review::before(read, &submissions) {
        Some(earlier) => Some(content(tx, offering.scope(), earlier.snapshot).await?),
        None => None,
    };
    Ok(compare(before.as_ref(), &content(tx, offering.scope(), read.snapshot).await?))
}

async fn content(tx: &mut Tx, scope: Scope, snapshot: SnapshotId) -> Result<Offering> {
    let found = tx.snapshot(scope, snapshot).await?;
    Ok(found.ok_or(Rejection::NotFound(Kind::Snapshot))?.content)
}
