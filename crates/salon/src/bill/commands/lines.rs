//! The lines of a bill that is being written.

use super::draft::{blank_line, changed, line};
use super::open_bill;
use crate::access::Permission;
use crate::bill::model::{Bill, Head, LineKind, LineWish, NewLine, Refusal, Share, StoredLine};
use crate::bill::queries;
use crate::bill::rules::{self, pricing};
use crate::catalogue::{Offer, Offered};
use crate::store::{Command, Tx};
use crate::{branch, card, catalogue, customer, staff};
use kernel::{BillId, CardId, CustomerId, DebtId, Id, LineId, Money, PlanId, Problem, ServiceId, StaffId};
use uuid::Uuid;

/// Adds a line. `card_number` is set aside for a card that is sold. Refuses, in this order: as
/// [`open_bill`], a hundred lines, shares, staff unknown, customer unknown; then for a service or
/// goods: unknown, no longer on the list, variant unknown or needed, an add-on that stands alone or is
/// none of its service's; for a card sale: plan unknown, no longer for sale, a trial that was had before; for a top-up: of
/// nothing, card unknown, closed, without money, more bonus than may be given; for a repayment: of
/// nothing, debt unknown, more than is owed; for a tip or a fee: of nothing, without a name; then a
/// quantity or price out of range.
pub struct AddLine {
    /// The bill.
    pub bill: BillId,
    /// What is added.
    pub line: NewLine,
    /// The number set aside for a card.
    pub card_number: Option<i64>,
}

impl Command for AddLine {
    type Out = Bill;
    const NAME: &'static str = "bill.add_line";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        if queries::lines(tx, head.id).await?.len() >= rules::LINES_MAX {
            return Err(Refusal::LinesFull.into());
        }
        let shares = self.line.shares();
        check_shares(tx, &shares).await?;
        check_customer(tx, self.line.customer()).await?;
        let line = self.blank(tx, &head).await?;
        let line = StoredLine {
            id: tx.new_id(),
            position: queries::next_position(tx, head.id).await?,
            customer: self.line.customer(),
            ..line
        };
        queries::insert_line(tx, head.id, &line).await?;
        write_shares(tx, head.id, line.id, &shares).await?;
        changed(tx, &head).await
    }
}

impl AddLine {
    /// The line as it begins, without a place on the bill.
    async fn blank(&self, tx: &mut Tx<'_>, head: &Head) -> Result<StoredLine, Problem> {
        match &self.line {
            NewLine::Service { service, variant, add_on_of, quantity, .. } => {
                let offer = Offer::Service { service: *service, variant: *variant };
                let line = offered(tx, head, LineKind::Service, offer, *quantity, *add_on_of).await?;
                if let Some(parent) = *add_on_of {
                    check_added_to(tx, head, parent, *service).await?;
                }
                Ok(line)
            }
            NewLine::Product { product, quantity, .. } => {
                offered(tx, head, LineKind::Product, Offer::Product(*product), *quantity, None).await
            }
            NewLine::CardSale { plan, .. } => self.card_sale(tx, head, *plan).await,
            NewLine::TopUp { card, amount, bonus, .. } => top_up(tx, head, *card, *amount, *bonus).await,
            NewLine::Repayment { debt, amount } => repayment(tx, *debt, *amount).await,
            NewLine::Tip { staff, amount } => tip(tx, *staff, *amount).await,
            NewLine::Fee { name, amount, .. } => Ok(fee(name, *amount)?),
        }
    }

    async fn card_sale(&self, tx: &mut Tx<'_>, head: &Head, plan: PlanId) -> Result<StoredLine, Problem> {
        let plan = card::plan(tx, plan).await?;
        if !plan.active {
            return Err(card::Refusal::PlanInactive.into());
        }
        if let Some(customer) = self.line.customer().or(head.customer) {
            card::check_trial(tx, &plan, customer).await?;
        }
        let branch = branch::find(tx, head.place.branch).await?.number;
        let blank = blank_line(LineKind::CardSale, plan.id.uuid(), plan.name);
        Ok(StoredLine {
            item_version: plan.version,
            card_number: self.card_number.map(|number| card::card_number(branch, number)),
            unit_price: plan.price,
            bonus: plan.bonus,
            visits: plan.visits,
            ..blank
        })
    }
}

/// Something off the price list, at the price of the bill's branch.
async fn offered(
    tx: &mut Tx<'_>,
    head: &Head,
    kind: LineKind,
    offer: Offer,
    quantity: i64,
    add_on_of: Option<LineId>,
) -> Result<StoredLine, Problem> {
    let Offered { item, variant, category, name, price, taxes, add_on, stocked } =
        catalogue::offered(tx, head.place.branch, offer).await?;
    if add_on && add_on_of.is_none() {
        return Err(Refusal::AddOnAlone.into());
    }
    pricing::check_quantity(quantity)?;
    let blank = blank_line(kind, item, name);
    Ok(StoredLine { variant, category, add_on_of, quantity, unit_price: price, taxes, stocked, ..blank })
}

/// Refuses, in this order: the line is no service of this bill, or an add-on itself; its service does
/// not take this add-on.
async fn check_added_to(
    tx: &mut Tx<'_>,
    head: &Head,
    parent: LineId,
    add_on: ServiceId,
) -> Result<(), Problem> {
    let lines = queries::lines(tx, head.id).await?;
    let parent = lines.iter().find(|line| line.id == parent);
    let parent = parent.filter(|line| line.kind == LineKind::Service && line.add_on_of.is_none());
    let parent = parent.ok_or(Refusal::AddOnAlone)?;
    catalogue::check_add_on(tx, Id::from_uuid(parent.item), add_on).await
}

