//! Catalog pages are drawn once for each version of the catalog and each viewer, and kept. The key holds everything
//! that such a page shows of its viewer, so that nothing crosses from one tenant to another; a page holds no nonce,
//! whether it loads scripts or not, so that it can be sent again. Browsers keep only what was drawn for nobody in
//! particular (security.md §3a).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lru::LruCache;
use sha2::{Digest as _, Sha256};
use slipway_backend::Backend;
use slipway_domain::caller::Caller;
use slipway_domain::language::Language;
use slipway_domain::moment::Moment;

use super::pages::language;

/// Bytes kept at once. Whoever searches for ever new words fills no more than this.
const MOST: usize = 8 * 1024 * 1024;
/// A larger page is drawn every time.
const LARGEST: usize = 256 * 1024;
/// A page says how long ago things were, so that it is drawn anew after this time.
const FRESH_FOR: Duration = Duration::from_mins(1);

const HTML: &str = "text/html; charset=utf-8";

/// Path and query, version of the catalog, viewer.
type Key = (String, i64, [u8; 32]);

#[derive(Clone)]
struct Kept {
    body: Bytes,
    etag: HeaderValue,
    at: Moment,
}

impl Kept {
    /// Invitations end with their last day, without a change of the catalog: no page is shown on the day after it was
    /// drawn.
    fn is_fresh(&self, now: Moment) -> bool {
        now.since(self.at) < FRESH_FOR && now.is_same_day(self.at)
    }
}

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct CatalogPages {
    backend: Backend,
    kept: Arc<Mutex<Shelf>>,
}

impl CatalogPages {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend, kept: Arc::default() }
    }

    fn find(&self, key: &Key, now: Moment) -> Option<Kept> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.pages.get(key).filter(|page| page.is_fresh(now)).cloned()
    }

    fn keep(&self, key: Key, page: Kept) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(key, page);
    }
}

/// What is kept; the longest unused page goes first.
struct Shelf {
    pages: LruCache<Key, Kept>,
    bytes: usize,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { pages: LruCache::unbounded(), bytes: 0 }
    }
}

impl Shelf {
    fn put(&mut self, key: Key, page: Kept) {
        self.bytes += weight(&key, &page);
        if let Some((key, replaced)) = self.pages.push(key, page) {
            self.bytes -= weight(&key, &replaced);
        }
        while self.bytes > MOST
            && let Some((key, page)) = self.pages.pop_lru()
        {
            self.bytes -= weight(&key, &page);
        }
    }
}

fn weight((target, ..): &Key, page: &Kept) -> usize {
    target.len() + page.body.len()
}

/// The layer: answers from what is kept, or keeps what is drawn.
pub(crate) async fn keep(State(pages): State<CatalogPages>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET || !is_catalog(request.uri().path()) {
        return next.run(request).await;
    }
    let Ok(version) = pages.backend.store().catalog_version().await else { return next.run(request).await };
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or(Caller::Anonymous);
    let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let language = language(request.uri(), request.headers());
    let key = (target, version, viewer(&caller, language));
    let is_for_somebody = caller.person().is_some();
    let known: Vec<HeaderValue> = request.headers().get_all(IF_NONE_MATCH).iter().cloned().collect();
    let answer = |page: &Kept| if is_for_somebody { private(page) } else { public(page, &known) };
    let now = pages.backend.clock().now();
    if let Some(page) = pages.find(&key, now) {
        return answer(&page);
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if body.len() > LARGEST {
        return Response::from_parts(parts, Body::from(body));
    }
    let page = Kept { etag: etag(&body), body, at: now };
    pages.keep(key, page.clone());
    answer(&page)
}

/// The catalog and a service in it. A form below them belongs to one sending.
fn is_catalog(path: &str) -> bool {
    path == "/catalog" || path.strip_prefix("/catalog/").is_some_and(|name| !name.contains('/'))
}

/// Everything of the viewer that a page shows or that decides what it shows: who it is, and what they read.
fn viewer(caller: &Caller, language: Language) -> [u8; 32] {
    let shown = serde_json::to_vec(&(caller, language)).unwrap_or_default();
    Sha256::digest(&shown).into()
}

fn etag(body: &[u8]) -> HeaderValue {
    let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..16]);
    HeaderValue::from_str(&format!("\"{digest}\"")).expect("base64 and quotes are valid in a header")
}

