//! Starts the broker: `BROKER_USER=broker BROKER_PASSWORD=secret cargo run`. All settings are in the README.

use std::env;
use std::error::Error;
use std::time::Duration;

use broker::{Broker, Offering, Settings, SignIn, router};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let setting = |name: &str, usual: &str| env::var(name).unwrap_or_else(|_| usual.to_owned());
    let needed = |name: &str| env::var(name).map_err(|_| format!("{name} is needed"));
    let catalog = std::fs::read_to_string(setting("BROKER_CATALOG", "catalog.json"))?;
    let (host, port) = (setting("BROKER_HOST", "127.0.0.1"), setting("BROKER_PORT", "5000"));
    let public_url = setting("PUBLIC_URL", &format!("http://localhost:{port}")).trim_end_matches('/').to_owned();
    let given = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let sign_in = match (given("ISSUER"), given("CLIENT_ID"), given("CLIENT_SECRET")) {
        (Some(issuer), Some(id), Some(secret)) => {
            Some(SignIn::new(issuer, id, secret, format!("{public_url}/auth/callback"))?)
        }
        _ => None,
    };
    let settings = Settings {
        state: setting("BROKER_STATE", "state.json").into(),
        slow_plans: setting("BROKER_SLOW_PLANS", "").split(',').map(str::to_owned).collect(),
        slow: Duration::from_secs(setting("BROKER_SLOW_SECONDS", "5").parse()?),
        public_url,
    };
    let broker = Broker::open(Offering::read(&catalog)?, settings)?;
    let router = router(broker, sign_in, &needed("BROKER_USER")?, &needed("BROKER_PASSWORD")?);
    let listener = TcpListener::bind(format!("{host}:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let stopped = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, router).with_graceful_shutdown(stopped).await?;
    Ok(())
}
