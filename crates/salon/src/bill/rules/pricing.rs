//! What a bill costs, and why.

use crate::bill::model::{
    CardRate, Covered, Off, Priceable, Priced, PricedLine, Reduction, Refusal, Rounding, Step, Tax,
    TaxAmount, Tried,
};
use kernel::{Currency, Money, Rate};

/// The most of one item on one line.
const QUANTITY_MAX: i64 = 9999;

/// Prices a bill. The rates of cards come first. Each reduction is its own pass over what is left of its lines: those of single
/// lines before those of the whole bill, other prices before amounts before percentages, otherwise
/// as given. Then the tail of the sum is dropped 抹零. A reduction never takes off more than its
/// lines cost, and the lines that pass money on are never reduced. Taxes come last, on the net.
///
/// Refused when a quantity or a sum is beyond what a document may hold.
pub fn price(
    lines: &[Priceable],
    reductions: &[Reduction],
    rounding: Rounding,
    currency: Currency,
) -> Result<Priced, Refusal> {
    let mut priced = lines.iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    let by_card = priced.iter_mut().zip(lines).map(|(line, source)| charge(line, source.card.as_ref())).sum();
    let mut taken = vec![Money::ZERO; reductions.len()];
    for index in order(reductions) {
        taken[index] = reduce(&mut priced, lines, &reductions[index])?;
    }
    let rounding = round(&mut priced, rounding, currency);
    for (line, source) in priced.iter_mut().zip(lines) {
        tax(line, &source.taxes);
    }
    let priced = Priced { lines: priced, taken, rounding, by_card };
    Money::checked(priced.list_total().to_minor()).ok_or(Refusal::PriceOutOfRange)?;
    Money::checked(priced.total().to_minor()).ok_or(Refusal::PriceOutOfRange)?;
    Ok(priced)
}

/// Whether a reduction may be given on a bill as it stands: it takes something off, not from money
/// passed on, and not more than its lines cost; another price is for one line, and not below zero.
pub fn check_reduction(wanted: &Reduction, priced: &Priced) -> Result<(), Refusal> {
    let on = |line: &&PricedLine| wanted.line.is_none_or(|id| id == line.id);
    if wanted.line.is_some() && priced.lines.iter().filter(on).any(|line| !line.kind.earns()) {
        return Err(Refusal::ReductionOnValueSold);
    }
    let reducible = priced.lines.iter().filter(on).filter(|line| line.kind.earns());
    let rest: Money = reducible.map(|line| line.net).sum();
    match wanted.off {
        Off::ToPrice(_) if wanted.line.is_none() => Err(Refusal::ReductionUnclear),
        Off::ToPrice(price) if price.is_negative() => Err(Refusal::PriceBelowZero),
        Off::Amount(off) if !off.is_positive() => Err(Refusal::ReductionEmpty),
        Off::Percent(rate) if rate == Rate::ZERO => Err(Refusal::ReductionEmpty),
        Off::Amount(off) if off > rest => Err(Refusal::ReductionAboveLines { rest }),
        _ => Ok(()),
    }
}

/// Whether a reduction gives its lines away 免单, which needs a permission of its own.
pub fn is_free(wanted: &Reduction, priced: &Priced) -> bool {
    let on = |line: &&PricedLine| wanted.line.is_none_or(|id| id == line.id) && line.kind.earns();
    let rest: Money = priced.lines.iter().filter(on).map(|line| line.net).sum();
    match wanted.off {
        Off::Amount(off) => off >= rest,
        Off::Percent(rate) => rate == Rate::ONE,
        Off::ToPrice(price) => price.is_zero(),
    }
}

/// Whether so many of one item may stand on one line.
pub fn check_quantity(quantity: i64) -> Result<(), Refusal> {
    if (1..=QUANTITY_MAX).contains(&quantity) { Ok(()) } else { Err(Refusal::QuantityOutOfRange) }
}

