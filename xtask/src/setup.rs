//! What has to be on the machine before anything is built or tested: each piece is looked for, then installed, then
//! remembered, so that a second time costs nothing. Where no way works, the error says what to install by hand.

mod broker_python;
mod chromium;
mod debian;
mod npm;
mod wasm_target;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use wasm_target::{Library, TARGET, WasmCompiler};

use crate::workspace::Workspace;

/// What the tests need beyond the build.
pub(crate) struct TestTools {
    /// The browser to drive.
    pub(crate) chromium: PathBuf,
    /// A Python that has the packages of the brokers.
    pub(crate) broker_python: PathBuf,
}

/// Makes the machine able to build: the compiler for the browser, the npm packages.
pub(crate) fn for_building(workspace: &Workspace) -> Result<WasmCompiler> {
    npm::ensure(workspace)?;
    wasm_target::ensure()
}

/// Makes the machine able to test as well.
pub(crate) fn for_testing(workspace: &Workspace) -> Result<(WasmCompiler, TestTools)> {
    let compiler = for_building(workspace)?;
    let tools = TestTools { chromium: chromium::ensure()?, broker_python: broker_python::ensure(workspace)? };
    Ok((compiler, tools))
}
