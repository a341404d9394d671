//! Whatever tills do in whatever order, no cent is lost or invented: random steps on a salon, and the same
//! on a model that is simple enough to be seen to be right. After each step both hold the same, and the
//! books prove themselves.

use crate::salon_test;
use crate::testing::till::{Till, member, plan, service};
use crate::testing::{Engine, Reply, TestApp, id, run};
use serde_json::{Value, json};

/// Prices of services, so that shares rarely come out even.
const PRICES: [i64; 5] = [990, 3_333, 12_800, 38_801, 5_007];

/// Principal and bonus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Purse {
    principal: i64,
    bonus: i64,
}

impl Purse {
    fn worth(self) -> i64 {
        self.principal + self.bonus
    }
}

impl std::ops::Add for Purse {
    type Output = Purse;

    fn add(self, other: Purse) -> Purse {
        Purse { principal: self.principal + other.principal, bonus: self.bonus + other.bonus }
    }
}

impl std::ops::Sub for Purse {
    type Output = Purse;

    fn sub(self, other: Purse) -> Purse {
        Purse { principal: self.principal - other.principal, bonus: self.bonus - other.bonus }
    }
}

/// What one sale or top-up put on a card.
#[derive(Clone, Copy, Debug)]
struct Lot {
    /// The card it is on.
    card: usize,
    /// When it was paid: the oldest is used first.
    at: u64,
    bought: Purse,
    left: Purse,
    /// What the ratio of principal to bonus is measured on.
    ratio: Purse,
}

impl Lot {
    fn new(card: usize, at: u64, bought: Purse) -> Lot {
        Lot { card, at, bought, left: bought, ratio: bought }
    }

    /// Nothing comes back to it any more.
    fn end(&mut self) {
        (self.bought, self.left, self.ratio) = Default::default();
    }

    /// Takes an amount by the lot's own ratio, without drift over many small ones.
    fn take(&mut self, amount: i64) -> Purse {
        let drawn = self.ratio - self.left;
        let of_ratio = 2 * (drawn.worth() + amount) * self.ratio.principal + self.ratio.worth();
        let wanted = of_ratio / (2 * self.ratio.worth()) - drawn.principal;
        let principal = wanted.max(amount - self.left.bonus).max(0).min(self.left.principal);
        let taken = Purse { principal, bonus: amount - principal };
        self.left = self.left - taken;
        taken
    }

    fn give_back(&mut self, purse: Purse) {
        self.left = self.left + purse;
        self.ratio = self.left;
    }
}

struct Card {
    id: String,
    customer: String,
    /// A card of somebody else that spends from it, and whose it is.
    companion: Option<(String, String)>,
}

/// What a paid bill was for.
enum Paid {
    /// Services, paid by a card as far as it says, and in cash.
    Services { taken: Vec<(usize, Purse)> },
    /// A lot on a card.
    Lot(usize),
}

struct Bill {
    id: String,
    cash: i64,
    paid: Paid,
}

impl Bill {
    fn touches(&self, lot: usize) -> bool {
        match &self.paid {
            Paid::Services { taken } => taken.iter().any(|&(of, _)| of == lot),
            Paid::Lot(of) => *of == lot,
        }
    }
}

