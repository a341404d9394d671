//! What a customer gets for a card: 法释〔2025〕4号 as figures.
//!
//! Each lot is a contract of its own: it has its own day, price and ratio of bonus. Beside that stands
//! the card as one contract, because terms rarely say which of the two is meant, and what is unclear is
//! read for the consumer (article 8): the better figure is due.

#[cfg(test)]
mod tests;

use super::policy;
use crate::card::model::{
    CardRefundAsked, CardRefundBasis, CardRefundCause, CardRefundLine, CardRefundLot, CardRefundQuote,
    CardRefundRule, Held, Holding, Refusal,
};
use kernel::{Day, Money, Rate};

/// What the customer gets for some lots, oldest first. Never below nothing: who was delivered more
/// than they paid for is not billed for it (article 20).
///
/// Refused in this order: an end after the payout or before a lot was paid; gifts below nothing; an
/// amount agreed on that is missing, below nothing or above what was paid.
pub fn quote(holdings: &[Holding], asked: &CardRefundAsked) -> Result<CardRefundQuote, Refusal> {
    check_asked(holdings, asked)?;
    let CardRefundAsked { cause, ended_on, paid_out_on, .. } = *asked;
    let own: Vec<Vec<CardRefundLine>> = holdings.iter().map(|holding| of_lot(holding, asked)).collect();
    let amounts: Vec<Money> = own.iter().map(|lines| sum(lines)).collect();
    let by_lot = amounts.iter().sum();
    let whole_lines = of_whole(holdings, asked);
    let whole = sum(&whole_lines);
    let (basis, due) = match asked.agreed.filter(|_| cause == CardRefundCause::Agreed) {
        Some(agreed) => (CardRefundBasis::Agreed, agreed),
        None if whole > by_lot => (CardRefundBasis::Whole, whole),
        None => (CardRefundBasis::Lots, by_lot),
    };
    let gift = asked.gift.min(due);
    let interest_days = ended_on.days_until(paid_out_on);
    let parts = (due - gift).share(&weights(holdings, &amounts));
    let lots: Vec<CardRefundLot> = holdings
        .iter()
        .zip(own.into_iter().zip(parts))
        .map(|(holding, (lines, due))| lot_of(holding, cause, lines, due, interest_days))
        .collect();
    let interest = lots.iter().map(|lot| lot.interest).sum();
    let total = due - gift + interest;
    Ok(CardRefundQuote {
        cause,
        ended_on,
        paid_out_on,
        lots,
        by_lot,
        whole_lines,
        whole,
        basis,
        gift,
        interest_days,
        interest,
        total,
    })
}

fn check_asked(holdings: &[Holding], asked: &CardRefundAsked) -> Result<(), Refusal> {
    let paid_later = |holding: &Holding| holding.paid_on > asked.ended_on;
    if asked.ended_on > asked.paid_out_on || holdings.iter().any(paid_later) {
        return Err(Refusal::RefundEnd);
    }
    if asked.gift.is_negative() {
        return Err(Refusal::RefundGift);
    }
    let paid: Money = holdings.iter().map(|holding| holding.paid).sum();
    match (asked.cause, asked.agreed) {
        (CardRefundCause::Agreed, Some(agreed)) if !agreed.is_negative() && agreed <= paid => Ok(()),
        (CardRefundCause::Agreed, _) => Err(Refusal::RefundAgreed { max: paid }),
        _ => Ok(()),
    }
}

fn sum(lines: &[CardRefundLine]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

/// What the parts of an amount are measured by: what each lot gives back by itself, and where none
/// gives anything, what was paid for it.
fn weights(holdings: &[Holding], amounts: &[Money]) -> Vec<Money> {
    if amounts.iter().any(|amount| amount.is_positive()) {
        return amounts.to_vec();
    }
    holdings.iter().map(|holding| holding.paid).collect()
}

fn lot_of(
    holding: &Holding,
    cause: CardRefundCause,
    lines: Vec<CardRefundLine>,
    due: Money,
    interest_days: i64,
) -> CardRefundLot {
    let Holding { lot, paid_on, paid, held } = *holding;
    let rate = rate_of(cause, paid_on);
    let interest =
        due.ratio_half_up(rate.to_ppm() * interest_days, Rate::ONE.to_ppm() * policy::DAYS_OF_A_YEAR);
    CardRefundLot {
        lot,
        paid_on,
        seven_days_until: policy::seven_days_until(paid_on),
        paid,
        held,
        amount: sum(&lines),
        lines,
        due,
        rate,
        interest,
    }
}

/// The yearly rate that a lot of a day bears (article 16): by who has caused the end, as of the
/// contract's day. What both sides settle on bears none.
fn rate_of(cause: CardRefundCause, paid_on: Day) -> Rate {
    match cause {
        CardRefundCause::Shop | CardRefundCause::Void => policy::loan_prime(paid_on),
        CardRefundCause::SevenDays | CardRefundCause::Customer => policy::deposit(paid_on),
        CardRefundCause::Agreed => Rate::ZERO,
    }
}

/// How what was delivered counts for a lot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Price {
    /// All comes back; what was delivered meanwhile counts at the card's price.
    SevenDays,
    /// At the card's price.
    Card,
    /// At the price before reductions.
    List,
}

