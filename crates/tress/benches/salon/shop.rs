//! The chain that everything is measured in, made by the product's own commands.

use futures_util::{StreamExt, TryStreamExt, stream};
use kernel::{
    BillId, BranchId, CardId, CompanyId, Currency, CustomerId, Money, OrganisationId, Problem, Rate,
    ServiceId, StaffId, Zone,
};
use salon::access::{Actor, Origin, Via};
use salon::bill::{AddLine, NewBill, NewLine, Open, Pay, Share, TenderWish};
use salon::branch::{self, BranchWish, NewOrganisation, OpenBranch};
use salon::card::{self, AddPlan, CardPlanWish};
use salon::catalogue::{AddService, ServiceWish};
use salon::customer::{AddMember, CustomerProfile, model::MemberWish, rules::member_number};
use salon::identity;
use salon::setup::{Begin, BranchDetails, Owner, SetUp, new_organisation_id};
use salon::staff::{AddStaff, Job, StaffWish};
use salon::store::{Db, IdempotencyKey, Numbered};
use salon::web::{App, Config};
use serde_json::json;
use std::collections::BTreeMap;

const BRANCHES: usize = 20;
/// How much happens at the same time while nothing is timed.
const AT_ONCE: usize = 32;
const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "高", "林", "罗", "郑", "梁", "谢", "宋",
];
const GIVEN: [&str; 40] = [
    "芳", "伟", "静怡", "建国", "丽", "明", "晓彤", "志强", "秀英", "娜", "敏", "静", "磊", "军", "洋", "勇",
    "艳", "杰", "娟", "涛", "超", "霞", "平", "刚", "桂英", "子涵", "欣怡", "浩然", "雨桐", "梓萱", "一诺",
    "诗涵", "佳琪", "思远", "俊杰", "海燕", "玉兰", "春梅", "国强", "婷婷",
];

/// A chain at work.
pub struct Shop {
    pub owner: Actor,
    pub branches: Vec<BranchId>,
    services: Vec<(ServiceId, i64)>,
    staff: Vec<StaffId>,
    /// Members with names and without phones, from which more are made.
    pub members: Vec<CustomerId>,
}

/// A bill that waits to be paid.
#[derive(Clone)]
pub struct Waiting {
    pub bill: BillId,
    pub total: i64,
    pub cash: bool,
}

impl Waiting {
    /// The notes that are handed over, of 100.00 each.
    pub fn received(&self) -> i64 {
        (self.total + 9_999) / 10_000 * 10_000
    }
}

/// Numbers without a pattern, the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(0x2545_f491_4f6c_dd1d ^ seed << 32)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    pub fn of<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())].clone()
    }
}

impl Shop {
    /// Sets up a chain of 20 branches in an empty database.
    pub async fn open(db: &Db) -> Shop {
        let organisation = new_organisation_id().unwrap();
        let system = Actor::system(organisation, Via::Cli);
        let owner = db.write(&system, set_up()).await.unwrap();
        let owner = Actor { user: Some(owner.id), name: owner.name, ..Actor::system(organisation, Via::Web) };
        let first = branch::all(&mut db.read(&owner).await.unwrap()).await.unwrap().remove(0);
        let mut branches = vec![first.id];
        for number in 2..=BRANCHES {
            let wish = branch_wish(first.company, number);
            branches.push(db.write(&owner, OpenBranch(wish)).await.unwrap().id);
        }
        let mut shop = Shop { owner, branches, services: Vec::new(), staff: Vec::new(), members: Vec::new() };
        shop.fill(db).await.unwrap();
        shop
    }

    pub fn organisation(&self) -> OrganisationId {
        self.owner.organisation
    }

