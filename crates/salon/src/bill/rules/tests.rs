//! Whole bills: the worked example, to the fen, and random ones.

use super::books::{Books, Turned, entries, money_account, taxes_due};
use super::pricing::price;
use super::pricing::tests::{card_sale, line_id, lines, off, reductions, roundings, service};
use super::refund::{Wanted, refund, to_lots};
use super::settle::{paid, settle};
use crate::bill::model::{
    Cell, LineKind, LineRefund, Means, Off, PaidCell, PaidLine, PostedTax, Priceable, Priced, Refusal,
    Rounding, Settlement, Source,
};
use crate::card::{self, DrawOrder, Lot, Pays, Value};
use crate::ledger::{Account, Channel, Entry, EntrySet, Site, Unit};
use kernel::{BranchId, Currency, Id, Instant, LotId, Money};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const CNY: Unit = Unit::Money(Currency::CNY);

fn branch(number: u128) -> BranchId {
    Id::from_uuid(Uuid::from_u128(number))
}

fn site(number: u128) -> Site {
    Site { branch: branch(number), company: Id::from_uuid(Uuid::from_u128(100 + number)) }
}

fn lot(number: u8, home: Site, bought: Value) -> Lot {
    let at = Instant::from_millis(i64::from(number));
    Lot::new(Id::from_uuid(Uuid::from_u128(number.into())), home, at, bought)
}

fn value(principal: i64, bonus: i64) -> Value {
    Value { principal: Money::minor(principal), bonus: Money::minor(bonus) }
}

fn pay_by_card(lots: &[Lot], order: DrawOrder, amount: Money) -> Means {
    let draws = card::draw(lots, order, amount, None).unwrap();
    Means::Card {
        card: Id::from_uuid(Uuid::from_u128(1)),
        draws,
        pays: Pays::Everything,
        charged: Vec::new(),
        through: None,
    }
}

fn wechat(amount: Money) -> Means {
    Means::Channel { channel: Channel::WeChat, amount, reference: "4200001234".to_owned() }
}

/// A paid bill, as it would be stored.
struct Paid {
    priced: Priced,
    settlement: Settlement,
    books: Books,
    set: EntrySet,
    lines: Vec<PaidLine>,
    sold: Vec<Lot>,
}

fn pay(priced: Priced, means: &[Means], place: Site) -> Paid {
    let settlement = paid(settle(&priced.lines, means).unwrap()).unwrap();
    let mut homes = BTreeMap::new();
    for tender in &settlement.tenders {
        match &tender.means {
            Means::Card { draws, .. } => homes.extend(draws.iter().map(|draw| (draw.lot, draw.home))),
            Means::Points { lot, home, .. } => homes.extend([(*lot, *home)]),
            _ => {}
        }
    }
    let accounts =
        settlement.tenders.iter().map(|tender| money_account(&tender.means, place.branch)).collect();
    let services = BTreeMap::new();
    let books = Books { place, currency: Currency::CNY, tenders: accounts, homes, services };
    let mut sold = Vec::new();
    let mut turned = Vec::new();
    let mut lines = Vec::new();
    for line in &priced.lines {
        let earning = settlement.earning(line.id);
        let taxes = taxes_due(line, earning);
        if !line.kind.earns() {
            let lot = lot(100 + u8::try_from(sold.len()).unwrap(), place, value(line.net.to_minor(), 777));
            turned.push(Turned::Lot(lot));
            sold.push(lot);
        } else {
            turned.push(Turned::Earned { paid: earning, taxes: taxes.clone() });
        }
        let cells = settlement.cells.iter().filter(|cell| cell.line == line.id);
        let cell =
            |&paid| PaidCell { paid, returned: Money::ZERO, returned_count: 0, returned_earned: Money::ZERO };
        let posted = |&(rate, amount)| PostedTax { rate, amount, returned: Money::ZERO };
        lines.push(PaidLine {
            id: line.id,
            kind: line.kind,
            quantity: 1,
            paid: line.payable(),
            refunded_quantity: 0,
            refunded: Money::ZERO,
            taxes: taxes.iter().map(posted).collect(),
            cells: cells.map(cell).collect(),
        });
    }
    let set = entries(&books, &settlement.cells, &turned).unwrap();
    Paid { priced, settlement, books, set, lines, sold }
}

