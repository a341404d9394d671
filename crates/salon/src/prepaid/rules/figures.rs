//! What the law says in figures, by region and with the days from which they hold.
//!
//! Each figure names where it stands. `open` marks what depends on something the product cannot know
//! (how large the company is) or what could not be read in the law itself: the owner may set those as an
//! adviser says; all others only stricter.

use crate::card::COOLING_DAYS;
use crate::prepaid::model::{
    Figure, FigureWish, Law, NextFigure, OwnFigure, Policy, Refusal, Region, Rule, Strict, Unit,
};
use kernel::Day;

/// One figure of the law.
struct Lawful {
    region: Region,
    rule: Rule,
    /// The day from which it holds, written as days sort.
    from: &'static str,
    value: i64,
    law: Law,
    article: Option<i64>,
    open: bool,
}

const fn lawful(
    region: Region,
    rule: Rule,
    from: &'static str,
    value: i64,
    (law, article): (Law, Option<i64>),
) -> Lawful {
    Lawful { region, rule, from, value, law, article, open: false }
}

const fn open(figure: Lawful) -> Lawful {
    Lawful { open: true, ..figure }
}

/// The figures of all regions; of one rule in one region the older first.
const LAWFUL: [Lawful; 22] = [
    // 单用途商业预付卡管理办法(试行), article 18: a named card holds at most 5,000.00, a bearer card 1,000.00.
    lawful(NATIONAL, Rule::NamedCardMax, "2012-11-01", 500_000, (SINGLE, Some(18))),
    lawful(NATIONAL, Rule::BearerCardMax, "2012-11-01", 100_000, (SINGLE, Some(18))),
    // Article 15: who buys bearer cards for 10,000.00 or more at once shows who they are.
    lawful(NATIONAL, Rule::NameFrom, "2012-11-01", 1_000_000, (SINGLE, Some(15))),
    // Article 17: from 50,000.00 at once a person, from 5,000.00 an organisation, pays by bank transfer.
    lawful(NATIONAL, Rule::NoCashFrom, "2012-11-01", 5_000_000, (SINGLE, Some(17))),
    lawful(NATIONAL, Rule::NoCashOrganisationFrom, "2012-11-01", 500_000, (SINGLE, Some(17))),
    // Article 19: a bearer card is good for three years or more.
    lawful(NATIONAL, Rule::BearerValidYears, "2012-11-01", 3, (SINGLE, Some(19))),
    // 法释〔2025〕4号, article 14: seven days to think it over.
    lawful(NATIONAL, Rule::CoolingDays, "2025-05-01", COOLING_DAYS, (Law::Judicial2025, Some(14))),
    // 单用途商业预付卡管理办法(试行): the register of purchases is kept for five years or more.
    lawful(NATIONAL, Rule::RetainYears, "2012-11-01", 5, (SINGLE, None)),
    // Article 7: whoever issues cards has that filed within thirty days, whatever is owed.
    open(lawful(NATIONAL, Rule::FilingFrom, "2012-11-01", 0, (SINGLE, Some(7)))),
    lawful(NATIONAL, Rule::FilingDays, "2012-11-01", 30, (SINGLE, Some(7))),
    // Article 26: 20 % for issuers of scale, 30 % for groups, 40 % for brands. Which one the company is,
    // and whether it is one at all, only the company knows.
    open(lawful(NATIONAL, Rule::EscrowFrom, "2012-11-01", 0, (SINGLE, Some(26)))),
    open(lawful(NATIONAL, Rule::EscrowShare, "2012-11-01", 400_000, (SINGLE, Some(26)))),
    // Issuers of scale report within 15 working days after a quarter, groups and brands within 20.
    open(lawful(NATIONAL, Rule::ReportWorkingDays, "2012-11-01", 15, (SINGLE, None))),
    // 消费者权益保护法实施条例, article 22: thirty days' notice before a shop closes or moves.
    lawful(NATIONAL, Rule::NoticeDays, "2024-07-01", 30, (Law::Consumer2024, Some(22))),
    // 北京市单用途预付卡管理条例, article 16: what is asked back in seven days is back in five;
    // article 17: other money within fifteen, where nothing else was agreed.
    lawful(BEIJING, Rule::CoolingRefundDays, "2022-06-01", 5, (Law::Beijing2022, Some(16))),
    lawful(BEIJING, Rule::RefundDays, "2022-06-01", 15, (Law::Beijing2022, Some(17))),
    // 京商秩字〔2023〕18号: filing from 500,000.00 owed, and 40 % of it with a bank.
    lawful(BEIJING, Rule::FilingFrom, "2023-01-01", 50_000_000, (Law::BeijingNotice2023, None)),
    lawful(BEIJING, Rule::EscrowFrom, "2023-01-01", 50_000_000, (Law::BeijingNotice2023, None)),
    lawful(BEIJING, Rule::EscrowShare, "2023-01-01", 400_000, (Law::BeijingNotice2023, None)),
    // 上海市单用途预付消费卡管理规定 and its 实施办法: 40 % with a bank above 200,000.00, and the quarter's
    // report by the 25th. The measures ran to 2024-04-30 and their successor is not known.
    open(lawful(SHANGHAI, Rule::EscrowFrom, "2019-01-01", 20_000_000, (Law::ShanghaiMeasures2019, None))),
    open(lawful(SHANGHAI, Rule::EscrowShare, "2019-01-01", 400_000, (Law::ShanghaiMeasures2019, None))),
    open(lawful(SHANGHAI, Rule::ReportDayOfMonth, "2019-01-01", 25, (Law::Shanghai2019, None))),
];

