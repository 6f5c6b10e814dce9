//! The name of one sending of a form, drawn anew with every page: sent twice, the form has one effect.

use std::sync::Arc;

use leptos::prelude::*;

/// Makes up a name; the root provides it.
#[derive(Clone)]
pub struct NewOperation(pub Arc<dyn Fn() -> String + Send + Sync>);

#[component]
pub fn OperationField() -> impl IntoView {
    let name = use_context::<NewOperation>().map(|NewOperation(make)| make());
    view! { <input type="hidden" name="operation" value=name.unwrap_or_default() /> }
}
