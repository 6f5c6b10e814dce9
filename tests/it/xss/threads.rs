//! Hostile texts in review threads: what was said, and the values that they are about.

use super::payloads::PAYLOADS;
use super::shape::{Shape, is_inert};
use super::{HARMLESS, KIM, RITA, call, fill, seen, shape_of_all};
use crate::support::Scene;

const PAGES: &[&str] = &["/offerings/{name}/threads", "/offerings/{name}/listing", "/offerings/{name}/review"];

#[tokio::test]
async fn what_is_said_in_threads_and_the_values_that_they_are_about_stay_text() {
    let stage = Scene::Workshop.open().await;
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of(RITA));
    let viewers = [stage.browser_of(KIM), stage.browser_of(RITA)];
    let own = |name: &str, value: String| (name.to_owned(), value);
    let mut harmless = Shape::default();
    for (index, text) in HARMLESS.iter().chain(PAYLOADS).enumerate() {
        fill(&stage, &kim, text).await;
        let said = seen(&format!("{text}."));
        let opened = [
            own("offering", stage.facts["name"].clone()),
            own("thread[anchor]", format!("section/listing[bullets]/{}", text.trim())),
            own("thread[text]", said.clone()),
            own("thread[blocking]", "yes".to_owned()),
        ];
        let replied = [
            own("offering", stage.facts["name"].clone()),
            own("thread", stage.facts["thread"].clone()),
            own("act", "reply".to_owned()),
            own("reply[text]", said),
        ];
        // A highlight without a title is none, so that there is nothing to talk about.
        let answer = call(&rita, "/api/thread/open", &opened).await;
        assert!(answer.status.is_success() || text.trim().is_empty(), "{text:?}: {}", answer.body);
        assert!(call(&rita, "/api/thread/answer", &replied).await.status.is_success(), "{text:?}");
        let shape = shape_of_all(&stage, &viewers, PAGES, text).await;
        if index < HARMLESS.len() { harmless.add(shape) } else { is_inert(&shape, &harmless, text) }
    }
}
