//! The checks of what customers see (§6.9 CTL).

use slipway_domain::listing::is_site_root;

use super::super::marketplace::{Look, Marketplace, Reach, Viewer};
use super::super::verdict::Verdict;
use super::Run;

/// The members of a definition's metadata that lead to pages, and what the pages are.
const PAGES: [(&str, &str); 4] = [
    ("documentationUrl", "the documentation"),
    ("instructionsUrl", "the instructions"),
    ("termsUrl", "the terms"),
    ("supportUrl", "the support page"),
];
const NO_CATALOG: &str = "only a console has the catalog that customers see";

impl Run<'_> {
    pub(super) async fn marketplace(&mut self) {
        let settings = self.settings;
        let seen = settings.marketplace.as_ref();
        self.note("CTL-01", seen.map_or_else(|| Verdict::skip(NO_CATALOG), invited));
        self.note("CTL-02", seen.map_or_else(|| Verdict::skip(NO_CATALOG), kept_out));
        if self.makes("CTL-03") {
            self.pages().await;
        }
    }

    async fn pages(&mut self) {
        let mark = self.begin("CTL-03");
        let metadata = &self.settings.definition.service.metadata;
        let address =
            |name: &str| metadata.get(name).and_then(|url| url.as_str()).unwrap_or_default().trim().to_owned();
        let (mut problems, mut left_out) = (Vec::new(), Vec::new());
        let mut looked_at = 0;
        let terms = address("termsUrl");
        if !terms.is_empty() && is_site_root(&terms) {
            problems.push(format!("the terms are the root of a site: {terms}"));
        }
        for (name, what) in PAGES {
            let url = address(name);
            if url.is_empty() {
                continue;
            }
            if self.leads_nowhere(&url) {
                left_out.push(url);
                continue;
            }
            looked_at += 1;
            problems.extend(self.page(&url, what).await.err());
        }
        let icon = address("imageUrl");
        match self.settings.marketplace.as_ref().and_then(|seen| seen.icon) {
            Some(is_there) => {
                looked_at += 1;
                problems.extend((!is_there).then(|| format!("the console has no icon {icon}")));
            }
            None if icon.is_empty() => {}
            // A path of the console that exported the definition.
            None if icon.starts_with('/') || self.leads_nowhere(&icon) => left_out.push(icon),
            None => {
                looked_at += 1;
                problems.extend(self.icon(&icon).await);
            }
        }
        let verdict = match (problems.is_empty(), looked_at, left_out.is_empty()) {
            (true, 0, true) => Verdict::skip("the definition names no page"),
            (true, 0, false) => Verdict::skip("no address of the definition can be looked up from here"),
            _ => Verdict::of(problems),
        };
        let verdict = left_out.into_iter().fold(verdict, |verdict, url| verdict.fact("not looked up", url));
        self.conclude(mark, verdict);
    }

    async fn icon(&mut self, url: &str) -> Option<String> {
        match self.page(url, "the icon").await {
            Ok(page) if page.is_svg() => None,
            Ok(_) => Some(format!("the icon is no SVG: {url}")),
            Err(problem) => Some(problem),
        }
    }
}

fn invited(seen: &Marketplace) -> Verdict {
    if seen.reach == Reach::Nobody {
        return Verdict::skip("the deployment is not published");
    }
    let looks: Vec<&Look> = seen.looks.iter().filter(|look| matches!(look.viewer, Viewer::Allowed(_))).collect();
    if looks.is_empty() {
        return Verdict::skip("no account is on the allowlist");
    }
    let verdict = Verdict::of(looks.iter().flat_map(|look| {
        let who = look.viewer.shown();
        let missing = [
            (look.found, "does not find the service in the catalog"),
            (look.details, "gets no details of the service"),
            (look.offered, "is not offered the plan at this location"),
        ];
        let missing = missing.into_iter().find(|(sees, _)| !sees).map(|(_, what)| format!("{who} {what}"));
        let obstacles = look.obstacles.iter().map(|what| format!("for {who} {what}")).collect();
        missing.map_or(obstacles, |missing| vec![missing])
    }));
    looks.into_iter().fold(verdict, |verdict, look| verdict.fact("seen as", look.viewer.shown()))
}

fn kept_out(seen: &Marketplace) -> Verdict {
    if seen.reach == Reach::Nobody {
        return Verdict::skip("the deployment is not published");
    }
    let looks = seen.looks.iter().filter(|look| match look.viewer {
        Viewer::Allowed(_) => false,
        Viewer::Excluded(_) => true,
        Viewer::Stranger | Viewer::Anonymous => seen.reach == Reach::Limited,
    });
    let looks: Vec<&Look> = looks.collect();
    if looks.is_empty() {
        return Verdict::skip("the deployment is for everybody");
    }
    let verdict = Verdict::of(looks.iter().filter_map(|look| {
        // Whoever may see another part of the service finds its page.
        let hides_page = !seen.service_is_public || matches!(look.viewer, Viewer::Excluded(_));
        let leaks = [
            (hides_page && look.found, "finds the service in the catalog"),
            (hides_page && look.details, "gets the details of the service"),
            (look.offered, "could ask for an instance of the plan"),
        ];
        leaks.into_iter().find(|(sees, _)| *sees).map(|(_, what)| format!("{} {what}", look.viewer.shown()))
    }));
    looks.into_iter().fold(verdict, |verdict, look| verdict.fact("seen as", look.viewer.shown()))
}