impl Paid {
    /// The cells of one source, by line.
    fn cells(&self, of: impl Fn(&Cell) -> bool) -> Vec<i64> {
        let cells = self.settlement.cells.iter().filter(|cell| of(cell));
        cells.map(|cell| cell.amount.to_minor()).collect()
    }

    /// Refunds lines and stores what was given back.
    fn refund(&mut self, wanted: Option<&[Wanted]>) -> Result<(Vec<LineRefund>, EntrySet), Refusal> {
        let refunds = refund(&self.lines, wanted)?;
        let cells: Vec<Cell> = refunds.iter().flat_map(|refund| refund.cells.clone()).collect();
        let turned: Vec<Turned> = refunds.iter().map(|refund| self.turned(refund)).collect();
        let set = entries(&self.books, &cells, &turned).unwrap().reversed();
        for refund in &refunds {
            let line = self.lines.iter_mut().find(|line| line.id == refund.line).unwrap();
            line.refunded_quantity += refund.quantity;
            line.refunded += refund.amount;
            for (cell, back) in line.cells.iter_mut().zip(&refund.cells) {
                cell.returned += back.amount;
                cell.returned_count += back.count;
                cell.returned_earned += back.earned;
            }
            for (tax, (_, back)) in line.taxes.iter_mut().zip(&refund.taxes) {
                tax.returned += *back;
            }
        }
        Ok((refunds, set))
    }

    fn turned(&self, refund: &LineRefund) -> Turned {
        let sales = self.priced.lines.iter().filter(|line| !line.kind.earns());
        match sales.zip(&self.sold).find(|(line, _)| line.id == refund.line) {
            Some((_, lot)) => Turned::Lot(*lot),
            None => Turned::Earned {
                paid: refund.cells.iter().map(|cell| cell.earned).sum(),
                taxes: refund.taxes.clone(),
            },
        }
    }
}

fn amount_on(set: &EntrySet, account: Account, unit: Unit) -> i64 {
    let on = |entry: &&Entry| entry.account == account && entry.unit == unit;
    set.entries().iter().filter(on).map(|entry| entry.amount).sum()
}

/// The lots of the worked example: the first almost used up, the second untouched.
fn example_lots() -> [Lot; 2] {
    let first = lot(1, site(1), value(100_000, 20_000));
    [Lot { left: value(4_531, 906), ..first }, lot(2, site(1), value(50_000, 8_000))]
}

const POINTS_LOT: u128 = 9;

fn example() -> Paid {
    let lines = [service(1, 12_800, 1), service(2, 38_800, 1), service(3, 9_990, 1)];
    let coupon = off(1, None, Off::Amount(Money::minor(5_000)));
    let priced = price(&lines, &[coupon], Rounding::Yuan, Currency::CNY).unwrap();
    let points = Means::Points {
        lot: Id::from_uuid(Uuid::from_u128(POINTS_LOT)),
        home: site(1),
        points: 200,
        worth: Money::minor(1_000),
    };
    let card = pay_by_card(&example_lots(), DrawOrder::Proportional, Money::minor(12_000));
    pay(priced, &[card, points, wechat(Money::minor(43_500))], site(1))
}

