//! `slipway serve`.

use std::fmt::Write as _;
use std::net::SocketAddr;

use clap::Args;
use slipway::server::config::{Config, PublicUrl};
use slipway::server::{BuildOptions, Server, process};
use slipway_backend::demo;

use super::{Failure, print};

/// Start the server
///
/// It answers until it gets SIGTERM or Ctrl-C, then finishes what is running and stops; a second signal stops it at
/// once. The data directory is created if it does not exist. Without --demo there is no account until you make one:
/// slipway user add.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway serve --demo
  slipway serve --config /etc/slipway.toml
  SLIPWAY__SERVER__PUBLIC_URL=https://console.example.com slipway serve --listen 127.0.0.1:8080")]
pub(super) struct Serve {
    /// Fill an empty database with demo accounts and an offering, and allow brokers on this machine
    #[arg(long)]
    demo: bool,
    /// Address and port to listen on, instead of the configured one
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(super) async fn run(self, mut config: Config) -> Result<(), Failure> {
        if let Some(listen) = self.listen {
            // Who moves the port of a server for this machine means its address as well.
            if config.server.public_url == PublicUrl::loopback(config.server.listen.port()) {
                config.server.public_url = PublicUrl::loopback(listen.port());
            }
            config.server.listen = listen;
        }
        if self.demo {
            config.outbound.lab = true;
        }
        let url = config.server.public_url.clone();
        let (stopper, stop) = process::stopper();
        let options = BuildOptions { demo: self.demo, ..BuildOptions::default() };
        let server = Server::build(config, options).await.map_err(Failure::failed)?;
        let address = server.address().map_err(Failure::failed)?;
        print(&format!("Slipway is at {url} (listening on {address}). Ctrl-C stops it.\n"))?;
        if self.demo {
            print(&how_to_sign_in())?;
        }
        tokio::spawn(stopper.on_signals());
        if server.serve(stop).await {
            tracing::info!("stopped; every request was answered");
        } else {
            tracing::warn!("stopped; some requests were cut off");
        }
        Ok(())
    }
}

fn how_to_sign_in() -> String {
    let mut text = format!("\nSign in as any of these, with the password {}\n\n", demo::PASSWORD);
    for persona in demo::PERSONAS {
        let _ = writeln!(text, "  {:24} {}, {}", persona.email, persona.name, persona.about);
    }
    text.push('\n');
    text
}
