//! A page that anybody may read, such as a service's documentation: asked for without credentials, under the same policy and
//! bounds as a broker.

use http::{HeaderMap, HeaderValue, Method, header};
use url::Url;

use crate::call_error::CallError;
use crate::credentials::Redactor;
use crate::outbound::{Call, Outbound};

/// What came back, whatever its status.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    location: Option<String>,
    body: Vec<u8>,
}

const LONGEST_HEADER: usize = 2_048;

impl Outbound {
    /// One request. What is larger than a catalog may be is there all the same; it is not read to its end.
    pub(crate) async fn page(&self, url: &str) -> Result<Page, CallError> {
        let (target, url) = self.urls().parse_page(url).map_err(CallError::BadUrl)?;
        let accept = HeaderValue::from_static("text/html, image/svg+xml, */*;q=0.8");
        let call = Call {
            method: Method::GET,
            target: &target,
            url,
            headers: HeaderMap::from_iter([(header::ACCEPT, accept)]),
            body: None,
            extra_authority: None,
            body_limit: self.limits().catalog_bytes,
        };
        let answer = match self.exchange(call).await {
            // Only told of a success.
            Err(CallError::TooLarge { .. } | CallError::ContentEncoding { .. }) => {
                return Ok(Page { status: 200, content_type: None, location: None, body: Vec::new() });
            }
            answer => answer?,
        };
        let text = |name| answer.header(&name, LONGEST_HEADER, &Redactor::default());
        Ok(Page {
            status: answer.status.as_u16(),
            content_type: text(header::CONTENT_TYPE),
            location: text(header::LOCATION).filter(|_| answer.status.is_redirection()),
            body: answer.body,
        })
    }
}

impl Page {
    /// Where a redirect leads from this address.
    pub(crate) fn leads_to(&self, from: &str) -> Option<String> {
        Url::parse(from).ok()?.join(self.location.as_deref()?).ok().map(Into::into)
    }

    pub(crate) fn is_svg(&self) -> bool {
        let kind = self.content_type.as_deref().and_then(|kind| kind.split(';').next()).unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("image/svg+xml") && String::from_utf8_lossy(&self.body).contains("<svg")
    }
}
