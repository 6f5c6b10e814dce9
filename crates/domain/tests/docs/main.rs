//! Keeps the pages of `docs/` that are made from the domain equal to what the code does.
//! `UPDATE_DOCS=1 cargo test -p slipway-domain --test docs` writes them anew.

mod export_doc;
mod paper;
mod rules_doc;
