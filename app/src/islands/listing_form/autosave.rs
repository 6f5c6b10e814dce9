//! Saving by itself, after the keys have rested for a while. One save at a time; an attempt whose answer got lost is
//! sent again as it was, under the same name, before anything newer: the server then tells its revision instead of
//! taking the author for somebody else. It reads the form and never writes to it.

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, UrlSearchParams};

use super::save_state::{self, Answered, SaveState};
use super::{ListingStart, form};
use crate::api::listing::SaveListing;
use crate::error::{AppError, RETRY_AFTER_SECONDS};
use crate::islands::post::{Answer, controls, operation, post, post_at_last};

/// How long the keys rest before a save.
const REST: Duration = Duration::from_millis(1500);

#[derive(Clone, Copy)]
pub(super) struct Autosave {
    progress: StoredValue<Progress>,
}

#[derive(Debug)]
struct Progress {
    start: ListingStart,
    revision: i64,
    /// The save that the form says, where others had saved in between: theirs is saved with it, and not in the form.
    since: String,
    timer: Option<TimeoutHandle>,
    /// A save is on its way.
    is_busy: bool,
    /// Something was typed that no save has taken along.
    is_changed: bool,
    /// The body whose answer got lost.
    in_doubt: Option<String>,
    /// The intent of a button that was pressed while a save was on its way.
    pressed: Option<String>,
    /// What was typed on this revision is kept for its author, and every further attempt would be turned down as well:
    /// nothing is sent by itself any more until they have decided on the page that shows both versions.
    is_kept: bool,
}

impl Autosave {
    pub(super) fn new(start: ListingStart) -> Self {
        let progress = Progress {
            revision: start.revision,
            start,
            since: String::new(),
            timer: None,
            is_busy: false,
            is_changed: false,
            in_doubt: None,
            pressed: None,
            is_kept: false,
        };
        Self { progress: StoredValue::new(progress) }
    }

    /// Says in the save bar how it stands.
    fn tell(self, now: &SaveState) {
        self.progress.with_value(|progress| save_state::follow(now, &progress.start, progress.revision));
    }

    /// The revision that the form is based on.
    pub(super) fn revision(self) -> i64 {
        self.progress.with_value(|progress| progress.revision)
    }

    /// The save that the form goes on from; empty: it says what is saved.
    pub(super) fn since(self) -> String {
        self.progress.with_value(|progress| progress.since.clone())
    }

    /// Saves what is unsaved when the network comes back or the page goes away.
    pub(super) fn watch(self) {
        // The listeners live as long as the page.
        window_event_listener_untyped("online", move |_| self.save());
        window_event_listener_untyped("pagehide", move |_| self.leave());
        window_event_listener_untyped("beforeunload", move |event| {
            if self.has_to_stay() {
                event.prevent_default();
            }
        });
    }

    /// Something was typed.
    pub(super) fn changed(self) {
        self.progress.update_value(|progress| {
            progress.is_changed = true;
            progress.rest();
            if !progress.is_kept {
                progress.timer = set_timeout_with_handle(move || self.save(), REST).ok();
            }
        });
        if !self.progress.with_value(|progress| progress.is_busy || progress.is_kept) {
            self.tell(&SaveState::Unsaved);
        }
    }

    /// Whether a button has to wait for the save that is on its way. If not, the form is posted now, with everything.
    pub(super) fn has_to_wait(self, intent: &str) -> bool {
        let (waits, is_busy) = self
            .progress
            .try_update_value(|progress| {
                progress.rest();
                let waits = progress.is_busy || progress.in_doubt.is_some();
                if waits {
                    progress.pressed = Some(intent.to_owned());
                } else {
                    progress.is_changed = false;
                }
                (waits, progress.is_busy)
            })
            .unwrap_or_default();
        if waits && !is_busy {
            self.save();
        }
        waits
    }

    fn save(self) {
        let starts = self.progress.try_update_value(|progress| {
            progress.rest();
            !progress.is_kept && !core::mem::replace(&mut progress.is_busy, true)
        });
        if starts == Some(true) {
            spawn_local(async move {
                self.run().await;
                self.progress.update_value(|progress| progress.is_busy = false);
                self.press();
            });
        }
    }

