//! Pages beside bare handlers: the same requests over kept connections to both, round by round, in one process.

mod bare;

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use hyper::StatusCode;
use hyper::header::{ETAG, IF_NONE_MATCH};
use slipway_backend::demo::{OFFERING, PASSWORD};

use crate::client::Visitor;
use crate::figures::{head, median, percent, row};
use crate::load::{CONNECTIONS, Shot, rate};
use crate::stage::{ORIGIN, Stage};

const ROUNDS: usize = 5;
const WARM_UP: Duration = Duration::from_millis(300);
const ROUND: Duration = Duration::from_millis(600);

/// One line of the table.
struct Comparison {
    what: String,
    aim: &'static str,
    ours: Shot,
    bare: Shot,
}

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let stage = Stage::open(site, data).await?;
    Box::pin(stage.publish()).await?;
    let mut signed_in = Visitor::signed_in(stage.address, ORIGIN, "ada@northwind.example", PASSWORD).await?;
    let mut anonymous = Visitor::new(stage.address, ORIGIN).await?;

    let (listing, catalog, details) =
        (format!("/offerings/{OFFERING}/listing"), "/catalog".to_owned(), format!("/catalog/{OFFERING}"));
    let bare = bare::handlers(&stage.backend, &mut anonymous, &mut signed_in, &[&listing, &catalog, &details]).await?;

    let mut comparisons = Vec::new();
    let mut compare = |what: String, aim, ours: Shot, path: &str| {
        let mut bare = Shot { address: bare, expected: StatusCode::OK, is_varied: false, ..ours.clone() };
        *bare.request.uri_mut() = path.parse()?;
        comparisons.push(Comparison { what, aim, ours, bare });
        anyhow::Ok(())
    };
    let address = stage.address;
    let page = |visitor: &Visitor, path: &str| {
        anyhow::Ok(Shot { address, request: visitor.page(path)?, expected: StatusCode::OK, is_varied: false })
    };
    compare("Listing page".to_owned(), "≥ 12 %", page(&signed_in, &listing)?, &listing)?;
    for (who, visitor, aim) in [("", &mut anonymous, "≥ 50 %"), (", signed in", &mut signed_in, "≥ 12 %")] {
        for (name, path) in [("Catalog", &catalog), ("Details", &details)] {
            let shot = page(visitor, path)?;
            let etag = visitor.get(path).await?.headers.get(ETAG).cloned();
            compare(format!("{name}{who}"), aim, shot.clone(), path)?;
            compare(format!("{name}{who}, beside a kept string"), "", shot.clone(), &bare::kept(path))?;
            if let Some(etag) = etag {
                let mut again = Shot { expected: StatusCode::NOT_MODIFIED, ..shot.clone() };
                again.request.headers_mut().insert(IF_NONE_MATCH, etag);
                compare(format!("{name}{who}, unchanged (304)"), aim, again, path)?;
            }
            if name == "Catalog" {
                compare(format!("{name}{who}, drawn every time"), "", Shot { is_varied: true, ..shot }, path)?;
            }
        }
    }

    head(
        &format!("Pages, requests a second over {CONNECTIONS} kept connections (medians of {ROUNDS} rounds)"),
        &["Page", "Slipway", "Bare handler", "Ratio", "Aim"],
    );
    for comparison in comparisons {
        tokio::task::block_in_place(|| comparison.run())?;
    }
    stage.close().await
}

impl Comparison {
    fn run(&self) -> Result<()> {
        rate(&self.ours, WARM_UP)?;
        rate(&self.bare, WARM_UP)?;
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            rounds.push((rate(&self.ours, ROUND)?, rate(&self.bare, ROUND)?));
        }
        let ratio = median(rounds.iter().map(|(ours, bare)| ours / bare));
        let [ours, bare] = [median(rounds.iter().map(|round| round.0)), median(rounds.iter().map(|round| round.1))];
        row(&[self.what.clone(), format!("{ours:.0}"), format!("{bare:.0}"), percent(ratio), self.aim.to_owned()]);
        Ok(())
    }
}
