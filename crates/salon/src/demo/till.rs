//! What happens at the till: one bill from opening to payment, and the odd refund.

use super::days::{End, Planned, What, Who};
use super::dice::Dice;
use super::shop::{Salon, Shop};
use super::stage::Stage;
use crate::bill::{
    AddLine, Bill, GiveBack, GiveReduction, NewBill, NewLine, Open, Park, Pay, ReductionWish, RefundLineWish,
    Rounding, SetRounding, Share, TenderWish,
};
use crate::card::{self, Card};
use crate::customer::AddWalkIn;
use crate::customer::rules::walk_in_number;
use crate::store::Numbered;
use kernel::{CustomerId, Instant, Money, Problem, Rate, StaffId};

/// What is put on a card that is topped up: 500.00.
const TOP_UP: i64 = 50_000;
/// The notes that people pay with: 50.00.
const NOTE: i64 = 5_000;

/// A paid bill that somebody may complain about.
pub struct Done {
    shop: usize,
    bill: Bill,
}

/// Writes a bill and takes it as far as it was planned. Returns it when services were paid.
pub async fn serve(stage: &Stage<'_>, salon: &Salon, mut plan: Planned) -> Result<Option<Done>, Problem> {
    let shop = salon.shops.get(plan.shop).ok_or_else(|| Problem::bug("a bill without a shop"))?;
    let customer = receive(stage, salon, shop, &plan).await?;
    let wish = NewBill { branch: shop.branch.id, customer };
    let open = Open { wish, number: plan.number };
    let bill = stage.write(plan.opened, &salon.reception, open).await?.id;
    let what = plan.what;
    let lines = match what {
        What::Services => services(salon, shop, &mut plan.dice),
        What::Card(place) => vec![card_sale(salon, shop, place, &mut plan.dice)?],
        What::TopUp => match card_of(stage, salon, customer).await? {
            Some(card) => vec![top_up(salon, &card)],
            // They meant to, and then just paid for what was done.
            None => services(salon, shop, &mut plan.dice),
        },
    };
    let mut written = None;
    for line in lines {
        let add = AddLine { bill, line, card_number: Some(plan.second_number) };
        written = Some(stage.write(plan.opened, &salon.reception, add).await?);
    }
    let written = written.ok_or_else(|| Problem::bug("a bill without a line"))?;
    finish(stage, salon, &mut plan, customer, written).await
}

/// Gives somebody who comes in without being known a number.
async fn receive(
    stage: &Stage<'_>,
    salon: &Salon,
    shop: &Shop,
    plan: &Planned,
) -> Result<Option<CustomerId>, Problem> {
    match plan.who {
        Who::Nobody => Ok(None),
        Who::Member(guest) => Ok(Some(guest.id)),
        Who::WalkIn => {
            let number = walk_in_number(shop.branch.number, plan.second_number);
            let add = AddWalkIn { branch: shop.branch.id, number };
            Ok(Some(stage.write(plan.opened, &salon.reception, add).await?.id))
        }
    }
}

async fn finish(
    stage: &Stage<'_>,
    salon: &Salon,
    plan: &mut Planned,
    customer: Option<CustomerId>,
    written: Bill,
) -> Result<Option<Done>, Problem> {
    match plan.end {
        End::Open => Ok(None),
        End::Parked(label) => {
            let park = Park { bill: written.id, label: label.to_owned() };
            stage.write(plan.opened.plus_seconds(60), &salon.reception, park).await?;
            Ok(None)
        }
        End::Paid if plan.what == What::Services => {
            let priced = reduce(stage, salon, plan, written).await?;
            let card = card_of(stage, salon, customer).await?;
            let bill = pay(stage, salon, plan, &priced, card).await?;
            Ok(Some(Done { shop: plan.shop, bill }))
        }
        End::Paid => pay(stage, salon, plan, &written, None).await.map(|_| None),
    }
}

/// Now and then the owner takes a tenth off, and the tail of the sum with it.
async fn reduce(stage: &Stage<'_>, salon: &Salon, plan: &mut Planned, bill: Bill) -> Result<Bill, Problem> {
    if !plan.dice.chance(8) {
        return Ok(bill);
    }
    let wish = ReductionWish {
        line: None,
        amount: None,
        percent_ppm: Rate::from_ppm(100_000),
        reason: "老顾客 9 折".to_owned(),
    };
    stage.write(plan.paid, &salon.owner, GiveReduction { bill: bill.id, wish }).await?;
    let round = SetRounding { bill: bill.id, to: Rounding::Yuan };
    stage.write(plan.paid, &salon.reception, round).await
}

async fn pay(
    stage: &Stage<'_>,
    salon: &Salon,
    plan: &mut Planned,
    bill: &Bill,
    card: Option<Card>,
) -> Result<Bill, Problem> {
    let tenders = tenders(bill.total, card, &mut plan.dice);
    let pay = Pay { bill: bill.id, tenders, expected_total: bill.total };
    stage.write(plan.paid, &salon.reception, pay).await
}

