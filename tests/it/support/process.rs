//! The executable as a process of its own, to be killed.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};

use super::{ORIGIN, site};

/// `slipway serve` on a data directory. It answers to the host of [`ORIGIN`], and is killed at the latest when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// A command of the executable on the directory `data` in `dir`, with what a console needs to listen.
pub(crate) fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = bare(dir, arguments);
    command
        .env("SLIPWAY__SITE__DIR", dir.join("site"))
        .env("SLIPWAY__SERVER__LISTEN", "127.0.0.1:0")
        .env("SLIPWAY__SERVER__PUBLIC_URL", ORIGIN)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// What a command on that directory comes to, which is told nothing else.
pub(crate) fn slipway(dir: &Path, arguments: &[&str]) -> Output {
    bare(dir, arguments).output().unwrap()
}

/// What a command printed, and after it what it complained of.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn bare(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command.args(arguments).current_dir(dir).env_clear().env("SLIPWAY__DATA__DIR", dir.join("data"));
    command
}

impl Process {
    /// Returns when it listens.
    pub(crate) fn serve(dir: &Path) -> Self {
        Self::serve_with(dir, |_| ())
    }

    /// As `serve`, with brokers on this machine, and with all that can be logged in the file `log`.
    pub(crate) fn serve_logging(dir: &Path, log: &Path) -> Self {
        Self::serve_with(dir, |command| {
            command
                .env("SLIPWAY__OUTBOUND__LAB", "true")
                .env("SLIPWAY__LOG__FILTER", "trace")
                .stderr(File::create(log).unwrap());
        })
    }

    /// As `serve`; `adjust` changes the command before.
    pub(crate) fn serve_with(dir: &Path, adjust: impl FnOnce(&mut Command)) -> Self {
        site(&dir.join("site"));
        let mut command = command(dir, &["serve"]);
        adjust(&mut command);
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut addresses = said.filter_map(|line| {
            let (_, rest) = line.split_once("listening on ")?;
            rest.split_once(')')?.0.parse().ok()
        });
        let address = addresses.next().expect("it says where it listens");
        Self { child, address }
    }

    /// SIGKILL: nothing is finished, nothing is flushed.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, as a supervisor sends it.
    pub(crate) fn terminate(&self) {
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().unwrap();
        assert!(told.success());
    }

    pub(crate) fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, most of the time.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