const NATIONAL: Region = Region::National;
const BEIJING: Region = Region::Beijing;
const SHANGHAI: Region = Region::Shanghai;
const SINGLE: Law = Law::SinglePurpose2012;

/// The rules of a region on a day, with what the owner has set.
pub fn in_force(region: Region, own: &[OwnFigure], day: Day) -> Policy {
    let figures = Rule::ALL.into_iter().filter_map(|rule| figure(region, rule, own, day));
    Policy { region, figures: figures.collect() }
}

fn figure(region: Region, rule: Rule, own: &[OwnFigure], day: Day) -> Option<Figure> {
    let lawful = lawful_figure(region, rule, day)?;
    let mut of_rule: Vec<&OwnFigure> = own.iter().filter(|own| own.rule == rule).collect();
    of_rule.sort_by_key(|own| own.valid_from);
    let set = of_rule.iter().rev().find(|own| own.valid_from <= day).and_then(|own| own.value);
    // A law that has become stricter since wins over what was set under the one before.
    let set = set.filter(|&value| lawful.open || rule.stricter().holds(value, lawful.value));
    let next = of_rule.into_iter().find(|own| own.valid_from > day);
    Some(Figure {
        rule,
        unit: rule.unit(),
        value: set.unwrap_or(lawful.value),
        lawful: lawful.value,
        law: lawful.law,
        article: lawful.article,
        valid_from: Day::parse(lawful.from)?,
        open: lawful.open,
        settable: rule.is_settable(),
        next: next.map(|own| NextFigure { valid_from: own.valid_from, value: own.value }),
    })
}

/// What the law says of a rule on a day: the region's own word, otherwise the country's. Where nobody has
/// said which region it is, the strictest of all.
fn lawful_figure(region: Region, rule: Rule, day: Day) -> Option<&'static Lawful> {
    match region {
        Region::Strictest => {
            let regions = Region::ALL.into_iter().filter(|region| *region != Region::Strictest);
            let all = regions.filter_map(|region| own_word(region, rule, day));
            all.reduce(|best, next| if stricter(rule, next, best) { next } else { best })
        }
        _ => own_word(region, rule, day).or_else(|| own_word(NATIONAL, rule, day)),
    }
}

fn stricter(rule: Rule, figure: &Lawful, than: &Lawful) -> bool {
    figure.value != than.value && rule.stricter().holds(figure.value, than.value)
}

fn own_word(region: Region, rule: Rule, day: Day) -> Option<&'static Lawful> {
    let text = day.to_string();
    let known = |figure: &&Lawful| figure.region == region && figure.rule == rule;
    LAWFUL.iter().rev().filter(known).find(|figure| figure.from <= text.as_str())
}

/// Refuses, in this order: a figure that the owner does not set, or of a rule that the region has not;
/// one that is not possible; one less strict than the law's; one for a day that is over.
pub fn check_figure(region: Region, wish: &FigureWish, from: Day, today: Day) -> Result<(), Refusal> {
    let lawful = lawful_figure(region, wish.rule, from).filter(|_| wish.rule.is_settable());
    let lawful = lawful.ok_or(Refusal::RuleFixed)?;
    if let Some(value) = wish.value {
        let (min, max) = range(wish.rule.unit());
        if !(min..=max).contains(&value) {
            return Err(Refusal::FigureRange { min, max });
        }
        let strict: Strict = wish.rule.stricter();
        if !lawful.open && !strict.holds(value, lawful.value) {
            return Err(Refusal::FigureLooser { lawful: lawful.value });
        }
    }
    if from < today { Err(Refusal::FigurePast) } else { Ok(()) }
}

