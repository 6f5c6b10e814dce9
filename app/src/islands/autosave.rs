//! Saving by itself, after the keys have rested for a while: the form of a section that says so. One save at a time; an
//! attempt whose answer got lost is sent again as it was, under the same name, before anything newer: the server then
//! tells its revision instead of taking the author for somebody else. Attempts are numbered, so that one that arrives
//! after a later one is ignored. It reads what was typed and never writes to it.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlFormElement, HtmlInputElement, UrlSearchParams};

use crate::error::{AppError, RETRY_AFTER_SECONDS};
use crate::islands::post::{Answer, controls, operation, post, post_at_last};

mod progress;
mod save_state;

use progress::{Progress, Typed};
use save_state::{Answered, SaveState};

/// How long the keys rest before a save.
const REST: Duration = Duration::from_millis(1500);
/// The form of a page that saves by itself. A page has one at most, with the hidden inputs of a section: `offering`,
/// `revision`, and `after` for the save that it goes on from, which is empty as the page comes. What the attribute says is
/// the query of the page's address, where that belongs to it.
const FORM: &str = "form[data-autosave]";
/// The form of this page has its island: two of them would save it twice.
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

#[derive(Clone, Copy)]
pub(super) struct Autosave {
    progress: StoredValue<Progress>,
}

impl Autosave {
    pub(super) fn new() -> Self {
        Self { progress: StoredValue::new(Progress::default()) }
    }

    /// Says in the save bar how it stands.
    fn tell(self, now: &SaveState) {
        if let Some(form) = form() {
            self.progress.with_value(|progress| save_state::follow(now, &form, &progress.revision));
        }
    }

    /// Begins, if the page has such a form: saves what is unsaved when the network comes back or the page goes away. Of
    /// several islands on a page the first does.
    pub(super) fn watch(self) {
        let Some(revision) = hidden("revision") else { return };
        if IS_WATCHED.swap(true, Ordering::Relaxed) {
            return;
        }
        self.progress.update_value(|progress| {
            progress.revision = revision.value();
            progress.form = operation();
        });
        // The listeners live as long as the page. Whatever an island does about a button it does before them.
        window_event_listener_untyped("input", move |event| {
            if is_of_form(&event) {
                self.changed();
            }
        });
        window_event_listener_untyped("submit", move |event| {
            if is_of_form(&event) && !event.default_prevented() {
                self.submitted(event.unchecked_ref());
            }
        });
        window_event_listener_untyped("online", move |_| self.save());
        window_event_listener_untyped("pagehide", move |_| self.leave());
        window_event_listener_untyped("beforeunload", move |event| {
            if self.has_to_stay() {
                event.prevent_default();
            }
        });
    }

    /// Something was typed into the form that saves itself.
    pub(super) fn changed(self) {
        self.progress.update_value(|progress| {
            if progress.typed == Typed::Sent {
                progress.typed = Typed::Unsent;
            }
            progress.rest();
            if !progress.is_kept {
                progress.timer = set_timeout_with_handle(move || self.save(), REST).ok();
            }
        });
        if !self.progress.with_value(|progress| progress.is_busy || progress.is_kept) {
            self.tell(&SaveState::Unsaved);
        }
    }

    /// A button of the form was pressed. It waits for the save that is on its way; else the form goes on from what was
    /// saved, and is posted now, with everything.
    fn submitted(self, event: &SubmitEvent) {
        if self.has_to_wait(&intent(event)) {
            event.prevent_default();
            return;
        }
        let (revision, since) =
            self.progress.with_value(|progress| (progress.revision.clone(), progress.since.clone()));
        for (name, value) in [("revision", revision), ("after", since)] {
            if let Some(input) = hidden(name) {
                input.set_value(&value);
            }
        }
    }

    fn has_to_wait(self, intent: &str) -> bool {
        let (waits, is_busy) = self
            .progress
            .try_update_value(|progress| {
                progress.rest();
                let waits = progress.is_busy || progress.in_doubt.is_some();
                if waits {
                    progress.pressed = Some(intent.to_owned());
                } else {
                    progress.typed = Typed::Sent;
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
            match post(&address(), &body).await {
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
                            progress.revision = revision.to_string();
                        }
                        progress.since = since;
                    });
                    let has_more = self.progress.with_value(|progress| progress.typed != Typed::Sent);
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
        let was_changed = self.progress.try_update_value(|progress| {
            progress.rest();
            let is_changed = core::mem::take(&mut progress.typed) != Typed::Sent;
            if is_changed {
                body.set("revision", &progress.revision);
                body.set("after", &progress.since);
                body.set("operation", &progress.next_name());
            }
            is_changed
        });
        (was_changed == Some(true)).then_some(body)
    }

    /// Everything is unsaved again. Nothing is sent until the next change.
    fn give_up(self, in_doubt: Option<String>) {
        self.progress.update_value(|progress| {
            if in_doubt.is_none() {
                progress.typed = Typed::Refused;
            }
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
    /// based on what comes of that one. What was turned down would be turned down again. So the browser asks first.
    fn has_to_stay(self) -> bool {
        self.progress.with_value(|progress| {
            let is_waiting = progress.is_busy && progress.pressed.is_none();
            let is_lost = match progress.typed {
                Typed::Sent => false,
                Typed::Unsent => is_waiting,
                Typed::Refused => true,
            };
            is_lost || progress.in_doubt.is_some()
        })
    }

    /// What was typed after the server had kept something takes its place there: then no answer has to be waited for.
    fn leave(self) {
        if self.progress.with_value(|progress| progress.is_busy || progress.in_doubt.is_some()) {
            return;
        }
        if let Some(body) = self.fresh_body() {
            post_at_last(&address(), &body);
            let body = String::from(body.to_string());
            self.progress.update_value(|progress| progress.in_doubt = (!progress.is_kept).then_some(body));
        }
    }
}

fn form() -> Option<HtmlFormElement> {
    document().query_selector(FORM).ok()??.dyn_into().ok()
}

fn is_of_form(event: &Event) -> bool {
    let at = event.target().and_then(|at| at.dyn_into::<Element>().ok());
    at.is_some_and(|at| at.closest(FORM).is_ok_and(|form| form.is_some()))
}

/// A hidden input of the form.
fn hidden(name: &str) -> Option<HtmlInputElement> {
    document().query_selector(&format!("{FORM} input[name={name}]")).ok()??.dyn_into().ok()
}

/// Where the form is posted to.
fn address() -> String {
    form().and_then(|form| form.get_attribute("action")).unwrap_or_default()
}

/// What the pressed button asks for; empty for the one that saves.
pub(super) fn intent(event: &SubmitEvent) -> String {
    let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
    button.filter(|button| button.name() == "intent").map(|button| button.value()).unwrap_or_default()
}

/// How an attempt that was sent is called.
fn name_of(body: &str) -> String {
    UrlSearchParams::new_with_str(body).ok().and_then(|sent| sent.get("operation")).unwrap_or_default()
}