/// Within the seven days a lot comes back for no reason; a lot beyond them is given back as by the
/// customer's cause. What to begin with where both sides settle is what the shop's cause would give.
fn price_of(holding: &Holding, asked: &CardRefundAsked) -> Price {
    let in_time = asked.ended_on <= policy::seven_days_until(holding.paid_on);
    match asked.cause {
        CardRefundCause::SevenDays if in_time => Price::SevenDays,
        CardRefundCause::SevenDays | CardRefundCause::Customer => Price::List,
        CardRefundCause::Shop | CardRefundCause::Void | CardRefundCause::Agreed => Price::Card,
    }
}

fn of_lot(holding: &Holding, asked: &CardRefundAsked) -> Vec<CardRefundLine> {
    let price = price_of(holding, asked);
    lines(price, &Delivered::of(std::slice::from_ref(holding)))
}

/// The card as one contract, but for lots within their seven days, which have a right of their own.
fn of_whole(holdings: &[Holding], asked: &CardRefundAsked) -> Vec<CardRefundLine> {
    [Price::SevenDays, Price::Card, Price::List]
        .into_iter()
        .flat_map(|price| {
            let same: Vec<Holding> =
                holdings.iter().filter(|holding| price_of(holding, asked) == price).copied().collect();
            if same.is_empty() { Vec::new() } else { lines(price, &Delivered::of(&same)) }
        })
        .collect()
}

/// What was paid for some lots together, and what was delivered for it.
#[derive(Default)]
struct Delivered {
    paid: Money,
    /// What was paid for lots of value, and the bonus that came with it.
    value_paid: Money,
    bonus: Money,
    /// What uses of value were charged, and what they cost on the list.
    used: Money,
    list: Money,
    /// What used visits were worth of their price, and on the list.
    visits: Money,
    visits_list: Money,
    /// What the days that have passed were worth.
    days: Money,
}

impl Delivered {
    fn of(holdings: &[Holding]) -> Delivered {
        let mut sums = Delivered::default();
        for &Holding { paid, held, .. } in holdings {
            sums.paid += paid;
            match held {
                Held::Value { bonus, used, list } => {
                    sums.value_paid += paid;
                    sums.bonus += bonus;
                    sums.used += used;
                    // The price before reductions is never below that after them.
                    sums.list += list.max(used);
                }
                Held::Visits { value, list, .. } => {
                    sums.visits += value;
                    sums.visits_list += list.max(value);
                }
                Held::Time { days, left } => sums.days += paid - paid.ratio_half_up(left, days),
            }
        }
        sums
    }

    /// At the card's price, bonus pays its part of a use: paid ÷ (paid + bonus).
    fn at_card_price(&self) -> Money {
        let face = self.value_paid + self.bonus;
        self.used.ratio_half_up(self.value_paid.to_minor(), face.to_minor()) + self.visits
    }

    fn at_list_price(&self) -> Money {
        self.list + self.visits_list
    }
}

/// The lines of a refund at one price; lines of nothing are left out, but for what was paid.
fn lines(price: Price, delivered: &Delivered) -> Vec<CardRefundLine> {
    let line = |rule: CardRefundRule, amount| CardRefundLine { rule, article: rule.article(), amount };
    let (first, taken) = match price {
        Price::SevenDays => (
            CardRefundRule::PaidInSevenDays,
            line(CardRefundRule::DeliveredAtCardPrice, -delivered.at_card_price()),
        ),
        Price::Card => {
            (CardRefundRule::Paid, line(CardRefundRule::DeliveredAtCardPrice, -delivered.at_card_price()))
        }
        Price::List => {
            (CardRefundRule::Paid, line(CardRefundRule::DeliveredAtListPrice, -delivered.at_list_price()))
        }
    };
    let days = match price {
        Price::SevenDays => Money::ZERO,
        Price::Card | Price::List => -delivered.days,
    };
    let rest = delivered.paid + taken.amount + days;
    let not_billed = (-rest).max(Money::ZERO);
    let mut lines = vec![line(first, delivered.paid)];
    let taken = [taken, line(CardRefundRule::DaysPassed, days), line(CardRefundRule::NotBilled, not_billed)];
    lines.extend(taken.into_iter().filter(|line| !line.amount.is_zero()));
    lines
}
