//! What customers owe, and what the shop holds for them.

use super::today;
use crate::access::{At, Permission};
use crate::bill::model::{Debt, Refusal, Unapplied};
use crate::bill::queries::{self, DebtFilter, StoredDebt, StoredReceipt};
use crate::bill::rules;
use crate::ledger::{self, Account, Entry, EntrySet, Posting, Site, Source as Cause, Unit};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{DebtId, Instant, Limit, Money, Page, Problem, ReceiptId};
use serde::Serialize;
use uuid::Uuid;

/// Some debts of a branch, newest first.
pub async fn debts(tx: &mut Tx<'_>, at: At, filter: &DebtFilter) -> Result<Page<Debt>, Problem> {
    let found = queries::debts(tx, at, filter).await?;
    let page = Page::cut(found, filter.limit, |debt| super::place_of(debt.at, debt.id));
    let mut items = Vec::with_capacity(page.items.len());
    for stored in &page.items {
        items.push(shown(tx, stored).await?);
    }
    Ok(Page { items, next: page.next })
}

async fn shown(tx: &mut Tx<'_>, stored: &StoredDebt) -> Result<Debt, Problem> {
    Ok(Debt {
        id: stored.id,
        bill: stored.bill,
        bill_number: stored.bill_number,
        branch: stored.home.branch,
        customer: customer::brief(tx, stored.customer).await?.into(),
        at: stored.at,
        business_day: stored.business_day,
        amount: stored.amount - stored.returned,
        repaid: stored.repaid,
        written_off: stored.written_off,
        left: stored.left(),
    })
}

/// Gives up what is left of a debt. Refuses, in this order: debt unknown, another branch, nothing
/// left, reason.
#[derive(Serialize)]
pub struct WriteOff {
    pub debt: DebtId,
    pub reason: String,
}

impl Command for WriteOff {
    type Out = Debt;
    const NAME: &'static str = "bill.write_off";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Debt, Problem> {
        let debt = queries::debt(tx, self.debt).await?;
        tx.at(Permission::BillWriteOff, debt.home.branch)?;
        let left = debt.left();
        if left.is_zero() {
            return Err(Refusal::DebtSettled.into());
        }
        let reason = rules::check_reason(&self.reason)?;
        queries::write_off(tx, debt.id, left).await?;
        let branch = debt.home.branch;
        let moved = (Account::BadDebt(branch), Account::Receivable(debt.customer));
        post(tx, debt.home, moved, left, Cause::WriteOff(debt.id), reason).await?;
        tx.touched("bill_debt", debt.id, Some(branch));
        tx.tell("bill.changed", debt.bill, Some(branch)).await?;
        let debt = queries::debt(tx, debt.id).await?;
        shown(tx, &debt).await
    }
}

/// Some money that a branch holds for its customers, newest first.
pub async fn receipts(
    tx: &mut Tx<'_>,
    at: At,
    before: (Instant, Uuid),
    limit: Limit,
) -> Result<Page<Unapplied>, Problem> {
    let found = queries::receipts(tx, at, before, limit).await?;
    let page = Page::cut(found, limit, |receipt| super::place_of(receipt.at, receipt.id));
    Ok(Page { items: page.items.into_iter().map(held).collect(), next: page.next })
}

fn held(stored: StoredReceipt) -> Unapplied {
    let StoredReceipt { id, bill, bill_number, branch, channel, reference, amount, left, at, .. } = stored;
    Unapplied { id, bill, bill_number, branch, channel, reference, amount, left, at }
}

/// Pays money back, through the channel it came by, that no bill has taken. Refuses, in this order:
/// receipt unknown, another branch, of nothing, less left, reason.
#[derive(Serialize)]
pub struct PayBack {
    pub receipt: ReceiptId,
    pub amount: Money,
    pub reason: String,
}

impl Command for PayBack {
    type Out = Unapplied;
    const NAME: &'static str = "bill.pay_back";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Unapplied, Problem> {
        let receipt = queries::receipt(tx, self.receipt).await?;
        let (branch, company) = (receipt.branch, receipt.company);
        tx.at(Permission::BillRefund, branch)?;
        if !self.amount.is_positive() {
            return Err(Refusal::AmountEmpty.into());
        }
        if self.amount > receipt.left {
            return Err(Refusal::ReceiptShort { left: receipt.left }.into());
        }
        let reason = rules::check_reason(&self.reason)?;
        let day = today(tx, branch).await?.day;
        queries::pay_receipt_back(tx, receipt.id, branch, day, self.amount).await?;
        ledger::mark_day(tx, branch, day).await?;
        let moved = (Account::UnappliedReceipts(branch), Account::Clearing(receipt.channel, branch));
        let cause = Cause::ReceiptPaidBack(receipt.id);
        post(tx, Site { branch, company }, moved, self.amount, cause, reason).await?;
        tx.touched("bill_receipt", receipt.id, Some(branch));
        tx.tell("bill.changed", receipt.bill, Some(branch)).await?;
        Ok(held(queries::receipt(tx, receipt.id).await?))
    }
}

/// Posts what moves from one account to another today.
async fn post(
    tx: &mut Tx<'_>,
    site: Site,
    (to, from): (Account, Account),
    amount: Money,
    source: Cause,
    reason: &str,
) -> Result<(), Problem> {
    let unit = Unit::Money(branch::organisation(tx).await?.currency);
    let day = today(tx, site.branch).await?.day;
    let entry = |account, amount: Money| Entry::new(site, account, unit, amount.to_minor());
    let set = EntrySet::balanced([entry(to, amount), entry(from, -amount)])?;
    ledger::post(tx, Posting { set: &set, branch: site.branch, day, source, reason }).await
}
