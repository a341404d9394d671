//! What the books of one business day add up to. The figures that are kept, those that are added up
//! while they are asked for, and those of the self-check all come from here.

use super::{by_tender_of_any_kind, card_use, is_money};
use crate::report::model::{Earned, Facts, Figures, Guest, Key, Part, ShopClock, Sums};
use kernel::{BillId, Day, Money};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The kinds of line that a shop earns by. Money that is passed on or still owed in work is none.
pub const REVENUE: [&str; 4] = ["service", "product", "fee", "imported"];
/// The kinds of line that are shown apart from the revenue.
pub const APART: [&str; 4] = ["card_sale", "top_up", "repayment", "tip"];

/// Money received, less money given back; counts the bills.
pub const TAKINGS: &str = "takings";
/// What stored value paid.
pub const CARD_USE: &str = "card_use";
/// How much of it was bonus.
pub const CARD_BONUS: &str = "card_bonus";
/// Counts guests who became known that day.
pub const NEW_GUESTS: &str = "new_guests";
/// Counts guests who were known before.
pub const RETURNING_GUESTS: &str = "returning_guests";
/// Counts bills of nobody known.
pub const UNKNOWN_GUESTS: &str = "unknown_guests";

/// The figures of a day; none that is nothing.
pub fn figures(facts: &Facts, day: Day, clock: &ShopClock) -> Figures {
    let mut figures = Figures::new();
    add_revenue(&mut figures, &facts.lines);
    add_apart(&mut figures, &facts.lines);
    add_takings(&mut figures, facts, clock);
    add_guests(&mut figures, facts, day, clock);
    figures.retain(|_, sums| *sums != Sums::default());
    figures
}

fn add(figures: &mut Figures, part: Part, key: Key, sums: Sums) {
    *figures.entry((part, key)).or_default() += sums;
}

fn add_revenue(figures: &mut Figures, lines: &[Earned]) {
    // A bill counts once under each key, however many of its lines stand there.
    let mut counted: BTreeSet<(Part, Key, BillId)> = BTreeSet::new();
    for line in lines.iter().filter(|line| REVENUE.contains(&line.kind.as_str())) {
        for (part, key, amount, tax) in parts_of(line) {
            let new_here = line.bill.is_some_and(|bill| counted.insert((part, key.clone(), bill)));
            let (bills, lines) = (i64::from(new_here), i64::from(line.bill.is_some()));
            add(figures, part, key, Sums { bills, lines, amount, tax });
        }
    }
}

/// Under which keys a line stands, with how much of it.
fn parts_of(line: &Earned) -> Vec<(Part, Key, Money, Money)> {
    let item = if line.item == Uuid::nil() { String::new() } else { line.item.to_string() };
    let item = Key { key: item, name: line.name.clone() };
    let mut parts =
        vec![(Part::Total, Key::default(), line.net, line.tax), (Part::Item, item, line.net, line.tax)];
    let staff = split(line.net, &line.shares).into_iter().zip(split(line.tax, &line.shares));
    parts.extend(staff.map(|((key, amount), (_, tax))| (Part::Staff, key, amount, tax)));
    parts
}

/// Whole shares, in millionths.
const WHOLE: i64 = 1_000_000;

/// An amount by who has a part in it, by largest remainder: the parts add up to the whole. What nobody
/// has a part in stands under nobody.
pub fn split(amount: Money, shares: &[(kernel::StaffId, i64)]) -> Vec<(Key, Money)> {
    let mut weights: BTreeMap<Key, i64> = BTreeMap::new();
    for (staff, share) in shares {
        *weights.entry(Key::of(staff.to_string())).or_default() += share;
    }
    let taken: i64 = weights.values().sum();
    if taken < WHOLE {
        weights.insert(Key::default(), WHOLE - taken);
    }
    let parts = kernel::money::share(amount.to_minor(), &weights.values().copied().collect::<Vec<_>>());
    weights.into_keys().zip(parts.into_iter().map(Money::minor)).collect()
}

fn add_apart(figures: &mut Figures, lines: &[Earned]) {
    for line in lines.iter().filter(|line| APART.contains(&line.kind.as_str())) {
        let lines = i64::from(line.bill.is_some());
        add(figures, Part::Flow, Key::of(&line.kind), Sums { lines, ..Sums::of(line.paid) });
    }
}

fn add_takings(figures: &mut Figures, facts: &Facts, clock: &ShopClock) {
    let hour = |at: kernel::Instant| Key::of(format!("{:02}", at.hour(&clock.zone)));
    let takings = Sums { amount: super::takings(&facts.moved), ..Sums::count(count(facts.bills.len())) };
    add(figures, Part::Flow, Key::of(TAKINGS), takings);
    let (used, bonus) = card_use(&facts.moved);
    add(figures, Part::Flow, Key::of(CARD_USE), Sums::of(used));
    add(figures, Part::Flow, Key::of(CARD_BONUS), Sums::of(bonus));
    for (kind, amount) in by_tender_of_any_kind(&facts.moved) {
        add(figures, Part::Tender, Key::of(kind), Sums::of(amount));
    }
    for moved in facts.moved.iter().filter(is_money) {
        add(figures, Part::Hour, hour(moved.at), Sums::of(moved.amount));
    }
    for bill in &facts.bills {
        add(figures, Part::Hour, hour(bill.at), Sums::count(1));
    }
}