/// A top-up with a bonus that the card's plan gives, or that this person may give.
async fn top_up(
    tx: &mut Tx<'_>,
    head: &Head,
    id: CardId,
    amount: Money,
    bonus: Money,
) -> Result<StoredLine, Problem> {
    if !amount.is_positive() || bonus.is_negative() {
        return Err(Refusal::TopUpEmpty.into());
    }
    let card = card::find(tx, id).await?;
    card::check_usable(&card)?;
    let usual = match (card.plan, card.plan_version) {
        (Some(plan), Some(version)) => {
            let plan = card::plan_version(tx, plan, version).await?;
            card::usual_bonus(plan.price, plan.bonus, amount)
        }
        _ => Money::ZERO,
    };
    if bonus > usual {
        tx.at(Permission::BillReduce, head.place.branch)?;
    }
    let blank = blank_line(LineKind::TopUp, card.id.uuid(), card.plan_name);
    Ok(StoredLine { unit_price: amount, bonus, card_number: Some(card.number), ..blank })
}

/// Money for a debt, under the number of the bill that it was made on.
async fn repayment(tx: &mut Tx<'_>, id: DebtId, amount: Money) -> Result<StoredLine, Problem> {
    check_amount(amount)?;
    let debt = queries::debt(tx, id).await?;
    if amount > debt.left() {
        return Err(Refusal::RepaymentAboveDebt { left: debt.left() }.into());
    }
    let blank = blank_line(LineKind::Repayment, debt.id.uuid(), debt.bill_number.to_string());
    Ok(StoredLine { unit_price: amount, ..blank })
}

async fn tip(tx: &mut Tx<'_>, id: StaffId, amount: Money) -> Result<StoredLine, Problem> {
    check_amount(amount)?;
    let name = staff::find(tx, id).await?.name;
    Ok(StoredLine { unit_price: amount, ..blank_line(LineKind::Tip, id.uuid(), name) })
}

fn fee(name: &str, amount: Money) -> Result<StoredLine, Refusal> {
    check_amount(amount)?;
    let name = name.trim();
    if !(1..=60).contains(&name.chars().count()) {
        return Err(Refusal::LineName);
    }
    Ok(StoredLine { unit_price: amount, ..blank_line(LineKind::Fee, Uuid::nil(), name.to_owned()) })
}

fn check_amount(amount: Money) -> Result<(), Refusal> {
    if amount.is_positive() { Ok(()) } else { Err(Refusal::AmountEmpty) }
}

/// Changes how many of a line there are, for whom it is, and who has a part in it. Refuses, in this
/// order: as [`open_bill`], line unknown, shares, staff unknown, customer unknown, more than one of
/// what is not counted, a quantity or price out of range.
pub struct ChangeLine {
    pub bill: BillId,
    pub line: LineId,
    pub wish: LineWish,
}

impl Command for ChangeLine {
    type Out = Bill;
    const NAME: &'static str = "bill.change_line";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        let line = line(tx, head.id, self.line).await?;
        let LineWish { quantity, shares, customer } = &self.wish;
        check_shares(tx, shares).await?;
        check_customer(tx, *customer).await?;
        if !line.kind.is_counted() && *quantity != 1 {
            return Err(Refusal::QuantityOfValueSold.into());
        }
        pricing::check_quantity(*quantity)?;
        queries::set_line(tx, head.id, line.id, *quantity, *customer).await?;
        queries::delete_shares(tx, head.id, line.id).await?;
        write_shares(tx, head.id, line.id, shares).await?;
        changed(tx, &head).await
    }
}

/// Takes a line away, with the reduction on it and with what was added to it. Refuses, in this order:
/// as [`open_bill`], line unknown.
pub struct RemoveLine {
    pub bill: BillId,
    pub line: LineId,
}

impl Command for RemoveLine {
    type Out = Bill;
    const NAME: &'static str = "bill.remove_line";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        let lines = queries::lines(tx, head.id).await?;
        let added = lines.iter().filter(|line| line.add_on_of == Some(self.line)).map(|line| line.id);
        for id in added.chain([self.line]) {
            queries::delete_shares(tx, head.id, id).await?;
            queries::delete_reduction_of(tx, head.id, id).await?;
            queries::delete_line(tx, head.id, id).await?;
        }
        changed(tx, &head).await
    }
}

/// Refuses: customer unknown.
async fn check_customer(tx: &mut Tx<'_>, id: Option<CustomerId>) -> Result<(), Problem> {
    match id {
        Some(id) => customer::brief(tx, id).await.map(drop),
        None => Ok(()),
    }
}

/// Refuses, in this order: as [`rules::check_shares`], staff unknown.
async fn check_shares(tx: &mut Tx<'_>, shares: &[Share]) -> Result<(), Problem> {
    rules::check_shares(shares)?;
    for share in shares {
        staff::find(tx, share.staff).await?;
    }
    Ok(())
}

pub(super) async fn write_shares(
    tx: &mut Tx<'_>,
    bill: BillId,
    line: LineId,
    shares: &[Share],
) -> Result<(), Problem> {
    for (position, share) in (1..).zip(shares) {
        queries::insert_share(tx, bill, line, position, share).await?;
    }
    Ok(())
}