/// The card first, as far as it reaches; then money.
fn tenders(total: Money, card: Option<Card>, dice: &mut Dice) -> Vec<TenderWish> {
    let mut tenders = Vec::new();
    let mut rest = total;
    if let Some(card) = card {
        let amount = (card.principal + card.bonus).min(total);
        if amount.is_positive() {
            tenders.push(TenderWish::Card { card: card.id, amount });
            rest -= amount;
        }
    }
    if rest.is_positive() {
        tenders.push(money(rest, dice));
    }
    tenders
}

fn money(amount: Money, dice: &mut Dice) -> TenderWish {
    match dice.below(20) {
        0..=10 => TenderWish::Wechat { amount, reference: format!("4200{}", dice.digits(24)) },
        11..=15 => TenderWish::Alipay { amount, reference: format!("2202{}", dice.digits(24)) },
        16..=17 => TenderWish::BankCard { amount, reference: dice.digits(12) },
        // Cash comes in notes.
        _ => TenderWish::Cash { received: in_notes(amount) },
    }
}

/// An amount rounded up to notes of 50.00.
fn in_notes(amount: Money) -> Money {
    let notes = (amount.to_minor() + NOTE - 1) / NOTE;
    Money::minor(notes * NOTE)
}

async fn card_of(
    stage: &Stage<'_>,
    salon: &Salon,
    customer: Option<CustomerId>,
) -> Result<Option<Card>, Problem> {
    let Some(customer) = customer else { return Ok(None) };
    let mut tx = stage.app.db.read(&salon.reception).await?;
    Ok(card::of_customer(&mut tx, customer).await?.into_iter().next())
}

/// Something from the price list, and often something with it.
fn services(salon: &Salon, shop: &Shop, dice: &mut Dice) -> Vec<NewLine> {
    let count = [1, 1, 1, 2, 2, 3][dice.below(6)];
    let mut chosen: Vec<usize> = Vec::with_capacity(count);
    while chosen.len() < count {
        // The first ones on the list are what most people come for.
        let of = if dice.chance(55) { salon.services.len().min(8) } else { salon.services.len() };
        let place = dice.below(of);
        if !chosen.contains(&place) {
            chosen.push(place);
        }
    }
    let done = chosen.into_iter().filter_map(|place| salon.services.get(place));
    done.map(|service| NewLine::Service { service: service.id, quantity: 1, shares: shares(shop, dice) })
        .collect()
}

/// One does it, or does most of it with somebody who helps.
fn shares(shop: &Shop, dice: &mut Dice) -> Vec<Share> {
    let share = |staff: StaffId, role: &str, ppm: i64, requested: bool| Share {
        staff,
        role: role.to_owned(),
        share: Rate::from_ppm(ppm).unwrap_or_default(),
        requested,
    };
    let Some(stylist) = dice.pick(&shop.stylists) else { return Vec::new() };
    let requested = dice.chance(40);
    match dice.pick(&shop.assistants) {
        Some(helper) if dice.chance(35) => vec![
            share(stylist.id, "stylist", 800_000, requested),
            share(helper.id, "assistant", 200_000, false),
        ],
        _ => vec![share(stylist.id, "stylist", 1_000_000, requested)],
    }
}

fn seller(shop: &Shop, dice: &mut Dice) -> Vec<Share> {
    let share =
        |staff: StaffId| Share { staff, role: "seller".to_owned(), share: Rate::ONE, requested: false };
    dice.pick(&shop.stylists).map(|one| share(one.id)).into_iter().collect()
}

fn card_sale(salon: &Salon, shop: &Shop, place: usize, dice: &mut Dice) -> Result<NewLine, Problem> {
    let plan = salon.plans.get(place).ok_or_else(|| Problem::bug("a card without a plan"))?;
    Ok(NewLine::CardSale { plan: plan.id, shares: seller(shop, dice) })
}

/// More on a card, with the bonus that its plan gives.
fn top_up(salon: &Salon, card: &Card) -> NewLine {
    let amount = Money::minor(TOP_UP);
    let plan = salon.plans.iter().find(|plan| plan.name == card.plan_name);
    let bonus = plan.map_or(Money::ZERO, |plan| card::usual_bonus(plan.price, plan.bonus, amount));
    NewLine::TopUp { card: card.id, amount, bonus, shares: Vec::new() }
}

/// Gives a bill back: its last line, or all of it when it has one.
pub async fn give_back(stage: &Stage<'_>, salon: &Salon, done: Done, at: Instant) -> Result<(), Problem> {
    let Done { shop, bill } = done;
    let shop = salon.shops.get(shop).ok_or_else(|| Problem::bug("a refund without a shop"))?;
    let Some(last) = bill.lines.last() else { return Ok(()) };
    let lines =
        (bill.lines.len() > 1).then(|| vec![RefundLineWish { line: last.id, quantity: last.quantity }]);
    let mut number = stage.numbers(&salon.owner, shop.branch.id, Numbered::Refund, 1).await?;
    let back = GiveBack {
        bill: bill.id,
        expected_total: if lines.is_some() { last.net } else { bill.total },
        lines,
        reason: "颜色不满意".to_owned(),
        number: number.next().unwrap_or(0),
    };
    stage.write(at, &salon.owner, back).await.map(drop)
}