/// A salon and what it should hold.
struct World<'a> {
    till: Till<'a>,
    /// The state of xorshift64* (Vigna, 2016).
    chance: u64,
    services: Vec<(String, i64)>,
    cards: Vec<Card>,
    lots: Vec<Lot>,
    bills: Vec<Bill>,
    cash: i64,
    /// Counts the steps.
    now: u64,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp, seed: u64) -> World<'a> {
        let mut services = Vec::new();
        for price in PRICES {
            services.push((service(app, price).await, price));
        }
        // It stays at zero for ever once it is there.
        let chance = seed | 1;
        let (cards, lots, bills) = (Vec::new(), Vec::new(), Vec::new());
        World { till: Till::new(app), chance, services, cards, lots, bills, cash: 0, now: 0 }
    }

    /// A number from nothing up to, and without, a limit.
    fn below(&mut self, limit: i64) -> i64 {
        self.chance ^= self.chance >> 12;
        self.chance ^= self.chance << 25;
        self.chance ^= self.chance >> 27;
        let drawn = self.chance.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 1;
        i64::try_from(drawn).unwrap() % limit.max(1)
    }

    fn some(&mut self, count: usize) -> usize {
        usize::try_from(self.below(i64::try_from(count).unwrap())).unwrap()
    }

    /// What is left on a card.
    fn left(&self, card: usize) -> Purse {
        let lots = self.lots.iter().filter(|lot| lot.card == card);
        lots.fold(Purse::default(), |sum, lot| sum + lot.left)
    }

    /// Takes an amount from the oldest lots of a card first.
    fn take(&mut self, card: usize, amount: i64) -> Vec<(usize, Purse)> {
        let mut lots: Vec<_> = (0..self.lots.len()).filter(|&lot| self.lots[lot].card == card).collect();
        lots.sort_by_key(|&lot| self.lots[lot].at);
        let mut rest = amount;
        let mut taken = Vec::new();
        for lot in lots {
            let part = rest.min(self.lots[lot].left.worth());
            if part > 0 {
                taken.push((lot, self.lots[lot].take(part)));
                rest -= part;
            }
        }
        taken
    }

    /// Ends the lots of a card, and leaves the bills alone that they were on. Gives those that held something.
    fn end_lots(&mut self, card: usize) -> Vec<Lot> {
        let ended: Vec<_> = (0..self.lots.len()).filter(|&lot| self.lots[lot].card == card).collect();
        self.bills.retain(|bill| !ended.iter().any(|&lot| bill.touches(lot)));
        let held =
            ended.iter().map(|&lot| self.lots[lot]).filter(|lot| lot.left != Purse::default()).collect();
        ended.into_iter().for_each(|lot| self.lots[lot].end());
        held
    }

    async fn step(&mut self) {
        self.till.app.later(1);
        self.now += 1;
        match (self.below(25), self.cards.is_empty(), self.bills.is_empty()) {
            (_, true, _) | (0, ..) => self.sell().await,
            (20, ..) => self.transfer().await,
            (21, ..) => self.merge().await,
            (22, ..) => self.close_card().await,
            (23, ..) => self.close_days().await,
            (24, ..) => self.spend_through_a_companion().await,
            (1..=2, ..) => self.top_up().await,
            (3, ..) => self.spend_more_than_there_is().await,
            (4..=5, ..) => self.spend_at_two_tills().await,
            (6..=8, _, false) => self.undo(false).await,
            (9, _, false) => self.undo(true).await,
            _ => self.spend().await,
        }
    }

    async fn sell(&mut self) {
        let price = 100 + self.below(200_000);
        let bonus = self.below(price / 3);
        // Every third goes to somebody who has one already.
        let again = (!self.cards.is_empty() && self.below(3) == 0).then(|| self.some(self.cards.len()));
        let customer = match again {
            Some(card) => self.cards[card].customer.clone(),
            None => member(self.till.app).await,
        };
        let before = self.cards_of(&customer).await;
        let plan = plan(self.till.app, price, bonus).await;
        let bill = self.till.open_for(&customer).await;
        self.till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        self.till.pay_cash(&bill).await;
        let card = self.cards_of(&customer).await.into_iter().find(|card| !before.contains(card));
        self.cards.push(Card { id: card.unwrap(), customer, companion: None });
        self.put(self.cards.len() - 1, Purse { principal: price, bonus }, bill);
    }

    async fn cards_of(&self, customer: &str) -> Vec<String> {
        let cards = self.till.person.get(&format!("/api/card?customer={customer}")).await.ok();
        cards["items"].as_array().unwrap().iter().map(id).collect()
    }

    /// What a paid bill put on a card.
    fn put(&mut self, card: usize, bought: Purse, bill: String) {
        self.lots.push(Lot::new(card, self.now, bought));
        self.cash += bought.principal;
        let paid = Paid::Lot(self.lots.len() - 1);
        self.bills.push(Bill { id: bill, cash: bought.principal, paid });
    }

    async fn top_up(&mut self) {
        let card = self.some(self.cards.len());
        let amount = 1 + self.below(50_000);
        let bonus = self.below(amount);
        let Card { id, customer, .. } = &self.cards[card];
        let line = json!({ "kind": "top_up", "card": id, "amount": amount, "bonus": bonus });
        let bill = self.till.open_for(customer).await;
        let added = self.till.person.post(&format!("/api/bill/{bill}/line"), line).await;
        if added.status >= 300 {
            added.refused("card.closed");
            assert_eq!(self.left(card), Purse::default(), "only an empty card is closed");
            self.void(&bill).await;
            return;
        }
        self.till.pay_cash(&bill).await;
        self.put(card, Purse { principal: amount, bonus }, bill);
    }

    /// Gives a bill up that nobody will pay.
    async fn void(&self, bill: &str) {
        self.till.person.post(&format!("/api/bill/{bill}/void"), json!({ "reason": "不做了" })).await.ok();
    }

    /// What a card holds, as a till shows it before value goes elsewhere.
    fn shown(&self, card: usize) -> Value {
        let left = self.left(card);
        json!({ "principal": left.principal, "bonus": left.bonus, "visits": 0 })
    }

    /// A card goes to somebody else, with its lots as they are.
    async fn transfer(&mut self) {
        let card = self.some(self.cards.len());
        if self.left(card) == Purse::default() {
            return;
        }
        let to = member(self.till.app).await;
        let wish =
            json!({ "branch": self.till.branch, "to": to, "shown": self.shown(card), "reason": "送给女儿" });
        let path = format!("/api/card/{}/transfer", self.cards[card].id);
        let new = self.till.person.post_once(&path, wish).await.ok();
        self.cards.push(Card { id: id(&new), customer: to, companion: None });
        let to = self.cards.len() - 1;
        for lot in self.end_lots(card) {
            // The new holder's lots begin anew with what went over.
            self.lots.push(Lot { card: to, bought: lot.left, ..lot });
        }
    }

    /// Two cards of one holder become one: lots move as they are.
    async fn merge(&mut self) {
        let from = self.some(self.cards.len());
        let customer = &self.cards[from].customer;
        let others =
            (0..self.cards.len()).filter(|&card| card != from && &self.cards[card].customer == customer);
        let holds = |card: &usize| self.left(*card) != Purse::default();
        let Some(to) = others.into_iter().find(holds).filter(|_| holds(&from)) else { return };
        let wish = json!({ "branch": self.till.branch, "from": self.cards[from].id, "shown": self.shown(from), "reason": "两张并一张" });
        let path = format!("/api/card/{}/merge", self.cards[to].id);
        self.till.person.post_once(&path, wish).await.ok();
        let lots = &mut self.lots;
        self.bills.retain(|bill| !matches!(bill.paid, Paid::Lot(lot) if lots[lot].card == from));
        lots.iter_mut().filter(|lot| lot.card == from).for_each(|lot| lot.card = to);
    }

    /// A card is given back for the shop's cause: nothing is kept, and never more is paid than was paid in.
    async fn close_card(&mut self) {
        let card = self.some(self.cards.len());
        let left = self.left(card);
        if left == Purse::default() {
            return;
        }
        let path = format!("/api/card/{}", self.cards[card].id);
        let refund = self.till.person.get(&format!("{path}/refund")).await.ok();
        let quotes = refund["quotes"].as_array().unwrap();
        let total = quotes.iter().find(|quote| quote["cause"] == "shop").unwrap()["total"].as_i64().unwrap();
        let lots = self.lots.iter().filter(|lot| lot.card == card);
        assert!((0..=lots.map(|lot| lot.bought.principal).sum()).contains(&total));
        let payouts = if total == 0 { json!([]) } else { json!([{ "channel": null, "amount": total }]) };
        let wish = json!({ "branch": self.till.branch, "cause": "shop", "expected_total": total, "reason": "搬家了", "payouts": payouts });
        self.till.person.post_once(&format!("{path}/closing"), wish).await.ok();
        self.end_lots(card);
        self.cash -= total;
    }

    /// A night passes, and every day until then is closed.
    async fn close_days(&mut self) {
        self.till.app.later(24 * 3600);
        let branch = self.till.branch.clone();
        loop {
            let closing = self.till.person.get(&format!("/api/till/closing?branch={branch}")).await.ok();
            if closing["day"].is_null() || closing["day"] == closing["today"] {
                return;
            }
            let wish = json!({ "branch": branch, "day": closing["day"] });
            self.till.person.post_once("/api/till/day", wish).await.ok();
        }
    }

    /// A bill of a service often enough to come to an amount at least. Gives its total.
    async fn bill_of(&mut self, card: usize, least: i64) -> (String, i64) {
        let customer = self.cards[card].customer.clone();
        self.bill_for(&customer, least).await
    }

    /// The same for anybody.
    async fn bill_for(&mut self, customer: &str, least: i64) -> (String, i64) {
        let service = self.some(PRICES.len());
        let (service, price) = self.services[service].clone();
        let quantity = least / price + 1;
        let bill = self.till.open_for(customer).await;
        self.till.add(&bill, json!({ "kind": "service", "service": service, "quantity": quantity })).await;
        (bill, price * quantity)
    }

    async fn spend(&mut self) {
        let card = self.some(self.cards.len());
        let (bill, total) = self.bill_of(card, 0).await;
        let most = total.min(self.left(card).worth());
        let by_card = self.below(most + 1);
        let reply = self.till.try_pay(&bill, self.tenders(card, by_card, total), total).await;
        reply.ok();
        self.has_paid(card, bill, by_card, total);
    }

    /// Somebody else spends from a card, through a companion card that may as much as there is.
    async fn spend_through_a_companion(&mut self) {
        let card = self.some(self.cards.len());
        let left = self.left(card).worth();
        if left == 0 {
            return;
        }
        let (companion, holder) = self.companion_of(card).await;
        let (bill, total) = self.bill_for(&holder, 0).await;
        let by_card = self.below(total.min(left) + 1);
        self.till.try_pay(&bill, tenders(&companion, by_card, total), total).await.ok();
        self.has_paid(card, bill, by_card, total);
    }

    async fn companion_of(&mut self, card: usize) -> (String, String) {
        if let Some(known) = &self.cards[card].companion {
            return known.clone();
        }
        let holder = member(self.till.app).await;
        let wish = json!({ "branch": self.till.branch, "customer": holder, "reason": "给家人用" });
        let path = format!("/api/card/{}/companion", self.cards[card].id);
        let made = (id(&self.till.person.post_once(&path, wish).await.ok()), holder);
        self.cards[card].companion = Some(made.clone());
        made
    }

    fn tenders(&self, card: usize, by_card: i64, total: i64) -> Value {
        tenders(&self.cards[card].id, by_card, total)
    }

    fn has_paid(&mut self, card: usize, bill: String, by_card: i64, total: i64) {
        let taken = self.take(card, by_card);
        let cash = total - by_card;
        self.cash += cash;
        self.bills.push(Bill { id: bill, cash, paid: Paid::Services { taken } });
    }

    async fn spend_more_than_there_is(&mut self) {
        let card = self.some(self.cards.len());
        let left = self.left(card).worth();
        let (bill, total) = self.bill_of(card, left).await;
        let reply = self.till.try_pay(&bill, self.tenders(card, left + 1, total), total).await;
        assert!(["card.balance_short", "card.closed"].contains(&reply.json()["code"].as_str().unwrap()));
        self.void(&bill).await;
    }

    /// Two tills take more than half of a card at the same moment: it holds enough for one of them.
    async fn spend_at_two_tills(&mut self) {
        let card = self.some(self.cards.len());
        let left = self.left(card).worth();
        let amount = left / 2 + 1;
        if left < 2 {
            return;
        }
        let mut bills = Vec::new();
        for _ in 0..2 {
            bills.push(self.bill_of(card, amount).await);
        }
        let wishes = bills.iter().map(|(bill, total)| {
            let wish = json!({ "tenders": self.tenders(card, amount, *total), "expected_total": total });
            (format!("/api/bill/{bill}/pay"), wish)
        });
        let replies = self.at_once(wishes.collect()).await;
        let paid = one_went_through(replies, "card.balance_short");
        let (bill, total) = bills.swap_remove(paid);
        self.void(&bills[0].0).await;
        self.has_paid(card, bill, amount, total);
    }

    async fn at_once(&self, wishes: Vec<(String, Value)>) -> Vec<Reply> {
        let sent: Vec<_> = wishes
            .into_iter()
            .map(|(path, wish)| {
                let person = self.till.person.clone();
                tokio::spawn(async move { person.post_once(&path, wish).await })
            })
            .collect();
        let mut replies = Vec::new();
        for reply in sent {
            replies.push(reply.await.unwrap());
        }
        replies
    }

    /// Gives back a whole bill: from one till, or from two at the same moment.
    async fn undo(&mut self, twice: bool) {
        let place = self.some(self.bills.len());
        let Bill { id, cash, paid } = &self.bills[place];
        let (path, cash) = (format!("/api/bill/{id}/refund"), *cash);
        let untouched = match paid {
            Paid::Services { .. } => true,
            Paid::Lot(lot) => self.lots[*lot].left == self.lots[*lot].bought,
        };
        let total = self.till.show(id).await["total"].clone();
        let wish = json!({ "lines": null, "reason": "不满意", "expected_total": total });
        if !untouched {
            self.till.person.post_once(&path, wish).await.refused("card.lot_used");
            return;
        }
        let wishes = vec![(path, wish); if twice { 2 } else { 1 }];
        one_went_through(self.at_once(wishes).await, "bill.refund_empty");
        self.cash -= cash;
        match self.bills.swap_remove(place).paid {
            Paid::Services { taken } => {
                taken.into_iter().for_each(|(lot, purse)| self.lots[lot].give_back(purse));
            }
            Paid::Lot(lot) => self.lots[lot].end(),
        }
    }

    /// Both hold the same, and the books prove themselves.
    async fn compare(&self, step: usize) {
        for (place, card) in self.cards.iter().enumerate() {
            let left = self.left(place);
            assert_eq!(self.till.held(&card.id).await, (left.principal, left.bonus), "after step {step}");
        }
        let app = &self.till.app.app;
        crate::books::seal(&app.db).await.unwrap();
        let sql =
            "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_entry WHERE account = 'cash_drawer'";
        let mut rows = app.db.global_rows(sql, Vec::new()).await.unwrap();
        assert_eq!(rows[0].take::<i64>().unwrap(), self.cash, "after step {step}");
        let mut tx = app.db.read(&self.till.app.system()).await.unwrap();
        assert_eq!(crate::check::books(&mut tx).await.unwrap(), [], "after step {step}");
    }
}

