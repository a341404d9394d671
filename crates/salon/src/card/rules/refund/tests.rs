//! The cases of the law, to the fen.

use super::*;
use kernel::{Id, Problem};
use proptest::prelude::*;
use uuid::Uuid;

/// Paid on a Monday; the last of the seven days is the Monday after.
const PAID_ON: &str = "2026-03-02";
const LAST_DAY: &str = "2026-03-09";
const LATER: &str = "2026-06-01";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn lot_paid(number: u128, paid_on: &str, paid: i64, held: Held) -> Holding {
    let lot = Id::from_uuid(Uuid::from_u128(number));
    Holding { lot, paid_on: day(paid_on), paid: Money::minor(paid), held }
}

fn value(paid: i64, bonus: i64, used: i64, list: i64) -> Holding {
    let [bonus, used, list] = [bonus, used, list].map(Money::minor);
    lot_paid(1, PAID_ON, paid, Held::Value { bonus, used, list })
}

fn visits(paid: i64, bought: i64, used: i64, worth: i64, list: i64) -> Holding {
    let (value, list) = (Money::minor(worth), Money::minor(list));
    lot_paid(1, PAID_ON, paid, Held::Visits { bought, used, value, list, value_known: true })
}

fn asked(cause: CardRefundCause, on: &str) -> CardRefundAsked {
    let (ended_on, paid_out_on) = (day(on), day(on));
    CardRefundAsked { cause, ended_on, paid_out_on, gift: Money::ZERO, agreed: None }
}

fn total(holdings: &[Holding], asked: CardRefundAsked) -> i64 {
    quote(holdings, &asked).unwrap().total.to_minor()
}

fn by(cause: CardRefundCause, holding: Holding) -> i64 {
    total(&[holding], asked(cause, LATER))
}

/// What the shop's cause and the customer's cause give.
fn both(holding: Holding) -> (i64, i64) {
    (by(CardRefundCause::Shop, holding), by(CardRefundCause::Customer, holding))
}

#[test]
fn case_a_paid_3000_and_1000_given_used_1600() {
    assert_eq!(both(value(300_000, 100_000, 160_000, 160_000)), (180_000, 140_000));
}

#[test]
fn case_b_used_3594_and_no_claim_against_the_customer() {
    let holding = value(300_000, 100_000, 359_400, 359_400);
    assert_eq!(both(holding), (30_450, 0));
    let quote = quote(&[holding], &asked(CardRefundCause::Customer, LATER)).unwrap();
    let lines: Vec<_> =
        quote.lots[0].lines.iter().map(|line| (line.article, line.amount.to_minor())).collect();
    assert_eq!(lines, [(15, 300_000), (19, -359_400), (20, 59_400)]);
}

#[test]
fn case_c_ten_visits_for_1000_listed_at_150() {
    assert_eq!(both(visits(100_000, 10, 4, 40_000, 60_000)), (60_000, 40_000));
    assert_eq!(both(visits(100_000, 10, 8, 80_000, 120_000)), (20_000, 0));
}

#[test]
fn case_d_half_price_on_three_services_listed_at_300() {
    assert_eq!(both(value(200_000, 0, 45_000, 90_000)), (155_000, 110_000));
}

#[test]
fn case_e_a_year_without_counting_with_265_days_left() {
    let year = lot_paid(1, PAID_ON, 120_000, Held::Time { days: 365, left: 265 });
    assert_eq!(both(year), (87_123, 87_123));
}

#[test]
fn case_f_a_card_with_bonus_and_a_tier_at_80_percent() {
    assert_eq!(both(value(300_000, 100_000, 40_000, 50_000)), (270_000, 250_000));
}

#[test]
fn case_g_seven_days_unused_give_everything_and_the_eighth_none_of_that_right() {
    let holding = value(300_000, 100_000, 0, 0);
    let on = |day| quote(&[holding], &asked(CardRefundCause::SevenDays, day)).unwrap();
    let rule = |day| on(day).lots[0].lines[0].rule;
    assert_eq!((on(LAST_DAY).total.to_minor(), rule(LAST_DAY)), (300_000, CardRefundRule::PaidInSevenDays));
    assert_eq!(rule("2026-03-10"), CardRefundRule::Paid);
    assert_eq!(on("2026-03-10").lots[0].seven_days_until, day(LAST_DAY));
}

#[test]
fn the_day_of_payment_is_not_one_of_the_seven() {
    let used = value(300_000, 100_000, 40_000, 50_000);
    // Within the right, what was delivered counts at the card's price; beyond it, at the list's.
    assert_eq!(total(&[used], asked(CardRefundCause::SevenDays, PAID_ON)), 270_000);
    assert_eq!(total(&[used], asked(CardRefundCause::SevenDays, LAST_DAY)), 270_000);
    assert_eq!(total(&[used], asked(CardRefundCause::SevenDays, "2026-03-10")), 250_000);
}

