//! Bills as they are shown.

use super::found;
use crate::access::Permission;
use crate::bill::model::{
    Bill, BillCustomer, BillLine, BillReduction, BillSummary, BillTender, Head, LineKind, LineReduction,
    LineShare, LineTax, Receipt, ReceiptBranch, ReceiptCard, ReceiptGift, Refund, StoredLine,
    StoredReduction, StoredTender, TraceStep, Tried,
};
use crate::bill::queries::{self, CardAfter};
use crate::bill::rules;
use crate::store::{Command, Tx};
use crate::{branch, card, customer, ledger, loyalty, staff};
use kernel::{BillId, BranchId, CustomerId, Day, Id, Problem, ReductionId, RefundId, StaffId};
use std::collections::BTreeMap;

/// A bill, for somebody who may see it. Refuses, in this order: bill unknown, another branch.
pub async fn show(tx: &mut Tx<'_>, id: BillId) -> Result<Bill, Problem> {
    found(tx, id, Permission::BillRead).await?;
    shown(tx, id).await
}

/// A bill, as it stands in this transaction.
pub(super) async fn shown(tx: &mut Tx<'_>, id: BillId) -> Result<Bill, Problem> {
    let head = queries::find(tx, id).await?;
    let lines = queries::lines(tx, id).await?;
    let reductions = queries::reductions(tx, id).await?;
    let tenders = if head.paid_at.is_some() { queries::tenders(tx, id).await? } else { Vec::new() };
    let refunds = refunds(tx, id, &head).await?;
    let customer = match head.customer {
        Some(customer) => Some(customer::brief(tx, customer).await?.into()),
        None => None,
    };
    let names = staff_names(tx, &lines).await?;
    let reasons: BTreeMap<ReductionId, &str> =
        reductions.iter().map(|stored| (stored.id(), stored.reason.as_str())).collect();
    let customers = line_customers(tx, &lines).await?;
    let shown = |line| shown_line(line, &reasons, &names, &customers);
    let lines = lines.iter().map(shown).collect::<Result<_, _>>()?;
    Ok(Bill {
        id: head.id,
        number: head.number,
        branch: head.place.branch,
        customer,
        state: head.state,
        label: head.label,
        currency: head.currency,
        opened_at: head.opened_at,
        opened_by: head.opened_by,
        paid_at: head.paid_at,
        paid_by: head.paid_by,
        business_day: head.business_day,
        lines,
        reductions: reductions.iter().map(shown_reduction).collect(),
        rounding: head.rounding,
        list_total: head.amounts.list,
        reduction_total: head.amounts.reduction,
        rounding_amount: head.amounts.rounding,
        tax_added: head.amounts.tax_added,
        total: head.amounts.total,
        change: tenders.iter().map(|tender| tender.change).sum(),
        tenders: tenders.iter().map(shown_tender).collect(),
        refunds,
        reversal: head.reversal,
        replaces: head.replaces,
        merged_into: head.merged_into,
        receipt: head.receipt,
        version: head.version,
    })
}

async fn refunds(tx: &mut Tx<'_>, bill: BillId, head: &Head) -> Result<Vec<Refund>, Problem> {
    if head.paid_at.is_none() {
        return Ok(Vec::new());
    }
    let mut refunds = queries::refunds(tx, bill).await?;
    if refunds.is_empty() {
        return Ok(refunds);
    }
    let places: BTreeMap<RefundId, usize> = refunds.iter().map(|refund| refund.id).zip(0..).collect();
    for (refund, line) in queries::refund_lines(tx, bill).await? {
        places.get(&refund).into_iter().for_each(|&place| refunds[place].lines.push(line.clone()));
    }
    for (refund, tender) in queries::refund_tenders(tx, bill).await? {
        places.get(&refund).into_iter().for_each(|&place| refunds[place].tenders.push(tender.clone()));
    }
    Ok(refunds)
}

async fn staff_names(tx: &mut Tx<'_>, lines: &[StoredLine]) -> Result<BTreeMap<StaffId, String>, Problem> {
    let ids = lines.iter().flat_map(|line| &line.shares).map(|share| share.staff).collect();
    Ok(staff::names(tx, &ids).await?)
}