#[test]
fn the_worked_bill_is_paid_to_the_fen() {
    let paid = example();
    let [first, second] = example_lots().map(|lot| lot.id);
    let points: LotId = Id::from_uuid(Uuid::from_u128(POINTS_LOT));
    let nets: Vec<i64> = paid.priced.lines.iter().map(|line| line.net.to_minor()).collect();
    assert_eq!(nets, [11_742, 35_593, 9_165]);
    assert_eq!(paid.cells(|cell| cell.source == Source::Bonus(first)), [188, 571, 147]);
    assert_eq!(paid.cells(|cell| cell.source == Source::Bonus(second)), [188, 570, 147]);
    assert_eq!(paid.cells(|cell| cell.source == Source::Points(points)), [208, 630, 162]);
    assert_eq!(paid.cells(|cell| cell.source == Source::Principal(first)), [942, 2_854, 735]);
    assert_eq!(paid.cells(|cell| cell.source == Source::Principal(second)), [1_176, 3_564, 918]);
    assert_eq!(paid.cells(|cell| cell.source == Source::Money), [9_040, 27_404, 7_056]);
    let spent: Vec<i64> = paid.settlement.cells.iter().map(|cell| cell.count).filter(|&p| p > 0).collect();
    assert_eq!(spent, [42, 126, 32]);
    let earned = [1, 2, 3].map(|number| paid.settlement.earning(line_id(number)).to_minor());
    assert_eq!(earned, [11_158, 33_822, 8_709]);
}

#[test]
fn the_worked_bill_is_booked_to_the_fen() {
    let paid = example();
    let [first, second] = example_lots().map(|lot| lot.id);
    let on = |account, unit| amount_on(&paid.set, account, unit);
    assert_eq!(on(Account::Clearing(Channel::WeChat, branch(1)), CNY), 43_500);
    assert_eq!(on(Account::CardPrincipal(first), CNY), 4_531);
    assert_eq!(on(Account::CardPrincipal(second), CNY), 5_658);
    assert_eq!(on(Account::Revenue(branch(1)), CNY), -53_689);
    assert_eq!(on(Account::CardBonus(first), Unit::Bonus), 906);
    assert_eq!(on(Account::CardBonus(second), Unit::Bonus), 905);
    assert_eq!(on(Account::BonusProgram(site(1).company), Unit::Bonus), -1_811);
    assert_eq!(on(Account::PointsProgram(site(1).company), Unit::Points), -200);
}

#[test]
fn a_refund_of_its_second_line_gives_back_the_stored_cells() {
    let mut paid = example();
    let [mut first, mut second] = example_lots();
    let (refunds, set) = paid.refund(Some(&[Wanted { line: line_id(2), quantity: 1 }])).unwrap();
    assert_eq!(refunds[0].amount, Money::minor(35_593));
    let on = |account, unit| amount_on(&set, account, unit);
    assert_eq!(on(Account::Revenue(branch(1)), CNY), 33_822);
    assert_eq!(on(Account::Clearing(Channel::WeChat, branch(1)), CNY), -27_404);
    assert_eq!(on(Account::CardPrincipal(first.id), CNY), -2_854);
    assert_eq!(on(Account::CardPrincipal(second.id), CNY), -3_564);
    assert_eq!(on(Account::CardBonus(first.id), Unit::Bonus), -571);
    assert_eq!(on(Account::CardBonus(second.id), Unit::Bonus), -570);
    assert_eq!(on(Account::BonusProgram(site(1).company), Unit::Bonus), 1_141);
    assert_eq!(on(Account::PointsProgram(site(1).company), Unit::Points), 126);

    let back = to_lots(&refunds[0].cells);
    first.left = Value::NONE;
    second.left = second.left - value(5_658, 905);
    assert_eq!(card::returned(&first, back[&first.id]).left, value(2_854, 571));
    assert_eq!(card::returned(&second, back[&second.id]).left, value(47_906, 7_665));
}

#[test]
fn three_of_one_line_are_refunded_one_by_one_without_losing_a_fen() {
    let priced = price(&[service(1, 3_333, 3)], &[], Rounding::Jiao, Currency::CNY).unwrap();
    let lots = [lot(1, site(1), value(5_000, 1_000))];
    let card = pay_by_card(&lots, DrawOrder::Proportional, Money::minor(5_500));
    let rest = priced.total() - Money::minor(5_500);
    let mut paid = pay(priced, &[card, wechat(rest)], site(1));
    paid.lines[0].quantity = 3;
    let one = [Wanted { line: line_id(1), quantity: 1 }];
    let amounts: Vec<i64> = (0..3).map(|_| paid.refund(Some(&one)).unwrap().0[0].amount.to_minor()).collect();
    // 99.90 over three is 33.30 each.
    assert_eq!(amounts, [3_330, 3_330, 3_330]);
    assert!(paid.lines[0].cells.iter().all(|cell| cell.left().is_zero()));
    let above = Refusal::RefundAboveRest { line: line_id(1), left: 0 };
    assert_eq!(paid.refund(Some(&one)).unwrap_err(), above);
    assert_eq!(paid.refund(None).unwrap_err(), Refusal::RefundEmpty);
}

