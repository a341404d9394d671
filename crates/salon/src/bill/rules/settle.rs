//! What tenders pay of which line: the matrix that refunds are paid back from.

use crate::bill::model::{Cell, Means, PricedLine, Refusal, Settlement, Source, Tender};
use kernel::{LineId, Money};

/// What is left to pay of a line.
struct Due {
    line: LineId,
    money_only: bool,
    left: Money,
}

/// One source's turn: what it pays, of which tender, and how many points that takes.
struct Turn {
    tender: usize,
    source: Source,
    amount: Money,
    points: i64,
}

/// Pays lines in several ways. Bonus pays first, then points, then principal, the oldest lot first,
/// then money as entered. Each is spread over what is left of the lines it may pay, in proportion
/// by largest remainder, so that the last takes the rest. Stored value and points never pay for
/// value sold. Cash takes what the other tenders leave, and gives the rest back as change.
///
/// Refused when a tender is of nothing or above what is left for it. What is still to be paid is
/// no refusal here: see [`paid`].
pub fn settle(lines: &[PricedLine], means: &[Means]) -> Result<Settlement, Refusal> {
    let tenders = tenders(lines, means)?;
    let mut dues: Vec<Due> = lines.iter().map(due).collect();
    let cells = turns(&tenders).iter().flat_map(|turn| spread(&mut dues, turn)).collect();
    let rest = dues.iter().map(|due| due.left).sum();
    Ok(Settlement { tenders, cells, rest })
}

/// A settlement that leaves nothing to pay.
pub fn paid(settlement: Settlement) -> Result<Settlement, Refusal> {
    match settlement.rest {
        Money::ZERO => Ok(settlement),
        rest => Err(Refusal::TendersShort { rest }),
    }
}

/// What each way of paying pays, in the order in which they were entered.
fn tenders(lines: &[PricedLine], means: &[Means]) -> Result<Vec<Tender>, Refusal> {
    let asked: Vec<Money> = means.iter().map(asked).collect();
    if asked.iter().any(|amount| !amount.is_positive()) {
        return Err(Refusal::TenderEmpty);
    }
    let total: Money = lines.iter().map(PricedLine::payable).sum();
    let services = lines.iter().filter(|line| !line.kind.sells_value());
    // Stored value has its own bound, and cash comes last: it alone may be more than is left.
    let mut for_value = services.map(PricedLine::payable).sum::<Money>();
    let mut rest = total;
    for (means, &amount) in means.iter().zip(&asked) {
        if means.is_stored_value() {
            if amount > for_value && amount <= rest {
                return Err(Refusal::CardForCardSale { rest: for_value });
            }
            for_value -= amount;
        }
        if !means.is_cash() {
            if amount > rest {
                return Err(Refusal::TenderAboveRest { rest });
            }
            rest -= amount;
        }
    }
    means.iter().zip(asked).map(|(means, amount)| tender(means, amount, &mut rest)).collect()
}

/// One tender; cash takes of `rest` what it can.
fn tender(means: &Means, asked: Money, rest: &mut Money) -> Result<Tender, Refusal> {
    if !means.is_cash() {
        return Ok(Tender { means: means.clone(), amount: asked, change: Money::ZERO });
    }
    let amount = asked.min(*rest);
    if amount.is_zero() {
        return Err(Refusal::TenderAboveRest { rest: Money::ZERO });
    }
    *rest -= amount;
    Ok(Tender { means: means.clone(), amount, change: asked - amount })
}

/// What a way of paying offers.
fn asked(means: &Means) -> Money {
    match means {
        Means::Cash { received } => *received,
        Means::Channel { amount, .. } => *amount,
        Means::Card { draws, .. } => draws.iter().map(|draw| draw.value.worth()).sum(),
        Means::Points { points, worth, .. } if *points > 0 => *worth,
        Means::Points { .. } => Money::ZERO,
    }
}

impl Means {
    fn is_cash(&self) -> bool {
        matches!(self, Means::Cash { .. })
    }

    fn is_stored_value(&self) -> bool {
        matches!(self, Means::Card { .. } | Means::Points { .. })
    }
}

fn due(line: &PricedLine) -> Due {
    Due { line: line.id, money_only: line.kind.sells_value(), left: line.payable() }
}

/// The order in which sources pay.
fn turns(tenders: &[Tender]) -> Vec<Turn> {
    let (mut bonus, mut points, mut principal, mut money) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (place, tender) in tenders.iter().enumerate() {
        let turn = |source, amount| Turn { tender: place, source, amount, points: 0 };
        match &tender.means {
            Means::Card { draws, .. } => {
                for draw in draws {
                    let age = (draw.lot_at, draw.lot);
                    bonus.push((age, turn(Source::Bonus(draw.lot), draw.value.bonus)));
                    principal.push((age, turn(Source::Principal(draw.lot), draw.value.principal)));
                }
            }
            Means::Points { lot, points: count, .. } => {
                points.push(Turn { points: *count, ..turn(Source::Points(*lot), tender.amount) });
            }
            Means::Cash { .. } | Means::Channel { .. } => money.push(turn(Source::Money, tender.amount)),
        }
    }
    bonus.sort_by_key(|(age, _)| *age);
    principal.sort_by_key(|(age, _)| *age);
    let by_age = |turns: Vec<(_, Turn)>| turns.into_iter().map(|(_, turn)| turn);
    by_age(bonus).chain(points).chain(by_age(principal)).chain(money).collect()
}

/// Spreads one turn over what is left of the lines it may pay; cells of nothing are left out.
fn spread(dues: &mut [Due], turn: &Turn) -> Vec<Cell> {
    let payable = |due: &&mut Due| turn.source == Source::Money || !due.money_only;
    let mut dues: Vec<&mut Due> = dues.iter_mut().filter(payable).collect();
    let left: Vec<Money> = dues.iter().map(|due| due.left).collect();
    let amounts = turn.amount.share(&left);
    let weights: Vec<i64> = amounts.iter().map(|amount| amount.to_minor()).collect();
    let points = kernel::money::share(turn.points, &weights);
    let mut cells = Vec::new();
    for ((due, amount), points) in dues.iter_mut().zip(amounts).zip(points) {
        due.left -= amount;
        if !amount.is_zero() {
            cells.push(Cell { line: due.line, tender: turn.tender, source: turn.source, amount, points });
        }
    }
    cells
}
