//! What the policy says of the cards that a bill sells and tops up.

use crate::prepaid::model::{Notice, Policy, Purchase, Refusal, Rule, Severity};
use kernel::{CardId, LineId, Money};
use std::collections::BTreeMap;

/// What the policy says of value bought on one bill, of which so much is paid in cash. Of each card what
/// it would hold; then what is bought at once as a whole.
pub fn judge(policy: &Policy, purchases: &[Purchase], cash: Money) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut held: BTreeMap<CardId, Money> = BTreeMap::new();
    for purchase in purchases {
        let before = purchase.card.and_then(|card| held.get(&card).copied()).unwrap_or(purchase.held);
        let after = before + purchase.paid;
        if let Some(card) = purchase.card {
            held.insert(card, after);
        }
        let rule = if purchase.named { Rule::NamedCardMax } else { Rule::BearerCardMax };
        let over = |limit| after > limit;
        notices.extend(notice(policy, rule, Severity::Warn, Some(purchase.line), after, over));
    }
    let bearer: Money = purchases.iter().filter(|one| !one.known).map(|one| one.paid).sum();
    let reached = |limit| bearer.is_positive() && bearer >= limit;
    notices.extend(notice(policy, Rule::NameFrom, Severity::Refuse, None, bearer, reached));
    let all: Money = purchases.iter().map(|one| one.paid).sum();
    let reached = |limit| cash.is_positive() && all >= limit;
    notices.extend(notice(policy, Rule::NoCashFrom, Severity::Refuse, None, all, reached));
    notices
}

fn notice(
    policy: &Policy,
    rule: Rule,
    severity: Severity,
    line: Option<LineId>,
    amount: Money,
    broken: impl Fn(Money) -> bool,
) -> Option<Notice> {
    let (figure, limit) = (policy.figure(rule)?, policy.money(rule)?);
    let (law, article) = (figure.law, figure.article);
    broken(limit).then_some(Notice { rule, law, article, severity, line, limit, amount })
}

/// A reason without the spaces around it. Refuses: empty, or longer than 300 characters.
pub fn check_reason(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if (1..=300).contains(&reason.chars().count()) { Ok(reason) } else { Err(Refusal::StopReason) }
}

