//! For every address that the route table does not know.

use leptos::prelude::*;
use slipway_domain::rejection::Kind;

use crate::parts::load::missing;
use crate::parts::problem::ProblemPage;

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <ProblemPage error=missing(Kind::Page) /> }
}
