//! No tiles: nothing is published, or nothing fits.

use leptos::prelude::*;
use slipway_domain::catalog::Query;

use super::category_label;
use crate::paths::Path;
use crate::text;
use crate::text::catalog as words;
use crate::ui::{ButtonLink, Empty};

/// `all`: how many services the viewer may see at all.
pub(super) fn state(asked: &Query, all: usize, is_signed_in: bool) -> AnyView {
    if all > 0 {
        let why = words::not_found(&asked.text, category_label(&asked.category), all);
        let acts = || view! { <ButtonLink href=Path::Catalog.to_string()>{words::SHOW_ALL}</ButtonLink> };
        return view! {
            <Empty title=words::NOT_FOUND_TITLE acts>
                <p>{why}</p>
            </Empty>
        }
        .into_any();
    }
    if is_signed_in {
        return view! {
            <Empty title=words::NOTHING_TITLE>
                <p>{words::NOTHING}</p>
            </Empty>
        }
        .into_any();
    }
    let acts = || view! { <ButtonLink href=Path::SignIn.to_string()>{text::SIGN_IN}</ButtonLink> };
    view! {
        <Empty title=words::NOTHING_TITLE acts>
            <p>{words::NOTHING}</p>
            <p>{words::NOTHING_SIGN_IN}</p>
        </Empty>
    }
    .into_any()
}