#[test]
fn cash_gives_change_and_nothing_else_does() {
    let priced = price(&[service(1, 8_050, 1)], &[], Rounding::None, Currency::CNY).unwrap();
    let cash = |received| Means::Cash { received: Money::minor(received) };
    let settlement = settle(&priced.lines, &[cash(10_000), wechat(Money::minor(3_000))]).unwrap();
    assert_eq!((settlement.change(), settlement.rest), (Money::minor(4_950), Money::ZERO));
    assert_eq!(settlement.tenders[0].amount, Money::minor(5_050));
    let above = settle(&priced.lines, &[wechat(Money::minor(8_051))]);
    assert_eq!(above, Err(Refusal::TenderAboveRest { rest: Money::minor(8_050) }));
    let needless = settle(&priced.lines, &[wechat(Money::minor(8_050)), cash(100)]);
    assert_eq!(needless, Err(Refusal::TenderAboveRest { rest: Money::ZERO }));
    let nothing = settle(&priced.lines, &[wechat(Money::ZERO)]);
    assert_eq!(nothing, Err(Refusal::TenderEmpty));
    let short = paid(settle(&priced.lines, &[cash(8_000)]).unwrap());
    assert_eq!(short, Err(Refusal::TendersShort { rest: Money::minor(50) }));
}

#[test]
fn stored_value_pays_for_services_and_never_for_a_card() {
    let priced = price(&[service(1, 5_000, 1), card_sale(2, 100_000)], &[], Rounding::None, Currency::CNY);
    let priced = priced.unwrap();
    let lots = [lot(1, site(1), value(50_000, 10_000))];
    let card = |amount| pay_by_card(&lots, DrawOrder::Proportional, Money::minor(amount));
    let refused = settle(&priced.lines, &[card(5_001), wechat(Money::minor(99_999))]);
    assert_eq!(refused, Err(Refusal::CardForCardSale { rest: Money::minor(5_000) }));
    let settlement = settle(&priced.lines, &[wechat(Money::minor(100_000)), card(5_000)]).unwrap();
    let card_paid = settlement.cells.iter().filter(|cell| cell.source != Source::Money);
    assert!(card_paid.map(|cell| cell.line).all(|line| line == line_id(1)));
}

#[test]
fn bonus_is_no_consideration_and_is_not_taxed() {
    use crate::bill::model::Tax;
    use kernel::Rate;
    let rate = Rate::from_ppm(60_000).unwrap();
    let tax = Tax { name: "VAT".to_owned(), rate, inclusive: true };
    let line = Priceable { taxes: vec![tax], ..service(1, 12_000, 1) };
    let priced = price(&[line], &[], Rounding::None, Currency::CNY).unwrap();
    let card = pay_by_card(&[lot(1, site(1), value(10_000, 2_000))], DrawOrder::Proportional, priced.total());
    let paid = pay(priced, &[card], site(1));
    // 100.00 of principal holds 5.66 of tax.
    assert_eq!(amount_on(&paid.set, Account::OutputTax(rate, branch(1)), CNY), -566);
    assert_eq!(amount_on(&paid.set, Account::Revenue(branch(1)), CNY), -9_434);
}

#[test]
fn a_bill_that_costs_nothing_moves_nothing() {
    let paid = pay(price(&[service(1, 0, 1)], &[], Rounding::None, Currency::CNY).unwrap(), &[], site(1));
    assert!(paid.set.is_empty() && paid.settlement.cells.is_empty());
}

