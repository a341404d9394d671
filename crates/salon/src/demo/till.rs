//! What happens at the till: one bill from opening to payment, the odd refund, the odd reversal.

use super::dice::Dice;
use super::guests::{Guest, Wallet};
use super::plan::{End, Planned, What, Who};
use super::shop::{Salon, Shop};
use super::stage::Stage;
use crate::access::Actor;
use crate::bill::{
    self, AddLine, Bill, BillLine, GiveBack, GiveReduction, LineKind, NewBill, NewLine, Open, Park, Pay,
    ReductionWish, RefundLineWish, Reverse, Rounding, SetRounding, Share, State, TenderWish, Void,
};
use crate::card;
use crate::catalogue::Service;
use crate::customer::AddWalkIn;
use crate::customer::rules::walk_in_number;
use crate::store::Numbered;
use kernel::{BillId, CardId, CustomerId, Id, Instant, Money, Problem, Rate, ServiceId, StaffId, VariantId};
use std::collections::BTreeMap;

/// The notes that people pay with: 50.00.
const NOTE: i64 = 5_000;
/// What is given to somebody who did well.
const TIPS: [i64; 4] = [1_000, 2_000, 2_000, 5_000];
/// Why a bill is reduced, and to how many hundredths less.
const REDUCTIONS: [(&str, u32); 4] =
    [("老顾客 9 折", 10), ("生日 88 折", 12), ("点评返图 95 折", 5), ("淡季午市 9 折", 10)];
const COMPLAINTS: [&str; 5] = ["颜色不满意", "重复收费", "商品未拆封退回", "项目未做", "顾客改主意"];

/// A paid bill, and for whom it was.
pub struct Done {
    pub shop: usize,
    pub who: Who,
    pub bill: Bill,
}

/// Everything that a bill is written with.
struct Writing<'a> {
    stage: &'a Stage<'a>,
    salon: &'a Salon,
    shop: &'a Shop,
    guest: Option<&'a Guest>,
    plan: Planned,
}

/// Writes a bill and takes it as far as it was planned. Returns it when it was paid.
pub async fn serve(
    stage: &Stage<'_>,
    salon: &Salon,
    guests: &[Guest],
    plan: Planned,
) -> Result<Option<Done>, Problem> {
    let shop = salon.shops.get(plan.shop).ok_or_else(|| Problem::bug("a bill without a shop"))?;
    let guest = match plan.who {
        Who::Member(place) => guests.get(place),
        Who::Nobody | Who::WalkIn => None,
    };
    let (place, who) = (plan.shop, plan.who);
    let paid = Writing { stage, salon, shop, guest, plan }.write().await?;
    Ok(paid.map(|bill| Done { shop: place, who, bill }))
}

