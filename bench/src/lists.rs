//! Lists of very many offerings, and the catalog: the same pages in a house with a hundred thousand and in one with a
//! thousand, asked for in turns by somebody who is signed in. All of them belong to one account, and go through the
//! store's own functions.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use hyper::StatusCode;
use slipway_backend::Clock;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::catalog::{TILES_ON_PAGE, TileEdge};
use slipway_domain::ids::{OfferingId, SnapshotId};
use slipway_domain::listing::ListingDraft;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Scope, Section};
use slipway_domain::offering_line::{Edge, LINES_ON_PAGE};
use slipway_domain::stage::Stage as OfferingStage;
use slipway_domain::visibility::Restrictions;
use slipway_store::SectionSave;

use crate::client::Visitor;
use crate::figures::{head, median, millis, row};
use crate::stage::{ORIGIN, Stage};

const FEW: usize = 1_000;
const MANY: usize = 100_000;
const WARM_UP: usize = 2;
const AIM: &str = "≤ 1.5 ×";
const TURNS: usize = 15;
const EDITOR: &str = "kim@northwind.example";
const ADMIN: &str = "otto@operator.example";
/// 1 May 2026. The first offering is made then, and every minute another.
const BEGINNING: Moment = Moment::from_millis(1_777_593_600_000);
const PACE: Duration = Duration::from_mins(1);

/// A console with so many offerings.
struct House {
    stage: Stage,
    editor: Visitor,
    admin: Visitor,
    offerings: usize,
}

/// A page that is measured.
#[derive(Clone, Copy)]
enum Shown {
    List,
    ListInTheMiddle,
    ListYours,
    Board,
    BoardInTheMiddle,
    BoardNarrowed,
    BoardSearched,
    Catalog,
    CatalogInTheMiddle,
    CatalogSearched,
}

impl Shown {
    const ALL: [Self; 10] = [
        Self::List,
        Self::ListInTheMiddle,
        Self::ListYours,
        Self::Board,
        Self::BoardInTheMiddle,
        Self::BoardNarrowed,
        Self::BoardSearched,
        Self::Catalog,
        Self::CatalogInTheMiddle,
        Self::CatalogSearched,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::List => "Offerings of the account",
            Self::ListInTheMiddle => "Offerings of the account, in the middle",
            Self::ListYours => "Offerings of the account, its turn",
            Self::Board => "Board",
            Self::BoardInTheMiddle => "Board, by name, in the middle",
            Self::BoardNarrowed => "Board, one stage and turn",
            Self::BoardSearched => "Board, a text that one offering has",
            Self::Catalog => "Catalog",
            Self::CatalogInTheMiddle => "Catalog, in the middle",
            Self::CatalogSearched => "Catalog, a text that one offering has",
        }
    }

    const fn is_of_the_operator(self) -> bool {
        matches!(self, Self::Board | Self::BoardInTheMiddle | Self::BoardNarrowed | Self::BoardSearched)
    }

    const fn is_of_the_catalog(self) -> bool {
        matches!(self, Self::Catalog | Self::CatalogInTheMiddle | Self::CatalogSearched)
    }

    /// What each line begins with.
    const fn line(self) -> &'static str {
        if self.is_of_the_operator() {
            "class=\"board__o\""
        } else if self.is_of_the_catalog() {
            "<li class=\"offer-tile\""
        } else {
            "<article"
        }
    }

    /// The address of the page in a house with so many offerings.
    fn path(self, offerings: usize, turn: usize) -> String {
        let middle = offerings / 2;
        match self {
            Self::List => "/offerings".to_owned(),
            Self::ListInTheMiddle => {
                let number = made_at(middle).millis();
                let line = Edge { rank: 0, number, title: String::new(), name: name(middle) };
                format!("/offerings?after={}", line.cursor())
            }
            Self::ListYours => "/offerings?show=yours".to_owned(),
            Self::Board => "/board".to_owned(),
            Self::BoardInTheMiddle => {
                let line = Edge { rank: 0, number: 0, title: title(middle).to_lowercase(), name: name(middle) };
                format!("/board?sort=offering&after={}", line.cursor())
            }
            Self::BoardNarrowed => "/board?stage=limited&turn=provider".to_owned(),
            Self::BoardSearched => format!("/board?text={}", name(middle)),
            // What a page was kept for is the address, so that every turn has one of its own.
            Self::Catalog => format!("/catalog?turn={turn}"),
            Self::CatalogInTheMiddle => {
                let middle = middle - middle % 10 + 8;
                let (published_at, offering) = (made_at(middle), offering_id(middle));
                let tile = TileEdge { position: u16::MAX, published_at, offering };
                format!("/catalog?after={}&turn={turn}", tile.cursor())
            }
            Self::CatalogSearched => format!("/catalog?q={}&turn={turn}", name(middle - middle % 10 + 8)),
        }
    }

    /// How many lines are on it.
    const fn lines(self) -> usize {
        match self {
            Self::BoardSearched | Self::CatalogSearched => 1,
            Self::Catalog | Self::CatalogInTheMiddle => TILES_ON_PAGE,
            _ => LINES_ON_PAGE,
        }
    }
}

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let few = Box::pin(House::open(site, &data.join("few"), FEW)).await?;
    let many = Box::pin(House::open(site, &data.join("many"), MANY)).await?;
    head(
        &format!("Lists of offerings, milliseconds (medians of {TURNS} turns)"),
        &["Page", "100,000 offerings", "1,000 offerings", "Ratio", "Aim"],
    );
    for shown in Shown::ALL {
        let mut turns = Vec::with_capacity(TURNS);
        for number in 0..WARM_UP + TURNS {
            let turn = (many.show(shown, number).await?, few.show(shown, number).await?);
            if number >= WARM_UP {
                turns.push(turn);
            }
        }
        row(&[
            shown.name().to_owned(),
            format!("{:.1}", median(turns.iter().map(|turn| turn.0))),
            format!("{:.1}", median(turns.iter().map(|turn| turn.1))),
            format!("{:.2} ×", median(turns.iter().map(|(many, few)| many / few))),
            AIM.to_owned(),
        ]);
    }
    few.stage.close().await?;
    many.stage.close().await
}

