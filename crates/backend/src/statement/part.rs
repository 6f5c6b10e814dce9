//! What an account owes for one offering in a month, as pages need it: reckoned for the look or, of very many instances,
//! as it was kept; and statements, offerings and instances put together from it
//! (`docs/decisions/0037-what-big-accounts-owe-is-kept.md`).

use std::collections::BTreeMap;
use std::time::Duration;

use slipway_domain::ids::{AccountId, InstanceId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::{ShownLine, Statement, StatementLine, StatementState, Summary};
use slipway_domain::view::StatementPage;
use slipway_store::{DaysOf, Dealing, Error as StoreError, ReckoningOf};
use tokio::sync::OnceCell;

use super::keep::Wanted;
use super::reckon::Sold;
use crate::{Backend, Result};

/// Of so many instances what was reckoned is kept; of fewer it is reckoned for every look.
pub(crate) const MANY: u32 = 200;
/// What was kept is made anew when it is looked at and older than this.
pub(crate) const FRESH: Duration = Duration::from_mins(5);
/// What is older than this is not shown any more.
pub(crate) const OLDEST: Duration = Duration::from_hours(24);

/// Lines on one page.
const LINES: usize = 100;

/// A month of an account at one offering.
pub(super) struct Part {
    of: ReckoningOf,
    as_of: Moment,
    /// Without adjustments while the statement is a draft.
    summary: Summary,
    /// `None`: they are kept, or stand.
    lines: Option<Vec<StatementLine>>,
}

/// A month of an offering over all accounts.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) summary: Summary,
    /// Those that have lines.
    pub(super) accounts: usize,
    /// Some statements are drafts.
    pub(super) is_draft: bool,
    /// When the oldest draft that was kept was reckoned; `None`: all drafts were reckoned now.
    pub(super) as_of: Option<Moment>,
}

/// Everything that the account has of the offering.
pub(super) fn days_of(of: ReckoningOf) -> DaysOf {
    DaysOf { scope: of.scope, customer: of.customer, instance: None, month: of.month }
}

impl Backend {
    /// The statement of an account with all of its lines: the one that stands, or a draft.
    pub(super) async fn statement_of(
        &self,
        customer: AccountId,
        month: Month,
        mut dealings: Vec<Dealing>,
    ) -> Result<Statement> {
        loop {
            if let Some(read) = self.statement_as_read(customer, month, dealings).await? {
                return Ok(read);
            }
            dealings = self.dealings_anew(customer, month).await?;
        }
    }

    /// As it is now, without the drafts that were kept: what was replaced or closed between the summaries and the lines of
    /// a look is read from here, and nothing can come between once more.
    async fn dealings_anew(&self, customer: AccountId, month: Month) -> Result<Vec<Dealing>, StoreError> {
        let mut dealings = self.store().dealings_of(customer, month).await?;
        for dealing in &mut dealings {
            dealing.kept = dealing.kept.take().filter(|kept| kept.is_closed);
        }
        Ok(dealings)
    }

    /// `None`: what was kept was replaced or closed meanwhile.
    async fn statement_as_read(
        &self,
        customer: AccountId,
        month: Month,
        dealings: Vec<Dealing>,
    ) -> Result<Option<Statement>> {
        if let Some((at, lines)) = self.store().frozen_statement(customer, month).await? {
            return Ok(Some(Statement { month, state: StatementState::Frozen { at }, lines }));
        }
        let (mut as_of, mut lines) = (self.clock().now(), Vec::new());
        for dealing in dealings {
            let part = self.part(dealing, month, &OnceCell::new()).await?;
            as_of = as_of.min(part.as_of);
            let of_part = match part.lines {
                Some(lines) => Some(lines),
                None => self.store().kept_lines(part.of, part.as_of).await?,
            };
            let Some(of_part) = of_part else { return Ok(None) };
            lines.extend(of_part);
        }
        lines.extend(self.store().adjustments(customer, month).await?.into_iter().map(|(_, line)| line));
        Ok(Some(Statement { month, state: StatementState::Draft { as_of }, lines }))
    }

