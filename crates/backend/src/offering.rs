//! New Resource, the list of an account's offerings, and an offering with everything that belongs beside it.

use slipway_domain::account::Account;
use slipway_domain::checklist::WITNESSED;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::OfferingId;
use slipway_domain::offering::{NewResourceDraft, Offering, Scope};
use slipway_domain::offering_line::{LinesQuery, LinesView, Order};
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::resource_name::NewResourceContext;
use slipway_domain::review;
use slipway_domain::stage::Stage;
use slipway_domain::view::{OfferingView, OfferingsView};
use slipway_store::Tx;

use crate::acting::within_reach;
use crate::board::{joined, thirds};
use crate::checklist::as_of;
use crate::operation::Operation;
use crate::review::Queue;
use crate::{Acting, Result};

impl Acting {
    /// A page of the offerings of the current account, oldest first.
    pub async fn offerings(&self, query: &LinesQuery) -> Result<OfferingsView> {
        let person = self.person()?.clone();
        let operator_contact = self.backend().platform().operator_contact.clone();
        let Some(current) = person.current else {
            let (offerings, late, lines) = (Vec::new(), Vec::new(), LinesView::default());
            return Ok(OfferingsView { person, account: None, offerings, lines, late, operator_contact });
        };
        let store = self.backend().store();
        let account = store.account(current).await?;
        let (scopes, lines) = if let Some(only) = self.only() {
            (vec![Scope { account: current, offering: only }], LinesView { matching: 1, ..LinesView::default() })
        } else {
            let by_age = LinesQuery { sort: Order::Age.name().to_owned(), ..query.clone() };
            let page = store.offering_lines(Some(current), &by_age).await?;
            (page.scopes, page.view)
        };
        let offerings = self.views(scopes).await?;
        let sees_usage = self.require(Verb::View, Object::Usage, Context::of(current)).is_ok();
        let watched: Vec<Scope> = offerings.iter().filter(|_| sees_usage).map(|view| view.offering.scope()).collect();
        let late = joined(thirds(&watched).map(|scopes| Box::pin(self.late_of(scopes)))).await?;
        Ok(OfferingsView { person, account, offerings, lines, late, operator_contact })
    }

    /// How many instances of each were not reported for too long; those without any are left out.
    async fn late_of(&self, scopes: &[Scope]) -> Result<Vec<(OfferingId, usize)>> {
        let mut late = Vec::new();
        for &scope in scopes {
            let count = self.backend().late_instances(scope).await?;
            late.extend((count > 0).then_some((scope.offering, count)));
        }
        Ok(late)
    }

    /// Whether the caller has pages of the offering of that name; what they may not know of is not found.
    pub async fn may_open(&self, name: &str) -> Result<()> {
        let scope = self.known(name).await?;
        self.require(Verb::View, Object::Offering, Context::of(scope.account))
    }

    /// One offering with its ticks, its last review and its allowlist.
    pub async fn offering(&self, name: &str) -> Result<OfferingView> {
        let offering = self.read(name).await?;
        self.view(offering).await
    }

    pub(crate) async fn view(&self, offering: Offering) -> Result<OfferingView> {
        Box::pin(self.view_in(offering, &mut None)).await
    }