/// The customers that lines name themselves.
async fn line_customers(
    tx: &mut Tx<'_>,
    lines: &[StoredLine],
) -> Result<BTreeMap<CustomerId, BillCustomer>, Problem> {
    let mut customers = BTreeMap::new();
    for id in lines.iter().filter_map(|line| line.customer) {
        if let std::collections::btree_map::Entry::Vacant(place) = customers.entry(id) {
            place.insert(customer::brief(tx, id).await?.into());
        }
    }
    Ok(customers)
}

fn shown_line(
    line: &StoredLine,
    reasons: &BTreeMap<ReductionId, &str>,
    names: &BTreeMap<StaffId, String>,
    customers: &BTreeMap<CustomerId, BillCustomer>,
) -> Result<BillLine, Problem> {
    let share = |share: &crate::bill::model::Share| LineShare {
        staff: share.staff,
        staff_name: names.get(&share.staff).cloned().unwrap_or_default(),
        role: share.role.clone(),
        share_ppm: share.share,
        requested: share.requested,
    };
    Ok(BillLine {
        id: line.id,
        position: line.position,
        kind: line.kind,
        item: line.item,
        variant: line.variant,
        add_on_of: line.add_on_of,
        customer: line.customer.and_then(|id| customers.get(&id).cloned()),
        debt: (line.kind == LineKind::Repayment).then(|| Id::from_uuid(line.item)),
        visits: line.visits.clone(),
        stock_left: line.stock_left,
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        bonus: line.bonus,
        list: line.list,
        reductions: taken_off(line, reasons),
        net: line.net,
        taxes: taxes(line),
        shares: line.shares.iter().map(share).collect(),
        refunded_quantity: line.refunded_quantity,
        refunded: line.refunded,
        trace: line.trace.iter().map(TraceStep::try_from).collect::<Result<_, _>>()?,
    })
}

/// What took something off a line, read from its trace.
fn taken_off(line: &StoredLine, reasons: &BTreeMap<ReductionId, &str>) -> Vec<LineReduction> {
    let steps = line.trace.iter().filter_map(|step| {
        let reduction = match step.what {
            Tried::PriceChanged { reduction, .. }
            | Tried::ManualAmount { reduction, .. }
            | Tried::ManualPercent { reduction, .. } => Some(reduction),
            Tried::Rounding { .. } | Tried::CardRate { .. } => None,
            _ => return None,
        };
        let reason = reduction.and_then(|id| reasons.get(&id).copied());
        let name = match &step.what {
            Tried::CardRate { number, .. } => number.clone(),
            _ => reason.unwrap_or("rounding").to_owned(),
        };
        Some(LineReduction { reduction, name, amount: -step.amount })
    });
    steps.collect()
}

/// What a line's taxes come to, read from its trace.
fn taxes(line: &StoredLine) -> Vec<LineTax> {
    let steps = line.trace.iter().filter_map(|step| match &step.what {
        Tried::TaxIncluded { name, rate_ppm, amount } => {
            Some(LineTax { name: name.clone(), rate_ppm: *rate_ppm, inclusive: true, amount: *amount })
        }
        Tried::TaxAdded { name, rate_ppm } => {
            Some(LineTax { name: name.clone(), rate_ppm: *rate_ppm, inclusive: false, amount: step.amount })
        }
        _ => None,
    });
    steps.collect()
}

fn shown_reduction(stored: &StoredReduction) -> BillReduction {
    BillReduction {
        id: stored.id(),
        line: stored.reduction.line,
        amount: stored.amount(),
        percent_ppm: stored.percent(),
        unit_price: stored.unit_price(),
        reason: stored.reason.clone(),
        by: stored.by.clone(),
        taken: stored.taken,
    }
}

pub(super) fn shown_tender(stored: &StoredTender) -> BillTender {
    BillTender {
        id: stored.id,
        kind: stored.kind.clone(),
        amount: stored.amount,
        received: stored.received,
        change: stored.received.map(|_| stored.change),
        reference: stored.reference.clone(),
        card: stored.card,
        card_number: stored.card_number.clone(),
        principal: stored.principal,
        bonus: stored.bonus,
        visits: stored.visits,
        line: stored.line,
    }
}

/// The bills of a branch that wait to be paid, opened on a business day or before; the first hundred.
pub async fn waiting(tx: &mut Tx<'_>, branch: BranchId, through: Day) -> Result<Vec<BillSummary>, Problem> {
    let heads = queries::waiting(tx, branch, through).await?;
    summaries(tx, &heads).await
}