    /// The same, a page of its lines at a time; `at` counts from 0, and the last page is shown for what is beyond it.
    pub(super) async fn statement_page(
        &self,
        customer: AccountId,
        month: Month,
        mut dealings: Vec<Dealing>,
        at: usize,
    ) -> Result<StatementPage> {
        loop {
            if let Some(read) = self.page_as_read(customer, month, dealings, at).await? {
                return Ok(read);
            }
            dealings = self.dealings_anew(customer, month).await?;
        }
    }

    /// `None`: what was kept was replaced or closed meanwhile.
    async fn page_as_read(
        &self,
        customer: AccountId,
        month: Month,
        dealings: Vec<Dealing>,
        at: usize,
    ) -> Result<Option<StatementPage>> {
        let frozen = dealings.iter().find_map(|dealing| dealing.frozen);
        let mut parts = Vec::with_capacity(dealings.len());
        for dealing in dealings {
            parts.push(self.part(dealing, month, &OnceCell::new()).await?);
        }
        let adjusted: Vec<StatementLine> = match frozen {
            Some(_) => Vec::new(),
            None => self.store().adjustments(customer, month).await?.into_iter().map(|(_, line)| line).collect(),
        };
        let as_of = parts.iter().map(|part| part.as_of).min().unwrap_or_else(|| self.clock().now());
        let count = parts.iter().map(|part| part.summary.lines).sum::<usize>() + adjusted.len();
        let pages = count.div_ceil(LINES);
        let page = at.min(pages.saturating_sub(1));
        let (state, lines) = match frozen {
            Some(at) => {
                let lines = self.store().frozen_page(customer, month, (page * LINES, LINES)).await?;
                (StatementState::Frozen { at }, lines)
            }
            None => match self.lines_from(&parts, &adjusted, page * LINES).await? {
                Some(lines) => (StatementState::Draft { as_of }, lines),
                None => return Ok(None),
            },
        };
        let adjustments = Summary::of(&adjusted, Vec::new());
        let Summary { totals, charts, .. } =
            Summary::added_up(parts.into_iter().map(|part| part.summary).chain([adjustments]));
        Ok(Some(StatementPage { month, state, totals, charts, lines, page, pages }))
    }

    async fn lines_from(
        &self,
        parts: &[Part],
        adjusted: &[StatementLine],
        from: usize,
    ) -> Result<Option<Vec<ShownLine>>, StoreError> {
        let (mut skipped, mut shown) = (from, Vec::with_capacity(LINES));
        for part in parts {
            if skipped >= part.summary.lines {
                skipped -= part.summary.lines;
                continue;
            }
            let room = LINES.saturating_sub(shown.len());
            match &part.lines {
                Some(lines) => shown.extend(lines.iter().skip(skipped).take(room).map(ShownLine::of)),
                None if room > 0 => match self.store().kept_page(part.of, part.as_of, (skipped, room)).await? {
                    Some(lines) => shown.extend(lines),
                    None => return Ok(None),
                },
                None => {}
            }
            skipped = 0;
        }
        let room = LINES.saturating_sub(shown.len());
        shown.extend(adjusted.iter().skip(skipped).take(room).map(ShownLine::of));
        Ok(Some(shown))
    }

    /// What everybody owes for an offering.
    pub(super) async fn sums_of_offering(&self, scope: Scope, month: Month) -> Result<Sums> {
        let mut adjusted: BTreeMap<AccountId, Vec<StatementLine>> = BTreeMap::new();
        for (customer, line) in self.store().adjustments_of(scope, month).await? {
            adjusted.entry(customer).or_default().push(line);
        }
        // Only a draft asks what is charged.
        let sold = OnceCell::new();
        let (mut sums, mut summaries) = (Sums::default(), Vec::new());
        for dealing in self.store().dealings_at(scope, month).await? {
            let (customer, is_draft) = (dealing.customer, dealing.frozen.is_none());
            let Part { as_of, summary, lines, .. } = self.part(dealing, month, &sold).await?;
            let mut count = summary.lines;
            summaries.push(summary);
            if is_draft {
                sums.is_draft = true;
                if lines.is_none() {
                    sums.as_of = [sums.as_of, Some(as_of)].into_iter().flatten().min();
                }
                let adjusted = adjusted.remove(&customer).unwrap_or_default();
                count += adjusted.len();
                summaries.push(Summary::of(&adjusted, Vec::new()));
            }
            sums.accounts += usize::from(count > 0);
        }
        Ok(Sums { summary: Summary::added_up(summaries), ..sums })
    }

