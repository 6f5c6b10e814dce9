//! Accounts: the current one with its members, all of them for the operator, and new ones.

use slipway_domain::account::{Account, AccountKind, NewAccountDraft, Places, Registration, RegistrationDraft};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::AccountId;
use slipway_domain::member::administrator_of;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::{AccountView, RegistrationsView};
use slipway_store::{NewAccount, PersonEntry, Tx};

use crate::author::{Author, complete};
use crate::setup::SetupLink;
use crate::{Acting, Backend, Result};

mod place;

impl Acting {
    /// The account the person works in now, with its members.
    pub async fn account(&self) -> Result<AccountView> {
        let current = self.person()?.current.ok_or(Rejection::NotFound(Kind::Account))?;
        self.account_view(current).await
    }

    /// Any account, for the operator's decision.
    pub async fn account_of(&self, account: AccountId) -> Result<AccountView> {
        self.person()?;
        if !policy::visible_to(self.caller(), account) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        self.require(Verb::View, Object::Registration, Context::of(account))?;
        self.account_view(account).await
    }

    async fn account_view(&self, account: AccountId) -> Result<AccountView> {
        let store = self.backend().store();
        let person = self.person()?;
        let members = match self.require(Verb::View, Object::Members, Context::of(account)) {
            Ok(()) => store.members(account).await?,
            Err(_) => Vec::new(),
        };
        let places = match self.require(Verb::View, Object::Billing, Context::of(account)) {
            Ok(()) => store.places(account).await?,
            Err(_) => Places::default(),
        };
        Ok(AccountView {
            person: person.clone(),
            account: store.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?,
            intake: store.intake(account).await?,
            members,
            places,
            parked: store.parked_registration(account, person.id).await?,
            operator_contact: self.backend().platform().operator_contact.clone(),
            now: self.now(),
        })
    }

    /// Every account for the operator, those that wait for a decision first.
    pub async fn registrations(&self) -> Result<RegistrationsView> {
        self.require_desk(Object::Registration)?;
        let mut accounts = self.backend().store().accounts().await?;
        accounts.sort_by_key(|account| account.registration != Registration::Submitted);
        let unsettled = self.unsettled().await?;
        Ok(RegistrationsView { person: self.person()?.clone(), accounts, unsettled, now: self.now() })
    }

    /// A new account with its first administrator. True: they are new here too, and their set-up link waits to be shown.
    pub async fn add_account(&self, draft: &NewAccountDraft) -> Result<(AccountId, bool)> {
        self.require_operator(Verb::Create, Object::Accounts)?;
        let author = self.author()?;
        let mut tx = author.write().await?;
        let (account, administrator, link) = author.open_account(&mut tx, draft).await?;
        tx.commit().await?;
        let is_new = link.is_some();
        self.show_link(administrator.id, link, Some(account))?;
        Ok((account, is_new))
    }

    /// Says whether an account is one of the operator's own (§4.15): that is for the operator alone to say, whoever else
    /// the account belongs to. It sees another catalog from now on.
    pub async fn set_internal(&self, account: AccountId, is_internal: bool) -> Result<()> {
        self.require_operator(Verb::Edit, Object::Accounts)?;
        let author = self.author()?;
        let mut tx = author.write().await?;
        let known = tx.account(account).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        if !tx.set_internal(account, is_internal).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let kind = if is_internal { EventKind::AccountMadeInternal } else { EventKind::AccountMadeExternal };
        author.tell(&mut tx, Some(account), kind, Detail::about(known.name)).await?;
        Ok(tx.commit().await?)
    }
}

/// The owner of the machine at the command line.
impl Backend {
    /// The administrator's name is needed only for somebody new, who gets a link.
    pub async fn add_account(&self, draft: &NewAccountDraft) -> Result<Option<SetupLink>> {
        let owner = self.owner();
        let mut tx = owner.write().await?;
        let known = tx.person_with_email(draft.administrator_email.trim()).await?;
        let administrator_name = known.map_or_else(|| draft.administrator_name.clone(), |known| known.name);
        let draft = NewAccountDraft { administrator_name, ..draft.clone() };
        let (_, _, link) = owner.open_account(&mut tx, &draft).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// By name.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        Ok(self.store().accounts().await?)
    }
}

impl Author<'_> {
    async fn open_account(
        &self,
        tx: &mut Tx,
        draft: &NewAccountDraft,
    ) -> Result<(AccountId, PersonEntry, Option<SetupLink>)> {
        let name = draft.name.trim();
        complete(draft.check(tx.account_named(name).await?.is_some()))?;
        let kind = AccountKind::parse(&draft.kind).ok_or(Rejection::NotFound(Kind::Account))?;
        let at = self.now();
        let id = AccountId::new(self.backend().ids().uuid(at));
        let (email, administrator) = (draft.administrator_email.trim(), draft.administrator_name.trim());
        let form = RegistrationDraft {
            company_name: name.to_owned(),
            company_legal_name: String::new(),
            contact_name: administrator.to_owned(),
            contact_email: email.to_owned(),
        };
        let registration = Registration::Draft;
        tx.add_account(&NewAccount { id, kind, name: name.to_owned(), registration, form, at }).await?;
        self.tell(tx, Some(id), EventKind::AccountCreated, Detail::about(name)).await?;
        let (person, link) = self.join(tx, id, email, administrator, administrator_of(kind)).await?;
        Ok((id, person, link))
    }
}