    /// One of several: the first that waits in the reviewers' queue reads it for those behind it.
    pub(crate) async fn view_in(&self, offering: Offering, queue: &mut Option<Queue>) -> Result<OfferingView> {
        let offering = self.issued(offering);
        let store = self.backend().store();
        let entry = store.catalog_entry(offering.scope()).await?;
        let submissions = store.submissions(offering.scope()).await?;
        let (position, desk) = if let Some(open) = submissions.iter().find(|submission| submission.is_open()) {
            let queue = if let Some(read) = queue { read } else { queue.insert(self.review_queue().await?) };
            (review::position(open.id, &queue.open), Some(queue.desk.clone()))
        } else {
            (None, None)
        };
        // Who is let in and kept out is read with the entry already.
        let (published_at, published, allowlist, excluded) = if let Some(entry) = entry {
            (Some(entry.published_at), Some(entry.snapshot.content), entry.allowlist, entry.excluded)
        } else {
            let scope = offering.scope();
            (None, None, store.allowlist(scope).await?, store.excluded(scope).await?)
        };
        Ok(OfferingView {
            desk,
            person: self.person()?.clone(),
            attestations: as_of(&offering, store.attestations(offering.scope()).await?)?,
            intake: store.intake(offering.owner.id).await?,
            milestones: store.milestones(offering.scope(), &WITNESSED).await?,
            submissions,
            position,
            prices_since: store.prices_since(offering.scope()).await?,
            threads: self.threads_of(offering.scope()).await?,
            allowlist,
            excluded,
            parked: store.parked_of(offering.scope(), self.person()?.id).await?,
            published_at,
            published,
            notice: match offering.stage {
                Stage::Suspended | Stage::Deprecated => store.notice(offering.scope()).await?,
                _ => None,
            },
            platform_name: self.backend().platform().operator_name.clone(),
            now: self.now(),
            offering,
        })
    }

    /// Whether the name is free, for the check while typing. Names of others are taken, whoever they are.
    pub async fn is_name_free(&self, name: &str) -> Result<bool> {
        self.person()?;
        let is_taken = self.backend().platform().reserves(name);
        Ok(!is_taken && self.backend().store().offering_named(name).await?.is_none())
    }

    /// T05. The name is permanent from here on.
    pub async fn add_resource(&self, draft: &NewResourceDraft) -> Result<String> {
        let operation = self.attempt("offering/add", draft)?;
        self.once(operation.as_ref(), self.new_resource(draft, operation.as_ref())).await
    }

    async fn new_resource(&self, draft: &NewResourceDraft, operation: Option<&Operation>) -> Result<String> {
        let mut tx = self.backend().store().write().await?;
        let scope = self.begin_resource(&mut tx, draft).await?;
        let name = draft.resource_name.trim();
        self.record_of(&mut tx, scope, EventKind::OfferingCreated, Detail::about(name)).await?;
        self.done(&mut tx, operation, &name).await?;
        tx.commit().await?;
        Ok(name.to_owned())
    }

    /// The account that the caller works in, if they may make offerings in it.
    pub(crate) async fn account_for_resources(&self, tx: &mut Tx) -> Result<Account> {
        let person = self.person()?;
        let current = person.current.ok_or(Rejection::NotFound(Kind::Account))?;
        let account = tx.account(current).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        policy::may_add_resource(person, &account)?;
        within_reach(self.reach().allows(Verb::Create, Object::Offering))?;
        Ok(account)
    }

    /// An offering without anything in it. What it was made by is for the caller to record.
    pub(crate) async fn begin_resource(&self, tx: &mut Tx, draft: &NewResourceDraft) -> Result<Scope> {
        let (account, at) = (self.account_for_resources(tx).await?, self.now());
        let context = NewResourceContext {
            company: account.name.clone(),
            has_offerings: !self.backend().store().line_counts(account.id).await?.is_empty(),
            is_taken: false,
        };
        let findings = draft.check(&context);
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let name = draft.resource_name.trim();
        if self.backend().platform().reserves(name) {
            return Err(Rejection::Taken(Field::ResourceName).into());
        }
        let scope = Scope { account: account.id, offering: OfferingId::new(self.backend().ids().uuid(at)) };
        let is_ready = draft.broker_ready == "yes";
        tx.add_offering(scope, name, is_ready, self.person()?.id, at).await.map_err(|error| {
            if error.is_unique("offering.name") {
                Rejection::Taken(Field::ResourceName).into()
            } else {
                crate::Error::from(error)
            }
        })?;
        Ok(scope)
    }
}
