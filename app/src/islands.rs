//! All the code that the browser downloads. Pages and their controls are the server's; an island enlivens a form from
//! within: it stands around it, and the small islands inside ask it for what changes while somebody types.

pub mod field_findings;
pub mod listing_form;
pub mod new_resource_form;
mod post;
mod words;
