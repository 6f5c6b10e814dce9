//! Other programs, run one at a time and named when they fail.
//! What cargo set for this tool is not handed on, so that a compiler started here does not build everything anew.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, io};

use anyhow::{Context, Result, bail};

/// Says what comes next, so that a long wait has a name.
pub(crate) fn announce(step: &str) {
    println!("==> {step}");
}

/// A program to run, with a line that tells a person what it was.
pub(crate) struct Process {
    command: Command,
    shown: String,
}

impl Process {
    /// A program by name or path, with no arguments yet, reading nothing from the terminal.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(&program);
        command.stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_set_by_cargo_run) {
                command.env_remove(name);
            }
        }
        Self { command, shown: program.as_ref().to_string_lossy().into_owned() }
    }

    /// Adds arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        for arg in args {
            let _ = write!(self.shown, " {}", arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes an environment variable away.
    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Writes its standard error to a file.
    pub(crate) fn errors_to(mut self, file: &Path) -> Result<Self> {
        let file = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
        self.command.stderr(file);
        Ok(self)
    }

    /// Sets the working directory.
    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Runs it with its output shown; a failure is an error that names the command.
    pub(crate) fn run(mut self) -> Result<()> {
        let status = self.command.status().with_context(|| format!("cannot start `{}`", self.shown))?;
        succeeded(&self.shown, status)
    }

    /// Runs it quietly and returns what it wrote to its standard output.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| format!("cannot start `{}`", self.shown))?;
        if !output.status.success() {
            bail!("`{}` failed: {}", self.shown, String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it with its output shown, and ends it when `limit` has passed.
    pub(crate) fn run_within(mut self, limit: Duration) -> Result<()> {
        let mut child = self.command.spawn().with_context(|| format!("cannot start `{}`", self.shown))?;
        match wait_until(&mut child, Instant::now() + limit)? {
            Some(status) => succeeded(&self.shown, status),
            None => bail!("`{}` did not finish within {} s", self.shown, limit.as_secs()),
        }
    }

    /// Runs it with its output shown, and hands every line of its standard output to `read` as well.
    pub(crate) fn run_reading(mut self, mut read: impl FnMut(&str)) -> Result<bool> {
        let mut child =
            self.command.stdout(Stdio::piped()).spawn().context(format!("cannot start `{}`", self.shown))?;
        let output = child.stdout.take().expect("standard output was asked for as a pipe");
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            read(&line);
        }
        Ok(child.wait()?.success())
    }

    /// Becomes the program: signals and the exit code are its own from then on. Returns only when it cannot start.
    #[cfg(unix)]
    pub(crate) fn become_it(mut self) -> anyhow::Error {
        use std::os::unix::process::CommandExt as _;
        let error = self.command.exec();
        anyhow::Error::new(error).context(format!("cannot start `{}`", self.shown))
    }
}

/// Whether a program of this name can be found in `PATH`.
pub(crate) fn is_installed(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

fn succeeded(shown: &str, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { bail!("`{shown}` failed ({status})") }
}

fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn is_set_by_cargo_run(name: &str) -> bool {
    matches!(name, "CARGO" | "CARGO_PRIMARY_PACKAGE")
        || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"].iter().any(|set| name.starts_with(set))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = Process::new("sh").args(["-c", "exit 3"]).run().unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed (exit status: 3)");
    }

    #[test]
    fn a_program_that_hangs_is_ended_at_its_limit() {
        let started = Instant::now();
        let error = Process::new("sleep").args(["30"]).run_within(Duration::from_millis(100)).unwrap_err();
        assert!(error.to_string().contains("did not finish"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_cargo_set_for_this_tool_is_not_handed_on() {
        let seen = Process::new("env").output().unwrap();
        assert!(!seen.contains("CARGO_MANIFEST_DIR"), "{seen}");
        assert!(env::var_os("CARGO_MANIFEST_DIR").is_some(), "cargo test sets it for this process");
    }

    #[test]
    fn every_line_is_read_and_failure_is_told_apart() {
        let mut lines = Vec::new();
        let fine = Process::new("sh")
            .args(["-c", "echo one; echo two; exit 1"])
            .run_reading(|line| lines.push(line.to_owned()))
            .unwrap();
        assert!(!fine);
        assert_eq!(lines, ["one", "two"]);
    }
}