fn private(page: &Kept) -> Response {
    ([(CONTENT_TYPE, HTML), (CACHE_CONTROL, "no-store")], page.body.clone()).into_response()
}

/// `known`: what `If-None-Match` says.
fn public(page: &Kept, known: &[HeaderValue]) -> Response {
    let headers = [
        (ETAG, page.etag.clone()),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (VARY, HeaderValue::from_static("Cookie, Accept-Language")),
    ];
    if known.iter().any(|tags| names(tags, &page.etag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(CONTENT_TYPE, HTML)], page.body.clone()).into_response()
}

/// Whether one of these tags is `etag`, by weak comparison (RFC 9110 §13.1.2): a proxy that compresses makes ours weak. No
/// tag of ours has a comma in it.
fn names(tags: &HeaderValue, etag: &HeaderValue) -> bool {
    let is_it = |tag: &str| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes();
    tags.to_str().is_ok_and(|tags| tags.split(',').map(str::trim).any(is_it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: usize) -> Kept {
        Kept { body: vec![b'x'; bytes].into(), etag: etag(b"x"), at: Moment::from_millis(0) }
    }

    fn key(number: usize) -> Key {
        (format!("/catalog?q={number}"), 1, [0; 32])
    }

    #[test]
    fn ever_new_words_fill_no_more_than_the_shelf() {
        let mut shelf = Shelf::default();
        for number in 0..100 {
            shelf.put(key(number), page(LARGEST));
        }
        assert!(shelf.bytes <= MOST && shelf.bytes > MOST - 2 * LARGEST, "{}", shelf.bytes);
        assert!(shelf.pages.contains(&key(99)) && !shelf.pages.contains(&key(0)), "the longest unused goes first");
    }

    #[test]
    fn whoever_reads_another_language_gets_another_page() {
        let viewers = [Language::English, Language::German, Language::French];
        let keys: std::collections::HashSet<_> =
            viewers.iter().map(|language| viewer(&Caller::Anonymous, *language)).collect();
        assert_eq!(keys.len(), viewers.len());
    }

    #[test]
    fn a_tag_is_known_however_it_was_sent_on() {
        let etag = etag(b"x");
        let told = etag.to_str().unwrap();
        let known = |tags: &str| names(&HeaderValue::from_str(tags).unwrap(), &etag);
        let weak = format!("W/{told}");
        for tags in [told, weak.as_str(), "*", &format!("\"other\", {weak}"), &format!("{told},W/\"other\"")] {
            assert!(known(tags), "{tags}");
        }
        for tags in ["", "\"other\"", "W/\"other\"", told.trim_matches('"'), &format!("w/{told}")] {
            assert!(!known(tags), "{tags}");
        }
    }

    #[test]
    fn no_page_outlives_its_minute_or_its_day() {
        let at = |text| Moment::end_of(text).unwrap();
        let midnight = at("2026-09-01");
        let before = Moment::from_millis(midnight.millis() - 1000);
        let drawn = Kept { at: before, ..page(1) };
        assert!(drawn.is_fresh(Moment::from_millis(midnight.millis() - 1)), "the same second, the same day");
        assert!(!drawn.is_fresh(midnight), "an invitation may just have ended");
        let noon = Kept { at: Moment::from_millis(midnight.millis() + 43_200_000), ..page(1) };
        assert!(noon.is_fresh(noon.at.plus(Duration::from_secs(59))));
        assert!(!noon.is_fresh(noon.at.plus(FRESH_FOR)));
    }

    #[test]
    fn a_page_that_is_drawn_anew_takes_the_place_of_the_old_one() {
        let mut shelf = Shelf::default();
        shelf.put(key(1), page(1000));
        shelf.put(key(1), page(10));
        assert_eq!(shelf.bytes, 10 + key(1).0.len());
        assert_eq!(shelf.pages.len(), 1);
    }
}
