//! All the code that the browser downloads. Pages and their controls are the server's; an island enlivens a form from
//! within: it stands around it, and draws anew what is in a place of its own (`redraw`) while somebody types, or lets the
//! server draw it (`live_form`). There are no signals in here: a form has one state and one function that brings the page
//! up to it.

mod autosave;
pub mod field_findings;
pub mod listing_form;
pub mod live_form;
pub mod live_run;
pub mod new_resource_form;
pub mod page;
mod post;
pub mod presence;
mod redraw;
mod start;
mod typed;
