//! Writing a bill, until it is paid or given up.

use super::draft::{Draft, changed, line, told};
use super::{found, open_bill};
use crate::access::Permission;
use crate::bill::model::{Amounts, Bill, Head, NewBill, Reduction, ReductionWish, Rounding, State};
use crate::bill::queries;
use crate::bill::rules::{self, pricing};
use crate::ledger::{self, Site};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{BillId, Currency, CustomerId, Day, Money, Problem, ReductionId};

/// Opens a bill under a number set aside for it. Refuses, in this order: another branch, branch
/// unknown, customer unknown.
pub struct Open {
    /// Where and for whom.
    pub wish: NewBill,
    /// The number set aside for it.
    pub number: i64,
}

impl Command for Open {
    type Out = Bill;
    const NAME: &'static str = "bill.open";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        tx.at(Permission::BillWrite, self.wish.branch)?;
        let branch = branch::find(tx, self.wish.branch).await?;
        if let Some(customer) = self.wish.customer {
            customer::brief(tx, customer).await?;
        }
        let currency = branch::organisation(tx).await?.currency;
        let place = Site { branch: branch.id, company: branch.company };
        let day = ledger::open_day(tx, &branch).await?.day;
        let blank = blank_head(tx, self.number, place, currency, day);
        let head = Head { customer: self.wish.customer, ..blank };
        queries::insert(tx, &head).await?;
        told(tx, &head).await
    }
}

/// A bill that is opened now, for nobody yet.
pub(super) fn blank_head(
    tx: &mut Tx<'_>,
    number: i64,
    place: Site,
    currency: Currency,
    business_day: Day,
) -> Head {
    Head {
        id: tx.new_id(),
        number,
        place,
        customer: None,
        state: State::Open,
        label: String::new(),
        currency,
        rounding: Rounding::None,
        business_day,
        opened_at: tx.now(),
        opened_by: tx.actor().name.clone(),
        paid_at: None,
        paid_by: String::new(),
        printed_at: None,
        version: 1,
        lines: 0,
        amounts: Amounts::NOTHING,
        refunded: Money::ZERO,
        replaces: None,
        merged_into: None,
        reversal: None,
        receipt: None,
    }
}

/// Says for whom a bill is. Refuses, in this order: as [`open_bill`], customer unknown.
pub struct SetCustomer {
    pub bill: BillId,
    pub customer: Option<CustomerId>,
}

impl Command for SetCustomer {
    type Out = Bill;
    const NAME: &'static str = "bill.set_customer";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        if let Some(customer) = self.customer {
            customer::brief(tx, customer).await?;
        }
        queries::set_customer(tx, head.id, self.customer).await?;
        changed(tx, &head).await
    }
}

/// Gives a reduction by hand, in the place of the one before on the same line or on the bill.
/// Refuses, in this order: as [`open_bill`] for somebody who may reduce, reason, not one of amount,
/// percentage and price, line unknown, on money passed on, a price for the whole bill or below zero,
/// of nothing, above what the lines cost; and giving away 免单, for who may not.
pub struct GiveReduction {
    pub bill: BillId,
    pub wish: ReductionWish,
}

impl Command for GiveReduction {
    type Out = Bill;
    const NAME: &'static str = "bill.give_reduction";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillReduce).await?;
        let reason = rules::check_reason(&self.wish.reason)?;
        let off = rules::off(&self.wish)?;
        if let Some(id) = self.wish.line {
            line(tx, head.id, id).await?;
        }
        let reduction = Reduction { id: tx.new_id(), line: self.wish.line, off };
        let draft = Draft::load(tx, &head).await?;
        let priced = draft.priced_without(self.wish.line)?;
        pricing::check_reduction(&reduction, &priced)?;
        if pricing::is_free(&reduction, &priced) {
            tx.at(Permission::BillFree, head.place.branch)?;
        }
        for before in draft.reductions.iter().filter(|given| given.reduction.line == self.wish.line) {
            queries::delete_reduction(tx, head.id, before.id()).await?;
        }
        queries::insert_reduction(tx, head.id, &reduction, reason).await?;
        changed(tx, &head).await
    }
}

/// Takes a reduction back. Refuses, in this order: as [`open_bill`] for somebody who may reduce,
/// reduction unknown.
pub struct RemoveReduction {
    pub bill: BillId,
    pub reduction: ReductionId,
}

impl Command for RemoveReduction {
    type Out = Bill;
    const NAME: &'static str = "bill.remove_reduction";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillReduce).await?;
        queries::delete_reduction(tx, head.id, self.reduction).await?;
        changed(tx, &head).await
    }
}

/// Says to what the total is rounded down. Refuses: as [`open_bill`].
pub struct SetRounding {
    pub bill: BillId,
    pub to: Rounding,
}

impl Command for SetRounding {
    type Out = Bill;
    const NAME: &'static str = "bill.set_rounding";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        queries::set_rounding(tx, head.id, self.to).await?;
        changed(tx, &head).await
    }
}

/// Puts a bill aside. Refuses, in this order: as [`open_bill`], label too long.
pub struct Park {
    pub bill: BillId,
    pub label: String,
}

impl Command for Park {
    type Out = Bill;
    const NAME: &'static str = "bill.park";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        rules::check_text("label", &self.label)?;
        queries::park(tx, head.id, self.label.trim()).await?;
        told(tx, &head).await
    }
}

/// Takes a bill up again that was put aside. Refuses, in this order: bill unknown, another branch,
/// not put aside.
pub struct Resume(pub BillId);

impl Command for Resume {
    type Out = Bill;
    const NAME: &'static str = "bill.resume";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = found(tx, self.0, Permission::BillWrite).await?;
        queries::resume(tx, head.id).await?;
        told(tx, &head).await
    }
}

/// Gives a bill up before it is paid. Refuses, in this order: bill unknown, another branch, given
/// up, paid, reason.
pub struct Void {
    pub bill: BillId,
    pub reason: String,
}

impl Command for Void {
    type Out = Bill;
    const NAME: &'static str = "bill.void";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = found(tx, self.bill, Permission::BillVoid).await?;
        rules::check_voidable(head.state)?;
        let reason = rules::check_reason(&self.reason)?;
        queries::void(tx, head.id, reason).await?;
        told(tx, &head).await
    }
}