#[test]
fn the_right_of_seven_days_is_each_lots_own() {
    let older = lot_paid(1, "2026-01-05", 100_000, value(0, 0, 20_000, 30_000).held);
    let newer = lot_paid(2, PAID_ON, 50_000, value(0, 10_000, 0, 0).held);
    let quote = quote(&[older, newer], &asked(CardRefundCause::SevenDays, LAST_DAY)).unwrap();
    let amounts: Vec<i64> = quote.lots.iter().map(|lot| lot.amount.to_minor()).collect();
    assert_eq!((amounts, quote.total.to_minor()), (vec![70_000, 50_000], 120_000));
}

#[test]
fn a_year_within_its_seven_days_comes_back_whole() {
    let year = lot_paid(1, PAID_ON, 120_000, Held::Time { days: 365, left: 360 });
    assert_eq!(total(&[year], asked(CardRefundCause::SevenDays, LAST_DAY)), 120_000);
}

#[test]
fn of_several_lots_the_figure_that_is_better_for_the_customer_is_due() {
    // The first lot is used up at a poor ratio, the second is whole.
    let poor = lot_paid(1, PAID_ON, 100_000, value(0, 0, 100_000, 100_000).held);
    let rich = lot_paid(2, PAID_ON, 100_000, value(0, 100_000, 0, 0).held);
    let shop = quote(&[poor, rich], &asked(CardRefundCause::Shop, LATER)).unwrap();
    assert_eq!((shop.by_lot.to_minor(), shop.whole.to_minor()), (100_000, 133_333));
    assert_eq!((shop.basis, shop.total.to_minor()), (CardRefundBasis::Whole, 133_333));
    assert_eq!(shop.lots.iter().map(|lot| lot.due.to_minor()).sum::<i64>(), 133_333);
    // Used the other way round, each lot by itself is better.
    let rich = lot_paid(1, PAID_ON, 100_000, value(0, 100_000, 200_000, 200_000).held);
    let poor = lot_paid(2, PAID_ON, 100_000, value(0, 0, 0, 0).held);
    let customer = quote(&[rich, poor], &asked(CardRefundCause::Customer, LATER)).unwrap();
    assert_eq!((customer.by_lot.to_minor(), customer.whole.to_minor()), (100_000, 0));
    assert_eq!((customer.basis, customer.total.to_minor()), (CardRefundBasis::Lots, 100_000));
}

#[test]
fn a_void_contract_counts_at_the_price_of_the_card() {
    assert_eq!(by(CardRefundCause::Void, value(300_000, 100_000, 160_000, 200_000)), 180_000);
}

#[test]
fn a_price_on_the_list_below_what_was_charged_takes_nothing_from_the_shop() {
    assert_eq!(by(CardRefundCause::Customer, value(300_000, 0, 60_000, 50_000)), 240_000);
}

#[test]
fn of_a_card_paid_in_part_what_was_received_is_given_back() {
    // 500.00 of 1000.00 for ten visits: four were delivered, worth 100.00 each.
    assert_eq!(both(visits(50_000, 5, 4, 40_000, 60_000)), (10_000, 0));
    // 1500.00 of 3000.00: half of the bonus was released with it.
    assert_eq!(both(value(150_000, 50_000, 40_000, 50_000)), (120_000, 100_000));
}

#[test]
fn gifts_that_are_kept_take_off_what_is_due_and_no_more() {
    let holding = value(100_000, 0, 0, 0);
    let with = |gift| CardRefundAsked { gift: Money::minor(gift), ..asked(CardRefundCause::Shop, LATER) };
    assert_eq!(total(&[holding], with(30_000)), 70_000);
    assert_eq!(total(&[holding], with(130_000)), 0);
}

#[test]
fn interest_runs_from_the_end_to_the_payout_at_the_rate_of_the_contracts_day() {
    let older = lot_paid(1, "2024-08-01", 100_000, value(0, 0, 0, 0).held);
    let newer = lot_paid(2, PAID_ON, 50_000, value(0, 0, 0, 0).held);
    let waited = |cause| CardRefundAsked { paid_out_on: day("2026-06-16"), ..asked(cause, LATER) };
    let shop = quote(&[older, newer], &waited(CardRefundCause::Shop)).unwrap();
    // 1000.00 at 3.35 % and 500.00 at 3 %, for 15 days of 365.
    assert_eq!(shop.lots.iter().map(|lot| lot.interest.to_minor()).collect::<Vec<_>>(), [138, 62]);
    assert_eq!((shop.interest_days, shop.interest.to_minor(), shop.total.to_minor()), (15, 200, 150_200));
    let customer = quote(&[older, newer], &waited(CardRefundCause::Customer)).unwrap();
    assert_eq!(customer.interest.to_minor(), 62 + 31);
}

#[test]
fn what_both_sides_settle_on_is_paid_and_bears_no_interest() {
    let holding = value(100_000, 0, 20_000, 20_000);
    let agreed = |amount| CardRefundAsked {
        agreed: Some(Money::minor(amount)),
        paid_out_on: day("2026-07-01"),
        ..asked(CardRefundCause::Agreed, LATER)
    };
    let settled = quote(&[holding], &agreed(90_000)).unwrap();
    assert_eq!((settled.basis, settled.total.to_minor()), (CardRefundBasis::Agreed, 90_000));
    assert_eq!(settled.by_lot.to_minor(), 80_000);
    let code = |amount| Problem::from(quote(&[holding], &agreed(amount)).unwrap_err()).code;
    assert_eq!((code(-1), code(100_001)), ("card.refund_agreed", "card.refund_agreed"));
    assert!(quote(&[holding], &asked(CardRefundCause::Agreed, LATER)).is_err());
}

