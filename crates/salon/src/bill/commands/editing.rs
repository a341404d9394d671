//! Writing a bill, until it is paid or given up.

use super::{found, open_bill, reading};
use crate::access::Permission;
use crate::bill::model::{
    Amounts, Bill, Head, LineKind, LineWish, NewBill, NewLine, Priced, Reduction, ReductionWish, Refusal,
    Rounding, Share, State, StoredLine, StoredReduction,
};
use crate::bill::queries;
use crate::bill::rules::{self, pricing};
use crate::ledger::Site;
use crate::store::{Command, Tx};
use crate::{branch, card, catalogue, customer, staff};
use kernel::{BillId, CustomerId, Id, LineId, Money, Problem, ReductionId};

/// Opens a bill under a number set aside for it. Refuses, in this order: another branch, branch
/// unknown, customer unknown.
pub struct Open {
    pub wish: NewBill,
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
        let head = Head {
            id: tx.new_id(),
            number: self.number,
            place: Site { branch: branch.id, company: branch.company },
            customer: self.wish.customer,
            state: State::Open,
            label: String::new(),
            currency: branch::organisation(tx).await?.currency,
            rounding: Rounding::None,
            business_day: branch.business_day(tx.now()),
            opened_at: tx.now(),
            opened_by: tx.actor().name.clone(),
            paid_at: None,
            paid_by: String::new(),
            printed_at: None,
            version: 1,
            lines: 0,
            amounts: Amounts::NOTHING,
            refunded: Money::ZERO,
        };
        queries::insert(tx, &head).await?;
        told(tx, &head).await
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

/// Adds a line. `card_number` is set aside for a card that is sold. Refuses, in this order: as
/// [`open_bill`], a hundred lines, shares, staff unknown; then for a service: unknown, no longer on
/// the list; for a card sale: plan unknown, no longer for sale; for a top-up: of nothing, card
/// unknown, closed, without money, more bonus than may be given; then a quantity or price out of
/// range.
pub struct AddLine {
    pub bill: BillId,
    pub line: NewLine,
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
        check_shares(tx, self.line.shares()).await?;
        let mut line = match &self.line {
            NewLine::Service { service, quantity, .. } => {
                let service = catalogue::find(tx, *service).await?;
                if !service.active {
                    return Err(Refusal::ServiceInactive.into());
                }
                pricing::check_quantity(*quantity)?;
                let blank = blank_line(LineKind::Service, service.id.uuid(), service.name);
                StoredLine { quantity: *quantity, unit_price: service.price, taxes: service.taxes, ..blank }
            }
            NewLine::CardSale { plan, .. } => self.card_sale(tx, &head, *plan).await?,
            NewLine::TopUp { card, amount, bonus, .. } => top_up(tx, &head, *card, *amount, *bonus).await?,
        };
        line.id = tx.new_id();
        line.position = queries::next_position(tx, head.id).await?;
        queries::insert_line(tx, head.id, &line).await?;
        write_shares(tx, head.id, line.id, self.line.shares()).await?;
        changed(tx, &head).await
    }
}

impl AddLine {
    async fn card_sale(
        &self,
        tx: &mut Tx<'_>,
        head: &Head,
        plan: kernel::PlanId,
    ) -> Result<StoredLine, Problem> {
        let plan = card::plan(tx, plan).await?;
        if !plan.active {
            return Err(card::Refusal::PlanInactive.into());
        }
        let branch = branch::find(tx, head.place.branch).await?.number;
        let blank = blank_line(LineKind::CardSale, plan.id.uuid(), plan.name);
        Ok(StoredLine {
            item_version: plan.version,
            card_number: self.card_number.map(|number| card::card_number(branch, number)),
            unit_price: plan.price,
            bonus: plan.bonus,
            ..blank
        })
    }
}

/// A top-up with a bonus that the card's plan gives, or that this person may give.
async fn top_up(
    tx: &mut Tx<'_>,
    head: &Head,
    id: kernel::CardId,
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

/// One of something, that costs nothing yet.
fn blank_line(kind: LineKind, item: uuid::Uuid, name: String) -> StoredLine {
    StoredLine {
        id: LineId::from_uuid(uuid::Uuid::nil()),
        position: 0,
        kind,
        item,
        item_version: 0,
        card_number: None,
        lot: None,
        name,
        quantity: 1,
        unit_price: Money::ZERO,
        bonus: Money::ZERO,
        taxes: Vec::new(),
        list: Money::ZERO,
        net: Money::ZERO,
        payable: Money::ZERO,
        trace: Vec::new(),
        refunded_quantity: 0,
        refunded: Money::ZERO,
        shares: Vec::new(),
    }
}

/// Changes how many of a line there are, and who has a part in it. Refuses, in this order: as
/// [`open_bill`], line unknown, shares, staff unknown, more than one of value sold, a quantity or
/// price out of range.
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
        check_shares(tx, &self.wish.shares).await?;
        if line.kind.sells_value() && self.wish.quantity != 1 {
            return Err(Refusal::QuantityOfValueSold.into());
        }
        pricing::check_quantity(self.wish.quantity)?;
        queries::set_line(tx, head.id, line.id, self.wish.quantity).await?;
        queries::delete_shares(tx, head.id, line.id).await?;
        write_shares(tx, head.id, line.id, &self.wish.shares).await?;
        changed(tx, &head).await
    }
}