/// A line at its list price.
fn listed(line: &Priceable) -> Result<PricedLine, Refusal> {
    let &Priceable { quantity, unit_price, .. } = line;
    check_quantity(quantity)?;
    let list = unit_price.times(quantity).ok_or(Refusal::PriceOutOfRange)?;
    let trace = vec![Step { amount: list, what: Tried::List { unit_price, quantity } }];
    Ok(PricedLine { id: line.id, kind: line.kind, list, net: list, taxes: Vec::new(), trace })
}

/// Charges what a card says, and says how much that takes off. It is measured on the line, not on each item.
fn charge(line: &mut PricedLine, card: Option<&CardRate>) -> Money {
    let Some(CardRate { number, pays, covers }) = card else { return Money::ZERO };
    let all = Covered { list: line.net, paid: line.net.at_rate(*pays) };
    let Covered { list, paid } = covers.unwrap_or(all);
    if list.is_zero() {
        return Money::ZERO;
    }
    let off = list - paid;
    let percent_ppm = Rate::from_ppm(Rate::ONE.to_ppm() - pays.to_ppm()).unwrap_or(Rate::ZERO);
    line.net -= off;
    line.trace.push(Step { amount: -off, what: Tried::CardRate { number: number.clone(), percent_ppm } });
    off
}

/// The order in which reductions are applied, as places in their list.
fn order(reductions: &[Reduction]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..reductions.len()).collect();
    // The sort is stable: reductions alike stay as given.
    order.sort_by_key(|&index| {
        let reduction = &reductions[index];
        let kind = match reduction.off {
            Off::ToPrice(_) => 0,
            Off::Amount(_) => 1,
            Off::Percent(_) => 2,
        };
        (reduction.line.is_none(), kind)
    });
    order
}

/// Takes one reduction off its lines and says how much it took. Refused when another price comes to
/// more than a document may hold.
fn reduce(lines: &mut [PricedLine], sources: &[Priceable], reduction: &Reduction) -> Result<Money, Refusal> {
    let id = reduction.id;
    let on = |line: &PricedLine| reduction.line.is_none_or(|wanted| wanted == line.id);
    for line in lines.iter_mut().filter(|line| on(line) && !line.kind.earns()) {
        let what = Tried::SkippedValueSold { reduction: id };
        line.trace.push(Step { amount: Money::ZERO, what });
    }
    let on = |(line, _): &(&mut PricedLine, &Priceable)| on(line) && line.kind.earns();
    let (mut lines, sources): (Vec<&mut PricedLine>, Vec<&Priceable>) =
        lines.iter_mut().zip(sources).filter(on).unzip();
    let (parts, what) = match reduction.off {
        Off::Amount(off) => (spread(&lines, off), Tried::ManualAmount { reduction: id, off }),
        Off::Percent(rate) => (
            lines.iter().map(|line| line.net.at_rate(rate)).collect(),
            Tried::ManualPercent { reduction: id, percent_ppm: rate },
        ),
        Off::ToPrice(to) => {
            let priced = |source: &&Priceable| to.times(source.quantity).ok_or(Refusal::PriceOutOfRange);
            let wanted = sources.iter().map(priced).collect::<Result<Vec<_>, _>>()?;
            let parts = lines.iter().zip(wanted).map(|(line, wanted)| line.net - wanted).collect();
            let from = sources.first().map_or(Money::ZERO, |source| source.unit_price);
            (parts, Tried::PriceChanged { reduction: id, from, to })
        }
    };
    Ok(take(&mut lines, &parts, &what))
}

/// Drops the tail of the sum below the rounding's step, and says how much that was.
fn round(lines: &mut [PricedLine], rounding: Rounding, currency: Currency) -> Money {
    let sum: Money = lines.iter().map(|line| line.net).sum();
    let tail = Money::minor(sum.to_minor() % rounding.step(currency));
    let mut lines: Vec<&mut PricedLine> = lines.iter_mut().filter(|line| line.kind.earns()).collect();
    let parts = spread(&lines, tail);
    take(&mut lines, &parts, &Tried::Rounding { to: rounding })
}

/// Shares an amount over what is left of lines, or all that is left where the amount is more.
fn spread(lines: &[&mut PricedLine], amount: Money) -> Vec<Money> {
    let left: Vec<Money> = lines.iter().map(|line| line.net).collect();
    amount.min(left.iter().sum()).share(&left)
}

