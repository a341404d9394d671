//! One bill made into two, and two into one.

use super::draft::changed;
use super::editing::blank_head;
use super::{found, open_bill, today};
use crate::access::Permission;
use crate::bill::model::{Amounts, Bill, Head, Refusal, Split, StoredLine};
use crate::bill::queries;
use crate::bill::rules;
use crate::store::{Command, Tx};
use kernel::{BillId, LineId, Problem};
use serde::Serialize;
use std::collections::BTreeSet;

/// Moves lines to a new bill, under a number set aside for it. Refuses, in this order: as
/// [`open_bill`], a reduction of the whole bill, no line named, line unknown, no line would stay.
#[derive(Serialize)]
pub struct SplitOff {
    pub bill: BillId,
    pub lines: Vec<LineId>,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for SplitOff {
    type Out = Split;
    const NAME: &'static str = "bill.split";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Split, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        check_dividable(tx, head.id).await?;
        let lines = queries::lines(tx, head.id).await?;
        let known: Vec<_> = lines.iter().map(|line| (line.id, line.add_on_of)).collect();
        let leaving: BTreeSet<LineId> = rules::split_off(&known, &self.lines)?;
        let day = today(tx, head.place.branch).await?.day;
        let blank = blank_head(tx, self.number, head.place, head.currency, day);
        let new = Head { customer: head.customer, rounding: head.rounding, ..blank };
        queries::insert(tx, &new).await?;
        for (position, line) in (1..).zip(lines.iter().filter(|line| leaving.contains(&line.id))) {
            queries::move_line(tx, line.id, new.id, position, line.customer).await?;
        }
        let new_bill = changed(tx, &new).await?;
        Ok(Split { bill: changed(tx, &head).await?, new_bill })
    }
}

/// Moves all lines of another bill to this one and gives the other up. What was for the other bill's
/// customer stays for them. Refuses, in this order: as [`open_bill`], with itself, the other bill
/// unknown, of another branch, given up, paid, a reduction of a whole bill, more than a hundred lines.
#[derive(Serialize)]
pub struct Merge {
    pub bill: BillId,
    pub from: BillId,
}

impl Command for Merge {
    type Out = Bill;
    const NAME: &'static str = "bill.merge";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        if self.from == head.id {
            return Err(Refusal::MergeSelf.into());
        }
        let from = found(tx, self.from, Permission::BillWrite).await?;
        if from.place != head.place {
            return Err(Refusal::MergeOtherBranch.into());
        }
        rules::check_voidable(from.state)?;
        check_dividable(tx, head.id).await?;
        check_dividable(tx, from.id).await?;
        let moving: Vec<StoredLine> = queries::lines(tx, from.id).await?;
        let first = queries::next_position(tx, head.id).await?;
        if queries::lines(tx, head.id).await?.len() + moving.len() > rules::LINES_MAX {
            return Err(Refusal::LinesFull.into());
        }
        for (position, line) in (first..).zip(&moving) {
            let own = line.customer.or(from.customer.filter(|_| from.customer != head.customer));
            queries::move_line(tx, line.id, head.id, position, own).await?;
        }
        queries::set_priced(tx, from.id, 0, &Amounts::NOTHING).await?;
        queries::merge_into(tx, from.id, head.id).await?;
        tx.touched("bill", from.id, Some(from.place.branch));
        tx.tell("bill.changed", from.id, Some(from.place.branch)).await?;
        changed(tx, &head).await
    }
}

/// A reduction of the whole bill was agreed for just these lines, so it has to go first.
async fn check_dividable(tx: &mut Tx<'_>, bill: BillId) -> Result<(), Problem> {
    let reductions = queries::reductions(tx, bill).await?;
    match reductions.iter().any(|given| given.reduction.line.is_none()) {
        true => Err(Refusal::ReductionOnBill.into()),
        false => Ok(()),
    }
}
