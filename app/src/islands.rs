//! All the code that the browser downloads.

pub mod listing_form;
pub mod new_resource_form;
mod post;