    async fn run(self) {
        while let Some(body) = self.next_body() {
            self.tell(&SaveState::Saving);
            match post(SaveListing::url(), &body).await {
                Answer::Done(answer) => {
                    let Some(Answered { revision, at, merged }) = save_state::answered(&answer) else {
                        self.tell(&SaveState::Offline);
                        self.give_up(Some(body));
                        return;
                    };
                    let since = if merged { name_of(&body) } else { String::new() };
                    self.progress.update_value(|progress| {
                        // What has no name cannot be gone on from: the form stays based on what it was.
                        if !merged || !since.is_empty() {
                            progress.revision = revision;
                        }
                        progress.since = since;
                    });
                    let has_more = self.progress.with_value(|progress| progress.is_changed);
                    self.tell(&match (has_more, merged) {
                        (true, _) => SaveState::Unsaved,
                        (false, true) => SaveState::Merged(at),
                        (false, false) => SaveState::Saved(at),
                    });
                    if self.progress.with_value(|progress| progress.timer.is_some()) {
                        return;
                    }
                }
                Answer::Refused { status, body } => {
                    let state = SaveState::refused(status, &body);
                    self.tell(&state);
                    if state.is_kept() {
                        self.leave_to_author();
                    } else {
                        self.give_up(None);
                    }
                    if status == AppError::Unavailable.status() {
                        self.try_again_later();
                    }
                    return;
                }
                Answer::Lost => {
                    self.tell(&SaveState::Offline);
                    self.give_up(Some(body));
                    return;
                }
            }
        }
    }

    /// What to send now: the attempt in doubt, else what is in the form if it has changed.
    fn next_body(self) -> Option<String> {
        let in_doubt = self.progress.try_update_value(|progress| progress.in_doubt.take())?;
        in_doubt.or_else(|| self.fresh_body().map(|body| String::from(body.to_string())))
    }

    fn fresh_body(self) -> Option<UrlSearchParams> {
        let body = controls(&form()?)?;
        body.set("revision", &self.revision().to_string());
        body.set("after", &self.since());
        body.set("operation", &operation());
        let was_changed = self.progress.try_update_value(|progress| {
            progress.rest();
            core::mem::take(&mut progress.is_changed)
        });
        (was_changed == Some(true)).then_some(body)
    }

    /// Everything is unsaved again. Nothing is sent until the next change.
    fn give_up(self, in_doubt: Option<String>) {
        self.progress.update_value(|progress| {
            progress.is_changed |= in_doubt.is_none();
            progress.in_doubt = in_doubt;
            progress.pressed = None;
        });
    }

    /// The server keeps what was sent.
    fn leave_to_author(self) {
        self.progress.update_value(|progress| {
            progress.rest();
            progress.is_kept = true;
            progress.pressed = None;
        });
    }

    /// Nothing is wrong with the input; the server only takes none right now.
    fn try_again_later(self) {
        let later = Duration::from_secs(RETRY_AFTER_SECONDS.into());
        self.progress.update_value(|progress| {
            progress.rest();
            progress.timer = set_timeout_with_handle(move || self.save(), later).ok();
        });
    }

    /// Presses the button that had to wait.
    fn press(self) {
        let pressed = self.progress.try_update_value(|progress| progress.pressed.take()).flatten();
        let (Some(intent), Some(form)) = (pressed, form()) else { return };
        // Intents of rows are words and numbers; remedies never wait.
        let button = form.query_selector(&format!("button[name=intent][value='{intent}']")).ok().flatten();
        let button = button.and_then(|button| button.dyn_into::<HtmlElement>().ok());
        // Fails only for a button of another form, which the selector cannot find.
        let _ = form.request_submit_with_submitter(button.as_ref());
    }

    /// What was typed after a save that is still on its way, or got lost, cannot be sent with the page: it has to be
    /// based on what comes of that one. The browser asks before it goes.
    fn has_to_stay(self) -> bool {
        self.progress.with_value(|progress| {
            (progress.is_busy && progress.is_changed && progress.pressed.is_none()) || progress.in_doubt.is_some()
        })
    }

    /// What was typed after the server had kept something takes its place there: then no answer has to be waited for.
    fn leave(self) {
        if self.progress.with_value(|progress| progress.is_busy || progress.in_doubt.is_some()) {
            return;
        }
        if let Some(body) = self.fresh_body() {
            post_at_last(SaveListing::url(), &body);
            let body = String::from(body.to_string());
            self.progress.update_value(|progress| progress.in_doubt = (!progress.is_kept).then_some(body));
        }
    }
}

/// How an attempt that was sent is called.
fn name_of(body: &str) -> String {
    UrlSearchParams::new_with_str(body).ok().and_then(|sent| sent.get("operation")).unwrap_or_default()
}

impl Progress {
    fn rest(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}