/// A guest counts once a day. New is who became known on the day itself; who was brought along from
/// another program was known before.
fn add_guests(figures: &mut Figures, facts: &Facts, day: Day, clock: &ShopClock) {
    let known: BTreeMap<Uuid, Guest> =
        facts.bills.iter().filter_map(|bill| bill.guest).map(|guest| (guest.id, guest)).collect();
    let is_new = |guest: &&Guest| {
        let since = guest.known_since.business_day(&clock.zone, clock.cut_off_minutes);
        !guest.brought_along && since >= day
    };
    let new = known.values().filter(is_new).count();
    let unknown = facts.bills.iter().filter(|bill| bill.guest.is_none()).count();
    let mut guests = |key, guests| add(figures, Part::Flow, Key::of(key), Sums::count(count(guests)));
    guests(NEW_GUESTS, new);
    guests(RETURNING_GUESTS, known.len() - new);
    guests(UNKNOWN_GUESTS, unknown);
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::PaidBill;
    use kernel::{Id, Instant, StaffId, Zone};
    use proptest::prelude::*;

    fn staff(number: u128) -> StaffId {
        StaffId::from_uuid(Uuid::from_u128(number))
    }

    fn earned(bill: Option<u128>, kind: &str, net: i64, shares: &[(StaffId, i64)]) -> Earned {
        Earned {
            bill: bill.map(|bill| BillId::from_uuid(Uuid::from_u128(bill))),
            kind: kind.to_owned(),
            item: Uuid::from_u128(9),
            name: "洗剪吹".to_owned(),
            paid: Money::minor(net),
            net: Money::minor(net),
            tax: Money::minor(net / 10),
            shares: shares.to_vec(),
        }
    }

    fn of_lines(lines: Vec<Earned>) -> Figures {
        let clock = ShopClock { zone: Zone::parse("Asia/Shanghai").unwrap(), cut_off_minutes: 180 };
        figures(&Facts { lines, ..Facts::default() }, Day::new(2026, 3, 2).unwrap(), &clock)
    }

    fn at(figures: &Figures, part: Part, key: Key) -> (i64, i64, i64) {
        let sums = figures.get(&(part, key)).copied().unwrap_or_default();
        (sums.bills, sums.lines, sums.amount.to_minor())
    }

    #[test]
    fn money_passed_on_is_no_revenue_and_is_shown_apart() {
        let figures = of_lines(vec![earned(Some(1), "service", 100, &[]), earned(Some(1), "tip", 5, &[])]);
        assert_eq!(at(&figures, Part::Total, Key::default()), (1, 1, 100));
        assert_eq!(at(&figures, Part::Flow, Key::of("tip")), (0, 1, 5));
    }

    #[test]
    fn a_refund_takes_its_amount_and_counts_nothing() {
        let figures = of_lines(vec![earned(Some(1), "service", 100, &[]), earned(None, "service", -30, &[])]);
        assert_eq!(at(&figures, Part::Total, Key::default()), (1, 1, 70));
    }

    #[test]
    fn what_nobody_did_stands_under_nobody() {
        let half = [(staff(1), 500_000)];
        let figures = of_lines(vec![earned(Some(1), "service", 101, &half)]);
        let by = |key| at(&figures, Part::Staff, key);
        assert_eq!((by(Key::of(staff(1).to_string())).2 + by(Key::default()).2), 101);
        assert_eq!(by(Key::default()).0, 1);
    }

    #[test]
    fn who_was_brought_along_is_no_newcomer() {
        let clock = ShopClock { zone: Zone::parse("Asia/Shanghai").unwrap(), cut_off_minutes: 180 };
        let day = Day::new(2026, 3, 2).unwrap();
        let noon = day.starts(&clock.zone).plus_seconds(12 * 3600);
        let bill = |id, known_since, brought_along| {
            let guest = Guest { id: Uuid::from_u128(id), known_since, brought_along };
            PaidBill { at: noon, guest: Some(guest) }
        };
        let early = Instant::from_millis(0);
        let bills =
            vec![bill(1, noon, false), bill(1, noon, false), bill(2, noon, true), bill(3, early, false)];
        let figures = figures(&Facts { bills, ..Facts::default() }, day, &clock);
        assert_eq!(at(&figures, Part::Flow, Key::of(NEW_GUESTS)).0, 1);
        assert_eq!(at(&figures, Part::Flow, Key::of(RETURNING_GUESTS)).0, 2);
        assert_eq!(at(&figures, Part::Flow, Key::of(TAKINGS)).0, 4);
    }

    proptest! {
        #[test]
        fn shares_of_a_line_add_up_to_it(
            amount in -1_000_000_i64..1_000_000,
            shares in prop::collection::vec((1_u128..5, 0_i64..=250_000), 0..4),
        ) {
            let shares: Vec<_> = shares.into_iter().map(|(who, share)| (staff(who), share)).collect();
            let parts = split(Money::minor(amount), &shares);
            prop_assert_eq!(parts.iter().map(|(_, part)| part.to_minor()).sum::<i64>(), amount);
        }

        #[test]
        fn staff_and_items_add_up_to_the_total(
            lines in prop::collection::vec((prop::option::of(1_u128..4), -5_000_i64..5_000, 0_i64..=1_000_000), 0..12),
        ) {
            let lines = lines.into_iter().map(|(bill, net, share)| earned(bill, "service", net, &[(staff(1), share)]));
            let figures = of_lines(lines.collect());
            let sum = |wanted| {
                let of_part = figures.iter().filter(|((part, _), _)| *part == wanted);
                of_part.map(|(_, sums)| (sums.amount, sums.tax)).fold((Money::ZERO, Money::ZERO), |a, b| (a.0 + b.0, a.1 + b.1))
            };
            prop_assert_eq!(sum(Part::Staff), sum(Part::Total));
            prop_assert_eq!(sum(Part::Item), sum(Part::Total));
        }
    }
}
