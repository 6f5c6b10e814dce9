//! The rules of Slipway: names, findings, gates, stages, permissions and prices as plain data and pure functions.
//! Nothing here knows a database, a clock, a network or a page; it compiles for the server and for the browser.

pub mod access;
pub mod account;
pub mod broker;
pub mod caller;
pub mod catalog;
pub mod category;
pub mod checklist;
pub mod compare;
pub mod crn;
pub mod deployment;
pub mod estimate;
pub mod event;
pub mod export;
pub mod field;
pub mod findings;
pub mod gate;
pub mod icon;
pub mod ids;
pub mod listing;
pub mod location;
pub mod markdown;
pub mod member;
pub mod metering;
pub mod metric;
pub mod moment;
pub mod money;
pub mod month;
pub mod number;
pub mod offering;
pub mod page;
pub mod parity;
pub mod person;
pub mod plan;
pub mod policy;
pub mod rating;
pub mod reason;
pub mod region;
pub mod registration;
pub mod rejection;
pub mod resource_name;
pub mod review;
pub mod rows;
pub mod rule;
pub mod session;
pub mod settings;
mod shape;
pub mod stage;
pub mod summary;
pub mod text;
pub mod usage_request;
pub mod view;
pub mod visibility;
mod words;

#[cfg(test)]
mod sample;