/// So much by a card, the rest in cash.
fn tenders(card: &str, by_card: i64, total: i64) -> Value {
    let card = json!({ "kind": "card", "card": card, "amount": by_card });
    let cash = json!({ "kind": "cash", "received": total - by_card });
    let tenders = [(by_card, card), (total - by_card, cash)].into_iter();
    tenders.filter(|(amount, _)| *amount > 0).map(|(_, tender)| tender).collect()
}

/// One of them succeeded and says which; the others were refused with this code.
fn one_went_through(replies: Vec<Reply>, code: &str) -> usize {
    let good: Vec<usize> = (0..replies.len()).filter(|&place| replies[place].status < 300).collect();
    assert_eq!(good.len(), 1, "{} went through", good.len());
    for (_, refused) in replies.into_iter().enumerate().filter(|(place, _)| *place != good[0]) {
        refused.refused(code);
    }
    good[0]
}

/// Takes random steps, and compares after so many of them.
async fn random_steps(app: TestApp, seed: u64, steps: usize, compare_after: usize) {
    let mut world = World::new(&app, seed).await;
    for step in 1..=steps {
        world.step().await;
        if step % compare_after == 0 {
            world.compare(step).await;
        }
    }
}

salon_test! {
    async fn a_hundred_random_steps_neither_lose_nor_invent_a_cent(app) {
        random_steps(app.clone(), 20_260_302, 100, 1).await;
    }
}

/// Steps that are others every time; whoever sees them fail can take them again by their seed.
async fn thousands_of_steps(app: TestApp) {
    let seed = getrandom::u64().unwrap();
    eprintln!("seed {seed}");
    random_steps(app, seed, 5_000, 50).await;
}

#[test]
#[ignore = "takes minutes; `cargo xtask soak steps` runs it"]
fn thousands_of_random_steps_on_sqlite() {
    run(Engine::Sqlite, thousands_of_steps);
}

#[test]
#[ignore = "takes minutes; `cargo xtask soak steps` runs it"]
fn thousands_of_random_steps_on_postgres() {
    run(Engine::Postgres, thousands_of_steps);
}
