//! What came of the last call, in words, and the raw answer one click away.

use leptos::prelude::*;
use slipway_domain::broker::{BrokerRecord, OpenCall};
use slipway_domain::parity::Differences;
use slipway_domain::rejection::Remote;

use crate::text::broker as words;
use crate::text::broker::failure;
use crate::ui::{Fold, Notice, Tone};

/// Nothing before the first call, where both sides agree, and about an answer that a later edit made old. `found`: what
/// the last answer says against the definition as it is now.
pub(super) fn notice(record: &BrokerRecord, found: Option<Differences>, has_catalog: bool) -> Option<AnyView> {
    if let Some(remote) = &record.last_fetch.as_ref()?.failure {
        return Some(failed(remote.clone(), has_catalog).into_any());
    }
    (found?.errors > 0).then(|| {
        view! {
            <Notice tone=Tone::Bad title=words::CONTRADICTS>
                <p>{words::CONTRADICTS_TEXT}</p>
            </Notice>
        }
        .into_any()
    })
}

/// The last call, if nothing came of it or nothing yet.
pub(super) fn open(record: &BrokerRecord) -> Option<AnyView> {
    let OpenCall { request_identity, is_running, .. } = record.open_call.clone()?;
    let (tone, title, text) = if is_running {
        (Tone::Info, words::RUNNING, words::RUNNING_TEXT)
    } else {
        (Tone::Warn, words::NO_ANSWER, words::NO_ANSWER_TEXT)
    };
    let notice = view! {
        <Notice tone=tone title=title>
            <p>{text}</p>
            <p>
                {words::IDENTITY} " " <code>{request_identity}</code>
            </p>
        </Notice>
    };
    Some(notice.into_any())
}

fn failed(remote: Remote, has_catalog: bool) -> impl IntoView {
    let failure::Failure { what, fix } = failure::failure(&remote);
    let said = failure::has_words(&remote).then(|| {
        let said = words::cut(&remote.detail);
        view! {
            <p>
                {words::BROKER_SAYS} " " <q>{said}</q>
            </p>
        }
    });
    let older = has_catalog.then(|| view! { <p>{words::OLDER_CATALOG}</p> });
    view! {
        <Notice tone=Tone::Bad title=what>
            <p>{fix}</p>
            {said}
            {older}
        </Notice>
    }
}

pub(super) fn raw(raw: String) -> impl IntoView {
    view! {
        <div class="block">
            <Fold title=words::RAW summary=words::RAW_SUMMARY id="raw">
                <div class="scroll-x" role="region" tabindex="0" aria-label=words::RAW>
                    <pre class="code">{raw}</pre>
                </div>
            </Fold>
        </div>
    }
}
