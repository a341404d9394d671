//! What a payment draws from a card's lots, what comes back to them, and which terms are void.

pub mod bundle;
pub mod closing;
pub mod companion;
pub mod convert;
pub mod discount;
pub mod gift;
pub mod life;
pub mod policy;
pub mod refund;
pub mod statement;
pub mod time;
pub mod validity;
mod visits;

pub use visits::{
    check_visits_untouched, draw_visits, issue_visits, spend_visits, visits_left, visits_returned,
};

use super::model::{
    Card, CardKind, CardPlanWish, CardState, Draw, DrawOrder, Lot, Pays, PlanReach, PlanVisitsWish, Refusal,
    Value,
};
use crate::ledger::{Account, Entry, Site, Unit};
use kernel::{BranchId, Currency, LotId, Money};

/// What an amount draws from lots, oldest first, with at most so much bonus; each lot is emptied of what may be used
/// before the next is touched. An amount of nothing draws nothing. Refused, in this order: the lots together hold less,
/// they hold less without the bonus above the most.
pub fn draw(
    lots: &[Lot],
    order: DrawOrder,
    amount: Money,
    bonus_max: Option<Money>,
) -> Result<Vec<Draw>, Refusal> {
    check_holds(lots, amount, bonus_max)?;
    let mut lots: Vec<&Lot> = lots.iter().collect();
    lots.sort_by_key(|lot| (lot.at, lot.id));
    let (mut rest, mut bonus_rest) = (amount, bonus_max);
    let mut draws = Vec::new();
    for lot in lots {
        let bonus = bonus_rest.map_or(lot.left.bonus, |most| most.min(lot.left.bonus));
        let part = rest.min(lot.left.principal + bonus);
        if part.is_positive() {
            let value = split(lot, order, part, bonus);
            let capped = value != split(lot, order, part, lot.left.bonus);
            draws.push(Draw { lot: lot.id, home: lot.home, lot_at: lot.at, value, capped });
            rest -= part;
            bonus_rest = bonus_rest.map(|most| most - value.bonus);
        }
    }
    Ok(draws)
}

fn check_holds(lots: &[Lot], amount: Money, bonus_max: Option<Money>) -> Result<(), Refusal> {
    let held: Value = lots.iter().map(|lot| lot.left).sum();
    if amount > held.worth() {
        return Err(Refusal::BalanceShort { left: held.worth() });
    }
    let left = held.principal + bonus_max.map_or(held.bonus, |most| most.min(held.bonus));
    if amount > left { Err(Refusal::BonusCapped { left }) } else { Ok(()) }
}

/// How an amount that a lot can pay divides into its principal and its bonus, of which so much may be used.
///
/// In proportion, the principal drawn since the ratio was last measured is kept at
/// `half_up(drawn · P ÷ (P + B))`, so that the parts of many small draws add up to those of a large
/// one, and both parts end at zero together. This is the ratio of article 18 of 法释〔2025〕4号.
fn split(lot: &Lot, order: DrawOrder, amount: Money, bonus: Money) -> Value {
    let wanted = match order {
        DrawOrder::PrincipalFirst => amount,
        DrawOrder::BonusFirst => amount - bonus,
        DrawOrder::Proportional => {
            let drawn = lot.ratio - lot.left;
            let after = drawn.worth() + amount;
            after.ratio_half_up(lot.ratio.principal.to_minor(), lot.ratio.worth().to_minor())
                - drawn.principal
        }
    };
    let principal = wanted.max(amount - bonus).max(Money::ZERO).min(lot.left.principal);
    Value { principal, bonus: amount - principal }
}

/// A lot whose ratio is measured anew at what is left of it.
pub fn remeasured(lot: &Lot) -> Lot {
    Lot { ratio: lot.left, ..*lot }
}

/// A lot after value came back to it. The ratio is measured anew, because what came back need not
/// have the ratio of what was left.
pub fn returned(lot: &Lot, value: Value) -> Lot {
    remeasured(&Lot { left: lot.left + value, ..*lot })
}

/// Whether a lot can be undone as if it had never been sold: only while nothing of it is used.
pub fn check_untouched(lot: &Lot) -> Result<(), Refusal> {
    if lot.left == lot.bought { Ok(()) } else { Err(Refusal::LotUsed) }
}

