//! The ways in which a bill is to be paid, with the cards, debts and receipts behind them.

use super::draft::Draft;
use super::today;
use crate::access::Permission;
use crate::bill::model::{LineKind, Means, Priced, Refusal, StoredTender, Tender, TenderWish};
use crate::bill::queries;
use crate::bill::rules::{self, settle};
use crate::card::{self, Card, Payer, TimeDraw, Value};
use crate::customer;
use crate::ledger::Channel;
use crate::store::Tx;
use kernel::{CardId, CustomerId, Id, LineId, Money, Problem, ReceiptId, TenderId};
use serde::Serialize;
use std::collections::BTreeMap;

/// How the holder of a friend's card agreed, once it has been looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Agreed {
    /// They gave the card's password.
    ByPassword,
    /// They have the code of a gift card.
    ByCode,
    /// They stood there, as somebody who may says.
    InPerson(String),
}

/// The ways in which a bill is to be paid.
pub struct Payers {
    pub means: Vec<Means>,
    pub cards: BTreeMap<CardId, Card>,
    /// How the holders of friends' cards agreed.
    pub agreed: BTreeMap<CardId, Agreed>,
}

impl Payers {
    /// Reads what is behind each wish. `agreed` is `None` where nothing is to be paid yet, so that
    /// nobody has to agree. Refuses, in this order: more than twenty tenders; for each, what
    /// [`Pay`](super::Pay) lists.
    pub async fn load(
        tx: &mut Tx<'_>,
        draft: &Draft,
        priced: &Priced,
        wishes: &[TenderWish],
        agreed: Option<&BTreeMap<CardId, Agreed>>,
    ) -> Result<Payers, Problem> {
        if wishes.len() > rules::TENDERS_MAX {
            return Err(Refusal::TendersFull.into());
        }
        let mut payers =
            Payers { means: Vec::new(), cards: BTreeMap::new(), agreed: agreed.cloned().unwrap_or_default() };
        for wish in wishes {
            let means = match wish {
                TenderWish::Cash { received } => Means::Cash { received: *received },
                TenderWish::Wechat { amount, reference } => by(Channel::WeChat, *amount, reference)?,
                TenderWish::Alipay { amount, reference } => by(Channel::Alipay, *amount, reference)?,
                TenderWish::BankCard { amount, reference } => by(Channel::BankCard, *amount, reference)?,
                TenderWish::Card { card, amount, .. } => {
                    payers.by_card(tx, draft, priced, wishes, (*card, *amount)).await?
                }
                TenderWish::Visits { card, line, .. } => payers.by_visits(tx, draft, *card, *line).await?,
                TenderWish::Time { card, line, .. } => payers.by_time(tx, draft, *card, *line).await?,
                TenderWish::OnAccount { amount } => on_account(tx, draft, *amount)?,
                TenderWish::Unapplied { receipt, amount } => unapplied(tx, draft, *receipt, *amount).await?,
            };
            if let (Some((card, _)), Some(_)) = (wish.card(), agreed) {
                payers.check_agreed(tx, draft, card).await?;
            }
            payers.means.push(means);
        }
        Ok(payers)
    }

    async fn by_card(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &Draft,
        priced: &Priced,
        wishes: &[TenderWish],
        (id, amount): (CardId, Money),
    ) -> Result<Means, Problem> {
        // A companion card draws the same lots as the card that it belongs to.
        let drawn =
            |of: CardId| move |means: &Means| matches!(means, Means::Card { card, .. } if *card == of);
        if self.means.iter().any(drawn(id)) {
            return Err(Refusal::CardTwice.into());
        }
        let day = today(tx, draft.head.place.branch).await?.day;
        let Payer { card, lots_of, draw_order, lots, through } = card::payer(tx, id, amount, day).await?;
        if self.means.iter().any(drawn(lots_of)) {
            return Err(Refusal::CardTwice.into());
        }
        let pays = card::reach_in(tx, &card, draft.head.place.branch).await?;
        let whole: Vec<LineId> = wishes.iter().filter_map(TenderWish::whole_line).collect();
        let payable = settle::payable_by(&priced.lines, &whole, pays);
        let source = if lots_of == id { card.clone() } else { card::find(tx, lots_of).await? };
        let bonus_max = card::bonus_max(card::bonus_terms(tx, &source).await?, payable);
        let draws = card::draw(&lots, draw_order, amount, bonus_max)?;
        let charged = draft.charged(priced, id);
        let due: Money = charged.iter().map(|&(_, amount)| amount).sum();
        if amount < due {
            return Err(Refusal::RatesShort { due }.into());
        }
        self.cards.insert(id, card);
        Ok(Means::Card { card: lots_of, draws, pays, charged, through })
    }

