//! Review threads. `operation` names one sending of a form (`parts::operation`); `submission` is the request on whose
//! page the form stands, or empty on the page of all threads.

use leptos::prelude::*;
use slipway_domain::ids::ThreadId;
use slipway_domain::thread::{ReplyDraft, ThreadDraft};
use slipway_domain::view::ThreadsView;

use crate::error::AppError;

#[server(endpoint = "threads")]
pub async fn read_threads(offering: String) -> Result<ThreadsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().threads(&offering).await)
}

/// `content` is the hash of what the reviewer read; empty: the offering as it is now.
#[server(endpoint = "thread/open")]
pub async fn open_thread(
    offering: String,
    #[server(default)] submission: String,
    #[server(default)] content: String,
    #[server(default)] operation: String,
    #[server(default)] thread: ThreadDraft,
) -> Result<(), AppError> {
    let opened = crate::ssr::acting().as_operation(operation).open_thread(&offering, &content, &thread).await;
    let path = crate::ssr::page_of_threads(offering, &submission);
    let place = opened.as_ref().map_or_else(|_| crate::paths::NEW_THREAD.to_owned(), |id| crate::paths::thread_id(*id));
    let ThreadDraft { anchor, text, rule, blocking } = &thread;
    let typed = [("about", anchor), ("text", text), ("rule", rule), ("blocking", blocking)];
    let typed = typed.map(|(name, value)| (name, value.as_str())).into_iter();
    let typed: Vec<_> = typed.chain([("refused", crate::paths::NEW_THREAD)]).collect();
    crate::ssr::decided_near(&path, &place, &typed, opened)
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