/// Takes parts off lines, each with its step in the trace, and says what they come to.
fn take(lines: &mut [&mut PricedLine], parts: &[Money], what: &Tried) -> Money {
    for (line, &part) in lines.iter_mut().zip(parts) {
        line.net -= part;
        if !part.is_zero() {
            line.trace.push(Step { amount: -part, what: what.clone() });
        }
    }
    parts.iter().sum()
}

/// Works the taxes out on the net, each rounded by itself. Value sold is taxed when it is used.
fn tax(line: &mut PricedLine, taxes: &[Tax]) {
    if !line.kind.earns() {
        return;
    }
    line.taxes = taxes_on(line.net, taxes);
    for TaxAmount { tax, amount } in &line.taxes {
        let (name, rate_ppm) = (tax.name.clone(), tax.rate);
        line.trace.push(if tax.inclusive {
            Step { amount: Money::ZERO, what: Tried::TaxIncluded { name, rate_ppm, amount: *amount } }
        } else {
            Step { amount: *amount, what: Tried::TaxAdded { name, rate_ppm } }
        });
    }
}

/// What each tax comes to on a net price. All of them are on the price without taxes: the net less
/// those that it holds. So no tax is levied on another.
pub(super) fn taxes_on(net: Money, taxes: &[Tax]) -> Vec<TaxAmount> {
    let held: i64 = taxes.iter().filter(|tax| tax.inclusive).map(|tax| tax.rate.to_ppm()).sum();
    let whole = Rate::ONE.to_ppm() + held;
    taxes
        .iter()
        .map(|tax| TaxAmount { tax: tax.clone(), amount: net.ratio_half_up(tax.rate.to_ppm(), whole) })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::bill::model::LineKind;
    use kernel::{Id, LineId};
    use proptest::prelude::*;
    use uuid::Uuid;

    pub fn line_id(number: u128) -> LineId {
        Id::from_uuid(Uuid::from_u128(number))
    }

    pub fn service(number: u128, unit_price: i64, quantity: i64) -> Priceable {
        let (id, unit_price) = (line_id(number), Money::minor(unit_price));
        Priceable { id, kind: LineKind::Service, quantity, unit_price, card: None, taxes: Vec::new() }
    }

    pub fn card_sale(number: u128, price: i64) -> Priceable {
        Priceable { kind: LineKind::CardSale, ..service(number, price, 1) }
    }

    pub fn off(number: u128, line: Option<u128>, off: Off) -> Reduction {
        Reduction { id: Id::from_uuid(Uuid::from_u128(number)), line: line.map(line_id), off }
    }

    fn vat(inclusive: bool, ppm: i64) -> Tax {
        Tax { name: "VAT".to_owned(), rate: Rate::from_ppm(ppm).unwrap(), inclusive }
    }

    fn nets(priced: &Priced) -> Vec<i64> {
        priced.lines.iter().map(|line| line.net.to_minor()).collect()
    }

    fn priced(lines: &[Priceable], reductions: &[Reduction], rounding: Rounding) -> Priced {
        price(lines, reductions, rounding, Currency::CNY).unwrap()
    }

    #[test]
    fn each_reduction_is_its_own_pass_and_the_rounding_the_last() {
        let lines = [service(1, 12_800, 1), service(2, 38_800, 1), service(3, 9_990, 1)];
        let coupon = off(1, None, Off::Amount(Money::minor(5_000)));
        let priced = priced(&lines, &[coupon], Rounding::Yuan);
        assert_eq!(nets(&priced), [11_742, 35_593, 9_165]);
        assert_eq!((priced.reduction_total(), priced.rounding), (Money::minor(5_000), Money::minor(90)));
        assert_eq!(priced.total(), Money::minor(56_500));
    }

    #[test]
    fn lines_are_reduced_before_the_bill_and_amounts_before_percentages() {
        let lines = [service(1, 10_000, 1)];
        let half = Off::Percent(Rate::from_ppm(500_000).unwrap());
        let given =
            [off(1, None, half), off(2, Some(1), half), off(3, Some(1), Off::Amount(Money::minor(2_000)))];
        let priced = priced(&lines, &given, Rounding::None);
        assert_eq!(priced.taken, [2_000, 4_000, 2_000].map(Money::minor));
    }

    #[test]
    fn a_percentage_is_taken_off_the_line_and_not_off_each_item() {
        let tenth = Off::Percent(Rate::from_ppm(100_000).unwrap());
        // A tenth of 5 is 1 when rounded, and three times that is 3; a tenth of 15 is 2.
        let priced = priced(&[service(1, 5, 3)], &[off(1, None, tenth)], Rounding::None);
        assert_eq!(nets(&priced), [13]);
    }

    #[test]
    fn a_cards_rate_comes_before_what_is_given_by_hand() {
        let pays = Rate::from_ppm(800_000).unwrap();
        let card = Some(CardRate { number: "C01000001".to_owned(), pays, covers: None });
        let lines = [Priceable { card, ..service(1, 12_800, 1) }, service(2, 5_000, 1)];
        let tenth = off(1, None, Off::Percent(Rate::from_ppm(100_000).unwrap()));
        let reduced = priced(&lines, &[tenth], Rounding::None);
        assert_eq!((nets(&reduced), reduced.by_card), (vec![9_216, 4_500], Money::minor(2_560)));
        assert_eq!(reduced.reduction_total(), Money::minor(2_560 + 1_024 + 500));
        let step =
            Tried::CardRate { number: "C01000001".to_owned(), percent_ppm: Rate::from_ppm(200_000).unwrap() };
        assert_eq!(reduced.lines[0].trace[1], Step { amount: Money::minor(-2_560), what: step });
        let set = off(1, Some(1), Off::ToPrice(Money::minor(10_000)));
        assert_eq!(nets(&priced(&lines, &[set], Rounding::None)), [10_000, 5_000]);
    }

    #[test]
    fn value_sold_is_neither_reduced_nor_rounded_nor_taxed() {
        let mut sale = card_sale(2, 50_055);
        sale.taxes = vec![vat(true, 60_000)];
        let half = off(1, None, Off::Percent(Rate::from_ppm(500_000).unwrap()));
        let priced = priced(&[service(1, 10_030, 1), sale], &[half], Rounding::Yuan);
        // The tail of 50.15 + 500.55 is 0.70, all of it off the service.
        assert_eq!(nets(&priced), [4_945, 50_055]);
        assert!(priced.lines[1].taxes.is_empty());
        assert!(matches!(priced.lines[1].trace[1].what, Tried::SkippedValueSold { .. }));
    }

    #[test]
    fn a_tail_larger_than_the_services_leaves_them_free() {
        let priced = priced(&[service(1, 30, 1), card_sale(2, 50_060)], &[], Rounding::Yuan);
        assert_eq!((nets(&priced), priced.rounding), (vec![0, 50_060], Money::minor(30)));
    }

    #[test]
    fn a_tax_that_the_price_holds_is_extracted_and_the_other_is_added() {
        let mut held = service(1, 10_600, 1);
        held.taxes = vec![vat(true, 60_000)];
        let mut added = service(2, 10_050, 1);
        added.taxes = vec![vat(false, 80_000), vat(false, 12_500)];
        let priced = priced(&[held, added], &[], Rounding::None);
        assert_eq!(priced.lines[0].taxes[0].amount, Money::minor(600));
        let amounts: Vec<Money> = priced.lines[1].taxes.iter().map(|tax| tax.amount).collect();
        assert_eq!(amounts, [804, 126].map(Money::minor));
        assert_eq!(priced.total(), Money::minor(10_600 + 10_050 + 930));
    }

    #[test]
    fn jiao_and_yuan_follow_the_decimals_of_the_currency() {
        let yen = Currency::parse("JPY").unwrap();
        let lines = [service(1, 1_234, 1)];
        let nets = |rounding| price(&lines, &[], rounding, yen).unwrap().total().to_minor();
        assert_eq!([Rounding::Jiao, Rounding::Yuan, Rounding::Ten].map(nets), [1_234, 1_234, 1_230]);
    }

    #[test]
    fn quantities_and_sums_out_of_range_are_refused() {
        let price = |line| price(&[line], &[], Rounding::None, Currency::CNY);
        assert_eq!(price(service(1, 100, 0)), Err(Refusal::QuantityOutOfRange));
        assert_eq!(price(service(1, 100, 10_000)), Err(Refusal::QuantityOutOfRange));
        assert_eq!(price(service(1, Money::MAX, 2)), Err(Refusal::PriceOutOfRange));
    }

    #[test]
    fn a_reduction_is_refused_when_empty_too_large_or_on_value_sold() {
        let priced = priced(&[service(1, 5_000, 1), card_sale(2, 50_000)], &[], Rounding::None);
        let check = |line, amount| check_reduction(&off(1, line, Off::Amount(Money::minor(amount))), &priced);
        assert_eq!(check(None, 0), Err(Refusal::ReductionEmpty));
        assert_eq!(check(None, 5_001), Err(Refusal::ReductionAboveLines { rest: Money::minor(5_000) }));
        assert_eq!(check(Some(2), 1), Err(Refusal::ReductionOnValueSold));
        assert_eq!(check(None, 5_000), Ok(()));
    }

    /// Random lines: mostly services, some with taxes, some card sales.
    pub fn lines() -> impl Strategy<Value = Vec<Priceable>> {
        let line = (0_i64..60_000, 1_i64..5, 0_u8..9, 0_i64..200_000);
        prop::collection::vec(line, 1..8).prop_map(|lines| {
            let numbered = lines.into_iter().zip(1_u128..);
            numbered
                .map(|((unit_price, quantity, kind, ppm), number)| match kind {
                    0 => card_sale(number, unit_price),
                    1 | 2 => {
                        Priceable { taxes: vec![vat(true, ppm)], ..service(number, unit_price, quantity) }
                    }
                    3 => Priceable {
                        taxes: vec![vat(false, ppm), vat(true, ppm / 3)],
                        ..service(number, unit_price, quantity)
                    },
                    4 => {
                        let pays = Rate::from_ppm(1_000_000 - ppm).unwrap();
                        let card = Some(CardRate { number: "C01000001".to_owned(), pays, covers: None });
                        Priceable { card, ..service(number, unit_price, quantity) }
                    }
                    _ => service(number, unit_price, quantity),
                })
                .collect()
        })
    }

    /// Random reductions, some on lines that may not exist.
    pub fn reductions() -> impl Strategy<Value = Vec<Reduction>> {
        let reduction = (
            prop::option::of(1_u128..9),
            prop_oneof![
                (1_i64..40_000).prop_map(|amount| Off::Amount(Money::minor(amount))),
                (1_i64..=1_000_000).prop_map(|ppm| Off::Percent(Rate::from_ppm(ppm).unwrap())),
            ],
        );
        prop::collection::vec(reduction, 0..4).prop_map(|given| {
            given.into_iter().zip(1_u128..).map(|((line, how), number)| off(number, line, how)).collect()
        })
    }

    /// Any rounding.
    pub fn roundings() -> impl Strategy<Value = Rounding> {
        prop::sample::select(vec![Rounding::None, Rounding::Jiao, Rounding::Yuan, Rounding::Ten])
    }

    proptest! {
        #[test]
        fn nets_add_up_to_the_total(lines in lines(), reductions in reductions(), rounding in roundings()) {
            let priced = priced(&lines, &reductions, rounding);
            let nets: Money = priced.lines.iter().map(|line| line.net).sum();
            prop_assert_eq!(nets, priced.list_total() - priced.reduction_total() - priced.rounding);
            prop_assert_eq!(nets + priced.tax_added(), priced.total());
            for line in &priced.lines {
                prop_assert!(!line.net.is_negative());
                prop_assert!(line.net <= line.list);
                let steps: Money = line.trace.iter().map(|step| step.amount).sum();
                prop_assert_eq!(steps, line.payable());
            }
        }
    }
}