    async fn by_visits(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &Draft,
        id: CardId,
        line: LineId,
    ) -> Result<Means, Problem> {
        let found = draft.lines.iter().find(|known| known.id == line).ok_or(Refusal::LineUnknown { line })?;
        if found.kind != LineKind::Service {
            return Err(card::Refusal::WrongService.into());
        }
        let day = today(tx, draft.head.place.branch).await?.day;
        let (card, lots) = card::visits_payer(tx, id, Id::from_uuid(found.item), day).await?;
        card::reach_in(tx, &card, draft.head.place.branch).await?;
        let taken = self.taken(id);
        let lots: Vec<_> = lots.iter().map(|lot| taken.iter().fold(*lot, card::visits_left)).collect();
        let draws = card::draw_visits(&lots, found.quantity)?;
        self.cards.insert(id, card);
        Ok(Means::Visits { card: id, line, draws })
    }

    async fn by_time(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &Draft,
        id: CardId,
        line: LineId,
    ) -> Result<Means, Problem> {
        let found = draft.lines.iter().find(|known| known.id == line).ok_or(Refusal::LineUnknown { line })?;
        if found.kind != LineKind::Service {
            return Err(card::Refusal::WrongService.into());
        }
        let day = today(tx, draft.head.place.branch).await?.day;
        let payer = card::time_payer(tx, id, Id::from_uuid(found.item), day).await?;
        card::reach_in(tx, &payer.card, draft.head.place.branch).await?;
        // With a limit all uses of the bill count, without one those of the same service.
        let counts = |other: &LineId| {
            payer.uses_left.is_some()
                || draft.lines.iter().any(|line| line.id == *other && line.item == found.item)
        };
        let before = self.means.iter().filter_map(|means| match means {
            Means::Time { card, line, draw } if *card == id && counts(line) => Some(draw.uses),
            _ => None,
        });
        card::check_uses(payer.uses_left, before.sum::<i64>() + found.quantity)?;
        self.cards.insert(id, payer.card);
        Ok(Means::Time { card: id, line, draw: TimeDraw { lot: payer.lot, uses: found.quantity } })
    }

    /// What the tenders before take of a card's visits.
    fn taken(&self, id: CardId) -> Vec<card::VisitsDraw> {
        let draws = self.means.iter().filter_map(|means| match means {
            Means::Visits { card, draws, .. } if *card == id => Some(draws.clone()),
            _ => None,
        });
        draws.flatten().collect()
    }

    /// A card pays for its holder; for anybody else only when the holder agrees; a gift card that nobody has
    /// claimed, for who has its code.
    async fn check_agreed(&self, tx: &mut Tx<'_>, draft: &Draft, id: CardId) -> Result<(), Problem> {
        let Some(card) = self.cards.get(&id) else { return Ok(()) };
        if card.bearer {
            let has_code = self.agreed.get(&id) == Some(&Agreed::ByCode);
            return if has_code { Ok(()) } else { Err(card::Refusal::GiftCodeNeeded.into()) };
        }
        if served(tx, draft).await?.contains(&customer::resolve(tx, card.customer).await?) {
            return Ok(());
        }
        match self.agreed.get(&id) {
            // A code is dead once its card is claimed.
            None | Some(Agreed::ByCode) => Err(Refusal::ProofNeeded.into()),
            Some(Agreed::ByPassword) => Ok(()),
            Some(Agreed::InPerson(_)) => tx.at(Permission::BillAttest, draft.head.place.branch).map(drop),
        }
    }

