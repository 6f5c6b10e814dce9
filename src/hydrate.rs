//! What the browser runs: brings the islands of a page to life. Pages without islands never load it.

// Islands register themselves; without a use of their crate the linker would leave them out.
use slipway_app as _;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
#[expect(unreachable_pub, reason = "the browser calls it")]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