    async fn fill(&mut self, db: &Db) -> Result<(), Problem> {
        for (name, price) in [("洗剪吹", 12_800), ("染发", 38_000), ("烫发", 46_800), ("护理", 19_800)]
        {
            let taxes = json!([{"name": "增值税", "rate_ppm": 60_000, "inclusive": true}]);
            let wish: ServiceWish =
                serde_json::from_value(json!({"name": name, "price": price, "taxes": taxes})).unwrap();
            self.services.push((db.write(&self.owner, AddService(wish)).await?.id, price));
        }
        for (number, &branch) in self.branches.iter().enumerate() {
            for seat in 0..2 {
                let wish = StaffWish {
                    number: String::new(),
                    name: format!("发型师 {number}-{seat}"),
                    job: Job::Stylist,
                    level: String::new(),
                    branches: vec![branch],
                    user: None,
                    active: true,
                };
                self.staff.push(db.write(&self.owner, AddStaff(wish)).await?.id);
            }
        }
        let names =
            SURNAMES.iter().flat_map(|surname| GIVEN.iter().map(move |given| format!("{surname}{given}")));
        let registered = stream::iter(names.enumerate()).map(|(place, name)| self.register(db, place, name));
        self.members = registered.buffered(AT_ONCE).try_collect().await?;
        Ok(())
    }

    async fn register(&self, db: &Db, place: usize, name: String) -> Result<CustomerId, Problem> {
        let branch = self.branches[place % BRANCHES];
        let number = db.number(&self.owner, branch, Numbered::Member).await?;
        let profile = CustomerProfile { name, ..CustomerProfile::default() };
        let wish = MemberWish { branch, profile, shared_phone_confirmed: false };
        let number = member_number(place as i64 % BRANCHES as i64 + 1, number);
        Ok(db.write(&self.owner, AddMember { wish, number }).await?.id)
    }

    /// Opens bills for customers at random: one or two services, each by somebody.
    pub async fn bills(&self, db: &Db, count: usize) -> Vec<Waiting> {
        let mut dice = Dice::new(0);
        let mut wishes = Vec::with_capacity(count);
        for place in 0..count {
            let customer = (dice.below(5) > 0).then(|| dice.of(&self.members));
            let services: Vec<_> = (0..=dice.below(2)).map(|_| dice.of(&self.services)).collect();
            let seat = dice.below(2);
            wishes.push((place, customer, services, seat, dice.below(2) == 0));
        }
        let opened = stream::iter(wishes).map(|(place, customer, services, seat, cash)| async move {
            let at = place % BRANCHES;
            let bill = self.bill(db, at, customer, &services, self.staff[at * 2 + seat]).await?;
            let total = services.iter().map(|(_, price)| price).sum();
            Ok::<_, Problem>(Waiting { bill, total, cash })
        });
        opened.buffered(AT_ONCE).try_collect().await.unwrap()
    }

    async fn bill(
        &self,
        db: &Db,
        at: usize,
        customer: Option<CustomerId>,
        services: &[(ServiceId, i64)],
        by: StaffId,
    ) -> Result<BillId, Problem> {
        let branch = self.branches[at];
        let number = db.number(&self.owner, branch, Numbered::Bill).await?;
        let bill = db.write(&self.owner, Open { wish: NewBill { branch, customer }, number }).await?.id;
        for &(service, _) in services {
            let share = Rate::from_ppm(1_000_000).unwrap();
            let shares = vec![Share { staff: by, role: "stylist".to_owned(), share, requested: false }];
            let line = NewLine::Service {
                service,
                variant: None,
                add_on_of: None,
                quantity: 1,
                shares,
                customer: None,
            };
            db.write(&self.owner, AddLine { bill, line, card_number: None }).await?;
        }
        Ok(bill)
    }