impl Writing<'_> {
    async fn write(mut self) -> Result<Option<Bill>, Problem> {
        let customer = self.receive().await?;
        let wish = NewBill { branch: self.shop.branch.id, customer };
        let open = Open { wish, number: self.plan.number };
        let bill = self.stage.write(self.plan.opened, &self.salon.reception, open).await?.id;
        let written = match self.plan.what.clone() {
            What::Services(chosen) => self.services(bill, &chosen).await?,
            What::Card(place) => {
                let plan =
                    self.salon.plans.get(place).ok_or_else(|| Problem::bug("a card without a plan"))?;
                let sale = NewLine::CardSale { plan: plan.id, shares: self.sold(), customer: None };
                self.add(bill, sale).await?
            }
            What::TopUp => {
                let top_up = self.top_up()?;
                self.add(bill, top_up).await?
            }
        };
        self.finish(written).await
    }

    /// Gives somebody who comes in without being known a number.
    async fn receive(&self) -> Result<Option<CustomerId>, Problem> {
        if self.plan.who != Who::WalkIn {
            return Ok(self.guest.map(|guest| guest.id));
        }
        let number = walk_in_number(self.shop.branch.number, self.plan.second_number);
        let add = AddWalkIn { branch: self.shop.branch.id, number };
        Ok(Some(self.stage.write(self.plan.opened, &self.salon.reception, add).await?.id))
    }

    async fn add(&self, bill: BillId, line: NewLine) -> Result<Bill, Problem> {
        let add = AddLine { bill, line, card_number: Some(self.plan.second_number) };
        self.stage.write(self.plan.opened, &self.salon.reception, add).await
    }

    /// What was chosen, and sometimes something with it: an add-on, a bottle, a debt, a tip.
    async fn services(&mut self, bill: BillId, chosen: &[usize]) -> Result<Bill, Problem> {
        let shares = self.shares();
        let mut written = None;
        for service in chosen.iter().filter_map(|place| self.salon.list.get(*place)).map(|one| &one.service) {
            let variant = variant(service, &mut self.plan.dice);
            let line = NewLine::Service {
                service: service.id,
                variant,
                add_on_of: None,
                quantity: 1,
                shares: shares.clone(),
                customer: None,
            };
            let with_line = self.add(bill, line).await?;
            let along = self.along(service, &with_line, &shares);
            written = Some(match along {
                Some(along) => self.add(bill, along).await?,
                None => with_line,
            });
        }
        for line in self.extras(&shares) {
            written = Some(self.add(bill, line).await?);
        }
        written.ok_or_else(|| Problem::bug("a bill without a line"))
    }

    fn along(&mut self, service: &Service, bill: &Bill, shares: &[Share]) -> Option<NewLine> {
        if !self.plan.dice.chance(9) {
            return None;
        }
        let add_on = *self.plan.dice.pick(&service.add_ons)?;
        Some(NewLine::Service {
            service: add_on,
            variant: None,
            add_on_of: Some(bill.lines.last()?.id),
            quantity: 1,
            shares: shares.to_vec(),
            customer: None,
        })
    }

    fn extras(&mut self, shares: &[Share]) -> Vec<NewLine> {
        let mut extras = Vec::new();
        if self.plan.dice.chance(11) {
            extras.extend(self.bottle());
        }
        let owed =
            self.guest.and_then(|guest| guest.wallet.debt).filter(|(_, shop, _)| *shop == self.plan.shop);
        if let Some((debt, _, amount)) = owed.filter(|_| self.plan.end == End::Paid) {
            extras.push(NewLine::Repayment { debt, amount });
        }
        if self.plan.dice.chance(2) {
            let amount = Money::minor(*self.plan.dice.pick(&TIPS).unwrap_or(&NOTE));
            extras.extend(shares.first().map(|share| NewLine::Tip { staff: share.staff, amount }));
        }
        extras
    }

    /// Something to take home, sometimes two of it.
    fn bottle(&mut self) -> Option<NewLine> {
        let sold = self.salon.products.iter().filter(|product| product.active).collect::<Vec<_>>();
        let product = self.plan.dice.pick(&sold)?.id;
        let quantity = if self.plan.dice.chance(15) { 2 } else { 1 };
        Some(NewLine::Product { product, quantity, shares: self.sold(), customer: None })
    }

    /// Whoever is asked for, or whose turn it is, does it; now and then most of it, with help.
    fn shares(&mut self) -> Vec<Share> {
        let stylists = &self.shop.stylists;
        let asked = self.guest.filter(|guest| guest.shop == self.plan.shop && guest.asks);
        let asked = asked.filter(|_| self.plan.dice.chance(88)).map(|guest| guest.stylist);
        let place = asked.unwrap_or(self.plan.turn % stylists.len().max(1));
        let Some(stylist) = stylists.get(place) else { return Vec::new() };
        let requested = asked.is_some() || self.plan.dice.chance(6);
        match self.plan.dice.pick(&self.shop.assistants) {
            Some(helper) if self.plan.dice.chance(30) => vec![
                share(stylist.id, "stylist", 800_000, requested),
                share(helper.id, "assistant", 200_000, false),
            ],
            _ => vec![share(stylist.id, "stylist", 1_000_000, requested)],
        }
    }

    fn sold(&mut self) -> Vec<Share> {
        let seller = self.plan.dice.pick(&self.shop.stylists);
        seller.map(|one| share(one.id, "seller", 1_000_000, false)).into_iter().collect()
    }

    /// More on a card, with the bonus that its plan gives.
    fn top_up(&mut self) -> Result<NewLine, Problem> {
        let value = self.guest.and_then(|guest| guest.wallet.value);
        let (card, plan, _) = value.ok_or_else(|| Problem::bug("a top-up without a card"))?;
        let plan = self.salon.plans.iter().find(|one| Some(one.id) == plan);
        let plan = plan.ok_or_else(|| Problem::bug("a card without a plan"))?;
        let amount = if self.plan.dice.chance(70) { plan.price } else { Money::minor(50_000) };
        let bonus = card::usual_bonus(plan.price, plan.bonus, amount);
        Ok(NewLine::TopUp { card, amount, bonus, shares: self.sold() })
    }

    async fn finish(mut self, written: Bill) -> Result<Option<Bill>, Problem> {
        let Planned { opened, paid, end, .. } = self.plan;
        let (bill, owner) = (written.id, &self.salon.owner);
        match end {
            End::Open => Ok(None),
            End::Parked(label) => {
                let park = Park { bill, label: label.to_owned() };
                self.stage.write(paid, &self.salon.reception, park).await?;
                Ok(None)
            }
            End::Voided => {
                let void = Void { bill, reason: "顾客临时有事，未做".to_owned() };
                self.stage.write(paid.min(opened.plus_seconds(600)), owner, void).await?;
                Ok(None)
            }
            End::Paid | End::OnAccount => {
                let priced = self.reduce(written).await?;
                self.pay(&priced).await.map(Some)
            }
        }
    }

    /// Now and then the owner takes something off, gives something away, or sets another price.
    async fn reduce(&mut self, bill: Bill) -> Result<Bill, Problem> {
        let earns: Vec<&BillLine> = bill.lines.iter().filter(|line| line.kind.earns()).collect();
        let (Some(first), Some(last)) = (earns.first(), earns.last()) else { return Ok(bill) };
        let blank = ReductionWish {
            line: None,
            amount: None,
            unit_price: None,
            percent_ppm: None,
            reason: String::new(),
        };
        let wish = match self.plan.dice.below(100) {
            0..=5 => {
                let (reason, off) = *self.plan.dice.pick(&REDUCTIONS).unwrap_or(&REDUCTIONS[0]);
                ReductionWish {
                    percent_ppm: Rate::from_ppm(i64::from(off) * 10_000),
                    reason: reason.to_owned(),
                    ..blank
                }
            }
            6 if earns.len() > 1 => ReductionWish {
                line: Some(last.id),
                percent_ppm: Some(Rate::ONE),
                reason: "上次效果不满意，赠送".to_owned(),
                ..blank
            },
            7 => ReductionWish {
                line: Some(first.id),
                unit_price: Some(first.unit_price - Money::minor(1_000)),
                reason: "发量少，优惠 10 元".to_owned(),
                ..blank
            },
            _ => return Ok(bill),
        };
        let (at, whole) = (self.plan.paid, wish.line.is_none());
        let reduced = self.stage.write(at, &self.salon.owner, GiveReduction { bill: bill.id, wish }).await?;
        if !whole {
            return Ok(reduced);
        }
        let round = SetRounding { bill: bill.id, to: Rounding::Yuan };
        self.stage.write(at, &self.salon.reception, round).await
    }

    async fn pay(&mut self, bill: &Bill) -> Result<Bill, Problem> {
        let wallet = match (&self.plan.what, self.guest) {
            (What::Services(_), Some(guest)) => guest.wallet,
            _ => Wallet::default(),
        };
        let owes = self.plan.end == End::OnAccount;
        let tenders = tenders(bill, wallet, owes, &mut self.plan.dice);
        let pay = Pay {
            bill: bill.id,
            tenders,
            agreed: BTreeMap::new(),
            expected_total: bill.total,
            prepaid_reason: Some("顾客要求充在一张卡里".to_owned()),
        };
        // Whether somebody may owe is the owner's to say.
        let by = if owes { &self.salon.owner } else { &self.salon.reception };
        self.stage.write(self.plan.paid, by, pay).await
    }
}

