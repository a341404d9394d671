//! Undoing a paid bill of today 反结账: everything is negated, nothing is edited.

use super::draft::changed;
use super::editing::blank_head;
use super::lines::write_shares;
use super::refunding::{Giving, Paid, Way};
use super::{reading, today};
use crate::access::Permission;
use crate::bill::model::{Bill, Head, LineKind, Reduction, Refusal, Reversed, StoredLine, StoredReduction};
use crate::bill::queries;
use crate::bill::rules;
use crate::branch;
use crate::card;
use crate::ledger::Channel;
use crate::store::{Command, Tx};
use kernel::{BillId, Day, LineId, Problem, ReductionId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Undoes a paid bill on the day it was paid. Money of a channel is held for the bill that takes its
/// place; cash goes back into the customer's hand; value returns to its lots. Numbers are set aside
/// for the reversal, for a new bill, and for each card that it sells again.
///
/// Refuses, in this order: bill unknown, another branch, of another program, not paid, part of it refunded, its business
/// day closed, over, reason, something used of what it sold, a debt that has been repaid since.
#[derive(Serialize)]
pub struct Reverse {
    pub bill: BillId,
    pub reason: String,
    pub reopen: bool,
    /// Taken before the command, so a repeated request comes with others.
    #[serde(skip)]
    pub number: i64,
    #[serde(skip)]
    pub new_number: i64,
    #[serde(skip)]
    pub card_numbers: Vec<i64>,
}

impl Command for Reverse {
    type Out = Reversed;
    const NAME: &'static str = "bill.reverse";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Reversed, Problem> {
        let paid = Paid::load(tx, self.bill, Permission::BillReverse).await?;
        let today = today(tx, paid.head.place.branch).await?;
        rules::check_reversible(paid.head.state, paid.head.business_day, today)?;
        let day = today.day;
        let reason = rules::check_reason(&self.reason)?;
        let held = |tender: &str| tender == "unapplied" || Channel::parse(tender).is_some();
        let places = paid.tenders.iter().enumerate().filter(|(_, tender)| held(&tender.kind));
        let ways: BTreeMap<usize, Way> = places.map(|(place, _)| (place, Way::Held)).collect();
        let refunds = paid.refunds(None)?;
        let giving = Giving { number: self.number, day, reason, reversal: true, restock: true, ways };
        paid.give_back(tx, &refunds, giving).await?;
        let new_bill = match self.reopen {
            true => Some(self.reopened(tx, &paid, day).await?),
            false => None,
        };
        let (bill, branch) = (paid.head.id, paid.head.place.branch);
        queries::reverse(tx, bill, reason, new_bill.as_ref().map(|bill| bill.id)).await?;
        tx.touched("bill", bill, Some(branch));
        tx.tell("bill.reversed", bill, Some(branch)).await?;
        Ok(Reversed { bill: reading::shown(tx, bill).await?, new_bill })
    }
}

impl Reverse {
    /// A new bill with the same lines at the same prices and the same reductions.
    async fn reopened(&self, tx: &mut Tx<'_>, paid: &Paid, day: Day) -> Result<Bill, Problem> {
        let old = &paid.head;
        let blank = blank_head(tx, self.new_number, old.place, old.currency, day);
        let new = Head { customer: old.customer, rounding: old.rounding, replaces: Some(old.id), ..blank };
        queries::insert(tx, &new).await?;
        let ids: BTreeMap<LineId, LineId> = paid.stored.iter().map(|line| (line.id, tx.new_id())).collect();
        let branch = branch::find(tx, old.place.branch).await?.number;
        let mut numbers = self.card_numbers.iter().map(|&number| card::card_number(branch, number));
        for line in &paid.stored {
            let copy = StoredLine {
                id: renamed(&ids, line.id)?,
                add_on_of: line.add_on_of.map(|id| renamed(&ids, id)).transpose()?,
                card_number: match line.kind {
                    // The number of the undone card stays with it.
                    LineKind::CardSale => numbers.next(),
                    _ => line.card_number.clone(),
                },
                ..line.clone()
            };
            queries::insert_line(tx, new.id, &copy).await?;
            write_shares(tx, new.id, copy.id, &line.shares).await?;
        }
        for StoredReduction { reduction, reason, .. } in queries::reductions(tx, old.id).await? {
            let id: ReductionId = tx.new_id();
            let line = reduction.line.map(|line| renamed(&ids, line)).transpose()?;
            queries::insert_reduction(tx, new.id, &Reduction { id, line, ..reduction }, &reason).await?;
        }
        changed(tx, &new).await
    }
}

fn renamed(ids: &BTreeMap<LineId, LineId>, id: LineId) -> Result<LineId, Refusal> {
    ids.get(&id).copied().ok_or(Refusal::LineUnknown { line: id })
}
