//! The gap monitor (§8.5): which instances of an offering were not reported for too long, and what is missing of one of
//! them. Whoever may see the usage of the offering reads it on pages; of what is silent for a day tells the watch.

use slipway_domain::gap::{self, Owed, Standing, Window};
use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::usage::LATEST;
use slipway_domain::view::{DutyLine, GapsView, InstanceReports, Late, LateLine, MeasureReport};
use slipway_store::{Error as StoreError, ReportedHour, ReportsOf, UsageReport};

use crate::Backend;
use crate::statement::{FRESH, MANY, OLDEST, Wanted};

mod watch;

/// Lines on one page, and in one mail.
const MOST: u32 = 50;

/// A measure of an active instance that is due, judged.
struct Judged {
    kept: UsageReport,
    /// Since when it has been due without a break.
    due: Moment,
    report: MeasureReport,
}

impl Backend {
    /// `asked` is the id of an instance as it stands in the address.
    pub(crate) async fn gaps(&self, scope: Scope, asked: &str) -> Result<GapsView, StoreError> {
        let owed = self.owed(scope).await?;
        let (late, as_of) = self.late(scope, &owed).await?;
        let instance = match InstanceId::parse(asked) {
            Ok(id) => self.reports_of(scope, &owed, id).await?,
            Err(_) => None,
        };
        let duty = |owed: Owed| DutyLine { plan: owed.plan, measure: owed.measure, duty: owed.duty };
        let duties = owed.into_iter().map(duty).collect();
        Ok(GapsView { duties, late: late.lines, more: late.more, as_of, instance })
    }

    /// What is late now or, of very many instances, what was when it was kept.
    async fn late(&self, scope: Scope, owed: &[Owed]) -> Result<(Late, Option<Moment>), StoreError> {
        if self.store().instances_ever(scope).await? < MANY {
            return Ok((self.late_now(scope, owed).await?, None));
        }
        let now = self.clock().now();
        let kept = self.store().kept_gaps(scope).await?;
        if kept.as_ref().is_none_or(|(as_of, _)| now.since(*as_of) > FRESH) {
            self.want(Wanted::Gaps(scope));
        }
        match kept.filter(|(as_of, _)| now.since(*as_of) <= OLDEST) {
            Some((as_of, late)) => Ok((late, Some(as_of))),
            None => Ok((self.late_now(scope, owed).await?, None)),
        }
    }

    pub(crate) async fn late_now(&self, scope: Scope, owed: &[Owed]) -> Result<Late, StoreError> {
        let (now, due) = (self.clock().now(), watched(owed));
        let (of, before) = (ReportsOf { scope, due: &due }, now.minus(gap::LATE));
        let late = judged(self.store().late_reports(of, before, MOST).await?, owed, now);
        let all = self.store().count_late(of, before).await?;
        let more = all.measures.saturating_sub(late.len());
        Ok(Late { lines: late.into_iter().map(line).collect(), more, instances: all.instances })
    }

    /// How many instances of an offering were not reported for too long.
    pub(crate) async fn late_instances(&self, scope: Scope) -> Result<usize, StoreError> {
        Ok(self.late(scope, &self.owed(scope).await?).await?.0.instances)
    }

    pub(crate) async fn owed(&self, scope: Scope) -> Result<Vec<Owed>, StoreError> {
        let book = self.store().price_book(scope).await?;
        Ok(gap::owed(&book, Month::of(self.clock().now())))
    }

    async fn reports_of(
        &self,
        scope: Scope,
        owed: &[Owed],
        id: InstanceId,
    ) -> Result<Option<InstanceReports>, StoreError> {
        let Some(instance) = self.store().instance(scope, id).await? else { return Ok(None) };
        let (now, due) = (self.clock().now(), watched(owed));
        let reports = judged(self.store().reports(ReportsOf { scope, due: &due }, id).await?, owed, now);
        // What is missing from before then is taken no more.
        let oldest = now.minus(LATEST);
        let hours = self.store().reported_hours(scope, (id, instance.plan), oldest).await?;
        let standing = Standing::of_all(reports.iter().map(|one| one.report.standing));
        let with_missed = |one: Judged| {
            let due = Window { from: one.due.max(oldest), until: now };
            let missed = gap::missed(due, &covered(&hours, &one.report.measure));
            (one.report, missed)
        };
        let measures = reports.into_iter().map(with_missed).collect();
        Ok(Some(InstanceReports { resource: instance.resource, plan: instance.plan, standing, measures }))
    }
}

fn watched(owed: &[Owed]) -> Vec<(PlanId, String, Moment)> {
    let watched = owed.iter().filter(|one| one.duty.is_watched());
    watched.map(|one| (one.plan, one.measure.clone(), one.since)).collect()
}

fn judged(kept: Vec<UsageReport>, owed: &[Owed], now: Moment) -> Vec<Judged> {
    let judge = |kept: UsageReport| {
        let known = owed.iter().find(|one| one.plan == kept.plan && one.measure == kept.measure)?;
        let due = kept.active_since.max(known.since);
        let since = gap::open_since(due, kept.reported);
        let report = MeasureReport {
            measure: kept.measure.clone(),
            duty: known.duty,
            standing: Standing::of(since, now),
            reported: kept.reported,
            since,
        };
        Some(Judged { kept, due, report })
    };
    kept.into_iter().filter_map(judge).collect()
}

/// Records that end within one hour leave no gap between them.
fn covered(hours: &[ReportedHour], measure: &str) -> Vec<Window> {
    let window = |hour: &ReportedHour| Window { until: hour.last_end, ..Window::covered(hour.start, hour.first_end) };
    hours.iter().filter(|hour| hour.measure == measure).map(window).collect()
}

fn line(one: Judged) -> LateLine {
    let Judged { kept: UsageReport { instance, resource, plan, .. }, report, .. } = one;
    LateLine { instance, resource, plan, report }
}
