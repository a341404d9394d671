//! The days, one after the other: what was planned for each is played, and what it leaves behind is
//! remembered for the next.

use super::calendar::Calendar;
use super::dice::Dice;
use super::drawer::{self, Drawer};
use super::guests::{Guest, Wallet};
use super::hours::weekday;
use super::plan::{self, Planned, What, Who};
use super::prices;
use super::shelves::Shelves;
use super::shop::Salon;
use super::stage::Stage;
use super::till::{self, Done};
use crate::bill::{LineKind, State};
use crate::store::Numbered;
use kernel::{BranchId, Day, Id, Money, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use uuid::Uuid;

/// How many days before today are closed: enough to look back on, and quick to play.
const CLOSED_DAYS: i64 = 60;

/// The days of the demo and everybody in them.
pub struct Days<'a> {
    pub stage: &'a Stage<'a>,
    pub calendar: &'a Calendar,
    pub salon: &'a Salon,
    pub guests: Vec<Guest>,
    /// The bills of an ordinary day, in the first shop and in the second.
    pub usual: [i64; 2],
}

impl Days<'_> {
    /// Plays all days up to now, and says after each how many of them are over.
    pub async fn work(&mut self, dice: &mut Dice, over: &(dyn Fn(i64, i64) + Sync)) -> Result<(), Problem> {
        let mut shelves = Shelves::default();
        let products: BTreeMap<Uuid, usize> =
            self.salon.products.iter().zip(0..).map(|(product, place)| (product.id.uuid(), place)).collect();
        let mut complaints: Vec<Done> = Vec::new();
        let mut floats: BTreeMap<BranchId, Money> = BTreeMap::new();
        let days: Vec<(Day, i64)> = self.calendar.days().collect();
        for (index, (day, part)) in (1..).zip(days) {
            self.stock(day, &mut shelves, index == 1, dice).await?;
            self.raise(index, day).await?;
            let drawers = self.open_drawers(day, &floats).await?;
            self.answer(day, std::mem::take(&mut complaints), dice).await?;
            let mut planned =
                plan::day(self.calendar, self.salon, &self.guests, self.usual, (day, part), dice);
            self.number(&mut planned).await?;
            let done = self.play(planned, day, dice).await?;
            for (done, line) in
                done.iter().flat_map(|done| done.bill.lines.iter().map(move |line| (done, line)))
            {
                if let (LineKind::Product, Some(product)) = (line.kind, products.get(&line.item)) {
                    shelves.gone(done.shop, *product, line.quantity);
                }
            }
            self.undo(day, &done, dice).await?;
            self.close(day, &drawers, &mut floats, &mut Dice::new(index.unsigned_abs())).await?;
            complaints =
                done.into_iter().filter(|done| till::may_come_back(done) && dice.below(60) == 0).collect();
            over(index, self.calendar.count());
        }
        Ok(())
    }

    /// Deliveries and what work needs on Mondays, and a count every four weeks, an hour after opening.
    async fn stock(
        &self,
        day: Day,
        shelves: &mut Shelves,
        first: bool,
        dice: &mut Dice,
    ) -> Result<(), Problem> {
        let monday = weekday(&self.calendar.zone, day) == 0;
        if !first && !monday {
            return Ok(());
        }
        let (stage, owner, products) = (self.stage, &self.salon.owner, &self.salon.products);
        for (place, shop) in self.salon.shops.iter().enumerate() {
            let from = self.calendar.hours(place, day).from;
            let at = |minutes: i64| from.plus_seconds(minutes * 60);
            if at(40) > self.calendar.now {
                continue;
            }
            let here = (place, shop.branch.id);
            if !first {
                shelves.use_up(stage, at(10), owner, here, products, dice).await?;
                if dice.chance(25) {
                    shelves.count(stage, at(20), owner, here, products, dice).await?;
                }
            }
            // What is there on the first day was there before the doors opened.
            shelves.fill(stage, if first { from } else { at(40) }, owner, here, products).await?;
        }
        Ok(())
    }

    /// As the doors open, so do the drawers; in the last weeks only.
    async fn open_drawers(
        &self,
        day: Day,
        floats: &BTreeMap<BranchId, Money>,
    ) -> Result<Vec<(usize, Drawer)>, Problem> {
        let mut drawers = Vec::new();
        for (place, shop) in self.salon.shops.iter().enumerate() {
            let at = self.calendar.hours(place, day).from;
            if day.days_until(self.calendar.today) > CLOSED_DAYS || at > self.calendar.now {
                continue;
            }
            let float = floats.get(&shop.branch.id).copied();
            drawers.push((place, drawer::open(self.stage, self.salon, shop, at, float).await?));
        }
        Ok(drawers)
    }

    /// As the doors close, the drawers are counted and the day is closed. That of today stays open.
    async fn close(
        &self,
        day: Day,
        drawers: &[(usize, Drawer)],
        floats: &mut BTreeMap<BranchId, Money>,
        dice: &mut Dice,
    ) -> Result<(), Problem> {
        for (place, drawer) in drawers.iter().filter(|_| day < self.calendar.today) {
            let shop = self.salon.shops.get(*place).ok_or_else(|| Problem::bug("a drawer without a shop"))?;
            let at = self.calendar.hours(*place, day).to;
            let left = drawer::close(self.stage, self.salon, shop, drawer, (day, at), dice).await?;
            floats.insert(shop.branch.id, left);
        }
        Ok(())
    }

    /// Half way through, some prices change.
    async fn raise(&self, index: i64, day: Day) -> Result<(), Problem> {
        let Some(second) = self.salon.shops.get(1).filter(|_| index == self.calendar.count() / 2) else {
            return Ok(());
        };
        let at = self.calendar.hours(0, day).from;
        prices::raise(self.stage, at, &self.salon.owner, &self.salon.list, second.branch.id).await
    }

    /// Whoever complains comes back on the next day, an hour after opening.
    async fn answer(&mut self, day: Day, complaints: Vec<Done>, dice: &mut Dice) -> Result<(), Problem> {
        for done in complaints {
            let at = self.calendar.hours(done.shop, day).from.plus_seconds(3600);
            if at > self.calendar.now {
                continue;
            }
            till::give_back(self.stage, self.salon, &done, at, dice).await?;
            self.look_into_wallet(done.who).await?;
        }
        Ok(())
    }

    /// Value is sold before what it pays for. Returns what was paid.
    async fn play(&mut self, planned: Vec<Planned>, day: Day, dice: &mut Dice) -> Result<Vec<Done>, Problem> {
        let (services, value): (Vec<Planned>, Vec<Planned>) =
            planned.into_iter().partition(|bill| matches!(bill.what, What::Services(_)));
        let mut done = self.serve(value).await?;
        for bill in &done {
            let sold = bill.bill.lines.iter().any(|line| line.kind == LineKind::CardSale);
            if sold && dice.chance(3) {
                self.regret(bill, dice).await?;
            }
            self.look_into_wallet(bill.who).await?;
        }
        let served = self.serve(services).await?;
        for bill in &served {
            self.remember(bill, day).await?;
        }
        done.extend(served);
        Ok(done)
    }

    /// Somebody does not want the card after all, before anything was paid with it.
    async fn regret(&self, sale: &Done, dice: &mut Dice) -> Result<(), Problem> {
        let paid = sale.bill.paid_at.unwrap_or(self.calendar.now);
        till::give_back(self.stage, self.salon, sale, paid.plus_seconds(60), dice).await
    }

    async fn serve(&self, planned: Vec<Planned>) -> Result<Vec<Done>, Problem> {
        let bills = planned.into_iter().map(|bill| till::serve(self.stage, self.salon, &self.guests, bill));
        Ok(self.stage.together(bills.collect()).await?.into_iter().flatten().collect())
    }

    async fn remember(&mut self, done: &Done, day: Day) -> Result<(), Problem> {
        let Who::Member(place) = done.who else { return Ok(()) };
        let Some(guest) = self.guests.get_mut(place) else { return Ok(()) };
        guest.last = Some(day);
        let kinds: BTreeSet<&str> = done.bill.tenders.iter().map(|tender| tender.kind.as_str()).collect();
        let repaid = done.bill.lines.iter().any(|line| line.kind == LineKind::Repayment);
        if repaid || ["card", "visits", "on_account"].iter().any(|kind| kinds.contains(kind)) {
            return self.look_into_wallet(done.who).await;
        }
        Ok(())
    }

    async fn look_into_wallet(&mut self, who: Who) -> Result<(), Problem> {
        let Who::Member(place) = who else { return Ok(()) };
        let Some(guest) = self.guests.get_mut(place) else { return Ok(()) };
        guest.wallet = Wallet::of(self.stage, self.salon, guest).await?;
        Ok(())
    }

    /// Undoes one bill yesterday and today, and one on some other days: of services, paid with money alone, of
    /// a stranger where there is one.
    async fn undo(&self, day: Day, done: &[Done], dice: &mut Dice) -> Result<(), Problem> {
        let today = day == self.calendar.today;
        let recent = today || day.plus_days(1) == self.calendar.today;
        if !recent && !dice.chance(4) {
            return Ok(());
        }
        let kinds: &[&str] = if recent { &["wechat", "alipay", "cash"] } else { &["cash"] };
        let plain = |done: &&Done| {
            done.bill.state == State::Paid
                && done.bill.lines.iter().all(|line| line.kind == LineKind::Service)
                && done.bill.tenders.iter().all(|tender| kinds.contains(&tender.kind.as_str()))
        };
        let stranger = |done: &&Done| !matches!(done.who, Who::Member(_));
        let in_money = |done: &&Done| {
            done.bill.state == State::Paid
                && done.bill.tenders.iter().any(|tender| kinds.contains(&tender.kind.as_str()))
        };
        // A shop keeps at least one bill that was paid in money, so that its day has takings.
        let spare = |undone: &&Done| {
            done.iter().filter(in_money).filter(|other| other.shop == undone.shop).count() > 1
        };
        let mut candidates = done.iter().rev().filter(plain).filter(spare);
        let found = candidates.clone().find(stranger).or_else(|| candidates.next().filter(|_| recent));
        let Some(done) = found else { return Ok(()) };
        let paid = done.bill.paid_at.unwrap_or(self.calendar.now);
        let at = self.calendar.hours(done.shop, day).after(paid, 6).min(self.calendar.now);
        till::reverse(self.stage, self.salon, done, at, today).await
    }

    /// Numbers the bills, the walk-ins and the cards of a day, in the order of time.
    async fn number(&self, planned: &mut [Planned]) -> Result<(), Problem> {
        for (place, shop) in self.salon.shops.iter().enumerate() {
            let walk_in = |bill: &Planned| bill.who == Who::WalkIn;
            let card = |bill: &Planned| matches!(bill.what, What::Card(_));
            let here = planned.iter().filter(|bill| bill.shop == place);
            let (bills, walk_ins, cards) = (
                here.clone().count(),
                here.clone().filter(|bill| walk_in(bill)).count(),
                here.filter(|bill| card(bill)).count(),
            );
            let branch = shop.branch.id;
            let mut bills = self.numbers(branch, Numbered::Bill, bills).await?;
            let mut walk_ins = self.numbers(branch, Numbered::WalkIn, walk_ins).await?;
            let mut cards = self.numbers(branch, Numbered::Card, cards).await?;
            for bill in planned.iter_mut().filter(|bill| bill.shop == place) {
                bill.number = bills.next().unwrap_or(0);
                bill.second_number = match (walk_in(bill), card(bill)) {
                    (true, _) => walk_ins.next().unwrap_or(0),
                    (_, true) => cards.next().unwrap_or(0),
                    _ => 0,
                };
            }
        }
        Ok(())
    }

    async fn numbers(&self, branch: BranchId, kind: Numbered, count: usize) -> Result<Range<i64>, Problem> {
        self.stage.numbers(&self.salon.reception, branch, kind, count).await
    }
}