/// The most bonus that a top-up of this amount earns by its plan, which gives `bonus` on `price`:
/// more than that is a gift that needs a permission.
pub fn usual_bonus(price: Money, bonus: Money, amount: Money) -> Money {
    amount.ratio_half_up(bonus.to_minor(), price.to_minor())
}

/// The entries by which a company comes to owe a lot. The money that was paid for it is the
/// caller's to add.
pub fn issue(lot: &Lot, currency: Currency) -> [Entry; 3] {
    let Value { principal, bonus } = lot.bought;
    let program = Account::BonusProgram(lot.home.company);
    [
        Entry::new(lot.home, Account::CardPrincipal(lot.id), Unit::Money(currency), -principal.to_minor()),
        Entry::new(lot.home, program, Unit::Bonus, bonus.to_minor()),
        Entry::new(lot.home, Account::CardBonus(lot.id), Unit::Bonus, -bonus.to_minor()),
    ]
}

/// The entries of a balance that was taken in from another program.
pub fn issue_opening(lot: &Lot, currency: Currency) -> [Entry; 4] {
    let [principal, program, bonus] = issue(lot, currency);
    let equity = Account::OpeningEquity(lot.home.company);
    [Entry::new(lot.home, equity, principal.unit, -principal.amount), principal, program, bonus]
}

/// The entries by which a lot, carried at `home`, pays for work done at `place`. What the work
/// earned there is the caller's to add. Where another branch carries the lot, that branch owes
/// `place` the principal, and nothing for the bonus.
pub fn spend(lot: LotId, home: Site, value: Value, place: Site, currency: Currency) -> Vec<Entry> {
    let money = Unit::Money(currency);
    let (principal, bonus) = (value.principal.to_minor(), value.bonus.to_minor());
    let mut entries = vec![
        Entry::new(home, Account::CardPrincipal(lot), money, principal),
        Entry::new(home, Account::CardBonus(lot), Unit::Bonus, bonus),
        Entry::new(home, Account::BonusProgram(home.company), Unit::Bonus, -bonus),
    ];
    entries.extend(owed_across(home, place, value.principal, currency));
    entries
}

/// The entries by which the branch that carries value owes it to the branch where it was used:
/// none, where they are one.
pub fn owed_across(home: Site, place: Site, value: Money, currency: Currency) -> Vec<Entry> {
    if home.branch == place.branch {
        return Vec::new();
    }
    let (money, value) = (Unit::Money(currency), value.to_minor());
    vec![
        Entry::new(home, Account::DueTo(place.branch), money, -value),
        Entry::new(place, Account::DueFrom(home.branch), money, value),
    ]
}

/// Clauses void under article 9 of 法释〔2025〕4号, in the words they are found in. Compared with
/// the terms after punctuation, spaces and letter case are taken out.
const VOID_CLAUSES: [&str; 54] = [
    // No refund.
    "概不退款",
    "概不退费",
    "概不退换",
    "概不退还",
    "一律不退",
    "不予退款",
    "不予退费",
    "不予退还",
    "恕不退款",
    "恕不退换",
    "恕不退还",
    "不退不换",
    "不可退款",
    "不得退款",
    "不得退卡",
    "不退款",
    "不退卡",
    "售出不退",
    "余额不退",
    "餘額不退",
    "不退餘額",
    "不退余额",
    // No transfer.
    "不得转让",
    "不得转卡",
    "不可转让",
    "不能转让",
    "禁止转让",
    "不得轉讓",
    "不可轉讓",
    // A lost card is not replaced.
    "丢失不补",
    "丢失不予补",
    "遗失不予补",
    "遗失不补",
    "丟失不補",
    "遺失不補",
    // Price, kind, quality or quantity changed by one side.
    "有权调整价格",
    "有权随时调整",
    "有权变更服务",
    "有权单方",
    "单方面调整",
    "单方面变更",
    "有權調整價格",
    "有權隨時調整",
    // Free of every liability.
    "概不负责",
    "概不承担",
    "不承担任何责任",
    "概不負責",
    // The shop alone says what the terms mean.
    "最终解释权",
    "最終解釋權",
    "norefund",
    "nonrefundable",
    "nontransferable",
    "notransfer",
    "finalinterpretation",
];

