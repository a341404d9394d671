//! What tests of bills, cards and points begin with: services, people, cards and bills, each made
//! in a line.

use super::{Person, Reply, TestApp, id};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// A bill being written and paid by one person.
pub struct Till<'a> {
    pub app: &'a TestApp,
    pub person: &'a Person,
    pub branch: String,
}

impl<'a> Till<'a> {
    /// The manager's till in the first branch.
    pub fn new(app: &'a TestApp) -> Till<'a> {
        Till { app, person: &app.manager, branch: app.branch.to_string() }
    }

    /// A bill for nobody yet.
    pub async fn open(&self) -> String {
        id(&self.person.post("/api/bill", json!({ "branch": self.branch })).await.ok())
    }

    /// A bill for somebody.
    pub async fn open_for(&self, customer: &str) -> String {
        let wish = json!({ "branch": self.branch, "customer": customer });
        id(&self.person.post("/api/bill", wish).await.ok())
    }

    /// Adds a line and gives its id.
    pub async fn add(&self, bill: &str, line: Value) -> String {
        let shown = self.person.post(&format!("/api/bill/{bill}/line"), line).await.ok();
        id(shown["lines"].as_array().unwrap().last().unwrap())
    }

    /// Adds some of a service that costs so much.
    pub async fn add_service(&self, bill: &str, price: i64, quantity: i64) -> String {
        let service = service(self.app, price).await;
        self.add(bill, json!({ "kind": "service", "service": service, "quantity": quantity })).await
    }

    pub async fn show(&self, bill: &str) -> Value {
        self.person.get(&format!("/api/bill/{bill}")).await.ok()
    }

    /// Pays what the bill comes to. Where a card would hold more than it may, the customer wants it so.
    pub async fn pay(&self, bill: &str, tenders: Value) -> Value {
        let total = self.show(bill).await["total"].clone();
        let wish = json!({ "tenders": tenders, "expected_total": total, "prepaid_reason": "顾客要求" });
        self.person.post_once(&format!("/api/bill/{bill}/pay"), wish).await.ok()
    }

    /// Pays what the bill comes to, in cash.
    pub async fn pay_cash(&self, bill: &str) -> Value {
        let total = self.show(bill).await["total"].clone();
        self.pay(bill, json!([{ "kind": "cash", "received": total }])).await
    }

    /// Tries to pay, and gives back what came of it.
    pub async fn try_pay(&self, bill: &str, tenders: Value, expected: i64) -> Reply {
        let wish = json!({ "tenders": tenders, "expected_total": expected });
        self.person.post_once(&format!("/api/bill/{bill}/pay"), wish).await
    }

    /// A bill with one service of this price, paid in cash.
    pub async fn paid_service(&self, price: i64) -> (String, String) {
        let bill = self.open().await;
        let line = self.add_service(&bill, price, 1).await;
        self.pay_cash(&bill).await;
        (bill, line)
    }

    /// Sells a customer a card by a new plan, for cash. Gives the bill and the card.
    pub async fn sell_card(&self, customer: &str, price: i64, bonus: i64) -> (String, String) {
        let plan = plan(self.app, price, bonus).await;
        let bill = self.open_for(customer).await;
        self.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        self.pay_cash(&bill).await;
        let cards = self.person.get(&format!("/api/card?customer={customer}")).await.ok();
        (bill, id(&cards["items"][0]))
    }

    /// Tops a card up for cash. Gives the bill and its line.
    pub async fn top_up(&self, customer: &str, card: &str, amount: i64, bonus: i64) -> (String, String) {
        let bill = self.open_for(customer).await;
        let line = json!({ "kind": "top_up", "card": card, "amount": amount, "bonus": bonus });
        let line = self.add(&bill, line).await;
        self.pay_cash(&bill).await;
        (bill, line)
    }

    /// Uses so much of a card on one service.
    pub async fn use_card(&self, customer: &str, card: &str, amount: i64) -> (String, String) {
        let bill = self.open_for(customer).await;
        let line = self.add_service(&bill, amount, 1).await;
        self.pay(&bill, by_card(card, amount)).await;
        (bill, line)
    }

    /// Refunds some of a line, or everything, at what the quote says.
    pub async fn refund(&self, bill: &str, lines: Value) -> Value {
        let quote = self.quote(bill, lines.clone()).await;
        let wish = json!({ "lines": lines, "reason": "不满意", "expected_total": quote["total"] });
        self.person.post_once(&format!("/api/bill/{bill}/refund"), wish).await.ok()
    }

    pub async fn quote(&self, bill: &str, lines: Value) -> Value {
        self.person.post(&format!("/api/bill/{bill}/refund/quote"), json!({ "lines": lines })).await.ok()
    }

    /// What a card holds: principal and bonus.
    pub async fn held(&self, card: &str) -> (i64, i64) {
        let card = self.person.get(&format!("/api/card/{card}")).await.ok();
        (int(&card["card"]["principal"]), int(&card["card"]["bonus"]))
    }
}

/// The tender of one card.
pub fn by_card(card: &str, amount: i64) -> Value {
    json!([{ "kind": "card", "card": card, "amount": amount }])
}

pub fn int(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// The numbers under a key, down a list.
pub fn ints(list: &Value, key: &str) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|item| int(&item[key])).collect()
}

/// A service of this price, without taxes.
pub async fn service(app: &TestApp, price: i64) -> String {
    taxed_service(app, price, json!([])).await
}

/// A service of this price with these taxes.
pub async fn taxed_service(app: &TestApp, price: i64, taxes: Value) -> String {
    let wish = json!({ "name": unique("项目"), "price": price, "taxes": taxes });
    id(&app.owner.post("/api/catalogue/service", wish).await.ok())
}

/// A name that no other row has.
fn unique(name: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{name} {}", NEXT.fetch_add(1, Ordering::SeqCst))
}

/// A new member of the organisation.
pub async fn member(app: &TestApp) -> String {
    let wish = json!({ "branch": app.branch, "profile": { "name": unique("会员") } });
    id(&app.reception.post("/api/customer", wish).await.ok())
}

/// Somebody who works in the first branch.
pub async fn stylist(app: &TestApp) -> String {
    let wish = json!({ "name": "小美", "job": "stylist", "branches": [app.branch] });
    id(&app.owner.post("/api/staff", wish).await.ok())
}

/// A card plan.
pub async fn plan(app: &TestApp, price: i64, bonus: i64) -> String {
    let wish = json!({ "name": unique("储值"), "price": price, "bonus": bonus });
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// A plan of visits of a service.
pub async fn visits_plan(app: &TestApp, service: &str, price: i64, count: i64, gift: i64) -> String {
    let visits = json!({ "service": service, "count": count, "gift": gift });
    let wish = json!({ "name": unique("次卡"), "kind": "visits", "price": price, "visits": visits });
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}
