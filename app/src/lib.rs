//! The pages of Slipway: server-rendered HTML with plain forms, and a few islands. Server functions are thin calls on
//! the backend; rules live in the domain, SQL in the store.

// A page is one type of nested views, deeper than the compiler's default.
#![recursion_limit = "512"]

pub mod api;
pub mod app;
pub mod error;
pub mod islands;
pub mod pages;
pub mod parts;
pub mod paths;
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod text;
pub mod ui;