/// The longest terms.
const TERMS_MAX: usize = 10_000;

/// The most visits that one card is sold with, paid for or given on top.
const VISITS_MAX: i64 = 1000;

/// How many branches a plan may name.
const BRANCHES_MAX: usize = 200;

/// Refuses, in this order: name, kind, amounts, visits, bundle, time, rates, reach, validity, bonus, terms too long, a void clause.
pub fn check_plan(wish: &CardPlanWish) -> Result<(), Refusal> {
    if !(1..=100).contains(&wish.name.trim().chars().count()) {
        return Err(Refusal::PlanName);
    }
    if wish.kind == CardKind::Companion {
        return Err(Refusal::PlanKind);
    }
    let costs = wish.price.is_positive() || (wish.kind == CardKind::Discount && wish.price.is_zero());
    if !costs || wish.bonus.is_negative() {
        return Err(Refusal::PlanAmounts);
    }
    check_plan_visits(wish)?;
    bundle::check_plan_bundle(wish)?;
    time::check_plan_time(wish)?;
    discount::check_plan_rates(wish)?;
    check_plan_reach(wish)?;
    validity::check_plan_valid(wish)?;
    validity::check_plan_bonus(wish)?;
    if wish.terms.chars().count() > TERMS_MAX {
        return Err(Refusal::TermsTooLong);
    }
    check_terms(&wish.terms)
}

/// A plan of visits says how many of which service and gives no bonus; another plan sells none.
fn check_plan_visits(wish: &CardPlanWish) -> Result<(), Refusal> {
    let fits = match (wish.kind, &wish.visits) {
        (CardKind::Visits, Some(visits)) => are_visits(visits) && wish.bonus.is_zero(),
        (CardKind::Visits, None) | (_, Some(_)) => false,
        (_, None) => true,
    };
    if fits { Ok(()) } else { Err(Refusal::PlanVisits) }
}

/// Only money is bound to services or to products; a branch is named once.
fn check_plan_reach(wish: &CardPlanWish) -> Result<(), Refusal> {
    let PlanReach { pays, branches } = &wish.reach;
    let mut known = branches.clone();
    known.sort_unstable();
    known.dedup();
    let money = wish.kind.holds_money() || *pays == Pays::Everything;
    if money && known.len() == branches.len() && known.len() <= BRANCHES_MAX {
        Ok(())
    } else {
        Err(Refusal::PlanReach)
    }
}

/// What a card's money may pay in a branch. Refuses: not to be used there.
pub fn reach_in(reach: &PlanReach, branch: BranchId) -> Result<Pays, Refusal> {
    if reach.holds_in(branch) { Ok(reach.pays) } else { Err(Refusal::OtherBranch) }
}

/// Whether a plan can sell so many visits, so many of them on top.
fn are_visits(visits: &PlanVisitsWish) -> bool {
    (1..=VISITS_MAX).contains(&visits.count) && (0..=VISITS_MAX).contains(&visits.gift)
}

/// A holder's password has six digits.
pub fn check_password(password: &str) -> Result<(), Refusal> {
    let digits = password.len() == 6 && password.bytes().all(|byte| byte.is_ascii_digit());
    if digits { Ok(()) } else { Err(Refusal::PasswordForm) }
}

/// Whether a card can be used at all. Refuses: closed, frozen or lost.
pub fn check_active(card: &Card) -> Result<(), Refusal> {
    match card.state {
        CardState::Active => Ok(()),
        CardState::Frozen => Err(Refusal::CardFrozen),
        CardState::Lost => Err(Refusal::CardLost),
        CardState::Closed => Err(Refusal::CardClosed),
    }
}

/// Whether a card is still there, locked or not. Refuses: closed.
pub fn check_not_closed(card: &Card) -> Result<(), Refusal> {
    if card.state == CardState::Closed { Err(Refusal::CardClosed) } else { Ok(()) }
}