#[test]
fn an_end_before_the_payment_or_after_the_payout_is_refused() {
    let code = |ended_on: &str| {
        let asked = CardRefundAsked { ended_on: day(ended_on), ..asked(CardRefundCause::Shop, LATER) };
        quote(&[value(1, 0, 0, 0)], &asked).map_err(|refusal| Problem::from(refusal).code)
    };
    assert_eq!(code("2026-03-01"), Err("card.refund_end"));
    assert_eq!(code("2026-06-02"), Err("card.refund_end"));
    assert!(code(PAID_ON).is_ok());
    let less = CardRefundAsked { gift: Money::minor(-1), ..asked(CardRefundCause::Shop, LATER) };
    assert_eq!(Problem::from(quote(&[], &less).unwrap_err()).code, "card.refund_gift");
}

fn holdings() -> impl Strategy<Value = Vec<Holding>> {
    let value = (0_i64..500_000, 0_i64..200_000, 0_i64..=100, 0_i64..300_000).prop_map(
        |(paid, bonus, part, more)| {
            let used = (paid + bonus) * part / 100;
            (paid, value(paid, bonus, used, used + more).held)
        },
    );
    let visits =
        (0_i64..500_000, 1_i64..30, 0_i64..=30, 0_i64..50_000).prop_map(|(paid, bought, used, list)| {
            let used = used.min(bought);
            (paid, visits(paid, bought, used, paid * used / bought, list * used).held)
        });
    let time = (0_i64..500_000, 1_i64..800, 0_i64..800)
        .prop_map(|(paid, days, left)| (paid, Held::Time { days, left: left.min(days) }));
    let lot = (prop_oneof![4 => value, 2 => visits, 1 => time], 0_i64..120);
    prop::collection::vec(lot, 0..6).prop_map(|lots| {
        let lot = |((paid, held), ago): ((i64, Held), i64), number| {
            let paid_on = day(LATER).plus_days(-ago).to_string();
            lot_paid(number, &paid_on, paid, held)
        };
        lots.into_iter().zip(1_u128..).map(|(made, number)| lot(made, number)).collect()
    })
}

proptest! {
    #[test]
    fn a_refund_is_never_below_nothing_and_never_above_what_was_paid(
        holdings in holdings(), gift in 0_i64..100_000, cause in 0_usize..4,
    ) {
        let asked = CardRefundAsked {
            gift: Money::minor(gift),
            ..asked(CardRefundCause::ALL[cause], LATER)
        };
        let paid: Money = holdings.iter().map(|holding| holding.paid).sum();
        let quote = quote(&holdings, &asked).unwrap();
        prop_assert!(!quote.total.is_negative() && quote.total <= paid);
        prop_assert!(quote.lots.iter().all(|lot| !lot.amount.is_negative() && lot.amount <= lot.paid));
        prop_assert!(quote.lots.iter().all(|lot| !lot.due.is_negative()));
    }

    #[test]
    fn what_is_due_is_the_better_figure_and_its_parts_add_up_to_it(
        holdings in holdings(), gift in 0_i64..100_000, days in 0_i64..400, cause in 0_usize..4,
    ) {
        let asked = CardRefundAsked {
            gift: Money::minor(gift),
            paid_out_on: day(LATER).plus_days(days),
            ..asked(CardRefundCause::ALL[cause], LATER)
        };
        let quote = quote(&holdings, &asked).unwrap();
        let better = quote.by_lot.max(quote.whole);
        prop_assert_eq!(quote.total, better - quote.gift + quote.interest);
        let due: Money = quote.lots.iter().map(|lot| lot.due).sum();
        prop_assert!(holdings.is_empty() || due == better - quote.gift);
        let lines: Money = quote.whole_lines.iter().map(|line| line.amount).sum();
        prop_assert_eq!(lines, quote.whole);
    }

    #[test]
    fn the_shops_cause_never_gives_less_than_the_customers(holdings in holdings()) {
        let total = |cause| quote(&holdings, &asked(cause, LATER)).unwrap().total;
        prop_assert!(total(CardRefundCause::Shop) >= total(CardRefundCause::Customer));
        prop_assert!(total(CardRefundCause::SevenDays) >= total(CardRefundCause::Customer));
        prop_assert_eq!(total(CardRefundCause::Shop), total(CardRefundCause::Void));
    }

    #[test]
    fn using_more_never_gives_back_more(
        paid in 1_i64..500_000, bonus in 0_i64..200_000, used in 0_i64..700_000, more in 0_i64..1_000,
    ) {
        prop_assume!(used + more <= paid + bonus);
        let less = both(value(paid, bonus, used, used));
        let after = both(value(paid, bonus, used + more, used + more));
        prop_assert!(after.0 <= less.0 && after.1 <= less.1);
    }
}
