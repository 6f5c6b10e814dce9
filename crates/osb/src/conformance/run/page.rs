//! Looking a public page up: as a browser would, without credentials, over a few redirects, each of which the policy for
//! addresses judges anew.

use super::super::notice::Notice;
use super::super::transcript::{Exchange, Said};
use super::{Run, millis};
use crate::page::Page;

const MOST_REDIRECTS: usize = 5;
/// Names that nobody has (RFC 6761). In a lab they stand for pages that there will be.
const NOWHERE: [&str; 6] = [".example", ".invalid", ".test", ".example.com", ".example.net", ".example.org"];

impl Run<'_> {
    /// The page at an address, or a sentence that begins with `what`.
    pub(super) async fn page(&mut self, url: &str, what: &str) -> Result<Page, String> {
        let mut at = url.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            let before = self.timer.now();
            let answer = self.outbound.page(&at).await;
            let took = self.timer.now().saturating_sub(before);
            let said = match &answer {
                Ok(page) => Said::Reply {
                    status: page.status,
                    content_type: page.content_type.clone(),
                    body: page.leads_to(&at).map(|to| format!("Location: {to}")).unwrap_or_default(),
                },
                Err(error) => Said::NoAnswer { code: self.outbound.shown_code(error), detail: None },
            };
            self.exchanges.push(Exchange {
                number: self.exchanges.len() + 1,
                purpose: self.purpose,
                method: "GET".to_owned(),
                url: at.clone(),
                headers: Vec::new(),
                credentials: "none",
                body: None,
                answer: said,
                took_ms: millis(took),
                took,
            });
            if let Some(exchange) = self.exchanges.last() {
                (self.notice)(Notice::Called(exchange));
            }
            let page =
                answer.map_err(|error| format!("{what} got no answer ({}): {at}", self.outbound.shown_code(&error)))?;
            match page.leads_to(&at) {
                Some(to) => at = to,
                None if page.status == 200 => return Ok(page),
                None => return Err(format!("{what} was answered {}, not 200: {at}", page.status)),
            }
        }
        Err(format!("{what} was answered with more than {MOST_REDIRECTS} redirects: {url}"))
    }

    pub(super) fn leads_nowhere(&self, url: &str) -> bool {
        let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
        self.outbound.is_lab()
            && host
                .is_some_and(|host| NOWHERE.iter().any(|end| format!(".{}", host.trim_end_matches('.')).ends_with(end)))
    }
}
