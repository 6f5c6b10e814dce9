//! What an address asks for: its path, its query, and which page of a list. A cursor says after which member a page begins,
//! and of which list; nobody can count by it, and members that come or go move nothing.

use axum::extract::{self, FromRequestParts};
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::operation::{ApiState, Operation};
use super::problem::Problem;

/// The most members of a page, and how many it has unless told otherwise.
const MOST: u16 = 100;
const USUAL: u16 = 50;

/// A path that cannot be read names nothing.
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<ApiState> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let read = <extract::Path<T> as FromRequestParts<ApiState>>::from_request_parts(parts, state).await;
        read.map(|extract::Path(path)| Self(path)).map_err(|_| Problem::not_found())
    }
}

/// Names that the operation does not know are left alone.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<ApiState> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let read = <extract::Query<T> as FromRequestParts<ApiState>>::from_request_parts(parts, state).await;
        read.map(|extract::Query(query)| Self(query))
            .map_err(|_| Problem::bad_request("The query cannot be read: each parameter comes once, as text."))
    }
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    cursor: Option<String>,
    limit: Option<String>,
}

/// How many members a page has.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is written down, and read by hand so that a refusal can say why")]
struct Limit(#[schemars(range(min = 1, max = 100))] u16);

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Page_of_{T}")]
pub(super) struct PageDto<T> {
    /// The members, in the order of the list.
    pub(super) items: Vec<T>,
    /// Where the next page begins: the `cursor` of the next call. `null`: this is the last page.
    pub(super) next: Option<String>,
}

impl Operation {
    /// A list in pages.
    pub(super) fn paged<T: JsonSchema>(self, description: &'static str) -> Self {
        self.query::<Limit>("limit", "How many members a page has: from 1 to 100, usually 50.")
            .query::<String>("cursor", "The `next` of the page before. Without it the list begins.")
            .answers::<PageDto<T>>(axum::http::StatusCode::OK, description)
    }
}

impl Asked {
    pub(super) fn limit(&self) -> Result<u16, Problem> {
        match self.limit.as_deref().map(str::parse::<u16>) {
            None => Ok(USUAL),
            Some(Ok(limit)) if (1..=MOST).contains(&limit) => Ok(limit),
            Some(_) => Err(Problem::bad_request(format!("limit is a number from 1 to {MOST}."))),
        }
    }

    /// After which member the page of `list` begins; `None`: at its beginning.
    pub(super) fn after<K>(&self, list: &str, parse: impl Fn(&str) -> Option<K>) -> Result<Option<K>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let decoded = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let key = decoded.as_deref().and_then(|text| text.split_once(':')).filter(|(of, _)| *of == list);
        let key = key.and_then(|(_, key)| parse(key));
        key.map(Some).ok_or_else(|| Problem::bad_request("cursor is the next of an earlier page of the same list."))
    }

    /// A page of a list that is at hand as a whole, in ascending order of its keys.
    pub(super) fn page<T>(
        &self,
        list: &str,
        mut members: Vec<T>,
        key: impl Fn(&T) -> String,
    ) -> Result<PageDto<T>, Problem> {
        let after = self.after(list, |key| Some(key.to_owned()))?;
        let limit = usize::from(self.limit()?);
        members.sort_by_key(&key);
        if let Some(after) = after {
            members.retain(|member| key(member) > after);
        }
        let has_more = members.len() > limit;
        members.truncate(limit);
        let next = members.last().filter(|_| has_more).map(|last| cursor(list, &key(last)));
        Ok(PageDto { items: members, next })
    }
}

impl<T> PageDto<T> {
    /// The same page, its members told otherwise.
    pub(super) fn map<D>(self, told: impl FnMut(T) -> D) -> PageDto<D> {
        PageDto { items: self.items.into_iter().map(told).collect(), next: self.next }
    }
}

/// Names the place after `key` in a list.
pub(super) fn cursor(list: &str, key: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list}:{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(cursor: Option<String>, limit: &str) -> Asked {
        Asked { cursor, limit: Some(limit.to_owned()) }
    }

    #[test]
    fn pages_go_through_every_member_once_while_others_come_and_go() {
        let all: Vec<String> = (10..33).map(|number| number.to_string()).collect();
        let (mut seen, mut next) = (Vec::new(), None);
        loop {
            // What was read is gone, and what stands before the place is new.
            let mut now: Vec<String> = all.iter().filter(|one| !seen.contains(*one)).cloned().collect();
            now.push("05".to_owned());
            if next.is_none() {
                now = all.clone();
            }
            let page = asked(next, "5").page("numbers", now, Clone::clone).unwrap();
            assert!(page.items.len() <= 5);
            seen.extend(page.items);
            match page.next {
                Some(cursor) => next = Some(cursor),
                None => break,
            }
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn a_cursor_of_another_list_and_one_that_is_none_are_refused() {
        let parse = |key: &str| Some(key.to_owned());
        assert_eq!(asked(Some(cursor("plans", "a:b")), "1").after("plans", parse).ok(), Some(Some("a:b".to_owned())));
        for wrong in [cursor("history", "a"), "nonsense".to_owned(), String::new(), "%%%".to_owned()] {
            assert!(asked(Some(wrong), "1").after("plans", parse).is_err());
        }
    }

    #[test]
    fn a_limit_is_from_one_to_a_hundred() {
        assert_eq!(Asked::default().limit().ok(), Some(USUAL));
        assert_eq!(asked(None, "100").limit().ok(), Some(100));
        for wrong in ["0", "101", "-1", "1.5", "", "ten", "99999999999999999999"] {
            assert!(asked(None, wrong).limit().is_err(), "{wrong}");
        }
    }
}
