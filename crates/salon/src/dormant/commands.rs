//! Looking for accounts that nobody uses, closing them and opening them again.

use super::model::{
    BATCH, ClosedAccount, DormantAccount, DormantBatch, DormantBatchDetail, DormantKind, DormantPreview,
    DormantQuery, Refusal,
};
use super::{queries, rules};
use crate::access::Permission;
use crate::card::{self, CardState, IdleCard};
use crate::customer::{self, Disused, Idle, Kind};
use crate::store::{Command, SIXTEEN, Tx};
use crate::{bill, branch, loyalty};
use kernel::{CardId, Cursor, CustomerId, Id, Instant, Limit, Page, Problem, RowId, Zone};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many accounts are looked at in one go.
const AT_ONCE: i64 = 500;
/// How many accounts one preview looks at, so that it ends soon.
const LOOKED_AT: usize = 20_000;

/// What of a page of candidates may go, and how many stay.
struct Candidates {
    /// How many there were.
    seen: usize,
    /// The last of them.
    last: Option<Uuid>,
    idle: Vec<DormantAccount>,
}

/// The accounts that may be closed, with how many stay. Refuses, in this order: not for every branch, days, no
/// criterion.
pub async fn preview(tx: &mut Tx<'_>, query: &DormantQuery) -> Result<DormantPreview, Problem> {
    branch::reaches_every_branch(tx, Permission::DormantClose).await?;
    let wanted = rules::criteria(query)?;
    let zone = branch::organisation(tx).await?.time_zone;
    let (mut found, mut seen, mut before) = (DormantPreview::default(), 0, Uuid::max());
    loop {
        let page = match query.kind {
            DormantKind::Card => cards(tx, query, &wanted, &zone, before).await?,
            DormantKind::WalkIn => customers(tx, Kind::WalkIn, &wanted, &zone, before).await?,
            DormantKind::Member => customers(tx, Kind::Member, &wanted, &zone, before).await?,
        };
        let Some(last) = page.last else { break };
        (before, seen) = (last, seen + page.seen);
        found.kept += i64::try_from(page.seen - page.idle.len()).unwrap_or(i64::MAX);
        found.accounts.extend(page.idle);
        if found.accounts.len() > BATCH || seen >= LOOKED_AT {
            found.more = true;
            break;
        }
    }
    found.accounts.truncate(BATCH);
    Ok(found)
}

async fn cards(
    tx: &mut Tx<'_>,
    query: &DormantQuery,
    wanted: &Disused,
    zone: &Zone,
    before: Uuid,
) -> Result<Candidates, Problem> {
    let before = CardId::from_uuid(before);
    let found = card::disused(tx, query.card_kind, wanted, zone, before, AT_ONCE).await?;
    let (seen, last) = (found.len(), found.last().map(|card| card.id.uuid()));
    let idle: Vec<IdleCard> = found.into_iter().filter(|card| !card.holds).collect();
    let holders = idle.iter().map(|card| card.customer).collect();
    let names = customer::briefs(tx, &holders).await?;
    let shown = |card: IdleCard| DormantAccount {
        id: card.id.uuid(),
        number: card.number,
        name: names.get(&card.customer).map(|holder| holder.name.clone()).unwrap_or_default(),
        opened_on: card.opened_on,
        last_used: card.last_used.map(|at| at.day(zone)),
    };
    Ok(Candidates { seen, last, idle: idle.into_iter().map(shown).collect() })
}

async fn customers(
    tx: &mut Tx<'_>,
    kind: Kind,
    wanted: &Disused,
    zone: &Zone,
    before: Uuid,
) -> Result<Candidates, Problem> {
    let before = CustomerId::from_uuid(before);
    let found = customer::disused(tx, kind, wanted, zone, before, AT_ONCE).await?;
    let (seen, last) = (found.len(), found.last().map(|customer| customer.id.uuid()));
    let ids: Vec<CustomerId> = found.iter().map(|customer| customer.id).collect();
    let mut busy = holders(tx, &ids).await?;
    busy.extend(awaited(tx, &ids).await?);
    let shown = |customer: Idle| DormantAccount {
        id: customer.id.uuid(),
        number: customer.number,
        name: customer.name,
        opened_on: customer.opened_at.day(zone),
        last_used: customer.last_used,
    };
    let idle = found.into_iter().filter(|customer| !busy.contains(&customer.id)).map(shown);
    Ok(Candidates { seen, last, idle: idle.collect() })
}