/// Visits first, then stored value as far as it reaches; then credit, or money. What is passed on
/// is always paid with money.
fn tenders(bill: &Bill, wallet: Wallet, owes: bool, dice: &mut Dice) -> Vec<TenderWish> {
    let passed_on: Money = bill.lines.iter().filter(|line| !line.kind.earns()).map(|line| line.net).sum();
    let mut tenders = Vec::new();
    let mut rest = bill.total - passed_on;
    if let Some((card, line)) = wallet.visits.and_then(|visits| by_visits(bill, visits)) {
        tenders.push(TenderWish::Visits { card, line: line.id, proof: None });
        rest -= line.net;
    }
    if let Some((card, _, left)) = wallet.value {
        let amount = left.min(rest);
        if amount.is_positive() {
            tenders.push(TenderWish::Card { card, amount, rates: false, proof: None });
            rest -= amount;
        }
    }
    if owes && rest.is_positive() {
        tenders.push(TenderWish::OnAccount { amount: rest });
        rest = Money::ZERO;
    }
    rest += passed_on;
    if rest.is_positive() {
        tenders.push(money(rest, dice));
    }
    tenders
}

/// The first line that the visits of a card can pay.
fn by_visits(bill: &Bill, (card, service, left): (CardId, ServiceId, i64)) -> Option<(CardId, &BillLine)> {
    let pays = |line: &&BillLine| {
        line.kind == LineKind::Service
            && line.item == service.uuid()
            && line.net.is_positive()
            && line.quantity <= left
    };
    bill.lines.iter().find(pays).map(|line| (card, line))
}

