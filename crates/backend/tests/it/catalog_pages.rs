//! The pages of the catalog against the rule of visibility, for offerings of every kind: together they show what it lets
//! see, and count nothing else.

use std::time::Duration;

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::catalog::{Query, TILES_ON_PAGE, TileEdge};
use slipway_domain::ids::{AccountId, OfferingId, SnapshotId};
use slipway_domain::offering::Scope;
use slipway_domain::view::CatalogView;
use slipway_domain::visibility::{Restrictions, Viewer, visible};
use uuid::Uuid;

use crate::support::{CLARA, FINN, House, KIM, RITA};

/// Three pages and some, though half of them are for somebody else.
const ADDED: u32 = 260;

/// As even and as odd as dice, and the same every time.
struct Dice(u32);

impl Dice {
    fn one_of(&mut self, sides: u32) -> bool {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16).is_multiple_of(sides)
    }
}

/// Published offerings of two accounts: for everybody, for one kind of accounts and for nobody, hidden, with invitations
/// that hold, wait or are over, and with accounts that are kept out. Finn's account is one of the operator's own.
async fn populate(house: &House) -> Vec<Scope> {
    let store = house.backend.store();
    let from = store.offering_named(OFFERING).await.unwrap().unwrap();
    let whole = store.offering(from).await.unwrap().unwrap();
    let (by, now) = (house.person(KIM).await.id, house.clock.now());
    let (clara, finn) = (account(house, CLARA).await, account(house, FINN).await);
    let (mut dice, mut scopes) = (Dice(7), Vec::new());
    let mut tx = store.write().await.unwrap();
    assert!(tx.set_internal(finn, true).await.unwrap());
    for number in 0..ADDED {
        let owner = if dice.one_of(4) { finn } else { from.account };
        let scope = Scope { account: owner, offering: OfferingId::new(Uuid::from_u128(u128::from(number) + 1)) };
        let mut content = whole.clone();
        (content.id, content.name) = (scope.offering, format!("added-{number:03}"));
        content.owner.id = owner;
        content.listing.draft.display_name = format!("Added {number}");
        content.listing.draft.category = String::from(if dice.one_of(3) { "storage" } else { "databases" });
        content.listing.draft.extras.side_by_side_index = String::from(if dice.one_of(3) { "5" } else { "" });
        let snapshot = SnapshotId::new(Uuid::from_u128(u128::from(number) + 10_000));
        let at = now.plus(Duration::from_millis(u64::from(number % 3)));
        tx.add_offering(scope, &content.name, false, by, at).await.unwrap();
        tx.add_snapshot(snapshot, &content, &number.to_string(), by, at).await.unwrap();
        let restrictions = match (dice.one_of(2), dice.one_of(6), dice.one_of(4)) {
            (true, _, _) => Restrictions::Private,
            (_, true, _) => Restrictions::InternalOnly,
            (_, _, true) => Restrictions::ExternalOnly,
            _ => Restrictions::Public,
        };
        tx.set_entry(scope, snapshot, &[], restrictions, at).await.unwrap();
        for viewer in [clara, finn] {
            if dice.one_of(2) {
                tx.allow(scope, viewer, dice.one_of(2), by, at).await.unwrap();
                if dice.one_of(3) {
                    tx.set_allowed_until(scope, viewer, Some(now)).await.unwrap();
                }
            }
            if dice.one_of(5) {
                tx.exclude(scope, viewer, by, at).await.unwrap();
            }
        }
        if dice.one_of(9) {
            tx.hide(scope, by, at).await.unwrap();
        }
        scopes.push(scope);
    }
    tx.commit().await.unwrap();
    scopes
}

async fn account(house: &House, email: &str) -> AccountId {
    house.person(email).await.current.unwrap()
}

/// What the rule lets an account see of that category, in the order of the catalog; `is_desk`: everything.
async fn seen(
    house: &House,
    scopes: &[Scope],
    (viewer, is_desk): (Option<Viewer>, bool),
    category: &str,
) -> Vec<String> {
    let mut seen = Vec::new();
    for scope in scopes {
        let entry = house.backend.store().catalog_entry(*scope).await.unwrap().unwrap();
        let visibility = entry.visibility();
        let listing = &entry.snapshot.content.listing.draft;
        let is_asked = category.is_empty() || listing.category == category;
        if !entry.is_hidden && is_asked && (is_desk || visible(&visibility, viewer, house.clock.now())) {
            let (position, published_at) = (listing.extras.order(), entry.published_at);
            let edge = TileEdge { position, published_at, offering: scope.offering };
            seen.push((edge, entry.snapshot.content.name.clone()));
        }
    }
    seen.sort();
    seen.into_iter().map(|(_, name)| name).collect()
}

fn names(view: &CatalogView) -> Vec<String> {
    view.tiles.iter().map(|tile| tile.name.clone()).collect()
}

