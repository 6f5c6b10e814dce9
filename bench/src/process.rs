//! The release executable as a whole process: how soon it answers, and how much memory it keeps.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use slipway_backend::demo::{OFFERING, PASSWORD};
use tokio::task::JoinSet;

use crate::client::Visitor;
use crate::figures::{head, median, row};
use crate::load::CONNECTIONS;

const STARTS: usize = 9;
const REQUESTS: usize = 1000;
/// Longer than any start takes.
const LIMIT: Duration = Duration::from_secs(20);

pub(crate) fn measure(executable: &Path, site: &Path, scratch: &Path) -> Result<()> {
    fs::create_dir_all(scratch)?;
    let (first, server) = Server::start(executable, site, scratch)?;
    server.stop()?;
    let mut starts = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let (started, server) = Server::start(executable, site, scratch)?;
        starts.push(started.as_secs_f64() * 1000.0);
        server.stop()?;
    }
    head("The executable, from start to a /readyz that says yes", &["Start", "Milliseconds", "Aim"]);
    row(&[format!("Warm database (median of {STARTS})"), format!("{:.0}", median(starts)), String::new()]);
    row(&["With the demo made first".to_owned(), format!("{:.0}", first.as_secs_f64() * 1000.0), String::new()]);

    let (_, server) = Server::start(executable, site, scratch)?;
    thread::sleep(Duration::from_secs(1));
    let fresh = server.memory("VmRSS")?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(visit(server.address))?;
    let (after, peak) = (server.memory("VmRSS")?, server.memory("VmHWM")?);
    server.stop()?;
    head("Resident memory of the executable, MB", &["When", "MB", "Aim"]);
    row(&["After start-up", &fresh, "≤ 64"]);
    row(&[format!("After a sign-in and {REQUESTS} pages"), after, "≤ 64".to_owned()]);
    row(&["At its highest", &peak, "≤ 64"]);
    Ok(())
}

/// Everything that the demo's provider looks at, on several connections.
async fn visit(address: SocketAddr) -> Result<()> {
    let origin = format!("http://{address}");
    let pages = ["listing", "pricing", "deployments", "checklist", "history", "review"];
    let mut targets = vec!["/catalog".to_owned(), "/offerings".to_owned()];
    targets.extend(pages.map(|page| format!("/offerings/{OFFERING}/{page}")));
    let ada = Visitor::signed_in(address, &origin, "ada@northwind.example", PASSWORD).await?;
    let mut visits = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (mut ada, targets) = (ada.elsewhere().await?, targets.clone());
        visits.spawn(async move {
            for target in targets.iter().cycle().take(REQUESTS / CONNECTIONS) {
                let answer = ada.get(target).await?;
                ensure!(answer.status.is_success(), "{target} was answered with {}", answer.status);
            }
            anyhow::Ok(())
        });
    }
    while let Some(visit) = visits.join_next().await {
        visit??;
    }
    Ok(())
}

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the demo and waits until it is ready; how long that took.
    fn start(executable: &Path, site: &Path, scratch: &Path) -> Result<(Duration, Self)> {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let started = Instant::now();
        let child = Command::new(executable)
            .args(["serve", "--demo", "--listen", &address.to_string()])
            .env("SLIPWAY__SITE__DIR", site)
            .env("SLIPWAY__DATA__DIR", scratch.join("data"))
            .current_dir(scratch)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(scratch.join("log"))?)
            .spawn()
            .with_context(|| format!("cannot start {}", executable.display()))?;
        let mut server = Self { child, address };
        while !is_ready(address) {
            if let Some(status) = server.child.try_wait()? {
                bail!("it ended ({status}): {}", fs::read_to_string(scratch.join("log"))?);
            }
            ensure!(started.elapsed() < LIMIT, "it was not ready after {} s", LIMIT.as_secs());
            thread::sleep(Duration::from_millis(1));
        }
        Ok((started.elapsed(), server))
    }

    fn memory(&self, what: &str) -> Result<String> {
        Ok(format!("{:.1}", memory(&self.child.id().to_string(), what)?))
    }

    /// As an operator stops it.
    fn stop(mut self) -> Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            ensure!(asked.elapsed() < LIMIT, "it did not stop");
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

/// Nothing is left running when a measurement breaks off.
impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// A line of the kernel's account of a process, in MB of 1024 × 1024 bytes; `self` is this one.
pub(crate) fn memory(process: &str, what: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)).context("the kernel tells")?;
    let kib: f64 = line.trim_matches(|char: char| !char.is_ascii_digit()).parse()?;
    Ok(kib / 1024.0)
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(LIMIT))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        std::io::Result::Ok(status.starts_with(b"HTTP/1.1 2"))
    };
    ask().unwrap_or(false)
}
