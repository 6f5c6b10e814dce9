//! What every test needs: a server with a database of its own, a browser that keeps cookies, and people.

mod browser;
pub(crate) mod dashboard;
mod held;
pub(crate) mod idp;
mod listener;
mod office;
mod personas;
mod process;
mod scene;
mod server;

pub(crate) use browser::{Answer, Browser, Request};
pub(crate) use held::Held;
pub(crate) use listener::Listener;
pub(crate) use office::{Found, Office, cycles, moment};
pub(crate) use personas::{ADA, PASSWORD, Persona, REX, VERA};
pub(crate) use process::{Process, command, said, slipway};
pub(crate) use scene::{Facts, LEFT, Scene, Stage, facts_of};
pub(crate) use server::{ORIGIN, TestServer, site};