/// How a random bill is paid: parts of the services by two cards, one of them of another branch,
/// and by points; then a part of what is left by WeChat, and the rest in cash.
#[derive(Clone, Debug)]
struct Plan {
    cards: [(i64, i64, DrawOrder, i64); 2],
    points: i64,
    wechat: i64,
    tip_over: i64,
}

fn plans() -> impl Strategy<Value = Plan> {
    let order =
        prop::sample::select(vec![DrawOrder::Proportional, DrawOrder::PrincipalFirst, DrawOrder::BonusFirst]);
    let card = || (0_i64..80_000, 0_i64..30_000, order.clone(), 0_i64..=100);
    (card(), card(), 0_i64..=100, 0_i64..=100, 0_i64..5_000).prop_map(
        |(first, second, points, wechat, tip_over)| Plan { cards: [first, second], points, wechat, tip_over },
    )
}

fn means(priced: &Priced, plan: &Plan) -> (Vec<Means>, Vec<Lot>) {
    let services = priced.lines.iter().filter(|line| line.kind.earns());
    let mut services: Money = services.map(|line| line.payable()).sum();
    let mut rest = priced.total();
    let mut means = Vec::new();
    let mut lots = Vec::new();
    for (number, &(principal, bonus, order, share)) in (1_u8..).zip(&plan.cards) {
        let lot = lot(number, site(number.into()), value(principal, bonus));
        let amount = services.min(lot.left.worth()).ratio_half_up(share, 100);
        if amount.is_positive() {
            means.push(pay_by_card(&[lot], order, amount));
            lots.push(lot);
            services -= amount;
            rest -= amount;
        }
    }
    let worth = services.ratio_half_up(plan.points, 100);
    if worth.is_positive() {
        let lot = Id::from_uuid(Uuid::from_u128(POINTS_LOT));
        means.push(Means::Points { lot, home: site(1), points: worth.to_minor() / 5 + 1, worth });
        rest -= worth;
    }
    let by_wechat = rest.ratio_half_up(plan.wechat, 100);
    if by_wechat.is_positive() {
        means.insert(0, wechat(by_wechat));
        rest -= by_wechat;
    }
    if rest.is_positive() {
        means.push(Means::Cash { received: rest + Money::minor(plan.tip_over) });
    }
    (means, lots)
}

fn bills() -> impl Strategy<Value = (Vec<Priceable>, Priced, Plan)> {
    (lines(), reductions(), roundings(), plans()).prop_map(|(lines, reductions, rounding, plan)| {
        let priced = price(&lines, &reductions, rounding, Currency::CNY).unwrap();
        (lines, priced, plan)
    })
}

