//! Stored-value cards whose rates hold for what they pay themselves.

use super::draft::Draft;
use super::payers::served;
use super::today;
use crate::bill::model::{CardRate, RateOffer, Refusal, StoredLine, TenderWish};
use crate::bill::rules::{rates, settle};
use crate::card::{self, Payer, Pays, PlanRates, Rated, Value};
use crate::store::Tx;
use kernel::{CardId, LineId, Money, Problem, Rate};

/// A stored-value card by whose rates a bill can be priced.
pub struct ValueRates {
    /// The card.
    pub card: CardId,
    /// Its number.
    pub number: String,
    /// What it can pay of this bill.
    pub balance: Money,
    /// What all comes to that its rates are for.
    wanted: Money,
    rates: PlanRates,
    pays: Pays,
    /// The lines that visits or time pay.
    apart: Vec<LineId>,
}

impl ValueRates {
    /// Refuses, in this order: card unknown, closed or locked, no money on it, not to be used here, it charges
    /// the list.
    async fn load(
        tx: &mut Tx<'_>,
        draft: &Draft,
        id: CardId,
        wishes: &[TenderWish],
    ) -> Result<ValueRates, Problem> {
        let branch = draft.head.place.branch;
        let day = today(tx, branch).await?.day;
        let Payer { card, lots, .. } = card::payer(tx, id, Money::ZERO, day).await?;
        let pays = card::reach_in(tx, &card, branch).await?;
        let rates = card::value_rates(tx, &card).await?;
        let terms = card::bonus_terms(tx, &card).await?;
        let apart: Vec<LineId> = wishes.iter().filter_map(TenderWish::whole_line).collect();
        let (wanted, balance) = (Money::ZERO, Money::minor(Money::MAX));
        let all = ValueRates { card: id, number: card.number, balance, wanted, rates, pays, apart };
        let priced = draft.priced_at(&all)?;
        // A bound on bonus is measured on what is to be paid when all is charged by the rates: it is never more.
        let bonus_max = card::bonus_max(terms, settle::payable_by(&priced.lines, &all.apart, pays));
        let held: Value = lots.iter().map(|lot| lot.left).sum();
        let balance = held.principal + bonus_max.map_or(held.bonus, |most| most.min(held.bonus));
        let wanted = draft.payable(&priced, &all).iter().map(|&(_, amount)| amount).sum();
        Ok(ValueRates { balance, wanted, ..all })
    }

    /// Whether a line is charged by these rates: where they are less than what else a card charges of it.
    pub fn is_for(&self, line: &StoredLine, own: Option<&CardRate>) -> bool {
        self.rate(line).is_some_and(|rate| rate.to_ppm() < own.map_or(Rate::ONE, |own| own.pays).to_ppm())
    }

    fn rate(&self, line: &StoredLine) -> Option<Rate> {
        let rated = line.rated().filter(|_| !self.apart.contains(&line.id))?;
        let within = match rated {
            Rated::Service(_) => self.pays != Pays::Products,
            Rated::Product => self.pays != Pays::Services,
        };
        within.then(|| card::rate_of(&self.rates, rated))
    }

    /// What cards charge of each line when this one pays, with what is left on it where that is short.
    pub fn charge(
        &self,
        lines: &[StoredLine],
        own: &[Option<CardRate>],
        balance: Option<Money>,
    ) -> Vec<Option<CardRate>> {
        let mut left = balance;
        let charge = |(line, own): (&StoredLine, &Option<CardRate>)| {
            let rate = self.rate(line).filter(|_| self.is_for(line, own.as_ref()));
            let Some(pays) = rate else { return own.clone() };
            let list = line.unit_price.times(line.quantity).unwrap_or(line.list);
            let covers = left.map(|left| rates::covered(list, pays, left));
            left = left.zip(covers).map(|(left, covers)| left - covers.paid);
            Some(CardRate { number: self.number.clone(), pays, covers })
        };
        lines.iter().zip(own).map(charge).collect()
    }
}

/// The card by whose rates the bill is to be priced, where one is. Refuses: two of them, and as [`ValueRates::load`].
pub async fn chosen(
    tx: &mut Tx<'_>,
    draft: &Draft,
    wishes: &[TenderWish],
) -> Result<Option<ValueRates>, Problem> {
    let mut rated = wishes.iter().filter_map(|wish| match wish {
        TenderWish::Card { card, rates: true, .. } => Some(*card),
        _ => None,
    });
    let Some(card) = rated.next() else { return Ok(None) };
    if rated.next().is_some() {
        return Err(Refusal::RatesTwice.into());
    }
    Ok(Some(ValueRates::load(tx, draft, card, wishes).await?))
}

/// What the bill would cost by the rates of each card of those for whom something is on it; cards that are not to be
/// used here, or would take nothing off, are left out.
pub async fn offers(
    tx: &mut Tx<'_>,
    draft: &Draft,
    wishes: &[TenderWish],
) -> Result<Vec<RateOffer>, Problem> {
    let usual = draft.priced()?.total();
    let mut offers = Vec::new();
    for customer in served(tx, draft).await? {
        for id in card::rated_cards(tx, customer).await? {
            let card = card::find(tx, id).await?;
            if card::reach_in(tx, &card, draft.head.place.branch).await.is_err() {
                continue;
            }
            let value = ValueRates::load(tx, draft, id, wishes).await?;
            offers.extend(offer(draft, value, usual)?);
        }
    }
    offers.sort_by_key(|offer| offer.total);
    offers.dedup_by_key(|offer| offer.card);
    Ok(offers)
}

fn offer(draft: &Draft, value: ValueRates, usual: Money) -> Result<Option<RateOffer>, Problem> {
    let priced = draft.priced_at(&value)?;
    let due = rates::within(&draft.payable(&priced, &value), value.balance);
    let due = due.iter().map(|&(_, amount)| amount).sum();
    let off = usual - priced.total();
    let short = (value.wanted - value.balance).max(Money::ZERO);
    let offer = RateOffer { card: value.card, number: value.number, total: priced.total(), off, due, short };
    Ok((off.is_positive() || short.is_positive()).then_some(offer))
}