/// Bills as a list shows them.
pub async fn summaries(tx: &mut Tx<'_>, heads: &[Head]) -> Result<Vec<BillSummary>, Problem> {
    let bills: Vec<BillId> = heads.iter().map(|head| head.id).collect();
    let staff_of = queries::staff_of(tx, &bills).await?;
    let names = staff::names(tx, &staff_of.values().flatten().copied().collect()).await?;
    let customers = customer::briefs(tx, &heads.iter().filter_map(|head| head.customer).collect()).await?;
    let mut summaries = Vec::with_capacity(heads.len());
    for head in heads {
        let customer = head.customer.and_then(|id| customers.get(&id).cloned());
        let staff = staff_of.get(&head.id).into_iter().flatten();
        let staff = staff.filter_map(|id| names.get(id).cloned()).collect();
        let (customer_name, customer_number) =
            customer.map(|customer| (customer.name, customer.number)).unzip();
        // A walk-in who gave no name is shown by number.
        let customer_name = customer_name.filter(|name: &String| !name.is_empty());
        summaries.push(BillSummary {
            id: head.id,
            number: head.number,
            state: head.state,
            label: head.label.clone(),
            customer_name,
            customer_number,
            total: head.amounts.total,
            opened_at: head.opened_at,
            paid_at: head.paid_at,
            lines: head.lines,
            staff,
            receipt: head.receipt.clone(),
        });
    }
    Ok(summaries)
}

/// What is printed of a bill: before payment the list of what is to be paid, after it the receipt.
/// Refuses, in this order: bill unknown, another branch, of another program.
pub async fn receipt(tx: &mut Tx<'_>, id: BillId) -> Result<Receipt, Problem> {
    let head = found(tx, id, Permission::BillRead).await?;
    rules::check_own(&head)?;
    let bill = shown(tx, id).await?;
    let branch = branch::find(tx, head.place.branch).await?;
    let organisation = branch::organisation(tx).await?.name;
    let points = match head.customer {
        Some(customer) => Some(loyalty::held(tx, customer).await?),
        None => None,
    };
    let cards = queries::cards_after(tx, id).await?.iter().map(receipt_card).collect();
    let cashier = if bill.paid_by.is_empty() { tx.actor().name.clone() } else { bill.paid_by.clone() };
    let branch = ReceiptBranch { name: branch.name, address: branch.address, phone: branch.phone };
    let printed_before = head.printed_at.is_some();
    let proof = ledger::proof_of_bill(tx, id).await?;
    let gifts = match may_hand_over(tx, head.place.branch) {
        true => card::gifts_of_bill(tx, id).await?.into_iter().map(ReceiptGift::from).collect(),
        false => Vec::new(),
    };
    Ok(Receipt { bill, organisation, branch, cashier, cards, gifts, points, proof, printed_before })
}

/// Who takes payment hands over what was paid for, so they see the codes of gift cards.
fn may_hand_over(tx: &Tx<'_>, branch: BranchId) -> bool {
    tx.at(Permission::BillPay, branch).is_ok()
}

fn receipt_card(after: &CardAfter) -> ReceiptCard {
    ReceiptCard {
        number: masked(&after.number),
        plan_name: after.plan_name.clone(),
        used_principal: after.used.principal,
        used_bonus: after.used.bonus,
        principal_left: after.left.principal,
        bonus_left: after.left.bonus,
        visits_left: after.visits_left,
        ends_on: after.ends_on,
    }
}

/// A card's number with all but its last four characters hidden.
fn masked(number: &str) -> String {
    let shown = number.chars().count().saturating_sub(4);
    number.chars().enumerate().map(|(place, c)| if place < shown { '*' } else { c }).collect()
}

/// Remembers that a bill was printed, so that a later print says so; the codes of gift cards stand on the first
/// alone. Refuses, in this order: bill
/// unknown, another branch, of another program.
pub struct MarkPrinted(pub BillId);

impl Command for MarkPrinted {
    type Out = ();
    const NAME: &'static str = "bill.mark_printed";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let head = found(tx, self.0, Permission::BillRead).await?;
        rules::check_own(&head)?;
        queries::mark_printed(tx, head.id).await?;
        if may_hand_over(tx, head.place.branch) {
            card::forget_codes(tx, head.id).await?;
        }
        tx.touched("bill", head.id, Some(head.place.branch));
        Ok(())
    }
}