/// What a figure may be.
const fn range(unit: Unit) -> (i64, i64) {
    match unit {
        Unit::Money => (0, 10_000_000_000),
        Unit::Share => (0, 1_000_000),
        Unit::Days => (1, 365),
        Unit::WorkingDays => (1, 60),
        Unit::DayOfMonth => (1, 28),
        Unit::Years => (1, 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn value(region: Region, own: &[OwnFigure], on: &str, rule: Rule) -> Option<i64> {
        in_force(region, own, day(on)).figure(rule).map(|figure| figure.value)
    }

    const TODAY: &str = "2026-03-01";

    #[test]
    fn the_figures_are_dated_and_possible() {
        for figure in &LAWFUL {
            assert!(Day::parse(figure.from).is_some());
            let (min, max) = range(figure.rule.unit());
            assert!((min..=max).contains(&figure.value), "{:?}", figure.rule);
            assert_ne!(figure.region, Region::Strictest);
        }
    }

    #[test]
    fn a_region_has_its_own_word_and_otherwise_the_countrys() {
        assert_eq!(value(Region::National, &[], TODAY, Rule::NamedCardMax), Some(500_000));
        assert_eq!(value(Region::Beijing, &[], TODAY, Rule::NamedCardMax), Some(500_000));
        assert_eq!(value(Region::Beijing, &[], TODAY, Rule::EscrowFrom), Some(50_000_000));
        assert_eq!(value(Region::Shanghai, &[], TODAY, Rule::EscrowFrom), Some(20_000_000));
        assert_eq!(value(Region::National, &[], TODAY, Rule::CoolingRefundDays), None);
        assert_eq!(value(Region::Shanghai, &[], TODAY, Rule::ReportDayOfMonth), Some(25));
    }

    #[test]
    fn who_has_not_chosen_gets_the_strictest_figure_of_all() {
        let strictest = |rule| value(Region::Strictest, &[], TODAY, rule);
        assert_eq!(strictest(Rule::CoolingDays), Some(7));
        assert_eq!(strictest(Rule::CoolingRefundDays), Some(5));
        assert_eq!(strictest(Rule::RetainYears), Some(5));
        assert_eq!(strictest(Rule::EscrowShare), Some(400_000));
        assert_eq!(strictest(Rule::EscrowFrom), Some(0));
        assert_eq!(strictest(Rule::ReportDayOfMonth), Some(25));
        for rule in Rule::ALL {
            for region in Region::ALL {
                let Some(of_region) = value(region, &[], TODAY, rule) else { continue };
                assert!(rule.stricter().holds(strictest(rule).unwrap(), of_region), "{rule:?} {region:?}");
            }
        }
    }

    #[test]
    fn a_figure_holds_from_its_day() {
        assert_eq!(value(Region::National, &[], "2025-04-30", Rule::CoolingDays), None);
        assert_eq!(value(Region::National, &[], "2025-05-01", Rule::CoolingDays), Some(7));
        assert_eq!(value(Region::Beijing, &[], "2022-12-31", Rule::EscrowFrom), Some(0));
        assert_eq!(value(Region::Beijing, &[], "2023-01-01", Rule::EscrowFrom), Some(50_000_000));
    }

    #[test]
    fn what_the_owner_sets_holds_from_its_day_until_it_is_taken_back() {
        let own = |from: &str, value| OwnFigure { rule: Rule::NamedCardMax, valid_from: day(from), value };
        let set = [own("2026-03-01", Some(300_000)), own("2026-06-01", None)];
        let on = |on| value(Region::National, &set, on, Rule::NamedCardMax);
        assert_eq!(on("2026-02-28"), Some(500_000));
        assert_eq!(on("2026-03-01"), Some(300_000));
        assert_eq!(on("2026-06-01"), Some(500_000));
        let policy = in_force(Region::National, &set, day("2026-03-05"));
        let next = policy.figure(Rule::NamedCardMax).unwrap().next;
        assert_eq!(next, Some(NextFigure { valid_from: day("2026-06-01"), value: None }));
    }

    #[test]
    fn only_what_is_open_can_be_set_below_the_law() {
        let check = |region, rule, value, from: &str| {
            let wish = FigureWish { rule, value, valid_from: None };
            check_figure(region, &wish, day(from), day(TODAY))
        };
        let (here, national) = (TODAY, Region::National);
        assert_eq!(check(national, Rule::NamedCardMax, Some(300_000), here), Ok(()));
        assert_eq!(
            check(national, Rule::NamedCardMax, Some(500_001), here),
            Err(Refusal::FigureLooser { lawful: 500_000 })
        );
        assert_eq!(check(national, Rule::RetainYears, Some(10), here), Ok(()));
        assert_eq!(
            check(national, Rule::RetainYears, Some(4), here),
            Err(Refusal::FigureLooser { lawful: 5 })
        );
        assert_eq!(check(national, Rule::EscrowShare, Some(200_000), here), Ok(()));
        assert_eq!(
            check(national, Rule::EscrowShare, Some(1_000_001), here),
            Err(Refusal::FigureRange { min: 0, max: 1_000_000 })
        );
        assert_eq!(check(national, Rule::CoolingDays, Some(14), here), Err(Refusal::RuleFixed));
        assert_eq!(check(national, Rule::ReportDayOfMonth, Some(20), here), Err(Refusal::RuleFixed));
        assert_eq!(check(national, Rule::RetainYears, Some(10), "2026-02-28"), Err(Refusal::FigurePast));
        assert_eq!(check(national, Rule::NamedCardMax, None, here), Ok(()));
    }

    proptest! {
        #[test]
        fn whatever_is_set_is_never_less_strict_than_a_law_that_is_not_open(
            rule in prop::sample::select(Rule::ALL.to_vec()),
            region in prop::sample::select(Region::ALL.to_vec()),
            set in -10_i64..1_000_000_000,
        ) {
            let own = [OwnFigure { rule, valid_from: day("2020-01-01"), value: Some(set) }];
            let policy = in_force(region, &own, day(TODAY));
            if let Some(figure) = policy.figure(rule) {
                prop_assert!(figure.open || rule.stricter().holds(figure.value, figure.lawful));
            }
        }
    }
}
