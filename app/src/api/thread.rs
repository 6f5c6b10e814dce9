//! Review threads. `operation` names one sending of a form (`parts::operation`); `submission` is the request on whose
//! page the form stands, or empty on the page of all threads.

#![expect(clippy::too_many_arguments, reason = "a server function has an argument for each name of its form")]

use leptos::prelude::*;
use slipway_domain::ids::ThreadId;
use slipway_domain::review::AboutDraft;
use slipway_domain::thread::{ReplyDraft, ThreadDraft};
use slipway_domain::view::ThreadsView;

use crate::error::AppError;

#[server(endpoint = "threads")]
pub async fn read_threads(offering: String) -> Result<ThreadsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().threads(&offering).await)
}

/// `content` is the hash of what the reviewer read; empty: the offering as it is now. What is typed into the decision
/// beside it (`about`, `reason`, `internal_note`) is not kept, and stands on the page that this leads to again.
#[server(endpoint = "thread/open")]
pub async fn open_thread(
    offering: String,
    #[server(default)] submission: String,
    #[server(default)] content: String,
    #[server(default)] operation: String,
    #[server(default)] thread: ThreadDraft,
    #[server(default)] about: AboutDraft,
    #[server(default)] reason: String,
    #[server(default)] internal_note: String,
) -> Result<(), AppError> {
    use crate::parts::written::Written;

    let opened = crate::ssr::acting().as_operation(operation).open_thread(&offering, &content, &thread).await;
    let path = crate::ssr::page_of_threads(offering, &submission);
    let place = opened.as_ref().map_or_else(|_| crate::paths::NEW_THREAD.to_owned(), |id| crate::paths::thread_id(*id));
    let AboutDraft { track, rule } = about;
    let begun = Written { reason, internal_note, track, rule, ..Written::default() }.begun();
    let begun: Vec<_> = begun.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let ThreadDraft { anchor, text, rule, blocking } = &thread;
    let typed = [("about", anchor), ("text", text), ("rule", rule), ("blocking", blocking)];
    let typed = typed.map(|(name, value)| (name, value.as_str())).into_iter();
    let typed: Vec<_> = typed.chain([("refused", crate::paths::NEW_THREAD)]).chain(begun.iter().copied()).collect();
    let is_open = opened.is_ok();
    crate::ssr::decided_near(&path, &place, &typed, opened)?;
    if is_open && !begun.is_empty() {
        crate::ssr::done_near(&path, &place, &begun);
    }
    Ok(())
}

/// `act` is `reply`, `resolve` or `reopen`.
#[server(endpoint = "thread/answer")]
pub async fn answer_thread(
    offering: String,
    #[server(default)] submission: String,
    #[server(default)] operation: String,
    thread: ThreadId,
    act: String,
    #[server(default)] reply: ReplyDraft,
) -> Result<(), AppError> {
    use slipway_domain::thread::ThreadMove;

    let act = ThreadMove::parse(&act).ok_or(AppError::Transport)?;
    let answered = crate::ssr::acting().as_operation(operation).answer_thread(&offering, thread, act, &reply).await;
    let path = crate::ssr::page_of_threads(offering, &submission);
    let id = thread.to_string();
    let typed = [("thread", id.as_str()), ("act", act.name()), ("reply", &reply.text), ("internal", &reply.internal)];
    crate::ssr::decided_near(&path, &crate::paths::thread_id(thread), &typed, answered)
}