fn money(amount: Money, dice: &mut Dice) -> TenderWish {
    match dice.below(20) {
        0..=10 => TenderWish::Wechat { amount, reference: format!("4200{}", dice.digits(24)) },
        11..=15 => TenderWish::Alipay { amount, reference: format!("2202{}", dice.digits(24)) },
        16 => TenderWish::BankCard { amount, reference: dice.digits(12) },
        // Cash comes in notes.
        _ => TenderWish::Cash { received: in_notes(amount) },
    }
}

/// An amount rounded up to notes of 50.00.
fn in_notes(amount: Money) -> Money {
    let notes = (amount.to_minor() + NOTE - 1) / NOTE;
    Money::minor(notes * NOTE)
}

/// One of the ways in which a service is sold, when it has several.
fn variant(service: &Service, dice: &mut Dice) -> Option<VariantId> {
    dice.pick(&service.variants).map(|variant| variant.id)
}

fn share(staff: StaffId, role: &str, ppm: i64, requested: bool) -> Share {
    Share { staff, role: role.to_owned(), share: Rate::from_ppm(ppm).unwrap_or_default(), requested }
}

/// Whether a customer may want money back for a bill: for what was sold, not for what was passed on.
pub fn may_come_back(done: &Done) -> bool {
    done.bill.state == State::Paid
        && done.bill.total.is_positive()
        && done.bill.lines.iter().all(|line| line.kind.earns())
}

/// Gives a bill back: one of two that were sold, the last line, or all of it.
pub async fn give_back(
    stage: &Stage<'_>,
    salon: &Salon,
    done: &Done,
    at: Instant,
    dice: &mut Dice,
) -> Result<(), Problem> {
    let Some(shop) = salon.shops.get(done.shop) else { return Ok(()) };
    let lines = given_back(&done.bill, dice);
    let mut tx = stage.app.db.read(&salon.owner).await?;
    let quote = bill::quote_refund(&mut tx, done.bill.id, lines.as_deref(), &[]).await?;
    drop(tx);
    let mut number = stage.numbers(&salon.owner, shop.branch.id, Numbered::Refund, 1).await?;
    let back = GiveBack {
        bill: done.bill.id,
        lines,
        expected_total: quote.total,
        restock: true,
        other_ways: Vec::new(),
        reason: dice.word(&COMPLAINTS).to_owned(),
        number: number.next().unwrap_or(0),
    };
    stage.write(at, &salon.owner, back).await.map(drop)
}

/// Which lines come back; all of them when none is named.
fn given_back(bill: &Bill, dice: &mut Dice) -> Option<Vec<RefundLineWish>> {
    let one = |line: &BillLine, quantity: i64| Some(vec![RefundLineWish { line: line.id, quantity }]);
    if let Some(two) = bill.lines.iter().find(|line| line.quantity > 1) {
        return one(two, 1);
    }
    let last = bill.lines.last().filter(|line| bill.lines.len() > 1 && line.net.is_positive())?;
    if dice.chance(70) { one(last, last.quantity) } else { None }
}

/// Undoes a bill at a moment of its day; with a new one in its place, it is still to be paid.
pub async fn reverse(
    stage: &Stage<'_>,
    salon: &Salon,
    done: &Done,
    at: Instant,
    reopen: bool,
) -> Result<(), Problem> {
    let Some(shop) = salon.shops.get(done.shop) else { return Ok(()) };
    let (owner, branch): (&Actor, _) = (&salon.owner, shop.branch.id);
    let mut number = stage.numbers(owner, branch, Numbered::Refund, 1).await?;
    let mut new_number = stage.numbers(owner, branch, Numbered::Bill, usize::from(reopen)).await?;
    let reverse = Reverse {
        bill: done.bill.id,
        reason: if reopen { "项目记错，重开" } else { "重复开单" }.to_owned(),
        reopen,
        number: number.next().unwrap_or(0),
        new_number: new_number.next().unwrap_or(0),
        card_numbers: Vec::new(),
    };
    stage.write(at, owner, reverse).await.map(drop)
}