/// The reason with which a bill is paid in spite of what the policy warns of; none where it warns of
/// nothing. Refuses, in this order: bearer cards for too much, too much in cash, a card that would hold
/// too much without a reason, a reason too long.
pub fn heed<'a>(notices: &[Notice], reason: Option<&'a str>) -> Result<Option<&'a str>, Refusal> {
    let first = |severity| notices.iter().find(|notice: &&Notice| notice.severity == severity);
    if let Some(refused) = first(Severity::Refuse) {
        return Err(match refused.rule {
            Rule::NameFrom => Refusal::NameNeeded(*refused),
            _ => Refusal::CashRefused(*refused),
        });
    }
    let Some(warned) = first(Severity::Warn) else { return Ok(None) };
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.ok_or(Refusal::AboveMax(*warned))?;
    if reason.chars().count() > 300 { Err(Refusal::Reason) } else { Ok(Some(reason)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepaid::model::Region;
    use crate::prepaid::rules::in_force;
    use kernel::{Day, Id};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn policy() -> Policy {
        in_force(Region::National, &[], Day::parse("2026-03-01").unwrap())
    }

    fn id<T: Id>(number: u128) -> T {
        T::from_uuid(Uuid::from_u128(number))
    }

    fn sale(line: u128, named: bool, paid: i64) -> Purchase {
        let (card, held, paid) = (None, Money::ZERO, Money::minor(paid));
        Purchase { line: id(line), card, named, known: named, held, paid }
    }

    fn top_up(line: u128, card: u128, held: i64, paid: i64) -> Purchase {
        Purchase { card: Some(id(card)), held: Money::minor(held), ..sale(line, true, paid) }
    }

    fn said(purchases: &[Purchase], cash: i64) -> Vec<(Rule, Severity, i64)> {
        let notices = judge(&policy(), purchases, Money::minor(cash)).into_iter();
        notices.map(|notice| (notice.rule, notice.severity, notice.amount.to_minor())).collect()
    }

    #[test]
    fn a_named_card_holds_five_thousand_and_a_bearer_card_one_thousand() {
        assert_eq!(said(&[sale(1, true, 500_000)], 0), []);
        assert_eq!(said(&[sale(1, true, 500_001)], 0), [(Rule::NamedCardMax, Severity::Warn, 500_001)]);
        assert_eq!(said(&[sale(1, false, 100_000)], 0), []);
        assert_eq!(said(&[sale(1, false, 100_001)], 0), [(Rule::BearerCardMax, Severity::Warn, 100_001)]);
    }

    #[test]
    fn what_a_card_holds_already_counts_and_so_do_top_ups_on_the_same_bill() {
        assert_eq!(said(&[top_up(1, 9, 450_000, 50_000)], 0), []);
        assert_eq!(
            said(&[top_up(1, 9, 450_000, 50_001)], 0),
            [(Rule::NamedCardMax, Severity::Warn, 500_001)]
        );
        let twice = [top_up(1, 9, 450_000, 50_000), top_up(2, 9, 450_000, 1)];
        assert_eq!(said(&twice, 0), [(Rule::NamedCardMax, Severity::Warn, 500_001)]);
        let two_cards = [top_up(1, 8, 450_000, 50_000), top_up(2, 9, 450_000, 50_000)];
        assert_eq!(said(&two_cards, 0), []);
    }

    #[test]
    fn fifty_thousand_at_once_are_not_paid_in_cash() {
        let ten: Vec<Purchase> = (1..=10).map(|line| sale(line, true, 500_000)).collect();
        assert_eq!(said(&ten, 0), []);
        assert_eq!(said(&ten, 1), [(Rule::NoCashFrom, Severity::Refuse, 5_000_000)]);
        assert_eq!(said(&ten[..9], 4_500_000), []);
    }

    #[test]
    fn a_gift_card_is_a_bearer_card_whoever_buys_it() {
        let gift = |line, known| Purchase { known, ..sale(line, false, 100_001) };
        assert_eq!(said(&[gift(1, true)], 0), [(Rule::BearerCardMax, Severity::Warn, 100_001)]);
        let rules = |known| said(&[gift(1, known); 10], 0).into_iter().map(|(rule, ..)| rule);
        assert!(rules(true).all(|rule| rule == Rule::BearerCardMax));
        assert!(rules(false).any(|rule| rule == Rule::NameFrom));
    }

    #[test]
    fn bearer_cards_for_ten_thousand_need_a_name() {
        let ten: Vec<Purchase> = (1..=10).map(|line| sale(line, false, 100_000)).collect();
        assert_eq!(said(&ten, 0), [(Rule::NameFrom, Severity::Refuse, 1_000_000)]);
        assert_eq!(said(&ten[..9], 0), []);
    }

    #[test]
    fn a_warning_takes_a_reason_and_a_refusal_takes_none() {
        let warned = judge(&policy(), &[sale(1, true, 600_000)], Money::ZERO);
        assert_eq!(heed(&warned, None), Err(Refusal::AboveMax(warned[0])));
        assert_eq!(heed(&warned, Some("  ")), Err(Refusal::AboveMax(warned[0])));
        assert_eq!(heed(&warned, Some(" 老顾客要求 ")), Ok(Some("老顾客要求")));
        assert_eq!(heed(&warned, Some(&"长".repeat(301))), Err(Refusal::Reason));
        let refused = judge(&policy(), &[sale(1, true, 6_000_000)], Money::minor(1));
        assert_eq!(heed(&refused, Some("老顾客要求")), Err(Refusal::CashRefused(refused[1])));
        assert_eq!(heed(&[], Some("老顾客要求")), Ok(None));
    }

    proptest! {
        #[test]
        fn less_bought_never_breaks_a_rule_that_more_keeps(
            paid in prop::collection::vec(1_i64..2_000_000, 1..6), named: bool, cash in 0_i64..2,
        ) {
            let all: Vec<Purchase> = (1..).zip(&paid).map(|(line, &paid)| sale(line, named, paid)).collect();
            let (whole, part) = (said(&all, cash), said(&all[1..], cash));
            prop_assert!(part.len() <= whole.len());
        }
    }
}
