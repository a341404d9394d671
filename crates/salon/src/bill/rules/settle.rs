//! What tenders pay of which line: the matrix that refunds are paid back from.

use crate::bill::model::{Cell, LineKind, Means, PricedLine, Refusal, Settlement, Source, Tender};
use crate::card::Pays;
use kernel::{Instant, LineId, LotId, Money};

/// What is left to pay of a line.
struct Due {
    line: LineId,
    kind: LineKind,
    left: Money,
    /// What of that the card pays by whose rates the line is charged.
    charged: Money,
}

/// One source's turn: what it pays, of which tender, of which lines.
struct Turn {
    tender: usize,
    source: Source,
    amount: Money,
    reach: Reach,
    /// How many points, visits or uses that takes.
    count: i64,
    /// What is earned by it, where that is not the amount.
    worth: Option<Money>,
}

/// Which lines a source may pay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Every line.
    All,
    /// Those that are sold for what they are, as far as a card pays for them.
    Earning(Pays),
    /// Those that are charged by the rates of the card, as far as they are; then others like the above.
    Charged(Pays),
    /// One.
    Line(LineId),
}

/// Pays lines in several ways. Visits and time pay first, each a whole line; then the card by whose rates lines are
/// charged, those lines before others; then cards that may not pay everything; then bonus, points, principal, the oldest lot first, what goes on account, and money as entered. Each is spread over what is
/// left of the lines it may pay, in proportion by largest remainder, so that the last takes the
/// rest. Only money pays for money passed on. Cash takes what the other tenders leave, and gives the
/// rest back as change.
///
/// Refused when a tender is of nothing or above what is left for it, when a card is to pay for more than it may,
/// or when two pay one line with visits. What is still to be paid is no refusal here: see [`paid`].
pub fn settle(lines: &[PricedLine], means: &[Means]) -> Result<Settlement, Refusal> {
    let tenders = tenders(lines, means)?;
    let mut dues: Vec<Due> = lines.iter().map(|line| due(line, means)).collect();
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
    let asked: Vec<Money> = means.iter().map(|means| asked(lines, means)).collect();
    if asked.iter().any(|amount| !amount.is_positive()) {
        return Err(Refusal::TenderEmpty);
    }
    check_visits_apart(means)?;
    [Pays::Services, Pays::Products].into_iter().try_for_each(|pays| check_reach(lines, means, pays))?;
    let total: Money = lines.iter().map(PricedLine::payable).sum();
    let earning = lines.iter().filter(|line| line.kind.earns());
    // What is no money has its own bound, and cash comes last: it alone may be more than is left.
    let mut for_value = earning.map(PricedLine::payable).sum::<Money>();
    let mut rest = total;
    // Visits and time take their whole line, whenever they were entered.
    let (first, then): (Vec<_>, Vec<_>) =
        means.iter().zip(&asked).partition(|(means, _)| means.whole_line().is_some());
    for (means, &amount) in first.into_iter().chain(then) {
        if !means.is_money() {
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

/// Whether a card that pays for some things pays for a line.
fn pays_for(pays: Pays, kind: LineKind) -> bool {
    match pays {
        Pays::Everything => kind.earns(),
        Pays::Services => kind == LineKind::Service,
        Pays::Products => kind == LineKind::Product,
    }
}

/// What the lines come to that cards which pay for some things may pay, beside those that are paid whole.
pub fn payable_by(lines: &[PricedLine], whole: &[LineId], pays: Pays) -> Money {
    let open = |line: &&PricedLine| pays_for(pays, line.kind) && !whole.contains(&line.id);
    lines.iter().filter(open).map(PricedLine::payable).sum()
}

/// Refuses cards that together are to pay more than the lines come to for which they may, beside those that
/// visits or time pay.
fn check_reach(lines: &[PricedLine], means: &[Means], pays: Pays) -> Result<(), Refusal> {
    let bound = |means: &&Means| matches!(means, Means::Card { pays: of, .. } if *of == pays);
    let wanted: Money = means.iter().filter(bound).map(|means| asked(lines, means)).sum();
    let whole: Vec<LineId> = means.iter().filter_map(Means::whole_line).collect();
    let rest = payable_by(lines, &whole, pays);
    if wanted > rest { Err(Refusal::CardReach { pays, rest }) } else { Ok(()) }
}

/// Refuses two tenders that pay one line with visits or time: each would pay all of it.
fn check_visits_apart(means: &[Means]) -> Result<(), Refusal> {
    let mut lines: Vec<LineId> = means.iter().filter_map(Means::whole_line).collect();
    lines.sort_unstable();
    match lines.windows(2).all(|pair| pair[0] != pair[1]) {
        true => Ok(()),
        false => Err(Refusal::VisitsLineTaken),
    }
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
fn asked(lines: &[PricedLine], means: &Means) -> Money {
    match means {
        Means::Cash { received } => *received,
        Means::Channel { amount, .. } | Means::OnAccount { amount, .. } | Means::Unapplied { amount, .. } => {
            *amount
        }
        Means::Card { draws, .. } => draws.iter().map(|draw| draw.value.worth()).sum(),
        Means::Visits { line, .. } | Means::Time { line, .. } => {
            lines.iter().filter(|known| known.id == *line).map(PricedLine::payable).sum()
        }
        Means::Points { points, worth, .. } if *points > 0 => *worth,
        Means::Points { .. } => Money::ZERO,
    }
}

impl Means {
    fn is_cash(&self) -> bool {
        matches!(self, Means::Cash { .. })
    }

    /// The line that it pays all of, where it does.
    fn whole_line(&self) -> Option<LineId> {
        match self {
            Means::Visits { line, .. } | Means::Time { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// Whether it may pay for money passed on: stored value, points and promises may not.
    fn is_money(&self) -> bool {
        matches!(self, Means::Cash { .. } | Means::Channel { .. } | Means::Unapplied { .. })
    }
}

fn due(line: &PricedLine, means: &[Means]) -> Due {
    let of_card = |means: &Means| match means {
        Means::Card { charged, .. } => {
            charged.iter().find(|(of, _)| *of == line.id).map(|&(_, amount)| amount)
        }
        _ => None,
    };
    let charged = means.iter().find_map(of_card).unwrap_or(Money::ZERO);
    Due { line: line.id, kind: line.kind, left: line.payable(), charged }
}

/// The order in which sources pay.
fn turns(tenders: &[Tender]) -> Vec<Turn> {
    let (mut visits, mut bonus, mut points) = (Vec::new(), Vec::new(), Vec::new());
    let (mut principal, mut owed, mut money) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bound_bonus, mut bound_principal) = (Vec::new(), Vec::new());
    let (mut rated_bonus, mut rated_principal) = (Vec::new(), Vec::new());
    for (place, tender) in tenders.iter().enumerate() {
        let turn =
            |source, amount, reach| Turn { tender: place, source, amount, reach, count: 0, worth: None };
        match &tender.means {
            Means::Visits { line, draws, .. } => {
                // The line's price is spread over the visits that pay it.
                let counts: Vec<Money> = draws.iter().map(|draw| Money::minor(draw.count)).collect();
                for (draw, amount) in draws.iter().zip(tender.amount.share(&counts)) {
                    let turn = turn(Source::Visits(draw.lot), amount, Reach::Line(*line));
                    visits.push(Turn { count: draw.count, worth: Some(draw.value), ..turn });
                }
            }
            Means::Time { line, draw, .. } => {
                let turn = turn(Source::Time(draw.lot), tender.amount, Reach::Line(*line));
                visits.push(Turn { count: draw.uses, ..turn });
            }
            Means::Card { draws, pays, charged, .. } => {
                let rated = !charged.is_empty();
                let (bonus, principal) = match pays {
                    _ if rated => (&mut rated_bonus, &mut rated_principal),
                    Pays::Everything => (&mut bonus, &mut principal),
                    Pays::Services | Pays::Products => (&mut bound_bonus, &mut bound_principal),
                };
                let reach = if rated { Reach::Charged(*pays) } else { Reach::Earning(*pays) };
                for draw in draws {
                    let age = (draw.lot_at, draw.lot);
                    bonus.push((age, turn(Source::Bonus(draw.lot), draw.value.bonus, reach)));
                    principal.push((age, turn(Source::Principal(draw.lot), draw.value.principal, reach)));
                }
            }
            Means::Points { lot, points: count, .. } => {
                let turn = turn(Source::Points(*lot), tender.amount, Reach::Earning(Pays::Everything));
                points.push(Turn { count: *count, ..turn });
            }
            Means::OnAccount { .. } => {
                owed.push(turn(Source::Money, tender.amount, Reach::Earning(Pays::Everything)));
            }
            Means::Cash { .. } | Means::Channel { .. } | Means::Unapplied { .. } => {
                money.push(turn(Source::Money, tender.amount, Reach::All));
            }
        }
    }
    let by_age = |mut turns: Vec<((Instant, LotId), Turn)>| {
        turns.sort_by_key(|(age, _)| *age);
        turns.into_iter().map(|(_, turn)| turn)
    };
    // What may pay only for some lines comes before what would take from them as well.
    let bound = by_age(bound_bonus).chain(by_age(bound_principal));
    let rated = by_age(rated_bonus).chain(by_age(rated_principal));
    let before_principal = visits.into_iter().chain(rated).chain(bound).chain(by_age(bonus)).chain(points);
    before_principal.chain(by_age(principal)).chain(owed).chain(money).collect()
}

/// Spreads one turn over what is left of the lines it may pay; cells of nothing are left out.
fn spread(dues: &mut [Due], turn: &Turn) -> Vec<Cell> {
    let payable = |due: &&mut Due| match turn.reach {
        Reach::All => true,
        Reach::Earning(pays) | Reach::Charged(pays) => pays_for(pays, due.kind),
        Reach::Line(line) => due.line == line,
    };
    let mut dues: Vec<&mut Due> = dues.iter_mut().filter(payable).collect();
    let amounts = match turn.reach {
        Reach::Charged(_) => charged_first(&mut dues, turn.amount),
        _ => turn.amount.share(&dues.iter().map(|due| due.left).collect::<Vec<_>>()),
    };
    let weights: Vec<i64> = amounts.iter().map(|amount| amount.to_minor()).collect();
    let counts = kernel::money::share(turn.count, &weights);
    let mut cells = Vec::new();
    for ((due, amount), count) in dues.iter_mut().zip(amounts).zip(counts) {
        due.left -= amount;
        if !amount.is_zero() || count > 0 {
            let earned = turn.worth.unwrap_or(if turn.source.earns() { amount } else { Money::ZERO });
            let (tender, source) = (turn.tender, turn.source);
            cells.push(Cell { line: due.line, tender, source, amount, count, earned });
        }
    }
    cells
}

/// Spreads an amount over what lines are charged by a card's rates, and what is above that over the rest of them.
fn charged_first(dues: &mut [&mut Due], amount: Money) -> Vec<Money> {
    let charged: Vec<Money> = dues.iter().map(|due| due.charged).collect();
    let first = amount.min(charged.iter().sum());
    let parts = first.share(&charged);
    for (due, &part) in dues.iter_mut().zip(&parts) {
        due.charged -= part;
    }
    let rest: Vec<Money> = dues.iter().zip(&parts).map(|(due, &part)| due.left - part).collect();
    (amount - first).share(&rest).into_iter().zip(parts).map(|(more, part)| more + part).collect()
}
