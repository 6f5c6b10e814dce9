//! Who else has this page open: the browser says that it has, and the server answers with a sentence. Nobody knows of it
//! without scripts, and nothing depends on it.

use core::time::Duration;

use js_sys::JSON;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;

use crate::api::presence::SayPresent;
use crate::islands::post::{Answer, post_by_itself};

/// The id of the place of the sentence.
pub const PLACE: &str = "also-here";
/// Its attribute with what is sent.
const ABOUT: &str = "data-about";
/// How long the browser is silent.
const EVERY: Duration = Duration::from_secs(20);

/// Stands around the place of the sentence.
#[island]
pub fn Presence(children: Children) -> impl IntoView {
    Effect::new(|| {
        say();
        // It lives as long as the page; where there are no timers, once is all.
        let _ = set_interval_with_handle(say, EVERY);
    });
    children()
}

/// Where there is no answer, what was said last stays.
fn say() {
    spawn_local(async {
        let Some(place) = document().get_element_by_id(PLACE) else { return };
        let Some(about) = place.get_attribute(ABOUT) else { return };
        let Answer::Done(answer) = post_by_itself(SayPresent::url(), &about).await else { return };
        let others = JSON::parse(&answer).ok().and_then(|answer| answer.as_string()).unwrap_or_default();
        if place.text_content().as_deref() != Some(others.as_str()) {
            place.set_text_content(Some(&others));
        }
    });
}