    /// Sells a card to some members.
    pub async fn sell_cards(&self, db: &Db, count: usize) -> Vec<(CustomerId, CardId)> {
        let wish = json!({"name": "充值卡", "price": 100_000_000, "bonus": 20_000_000});
        let wish: CardPlanWish = serde_json::from_value(wish).unwrap();
        let price = Money::minor(100_000_000);
        let plan = db.write(&self.owner, AddPlan(wish)).await.unwrap().id;
        let mut cards = Vec::with_capacity(count);
        for (place, &customer) in self.members.iter().take(count).enumerate() {
            let branch = self.branches[place % BRANCHES];
            let number = db.number(&self.owner, branch, Numbered::Bill).await.unwrap();
            let wish = NewBill { branch, customer: Some(customer) };
            let bill = db.write(&self.owner, Open { wish, number }).await.unwrap().id;
            let card_number = Some(db.number(&self.owner, branch, Numbered::Card).await.unwrap());
            let line = NewLine::CardSale { plan, shares: Vec::new(), customer: None };
            db.write(&self.owner, AddLine { bill, line, card_number }).await.unwrap();
            let tenders = vec![TenderWish::BankCard { amount: price, reference: String::new() }];
            // So much on one card is above what the law has without a reason.
            let (agreed, prepaid_reason) = (BTreeMap::new(), Some("a measurement".to_owned()));
            let pay = Pay { bill, tenders, agreed, expected_total: price, prepaid_reason };
            db.write(&self.owner, pay).await.unwrap();
            let mut tx = db.read(&self.owner).await.unwrap();
            cards.push((customer, card::of_customer(&mut tx, customer).await.unwrap()[0].id));
        }
        cards
    }

    /// Opens bills for the holders of cards.
    pub async fn bills_of_holders(
        &self,
        db: &Db,
        count: usize,
        cards: &[(CustomerId, CardId)],
    ) -> Vec<(Waiting, CardId)> {
        let mut dice = Dice::new(1);
        let mut bills = Vec::with_capacity(count);
        for place in 0..count {
            let (customer, card) = cards[place % cards.len()];
            let services: Vec<_> = (0..=dice.below(2)).map(|_| dice.of(&self.services)).collect();
            let at = place % BRANCHES;
            let bill = self.bill(db, at, Some(customer), &services, self.staff[at * 2]).await.unwrap();
            let total = services.iter().map(|(_, price)| price).sum();
            bills.push((Waiting { bill, total, cash: false }, card));
        }
        bills
    }

    /// Pays a bill as a request would: once, under a key of its own.
    pub async fn pay(&self, db: &Db, waiting: &Waiting) {
        let total = Money::minor(waiting.total);
        let tender = || match waiting.cash {
            true => TenderWish::Cash { received: Money::minor(waiting.received()) },
            false => TenderWish::Wechat { amount: total, reference: String::new() },
        };
        // Who is told that too many paid at once tries again, under the same key.
        loop {
            let (tenders, agreed) = (vec![tender()], BTreeMap::new());
            let (bill, prepaid_reason) = (waiting.bill, None);
            let pay = Pay { bill, tenders, agreed, expected_total: total, prepaid_reason };
            let key = IdempotencyKey::parse(&waiting.bill.to_string()).unwrap();
            match db.write_once(&self.owner, key, pay).await {
                Ok(_) => return,
                Err(problem) if problem.code == "store.crossed" => {}
                Err(problem) => panic!("{problem:?}"),
            }
        }
    }

    /// Signs the owner in, and gives the cookie.
    pub async fn sign_in(&self, db: &Db) -> String {
        let app = App::new(db.clone(), Config::default());
        let user = self.owner.user.unwrap();
        identity::start_session(&app, self.organisation(), user, Origin::default()).await.unwrap().cookie
    }
}

fn set_up() -> SetUp {
    let zone = Zone::parse("Asia/Shanghai").unwrap();
    let branch = BranchDetails { name: "第 1 店".to_owned(), address: String::new(), phone: String::new() };
    let begin = Begin {
        organisation: NewOrganisation { name: "青丝".to_owned(), currency: Currency::CNY, time_zone: zone },
        company: "青丝有限公司".to_owned(),
        branch,
    };
    let password = identity::hash("a long enough one").unwrap();
    SetUp { begin, owner: Owner { name: "王芳".to_owned(), sign_in: "owner".to_owned(), password } }
}

fn branch_wish(company: CompanyId, number: usize) -> BranchWish {
    BranchWish {
        company,
        name: format!("第 {number} 店"),
        address: String::new(),
        phone: String::new(),
        time_zone: Zone::parse("Asia/Shanghai").unwrap(),
        cut_off_minutes: 180,
        hours: Vec::new(),
        active: true,
    }
}
