use slipway_domain::account::{AccountKind, Registration, RegistrationDraft};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::grams::grams;
use crate::{NewAccount, NewPerson};

const AT: Moment = Moment::from_millis(1_780_000_000_000);
const BY: PersonId = PersonId::new(Uuid::from_u128(9));
const A: AccountId = AccountId::new(Uuid::from_u128(1));
const B: AccountId = AccountId::new(Uuid::from_u128(2));
const C: AccountId = AccountId::new(Uuid::from_u128(3));
const OWNERS: [AccountId; 3] = [A, B, C];
const CATEGORIES: [&str; 2] = ["databases", "storage"];
const TILES: u8 = 60;

/// How the database goes about a statement.
async fn plan(store: &Store, statement: &str) -> String {
    let explained = AssertSqlSafe(format!("explain query plan {statement}"));
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explained).fetch_all(&store.reader).await.unwrap();
    steps.into_iter().map(|(_, _, _, step)| step).collect::<Vec<_>>().join("\n")
}

/// What is known of one of the tiles: there are many in the same place but for their names.
struct Made {
    number: u8,
    tile: ListedTile,
    audience: Audience,
    is_invited: bool,
    text: String,
}

impl Made {
    fn number(number: u8) -> Self {
        let offering = OfferingId::new(Uuid::from_u128(u128::from(number) + 100));
        let scope = Scope { account: OWNERS[usize::from(number % 3)], offering };
        let published_at = Moment::from_millis(i64::from(number / 16));
        let edge = TileEdge { position: u16::from(number % 4), published_at, offering };
        let category = CATEGORIES[usize::from(number / 2 % 2)].to_owned();
        Self {
            number,
            tile: ListedTile { scope, category, edge },
            audience: match number % 8 {
                1 => Audience::Internal,
                3 => Audience::External,
                5 | 7 => Audience::Invited,
                _ => Audience::Everybody,
            },
            is_invited: scope.account == B && number.is_multiple_of(5),
            text: format!("service-{number:02}\nwith \"marks\" and ümläuts"),
        }
    }

    fn all() -> Vec<Self> {
        let mut all: Vec<Self> = (0..TILES).map(Self::number).collect();
        all.sort_by_key(|made| made.tile.edge);
        all
    }

    /// Whether it is for accounts of the viewer's kind.
    fn is_open(&self, of: &TilesOf<'_>) -> bool {
        let is_internal = of.viewer.is_some_and(|viewer| viewer.is_internal);
        match self.audience {
            Audience::Everybody => true,
            Audience::Internal => is_internal,
            Audience::External => !is_internal,
            Audience::Invited => false,
        }
    }

    /// What statements have to tell of it.
    fn is_for(&self, of: &TilesOf<'_>) -> bool {
        let viewer = of.viewer.map(|viewer| viewer.account);
        let is_own = viewer == Some(self.tile.scope.account);
        let is_invited = viewer == Some(A) && self.is_invited;
        (of.is_desk || self.is_open(of) || is_own || is_invited)
            && (of.category.is_empty() || of.category == self.tile.category)
            && of.words.iter().all(|word| self.text.contains(word.as_str()))
    }
}