/// All pages one after the other, and each once more from the one behind it.
async fn walked(acting: &Acting, asked: &Query) -> Vec<CatalogView> {
    let mut pages: Vec<CatalogView> = Vec::new();
    loop {
        let after = pages.last().map_or_else(String::new, |page| page.after.clone().unwrap());
        let page = acting.catalog(&Query { after, ..asked.clone() }).await.unwrap();
        assert_eq!(page.before.is_some(), !pages.is_empty());
        if let (Some(last), Some(before)) = (pages.last(), page.before.clone()) {
            let back = acting.catalog(&Query { before, ..asked.clone() }).await.unwrap();
            assert_eq!(names(&back), names(last));
            assert_eq!(back.before.is_some(), pages.len() > 1);
        }
        let is_last = page.after.is_none();
        assert!(page.tiles.len() == TILES_ON_PAGE || is_last, "pages are full");
        pages.push(page);
        if is_last {
            return pages;
        }
    }
}

#[tokio::test]
async fn pages_together_show_and_count_what_the_rule_lets_everybody_see() {
    let house = House::open().await;
    let scopes = populate(&house).await;
    let (clara, finn) = (account(&house, CLARA).await, account(&house, FINN).await);
    let of = |account, is_internal| Some(Viewer { account, is_internal });
    for (acting, viewer) in [
        (house.nobody(), (None, false)),
        (house.acting(CLARA).await, (of(clara, false), false)),
        (house.acting(FINN).await, (of(finn, true), false)),
        (house.acting(RITA).await, (None, true)),
    ] {
        let all = seen(&house, &scopes, viewer, "").await;
        let storage = seen(&house, &scopes, viewer, "storage").await;
        assert!(storage.len() > 20 && all.len() > storage.len(), "there is something to see");
        for (text, category, expected) in [
            ("", "", all.clone()),
            ("", "storage", storage.clone()),
            ("dded-", "storage", storage.clone()),
            ("5", "", all.iter().filter(|name| name.contains('5')).cloned().collect()),
            ("25 dded", "", all.iter().filter(|name| name.contains("25")).cloned().collect()),
            ("zq", "", Vec::new()),
        ] {
            let asked = Query { text: text.to_owned(), category: category.to_owned(), ..Query::default() };
            // What every one of them says beside its name has no such words.
            let pages = walked(&acting, &asked).await;
            let shown: Vec<String> = pages.iter().flat_map(names).collect();
            assert_eq!(shown, expected, "{viewer:?}: {asked:?}");
            for page in &pages {
                assert_eq!((page.matching, page.has_uncounted, page.all), (expected.len(), false, all.len()));
                let counted = page.categories.iter().find(|(category, _)| category == "storage");
                assert_eq!(counted.map(|(_, count)| *count), Some(storage.len()));
            }
        }
    }
}

#[tokio::test]
async fn what_very_many_have_is_found_page_by_page_and_not_counted() {
    let house = House::open().await;
    let store = house.backend.store();
    let from = store.offering_named(OFFERING).await.unwrap().unwrap();
    let whole = store.offering(from).await.unwrap().unwrap();
    let by = house.person(KIM).await.id;
    let mut tx = store.write().await.unwrap();
    for number in 0..1_001_u32 {
        let scope = Scope { offering: OfferingId::new(Uuid::from_u128(u128::from(number) + 1)), ..from };
        let mut content = whole.clone();
        (content.id, content.name) = (scope.offering, format!("added-{number:04}"));
        let (snapshot, at) = (SnapshotId::new(Uuid::from_u128(u128::from(number) + 10_000)), house.clock.now());
        tx.add_offering(scope, &content.name, false, by, at).await.unwrap();
        tx.add_snapshot(snapshot, &content, &number.to_string(), by, at).await.unwrap();
        tx.set_entry(scope, snapshot, &[], Restrictions::Public, at).await.unwrap();
    }
    tx.commit().await.unwrap();
    let nobody = house.nobody();
    let asked = Query { text: "dded".to_owned(), ..Query::default() };
    let first = nobody.catalog(&asked).await.unwrap();
    assert_eq!((first.tiles.len(), first.matching, first.has_uncounted), (TILES_ON_PAGE, TILES_ON_PAGE, true));
    let second = nobody.catalog(&Query { after: first.after.clone().unwrap(), ..asked.clone() }).await.unwrap();
    assert_eq!(second.tiles[0].name, "added-0048");
    assert_eq!(second.all, 1_001);

    let only_the_first = Box::pin(nobody.catalog_page(&asked, 1)).await.unwrap();
    let none = nobody.catalog(&Query { before: only_the_first.after.unwrap(), ..asked }).await.unwrap();
    assert_eq!((none.tiles.len(), none.matching, none.has_uncounted), (0, 0, false), "nothing is more than nothing");
}