    /// The lines in which an instance is. `alone` is what it comes to by itself.
    pub(super) async fn lines_of_instance(
        &self,
        sold: &Sold,
        of: ReckoningOf,
        id: InstanceId,
        (as_of, alone): (Moment, Vec<StatementLine>),
    ) -> Result<(StatementState, Vec<StatementLine>)> {
        let dealing = self.store().dealing(of).await?;
        let lines = if let Some(at) = dealing.as_ref().and_then(|dealing| dealing.frozen) {
            Some((StatementState::Frozen { at }, self.store().frozen_lines_of_instance(of, id).await?))
        } else if !sold.shares_over_the_account() {
            Some((StatementState::Draft { as_of }, alone))
        } else if let Some(kept_at) = dealing.and_then(|dealing| self.shown_kept(&dealing, of.month)) {
            let kept = self.store().kept_lines_of_instance(of, kept_at, id).await?;
            kept.map(|lines| (StatementState::Draft { as_of: kept_at }, lines))
        } else {
            None
        };
        let (state, lines) = match lines {
            Some(lines) => lines,
            None => self.lines_without_kept(sold, of, id, as_of).await?,
        };
        Ok((state, lines.into_iter().filter(|line| line.is_of(id)).collect()))
    }

    /// Nothing is kept that can be shown, or it was replaced or closed while it was read.
    async fn lines_without_kept(
        &self,
        sold: &Sold,
        of: ReckoningOf,
        id: InstanceId,
        as_of: Moment,
    ) -> Result<(StatementState, Vec<StatementLine>)> {
        if let Some(at) = self.store().frozen_at(of.customer, of.month).await? {
            return Ok((StatementState::Frozen { at }, self.store().frozen_lines_of_instance(of, id).await?));
        }
        Ok((StatementState::Draft { as_of }, self.reckoned(sold, days_of(of), as_of).await?.lines))
    }

    /// Of a draft with very many instances: as of when it was kept, if that can be shown. What is not there, or not fresh
    /// any more, is made in the background.
    fn shown_kept(&self, dealing: &Dealing, month: Month) -> Option<Moment> {
        if dealing.instances < MANY {
            return None;
        }
        let now = self.clock().now();
        let kept = dealing.kept.as_ref().filter(|kept| kept.has_lines).map(|kept| kept.as_of);
        if kept.is_none_or(|as_of| now.since(as_of) > FRESH) {
            self.want(Wanted::Reckoning(dealing.in_month(month)));
        }
        kept.filter(|as_of| now.since(*as_of) <= OLDEST)
    }

    async fn part(&self, dealing: Dealing, month: Month, sold: &OnceCell<Sold>) -> Result<Part> {
        let of = dealing.in_month(month);
        let Some(at) = dealing.frozen else {
            if let Some(as_of) = self.shown_kept(&dealing, month)
                && let Some(kept) = dealing.kept
            {
                return Ok(Part { of, as_of, summary: kept.summary, lines: None });
            }
            let as_of = self.clock().now();
            let sold = sold.get_or_try_init(|| Sold::read(self, of.scope)).await?;
            let reckoned = self.reckoned(sold, days_of(of), as_of).await?;
            let summary = Summary::of(&reckoned.lines, reckoned.charts);
            return Ok(Part { of, as_of, summary, lines: Some(reckoned.lines) });
        };
        let summary = if let Some(kept) = dealing.kept.filter(|kept| kept.is_closed) {
            kept.summary
        } else {
            // It stands since before summaries were kept.
            self.want(Wanted::Reckoning(of));
            let sold = sold.get_or_try_init(|| Sold::read(self, of.scope)).await?;
            self.closed_summary(sold, of).await?
        };
        Ok(Part { of, as_of: at, summary, lines: None })
    }

    /// Of a statement that stands: from its lines and, for charts, from the days of its month.
    pub(super) async fn closed_summary(&self, sold: &Sold, of: ReckoningOf) -> Result<Summary, StoreError> {
        let lines = self.store().frozen_lines(of).await?;
        let charts = self.reckoned(sold, days_of(of), of.month.end()).await?.charts;
        Ok(Summary::of(&lines, charts))
    }
}