    /// A tender as it is stored.
    pub fn stored(&self, id: TenderId, tender: &Tender) -> StoredTender {
        let blank =
            |kind| StoredTender { change: tender.change, ..StoredTender::new(id, kind, tender.amount) };
        match &tender.means {
            Means::Cash { received } => StoredTender { received: Some(*received), ..blank("cash") },
            Means::Channel { channel, reference, .. } => {
                StoredTender { reference: reference.clone(), ..blank(channel.code()) }
            }
            Means::Card { card, draws, through, .. } => {
                let value: Value = draws.iter().map(|draw| draw.value).sum();
                let (principal, bonus) = (Some(value.principal), Some(value.bonus));
                let card = through.map_or(*card, |through| through.companion);
                self.of_card(card, StoredTender { principal, bonus, ..blank("card") })
            }
            Means::Visits { card, line, draws } => {
                let visits = Some(draws.iter().map(|draw| draw.count).sum());
                let principal = Some(draws.iter().map(|draw| draw.value).sum());
                self.of_card(*card, StoredTender { visits, principal, line: Some(*line), ..blank("visits") })
            }
            Means::Time { card, line, draw } => {
                let tender = StoredTender { visits: Some(draw.uses), line: Some(*line), ..blank("time") };
                self.of_card(*card, tender)
            }
            Means::OnAccount { .. } => blank("on_account"),
            Means::Unapplied { receipt, reference, .. } => {
                StoredTender { receipt: Some(*receipt), reference: reference.clone(), ..blank("unapplied") }
            }
            Means::Points { .. } => blank("points"),
        }
    }

    fn of_card(&self, id: CardId, tender: StoredTender) -> StoredTender {
        let card_number = self.cards.get(&id).map(|card| card.number.clone());
        let proof = match self.agreed.get(&id) {
            None => String::new(),
            Some(Agreed::ByPassword) => "password".to_owned(),
            Some(Agreed::ByCode) => "code".to_owned(),
            Some(Agreed::InPerson(note)) => format!("attested {note}"),
        };
        StoredTender { card: Some(id), card_number, proof, ..tender }
    }
}

/// Everybody for whom something is on the bill.
pub(super) async fn served(tx: &mut Tx<'_>, draft: &Draft) -> Result<Vec<CustomerId>, Problem> {
    let named = draft.lines.iter().filter_map(|line| line.customer).chain(draft.head.customer);
    let mut served = Vec::new();
    for id in named.collect::<Vec<_>>() {
        served.push(customer::resolve(tx, id).await?);
    }
    Ok(served)
}

/// Money through a channel. Refuses: reference too long.
fn by(channel: Channel, amount: Money, reference: &str) -> Result<Means, Refusal> {
    rules::check_text("reference", reference)?;
    Ok(Means::Channel { channel, amount, reference: reference.trim().to_owned() })
}

/// Refuses, in this order: for who may not, customer missing.
fn on_account(tx: &Tx<'_>, draft: &Draft, amount: Money) -> Result<Means, Problem> {
    tx.at(Permission::BillOnAccount, draft.head.place.branch)?;
    let customer = draft.head.customer.ok_or(Refusal::CustomerMissing)?;
    Ok(Means::OnAccount { customer, amount })
}

/// Refuses, in this order: receipt unknown (one of another branch too), less left.
async fn unapplied(tx: &mut Tx<'_>, draft: &Draft, id: ReceiptId, amount: Money) -> Result<Means, Problem> {
    let receipt = queries::receipt(tx, id).await?;
    if receipt.branch != draft.head.place.branch {
        return Err(Refusal::ReceiptUnknown.into());
    }
    if amount > receipt.left {
        return Err(Refusal::ReceiptShort { left: receipt.left }.into());
    }
    Ok(Means::Unapplied { receipt: id, amount, reference: receipt.reference })
}
