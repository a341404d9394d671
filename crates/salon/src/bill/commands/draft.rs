//! A bill while it is being written, with its price.

use super::rated::ValueRates;
use super::{reading, today};
use crate::bill::model::{
    Amounts, Bill, CardRate, Head, LineKind, Priced, Reduction, Refusal, Rounding, StoredLine,
    StoredReduction,
};
use crate::bill::queries;
use crate::bill::rules::{pricing, rates};
use crate::card::{self, HeldRates};
use crate::store::Tx;
use kernel::{BillId, CardId, CustomerId, Id, LineId, Money, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// One of something, that costs nothing yet.
pub(super) fn blank_line(kind: LineKind, item: uuid::Uuid, name: String) -> StoredLine {
    StoredLine {
        id: LineId::from_uuid(uuid::Uuid::nil()),
        position: 0,
        kind,
        item,
        variant: None,
        category: None,
        add_on_of: None,
        customer: None,
        stocked: false,
        stock_left: None,
        visits: None,
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

/// A bill with all that decides its price.
pub(super) struct Draft {
    pub head: Head,
    pub lines: Vec<StoredLine>,
    pub reductions: Vec<StoredReduction>,
    /// The discount cards of those for whom its lines are.
    rates: BTreeMap<CustomerId, Vec<HeldRates>>,
    /// The stored-value card by whose rates it is priced, once one is chosen to pay.
    pub value: Option<ValueRates>,
}

impl Draft {
    pub(super) async fn load(tx: &mut Tx<'_>, head: &Head) -> Result<Draft, Problem> {
        let lines = queries::lines(tx, head.id).await?;
        let reductions = queries::reductions(tx, head.id).await?;
        let rates = held(tx, head, &lines).await?;
        Ok(Draft { head: head.clone(), lines, reductions, rates, value: None })
    }

    /// What the bill costs.
    pub(super) fn priced(&self) -> Result<Priced, Refusal> {
        self.priced_with(|_| true, self.head.rounding)
    }

    /// What the bill costs without its reduction on a line (or on the whole bill) and without the
    /// rounding: what a reduction that takes its place may take off.
    pub(super) fn priced_without(&self, line: Option<LineId>) -> Result<Priced, Refusal> {
        self.priced_with(|given| given.line != line, Rounding::None)
    }

    fn priced_with(
        &self,
        counts: impl Fn(&Reduction) -> bool,
        rounding: Rounding,
    ) -> Result<Priced, Refusal> {
        let given = self.reductions.iter().map(|stored| stored.reduction);
        let given: Vec<_> = given.filter(counts).collect();
        self.priced_by(self.value.as_ref(), &given, rounding)
    }

    /// What the bill costs by the rates of a stored-value card.
    pub(super) fn priced_at(&self, value: &ValueRates) -> Result<Priced, Refusal> {
        let given: Vec<_> = self.reductions.iter().map(|stored| stored.reduction).collect();
        self.priced_by(Some(value), &given, self.head.rounding)
    }

    /// The rates of a stored-value card hold for all that they are for where it pays that, and for what it buys
    /// where it is short.
    fn priced_by(
        &self,
        value: Option<&ValueRates>,
        given: &[Reduction],
        rounding: Rounding,
    ) -> Result<Priced, Refusal> {
        let price = |rates: Vec<Option<CardRate>>| {
            let lines: Vec<_> =
                self.lines.iter().zip(rates).map(|(line, rate)| line.priceable(rate)).collect();
            pricing::price(&lines, given, rounding, self.head.currency)
        };
        let own: Vec<Option<CardRate>> = self.lines.iter().map(|line| self.rate(line)).collect();
        let Some(value) = value else { return price(own) };
        let all = value.charge(&self.lines, &own, None);
        let priced = price(all)?;
        let due: Money = self.payable(&priced, value).iter().map(|&(_, amount)| amount).sum();
        if due <= value.balance {
            return Ok(priced);
        }
        price(value.charge(&self.lines, &own, Some(value.balance)))
    }

    /// The lines that are charged by the rates of a stored-value card, and what is to be paid for them.
    pub(super) fn payable(&self, priced: &Priced, value: &ValueRates) -> Vec<(LineId, Money)> {
        let own = self.lines.iter().map(|line| value.is_for(line, self.rate(line).as_ref()));
        let lines = priced.lines.iter().zip(own).filter(|(_, charged)| *charged);
        lines.map(|(line, _)| (line.id, line.payable())).collect()
    }

    /// What a card has to pay of which lines, because they are charged by its rates.
    pub(super) fn charged(&self, priced: &Priced, card: CardId) -> Vec<(LineId, Money)> {
        match self.value.as_ref().filter(|value| value.card == card) {
            Some(value) => rates::within(&self.payable(priced, value), value.balance),
            None => Vec::new(),
        }
    }

    /// What the best card of a line's customer charges of it.
    fn rate(&self, line: &StoredLine) -> Option<CardRate> {
        let held = self.rates.get(&line.customer.or(self.head.customer)?)?;
        let (card, pays) = card::cheapest_rate(held, line.rated()?)?;
        Some(CardRate { number: card.number.clone(), pays, covers: None })
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

/// The discount cards that those for whom lines are can use today.
async fn held(
    tx: &mut Tx<'_>,
    head: &Head,
    lines: &[StoredLine],
) -> Result<BTreeMap<CustomerId, Vec<HeldRates>>, Problem> {
    let rated = lines.iter().filter(|line| line.rated().is_some());
    let customers: BTreeSet<_> = rated.filter_map(|line| line.customer.or(head.customer)).collect();
    let mut rates = BTreeMap::new();
    for customer in customers {
        let cards = card::discount_cards(tx, customer).await?;
        // Hardly anybody has one, and every change of a bill comes by here.
        if !cards.is_empty() {
            let (branch, on) = (head.place.branch, today(tx, head.place.branch).await?.day);
            rates.insert(customer, card::held_rates(tx, &cards, branch, on).await?);
        }
    }
    Ok(rates)
}

/// Prices a bill after something on it changed, and shows it. Refuses: a price out of range.
pub(super) async fn changed(tx: &mut Tx<'_>, head: &Head) -> Result<Bill, Problem> {
    let head = queries::find(tx, head.id).await?;
    let draft = Draft::load(tx, &head).await?;
    draft.save(tx, &draft.priced()?).await?;
    told(tx, &head).await
}

/// Tells what was changed, and shows the bill.
pub(super) async fn told(tx: &mut Tx<'_>, head: &Head) -> Result<Bill, Problem> {
    tx.touched("bill", head.id, Some(head.place.branch));
    tx.tell("bill.changed", head.id, Some(head.place.branch)).await?;
    reading::shown(tx, head.id).await
}

/// A line of a bill. Refuses: line unknown.
pub(super) async fn line(tx: &mut Tx<'_>, bill: BillId, id: LineId) -> Result<StoredLine, Problem> {
    let found = queries::lines(tx, bill).await?.into_iter().find(|line| line.id == id);
    found.ok_or_else(|| Refusal::LineUnknown { line: id }.into())
}
