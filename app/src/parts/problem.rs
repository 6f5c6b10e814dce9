//! What is shown instead of a page that cannot be shown, and above a page whose form was turned down.

use leptos::prelude::*;
use leptos::server_fn::error::ServerFnUrlError;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::Rejection;

use crate::api::offering::whoami;
use crate::error::AppError;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::query;
use crate::paths::Path;
use crate::text;
use crate::ui::{Button, ButtonLink, Empty, Glyph, Kind, Notice, Page, PageMain, Tone};

/// The reason, and the next step: sign in, switch the account, go somewhere else.
#[component]
pub fn ProblemPage(error: AppError) -> impl IntoView {
    Suspend::new(async move {
        let person = whoami().await.ok().flatten();
        let problem = text::problem(&error);
        let acts = acts(&error);
        view! {
            <Frame person area=Area::Nowhere title=problem.title.clone()>
                <Page>
                    <PageMain>
                        <Empty title=problem.title level=1 icon=Glyph::Information acts=move || acts>
                            <p>{problem.text}</p>
                        </Empty>
                    </PageMain>
                </Page>
            </Frame>
        }
    })
}

fn acts(error: &AppError) -> AnyView {
    match error {
        AppError::Rejected(Rejection::Unauthenticated) => {
            view! { <ButtonLink href=Path::SignIn.to_string() kind=Kind::Primary>{text::SIGN_IN}</ButtonLink> }
                .into_any()
        }
        AppError::Rejected(Rejection::Denied(Denial::OtherAccount { account, name })) => {
            let label = text::switch_to(name);
            view! {
                <form method="post" action="/account/switch">
                    <input type="hidden" name="account" value=account.to_string() />
                    <Button kind=Kind::Primary>{label}</Button>
                </form>
            }
            .into_any()
        }
        _ => view! { <ButtonLink href=Path::Home.to_string()>{text::TO_THE_START}</ButtonLink> }.into_any(),
    }
}

/// The refusal that a form without scripts came back with. It travels in the address as a typed code, so that nobody
/// can put words of their own here.
#[component]
pub fn FormProblem() -> impl IntoView {
    let code = query("__err");
    (!code.is_empty()).then(|| {
        let error = ServerFnUrlError::<AppError>::decode_err(&code);
        let problem = text::problem(&error);
        view! {
            <div class="form-problem">
                <Notice tone=Tone::Bad title=problem.title live=true>
                    <p>{problem.text}</p>
                </Notice>
            </div>
        }
    })
}