/// Takes a line away, with the reduction on it. Refuses, in this order: as [`open_bill`], line
/// unknown.
pub struct RemoveLine {
    pub bill: BillId,
    pub line: LineId,
}

impl Command for RemoveLine {
    type Out = Bill;
    const NAME: &'static str = "bill.remove_line";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillWrite).await?;
        queries::delete_shares(tx, head.id, self.line).await?;
        queries::delete_reduction_of(tx, head.id, self.line).await?;
        queries::delete_line(tx, head.id, self.line).await?;
        changed(tx, &head).await
    }
}

/// Gives a reduction by hand, in the place of the one before on the same line or on the bill.
/// Refuses, in this order: as [`open_bill`] for somebody who may reduce, reason, neither amount nor
/// percentage, line unknown, of nothing, on value sold, above what the lines cost.
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
        pricing::check_reduction(&reduction, &draft.priced_without(self.wish.line)?)?;
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

/// A bill with all that decides its price.
pub(super) struct Draft {
    pub head: Head,
    pub lines: Vec<StoredLine>,
    pub reductions: Vec<StoredReduction>,
}

impl Draft {
    pub(super) async fn load(tx: &mut Tx<'_>, head: &Head) -> Result<Draft, Problem> {
        let lines = queries::lines(tx, head.id).await?;
        let reductions = queries::reductions(tx, head.id).await?;
        Ok(Draft { head: head.clone(), lines, reductions })
    }

    /// What the bill costs.
    pub(super) fn priced(&self) -> Result<Priced, Refusal> {
        self.priced_with(|_| true, self.head.rounding)
    }

    /// What the bill costs without its reduction on a line (or on the whole bill) and without the
    /// rounding: what a reduction that takes its place may take off.
    fn priced_without(&self, line: Option<LineId>) -> Result<Priced, Refusal> {
        self.priced_with(|given| given.line != line, Rounding::None)
    }

    fn priced_with(
        &self,
        counts: impl Fn(&Reduction) -> bool,
        rounding: Rounding,
    ) -> Result<Priced, Refusal> {
        let lines: Vec<_> = self.lines.iter().map(StoredLine::priceable).collect();
        let given = self.reductions.iter().map(|stored| stored.reduction);
        let given: Vec<_> = given.filter(counts).collect();
        pricing::price(&lines, &given, rounding, self.head.currency)
    }

    /// Writes a price, as far as it differs from what is written.
    pub(super) async fn save(&self, tx: &mut Tx<'_>, priced: &Priced) -> Result<(), Problem> {
        for (stored, line) in self.lines.iter().zip(&priced.lines) {
            let same = stored.list == line.list && stored.net == line.net && stored.trace == line.trace;
            if !same || stored.payable != line.payable() {
                queries::set_line_price(tx, line).await?;
            }
        }
        for (stored, &taken) in self.reductions.iter().zip(&priced.taken) {
            if stored.taken != taken {
                queries::set_taken(tx, stored.id(), taken).await?;
            }
        }
        let lines = i64::try_from(self.lines.len()).map_err(Problem::bug)?;
        Ok(queries::set_priced(tx, self.head.id, lines, &Amounts::from(priced)).await?)
    }
}

/// Prices a bill after something on it changed, and shows it. Refuses: a price out of range.
async fn changed(tx: &mut Tx<'_>, head: &Head) -> Result<Bill, Problem> {
    let head = queries::find(tx, head.id).await?;
    let draft = Draft::load(tx, &head).await?;
    draft.save(tx, &draft.priced()?).await?;
    told(tx, &head).await
}

/// Tells what was changed, and shows the bill.
async fn told(tx: &mut Tx<'_>, head: &Head) -> Result<Bill, Problem> {
    tx.touched("bill", head.id, Some(head.place.branch));
    tx.tell("bill.changed", head.id, Some(head.place.branch)).await?;
    reading::shown(tx, head.id).await
}

async fn line(tx: &mut Tx<'_>, bill: BillId, id: LineId) -> Result<StoredLine, Problem> {
    let found = queries::lines(tx, bill).await?.into_iter().find(|line| line.id == id);
    found.ok_or_else(|| Refusal::LineUnknown { line: id }.into())
}

/// Refuses, in this order: as [`rules::check_shares`], staff unknown.
async fn check_shares(tx: &mut Tx<'_>, shares: &[Share]) -> Result<(), Problem> {
    rules::check_shares(shares)?;
    for share in shares {
        staff::find(tx, share.staff).await?;
    }
    Ok(())
}

async fn write_shares(tx: &mut Tx<'_>, bill: BillId, line: LineId, shares: &[Share]) -> Result<(), Problem> {
    for (position, share) in (1..).zip(shares) {
        queries::insert_share(tx, bill, line, position, share).await?;
    }
    Ok(())
}