proptest! {
    #[test]
    fn cells_add_up_to_lines_and_to_tenders((_, priced, plan) in bills()) {
        let (means, _) = means(&priced, &plan);
        let settlement = paid(settle(&priced.lines, &means).unwrap()).unwrap();
        for line in &priced.lines {
            let cells = settlement.cells.iter().filter(|cell| cell.line == line.id);
            prop_assert_eq!(cells.map(|cell| cell.amount).sum::<Money>(), line.payable());
        }
        for (place, tender) in settlement.tenders.iter().enumerate() {
            let cells = settlement.cells.iter().filter(|cell| cell.tender == place);
            prop_assert_eq!(cells.map(|cell| cell.amount).sum::<Money>(), tender.amount);
            if let Means::Points { points, .. } = tender.means {
                let cells = settlement.cells.iter().filter(|cell| cell.tender == place);
                prop_assert_eq!(cells.map(|cell| cell.count).sum::<i64>(), points);
            }
        }
        prop_assert!(settlement.cells.iter().all(|cell| cell.amount.is_positive()));
    }

    #[test]
    fn refunds_in_any_order_give_back_exactly_what_was_paid(
        (lines, priced, plan) in bills(),
        picks in prop::collection::vec((0_usize..8, 1_i64..5), 0..20),
    ) {
        let (means, lots) = means(&priced, &plan);
        let total = priced.total();
        let mut paid = pay(priced, &means, site(1));
        for (line, source) in paid.lines.iter_mut().zip(&lines) {
            line.quantity = source.quantity;
        }
        let mut sets = vec![paid.set.clone()];
        let mut given_back = Money::ZERO;
        let mut to_each_lot: BTreeMap<LotId, Value> = BTreeMap::new();
        let picks = picks.into_iter().map(Some).chain([None]);
        for pick in picks {
            let wanted = pick.map(|(place, quantity)| {
                let line = paid.lines[place % paid.lines.len()].id;
                [Wanted { line, quantity }]
            });
            let Ok((refunds, set)) = paid.refund(wanted.as_ref().map(|wanted| wanted.as_slice())) else { continue };
            sets.push(set);
            for refund in refunds {
                prop_assert!(!refund.amount.is_negative());
                prop_assert!(refund.cells.iter().all(|cell| !cell.amount.is_negative() && cell.count >= 0));
                prop_assert!(refund.taxes.iter().all(|(_, amount)| !amount.is_negative()));
                given_back += refund.amount;
                for (lot, value) in to_lots(&refund.cells) {
                    let sum = to_each_lot.entry(lot).or_default();
                    *sum = *sum + value;
                }
            }
            prop_assert!(given_back <= total);
        }
        prop_assert_eq!(given_back, total);
        for lot in lots {
            let drawn: Value = paid.settlement.tenders.iter().map(|tender| match &tender.means {
                Means::Card { draws, .. } =>
                    draws.iter().filter(|draw| draw.lot == lot.id).map(|draw| draw.value).sum(),
                _ => Value::NONE,
            }).sum();
            prop_assert_eq!(to_each_lot.get(&lot.id).copied().unwrap_or_default(), drawn);
        }
        // Payment and refunds together leave every account as it was.
        let all = sets.iter().flat_map(|set| set.entries().iter().copied()).collect::<Vec<_>>();
        prop_assert!(EntrySet::balanced(all).unwrap().is_empty());
    }

    #[test]
    fn a_card_for_some_lines_pays_only_those_and_leaves_room_for_the_others(
        services in 1_i64..50_000,
        products in 1_i64..50_000,
        shares in (0_i64..=100, 0_i64..=100, 0_i64..=100),
    ) {
        let goods = Priceable { kind: LineKind::Product, ..service(2, products, 1) };
        let priced = price(&[service(1, services, 1), goods], &[], Rounding::None, Currency::CNY).unwrap();
        let (of_services, of_products) = (services * shares.0 / 100, products * shares.1 / 100);
        let rest = services + products - of_services - of_products;
        let anything = rest * shares.2 / 100;
        let lots: Vec<Lot> = (1..=3).map(|number| lot(number, site(1), value(100_000, 33_333))).collect();
        let card = |number: usize, amount: i64, pays| {
            let draws = card::draw(&lots[number..=number], DrawOrder::Proportional, Money::minor(amount), None).unwrap();
            Means::Card { card: Id::from_uuid(Uuid::from_u128(number as u128)), draws, pays, charged: Vec::new(), through: None }
        };
        let parts = [
            (anything, card(0, anything, Pays::Everything)),
            (of_services, card(1, of_services, Pays::Services)),
            (of_products, card(2, of_products, Pays::Products)),
            (rest - anything, wechat(Money::minor(rest - anything))),
        ];
        let means: Vec<Means> = parts.into_iter().filter(|(amount, _)| *amount > 0).map(|(_, means)| means).collect();
        let settlement = paid(settle(&priced.lines, &means).unwrap()).unwrap();
        for cell in &settlement.cells {
            match &settlement.tenders[cell.tender].means {
                Means::Card { pays: Pays::Services, .. } => prop_assert_eq!(cell.line, line_id(1)),
                Means::Card { pays: Pays::Products, .. } => prop_assert_eq!(cell.line, line_id(2)),
                _ => {}
            }
        }
        let too_much = [card(1, services + 1, Pays::Services), wechat(Money::minor(products))];
        let refused = Refusal::CardReach { pays: Pays::Services, rest: Money::minor(services) };
        prop_assert_eq!(settle(&priced.lines, &too_much).unwrap_err(), refused);
    }
}