/// Of some customers those who have something here, with what those who were merged into them have: a card
/// that is not closed, points, a debt.
pub(super) async fn holders(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<BTreeSet<CustomerId>, Problem> {
    let mut found = BTreeSet::new();
    let family = family(tx, ids).await?;
    let members: Vec<CustomerId> = family.keys().copied().collect();
    for some in members.chunks(SIXTEEN) {
        let holders = [
            card::holders_among(tx, some).await?,
            loyalty::holders_among(tx, some).await?,
            bill::debtors_among(tx, some).await?,
        ];
        found.extend(holders.concat().iter().filter_map(|holder| family.get(holder)));
    }
    Ok(found)
}

/// Of some customers those for whom a bill waits, or money of a bill that was undone.
async fn awaited(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<BTreeSet<CustomerId>, Problem> {
    let mut found = BTreeSet::new();
    let family = family(tx, ids).await?;
    let members: Vec<CustomerId> = family.keys().copied().collect();
    for some in members.chunks(SIXTEEN) {
        let awaited = bill::awaited_among(tx, some).await?;
        found.extend(awaited.iter().filter_map(|one| family.get(one)));
    }
    Ok(found)
}

/// Some customers and those who were merged into them, each with the one who survives.
async fn family(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<BTreeMap<CustomerId, CustomerId>, Problem> {
    let mut family: BTreeMap<_, _> = ids.iter().map(|&id| (id, id)).collect();
    for some in ids.chunks(SIXTEEN) {
        family.extend(customer::merged_among(tx, some).await?);
    }
    Ok(family)
}

/// Closes accounts that were shown, all of them or none.
///
/// Refuses, in this order: not for every branch, accounts, reason, one of them used or closed meanwhile.
#[derive(Serialize)]
pub struct CloseDormant {
    pub kind: DormantKind,
    pub accounts: Vec<Uuid>,
    pub reason: String,
}

impl Command for CloseDormant {
    type Out = DormantBatch;
    const NAME: &'static str = "dormant.close";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DormantBatch, Problem> {
        branch::reaches_every_branch(tx, Permission::DormantClose).await?;
        rules::check_accounts(&self.accounts)?;
        let reason = rules::check_reason(&self.reason)?;
        let id: RowId = tx.new_id();
        let batch = DormantBatch {
            id,
            at: tx.now(),
            kind: self.kind,
            accounts: i64::try_from(self.accounts.len()).unwrap_or(i64::MAX),
            by_name: tx.actor().name.clone(),
            reason: reason.to_owned(),
            reopened_at: None,
            reopened_by: String::new(),
            reopened_reason: String::new(),
            reopened: 0,
        };
        queries::insert_batch(tx, &batch).await?;
        if self.kind != DormantKind::Card {
            self.check_customers(tx).await?;
        }
        for &account in &self.accounts {
            let closed = match self.kind {
                DormantKind::Card => self.close_card(tx, account, id, reason).await?,
                DormantKind::WalkIn => self.close_customer(tx, account, id, Kind::WalkIn).await?,
                DormantKind::Member => self.close_customer(tx, account, id, Kind::Member).await?,
            };
            queries::insert_account(tx, id, &closed).await?;
        }
        tx.touched("dormant_batch", id, None);
        tx.tell("dormant.changed", id, None).await?;
        Ok(batch)
    }
}

impl CloseDormant {
    async fn check_customers(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let ids: Vec<CustomerId> = self.accounts.iter().copied().map(CustomerId::from_uuid).collect();
        let busy = !holders(tx, &ids).await?.is_empty() || !awaited(tx, &ids).await?.is_empty();
        if busy { Err(Refusal::Changed.into()) } else { Ok(()) }
    }

    async fn close_card(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        batch: RowId,
        reason: &str,
    ) -> Result<ClosedAccount, Problem> {
        let closed = card::close_idle(tx, CardId::from_uuid(id), batch, reason).await?;
        let (number, state) = closed.ok_or(Refusal::Changed)?;
        Ok(ClosedAccount { id, number, state: state.code().to_owned() })
    }

    async fn close_customer(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        batch: RowId,
        wanted: Kind,
    ) -> Result<ClosedAccount, Problem> {
        let customer = CustomerId::from_uuid(id);
        let closed = customer::close(tx, customer, batch).await?;
        let (number, kind) = closed.filter(|(_, kind)| *kind == wanted).ok_or(Refusal::Changed)?;
        tx.touched("customer", customer, None);
        Ok(ClosedAccount { id, number, state: kind.code().to_owned() })
    }
}

/// Opens the accounts of a batch again, as far as nothing else has opened them.
///
/// Refuses, in this order: not for every branch, unknown, reason, opened before.
#[derive(Serialize)]
pub struct Reopen {
    pub batch: RowId,
    pub reason: String,
}

impl Command for Reopen {
    type Out = DormantBatch;
    const NAME: &'static str = "dormant.reopen";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DormantBatch, Problem> {
        branch::reaches_every_branch(tx, Permission::DormantClose).await?;
        let batch = queries::batch(tx, self.batch).await?;
        let reason = rules::check_reason(&self.reason)?;
        if batch.reopened_at.is_some() {
            return Err(Refusal::Reopened.into());
        }
        let mut reopened = 0;
        for account in queries::accounts(tx, batch.id).await? {
            reopened += i64::from(reopen(tx, &batch, &account, reason).await?);
        }
        queries::set_reopened(tx, batch.id, reason, reopened).await?;
        tx.touched("dormant_batch", batch.id, None);
        tx.tell("dormant.changed", batch.id, None).await?;
        queries::batch(tx, batch.id).await
    }
}

/// Opens one account of a batch; says whether it was still closed.
async fn reopen(
    tx: &mut Tx<'_>,
    batch: &DormantBatch,
    account: &ClosedAccount,
    reason: &str,
) -> Result<bool, Problem> {
    if batch.kind == DormantKind::Card {
        let state = CardState::parse(&account.state)
            .ok_or_else(|| Problem::bug(format!("a card was {}", account.state)))?;
        return card::reopen_idle(tx, CardId::from_uuid(account.id), batch.id, state, reason).await;
    }
    let customer = CustomerId::from_uuid(account.id);
    let reopened = customer::reopen_from(tx, customer, batch.id).await?;
    if reopened {
        tx.touched("customer", customer, None);
    }
    Ok(reopened)
}

/// Some batches, newest first. Refuses: not for every branch.
pub async fn batches(
    tx: &mut Tx<'_>,
    before: (Instant, RowId),
    limit: Limit,
) -> Result<Page<DormantBatch>, Problem> {
    branch::reaches_every_branch(tx, Permission::DormantClose).await?;
    let found = queries::batches(tx, before, limit).await?;
    let place = |batch: &DormantBatch| Cursor::of(&[&batch.at.millis().to_string(), &batch.id.to_string()]);
    Ok(Page::cut(found, limit, place))
}

/// A batch with its accounts. Refuses, in this order: not for every branch, unknown.
pub async fn detail(tx: &mut Tx<'_>, id: RowId) -> Result<DormantBatchDetail, Problem> {
    branch::reaches_every_branch(tx, Permission::DormantClose).await?;
    let batch = queries::batch(tx, id).await?;
    let accounts = queries::accounts(tx, id).await?;
    Ok(DormantBatchDetail { batch, accounts })
}