async fn filled(dir: &TempDir) -> Store {
    let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
    let mut tx = store.write().await.unwrap();
    tx.add_person(&NewPerson { id: BY, email: "kim@northwind.example".to_owned(), name: "Kim".to_owned(), at: AT })
        .await
        .unwrap();
    for id in OWNERS {
        let (kind, registration) = (AccountKind::Provider, Registration::Draft);
        let form = RegistrationDraft::default();
        tx.add_account(&NewAccount { id, kind, name: id.to_string(), registration, form, at: AT }).await.unwrap();
    }
    for made in Made::all() {
        let scope = made.tile.scope;
        tx.add_offering(scope, &format!("service-{:02}", made.number), false, BY, AT).await.unwrap();
        if made.is_invited {
            tx.allow(scope, A, true, BY, AT).await.unwrap();
        }
        sqlx::query(
            "insert into catalog_tile (account_id, offering_id, audience, category, position, published_at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(made.audience.name())
        .bind(&made.tile.category)
        .bind(i64::from(made.tile.edge.position))
        .bind(made.tile.edge.published_at.millis())
        .execute(tx.on())
        .await
        .unwrap();
        let id: i64 = sqlx::query_scalar(
            "insert into catalog_text (account_id, offering_id, language, audience, search) \
             values ($1, $2, 'en', $3, $4) returning id",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(made.audience.name())
        .bind(&made.text)
        .fetch_one(tx.on())
        .await
        .unwrap();
        sqlx::query("insert into catalog_word (rowid, grams) values ($1, $2)")
            .bind(id)
            .bind(grams(&made.text))
            .execute(tx.on())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    store
}

/// All tiles, read in pages of that size.
async fn walked(store: &Store, of: &TilesOf<'_>, is_backwards: bool, size: usize) -> Vec<ListedTile> {
    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let page = store.tiles(of, behind, is_backwards, size).await.unwrap();
        let is_last = page.len() < size;
        behind = page.last().map(|tile| tile.edge);
        seen.extend(page);
        if is_last {
            return seen;
        }
    }
}

fn viewers(words: &[String]) -> Vec<TilesOf<'_>> {
    let viewer = |account, is_internal| Some(Viewer { account, is_internal });
    let viewers =
        [(None, false), (viewer(A, false), false), (viewer(A, true), false), (viewer(B, false), false), (None, true)];
    let of = |(viewer, is_desk), category| TilesOf { viewer, is_desk, language: Language::English, category, words };
    viewers.into_iter().flat_map(|viewer| ["", "databases", "moon"].map(|category| of(viewer, category))).collect()
}

#[tokio::test]
async fn pages_of_any_size_show_every_tile_once_in_both_directions_though_many_stand_in_the_same_place() {
    let dir = TempDir::new().unwrap();
    let store = filled(&dir).await;
    let all = Made::all();
    for of in viewers(&[]) {
        let mut expected: Vec<ListedTile> =
            all.iter().filter(|made| made.is_for(&of)).map(|made| made.tile.clone()).collect();
        for size in [1, 7, 100] {
            assert_eq!(walked(&store, &of, false, size).await, expected, "{of:?} by {size}");
        }
        expected.reverse();
        assert_eq!(walked(&store, &of, true, 7).await, expected, "{of:?} backwards");
    }
    store.close().await;
}

#[tokio::test]
async fn words_of_any_length_find_the_same_by_the_index_as_along_the_lines() {
    let dir = TempDir::new().unwrap();
    let store = filled(&dir).await;
    let all = Made::all();
    for text in ["7", "07", "e", "rv", "zq", "\"", "s\"", "ü", "ml", "service 1", "ice-1 marks ü", "rk -0", "servicex"]
    {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for of in viewers(&words) {
            let expected: Vec<ListedTile> =
                all.iter().filter(|made| made.is_for(&of)).map(|made| made.tile.clone()).collect();
            assert_eq!(store.tiles_with_words(&of).await.unwrap(), Some(expected.clone()), "{of:?}");
            assert_eq!(walked(&store, &of, false, 7).await, expected, "{of:?}");
        }
    }
    store.close().await;
}

#[tokio::test]
async fn counts_are_those_of_everybody_and_of_the_own_account_and_follow_what_goes() {
    let dir = TempDir::new().unwrap();
    let store = filled(&dir).await;
    let is_odd = |made: &Made, of: &TilesOf<'_>| made.is_invited && !made.is_open(of);
    let count = |of: &TilesOf<'_>| {
        let all = Made::all();
        let counted = all.iter().filter(|made| made.is_for(of) && (of.is_desk || !is_odd(made, of)));
        u32::try_from(counted.count()).unwrap()
    };
    let is_of_b = |of: &TilesOf<'_>| of.viewer.is_some_and(|viewer| viewer.account == B);
    for of in viewers(&[]).into_iter().filter(|of| of.category.is_empty() && !is_of_b(of)) {
        let counts = store.tile_counts(of.viewer, of.is_desk).await.unwrap();
        assert_eq!(counts.iter().map(|(_, tiles)| tiles).sum::<u32>(), count(&of), "{of:?}");
        let Some(viewer) = of.viewer else { continue };
        let odd = store.odd_tiles(viewer).await.unwrap();
        assert_eq!(odd.len(), Made::all().iter().filter(|made| is_odd(made, &of)).count(), "{of:?}");
        assert!(odd.iter().all(|tile| !tile.is_counted));
    }
    let mut tx = store.write().await.unwrap();
    for made in Made::all() {
        tx.remove_tile(made.tile.scope).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(store.tile_counts(Some(Viewer { account: A, is_internal: true }), true).await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn every_page_is_read_along_an_index_and_no_table_as_a_whole() {
    let dir = TempDir::new().unwrap();
    let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
    for is_backwards in [false, true] {
        for (walk, index) in [
            (Walk::All, "catalog_tile_place (audience=? AND (position,published_at,offering_id)"),
            (
                Walk::Category,
                "catalog_tile_category (audience=? AND category=? AND (position,published_at,offering_id)",
            ),
            (Walk::Own, "catalog_tile_of_account (account_id=? AND audience=? AND (position,published_at,offering_id)"),
        ] {
            let plan = plan(&store, walk.statement(is_backwards)).await;
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{walk:?}: {plan}");
            assert!(!plan.contains("SCAN t") && !plan.contains("SCAN x"), "{walk:?}: {plan}");
        }
        let plan = plan(&store, Walk::Invited.statement(is_backwards)).await;
        assert!(plan.contains("allowlist_of_allowed (allowed_account_id=?)"), "{plan}");
        assert!(!plan.contains("SCAN l") && !plan.contains("SCAN t"), "{plan}");
    }
    store.close().await;
}