impl House {
    async fn open(site: &Path, data: &Path, offerings: usize) -> Result<Self> {
        let stage = Stage::open_at(site, data, Clock::System).await?;
        fill(&stage, offerings).await?;
        let editor = Visitor::signed_in(stage.address, ORIGIN, EDITOR, PASSWORD).await?;
        let admin = Visitor::signed_in(stage.address, ORIGIN, ADMIN, PASSWORD).await?;
        Ok(Self { stage, editor, admin, offerings })
    }

    /// Milliseconds until the whole page is there, on a connection that was just opened.
    async fn show(&self, shown: Shown, turn: usize) -> Result<f64> {
        let path = shown.path(self.offerings, turn);
        let visitor = if shown.is_of_the_operator() { &self.admin } else { &self.editor };
        let mut visitor = visitor.elsewhere().await?;
        let started = Instant::now();
        let answer = visitor.get(&path).await?;
        let took = millis(started);
        ensure!(answer.status == StatusCode::OK, "{path} was answered with {}", answer.status);
        let page = String::from_utf8_lossy(&answer.body);
        let lines = page.matches(shown.line()).count();
        ensure!(lines == shown.lines(), "{path} shows {lines} lines instead of {}", shown.lines());
        Ok(took)
    }
}

/// So many offerings of the demo's provider, all in one transaction: half of them drafts, three of ten with limited
/// visibility, and two of ten public.
async fn fill(stage: &Stage, offerings: usize) -> Result<()> {
    let kim = stage.acting(EDITOR).await?;
    let person = kim.caller().person().context("somebody is signed in")?;
    let (by, account) = (person.id, person.current.context("the editor is in an account")?);
    let store = stage.backend.store();
    let known = store.offering_named(OFFERING).await?.context("the demo has an offering")?;
    let whole = store.offering(known).await?.context("the demo has an offering")?;
    let mut tx = store.write().await?;
    for number in 0..offerings {
        let at = made_at(number);
        let scope = Scope { account, offering: offering_id(number) };
        tx.add_offering(scope, &name(number), false, by, at).await?;
        let terms_url = format!("https://{}.northwind.example/terms", name(number));
        let draft = ListingDraft { display_name: title(number), terms_url, ..ListingDraft::default() };
        let save = SectionSave { scope, section: Section::Listing, revision: 0, by, at };
        tx.save_section(save, &draft, Vec::new()).await?;
        tx.set_terms_url(scope, &draft.terms_url).await?;
        if number % 10 >= 5 {
            ensure!(tx.move_stage(scope, OfferingStage::Defining, 1, OfferingStage::Limited, at).await?, "it is new");
        }
        if number % 10 >= 8 {
            ensure!(tx.move_stage(scope, OfferingStage::Limited, 2, OfferingStage::Ga, at).await?, "it was limited");
            let mut content = whole.clone();
            (content.id, content.name, content.listing.draft) = (scope.offering, name(number), draft);
            let snapshot: SnapshotId = format!("00000000-0000-7000-8000-{number:012x}").parse()?;
            tx.add_snapshot(snapshot, &content, &number.to_string(), by, at).await?;
            tx.set_entry(scope, snapshot, &[], Restrictions::Public, at).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

fn offering_id(number: usize) -> OfferingId {
    format!("00000000-0000-7000-9000-{number:012x}").parse().expect("it is written as ids are")
}

fn made_at(number: usize) -> Moment {
    BEGINNING.plus(PACE * u32::try_from(number).unwrap_or(u32::MAX))
}

fn name(number: usize) -> String {
    format!("service-{number:06}")
}

fn title(number: usize) -> String {
    format!("Index-{number:06}")
}