/// Whether a card can pay with money or be topped up. Refuses, in this order: closed or locked, no
/// money on it.
pub fn check_usable(card: &Card) -> Result<(), Refusal> {
    check_active(card)?;
    if card.kind.holds_money() { Ok(()) } else { Err(Refusal::NoStoredValue) }
}

/// The number of a card sold here: the branch's number, then the card's own.
pub fn card_number(branch: i64, number: i64) -> String {
    format!("C{branch:02}{number:06}")
}

/// Refuses terms that hold a clause which the law voids, naming the clause.
pub fn check_terms(terms: &str) -> Result<(), Refusal> {
    let plain: String = terms.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match VOID_CLAUSES.into_iter().find(|clause| plain.contains(clause)) {
        Some(clause) => Err(Refusal::TermsVoid { clause }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::EntrySet;
    use kernel::{Id, Instant};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn site(number: u128) -> Site {
        Site { branch: Id::from_uuid(Uuid::from_u128(number)), company: Id::from_uuid(Uuid::from_u128(99)) }
    }

    fn value(principal: i64, bonus: i64) -> Value {
        Value { principal: Money::minor(principal), bonus: Money::minor(bonus) }
    }

    fn lot(number: u8, bought: Value) -> Lot {
        let at = Instant::from_millis(i64::from(number));
        Lot::new(Id::from_uuid(Uuid::from_u128(number.into())), site(1), at, bought)
    }

    fn taken(lot: &Lot, order: DrawOrder, amount: i64) -> Lot {
        let draws = draw(std::slice::from_ref(lot), order, Money::minor(amount), None).unwrap();
        let value: Value = draws.iter().map(|draw| draw.value).sum();
        Lot { left: lot.left - value, ..*lot }
    }

    fn orders() -> impl Strategy<Value = DrawOrder> {
        prop_oneof![
            Just(DrawOrder::Proportional),
            Just(DrawOrder::PrincipalFirst),
            Just(DrawOrder::BonusFirst)
        ]
    }

    #[test]
    fn the_older_lot_is_emptied_before_the_newer_one_is_touched() {
        let older = Lot { left: value(4531, 906), ..lot(1, value(100_000, 20_000)) };
        let newer = lot(2, value(50_000, 8_000));
        let draws = draw(&[newer, older], DrawOrder::Proportional, Money::minor(12_000), None).unwrap();
        let values: Vec<Value> = draws.iter().map(|draw| draw.value).collect();
        assert_eq!(values, [value(4531, 906), value(5658, 905)]);
        assert_eq!(draws[0].lot, older.id);
    }

    #[test]
    fn principal_first_and_bonus_first_use_one_part_up_before_the_other() {
        let lot = lot(1, value(1000, 200));
        assert_eq!(taken(&lot, DrawOrder::PrincipalFirst, 1100).left, value(0, 100));
        assert_eq!(taken(&lot, DrawOrder::BonusFirst, 300).left, value(900, 0));
    }

    #[test]
    fn more_than_the_card_holds_is_refused_with_what_it_holds() {
        let refused = draw(&[lot(1, value(1000, 200))], DrawOrder::Proportional, Money::minor(1201), None);
        assert_eq!(refused, Err(Refusal::BalanceShort { left: Money::minor(1200) }));
    }

    #[test]
    fn a_card_of_another_branch_leaves_both_branches_balanced() {
        let lot = lot(1, Value::NONE).id;
        let money = Unit::Money(Currency::CNY);
        let mut entries = spend(lot, site(1), value(10_000, 2_000), site(2), Currency::CNY);
        entries.push(Entry::new(site(2), Account::Revenue(site(2).branch), money, -10_000));
        let set = EntrySet::balanced(entries).unwrap();
        assert!(set.entries().contains(&Entry::new(site(1), Account::DueTo(site(2).branch), money, -10_000)));
        assert!(set.entries().contains(&Entry::new(
            site(2),
            Account::DueFrom(site(1).branch),
            money,
            10_000
        )));
    }

    #[test]
    fn a_balance_taken_in_balances_by_itself() {
        let entries = issue_opening(&lot(1, value(100_000, 20_000)), Currency::CNY);
        assert!(EntrySet::balanced(entries).is_ok());
    }

    #[test]
    fn void_clauses_are_named() {
        for (terms, clause) in [
            ("本卡一经售出，概 不 退 款。", "概不退款"),
            ("最终解释权归本店所有", "最终解释权"),
            ("卡片不得转让；丢失不补", "不得转让"),
            ("遗失不补", "遗失不补"),
            ("本店商品不退不换", "不退不换"),
            ("This card is Non-Refundable.", "nonrefundable"),
            ("会员卡内余额不退", "余额不退"),
            ("卡片遗失不予补办", "遗失不予补"),
            ("本店有权随时调整服务价格", "有权随时调整"),
            ("过敏等情况本店概不负责", "概不负责"),
        ] {
            assert_eq!(check_terms(terms), Err(Refusal::TermsVoid { clause }), "{terms}");
        }
        assert_eq!(check_terms("七日内未使用可全额退款；遗失可凭手机号补卡。"), Ok(()));
    }

    proptest! {
        #[test]
        fn small_draws_do_not_drift(
            principal in 0_i64..1_000_000, bonus in 0_i64..1_000_000,
            parts in prop::collection::vec(1_i64..2_000, 1..60),
        ) {
            let lot = lot(1, value(principal, bonus));
            let total: i64 = parts.iter().sum();
            prop_assume!(total <= principal + bonus);
            let small = parts.iter().fold(lot, |lot, &part| taken(&lot, DrawOrder::Proportional, part));
            prop_assert_eq!(small, taken(&lot, DrawOrder::Proportional, total));
        }

        #[test]
        fn both_parts_end_at_zero_and_never_below(
            principal in 0_i64..100_000, bonus in 0_i64..100_000, order in orders(),
            parts in prop::collection::vec((1_i64..5_000, any::<bool>()), 0..40),
        ) {
            let mut lot = lot(1, value(principal, bonus));
            for (part, comes_back) in parts {
                let part = part.min(lot.left.worth().to_minor());
                let after = taken(&lot, order, part);
                prop_assert!(!after.left.principal.is_negative() && !after.left.bonus.is_negative());
                prop_assert_eq!(lot.left.worth() - after.left.worth(), Money::minor(part));
                lot = if comes_back { returned(&after, lot.left - after.left) } else { after };
            }
            lot = taken(&lot, order, lot.left.worth().to_minor());
            prop_assert_eq!(lot.left, Value::NONE);
        }

        #[test]
        fn the_principal_left_is_the_refund_of_article_18(
            principal in 1_i64..1_000_000, bonus in 0_i64..1_000_000,
            parts in prop::collection::vec(1_i64..20_000, 1..40),
        ) {
            // Article 18: paid, less what was delivered times paid ÷ (paid + bonus).
            let lot = lot(1, value(principal, bonus));
            let used: i64 = parts.iter().sum();
            prop_assume!(used <= principal + bonus);
            let left = parts.iter().fold(lot, |lot, &part| taken(&lot, DrawOrder::Proportional, part)).left;
            let exact = i128::from(principal) * i128::from(principal + bonus - used);
            let held = i128::from(left.principal.to_minor()) * i128::from(principal + bonus);
            prop_assert!((held - exact).abs() < i128::from(principal + bonus));
        }

        #[test]
        fn draws_over_several_lots_add_up_and_take_from_the_oldest(
            lots in prop::collection::vec((0_i64..10_000, 0_i64..3_000), 1..6),
            order in orders(), share in 0_i64..=100,
        ) {
            let lots: Vec<Lot> =
                lots.iter().zip(1..).map(|(&(p, b), number)| lot(number, value(p, b))).collect();
            let held: i64 = lots.iter().map(|lot| lot.left.worth().to_minor()).sum();
            let amount = Money::minor(held * share / 100);
            let draws = draw(&lots, order, amount, None).unwrap();
            prop_assert_eq!(draws.iter().map(|draw| draw.value.worth()).sum::<Money>(), amount);
            for pair in draws.windows(2) {
                let older = lots.iter().find(|lot| lot.id == pair[0].lot).unwrap();
                prop_assert_eq!(pair[0].value, older.left);
                prop_assert!(pair[0].lot_at < pair[1].lot_at);
            }
        }
    }
}
