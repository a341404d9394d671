//! The salon itself: its shops, who works there, what it charges, and the cards it sells.

use super::calendar::Calendar;
use super::hours::at_the_door;
use super::prices::{Choice, price};
use super::shelves;
use super::stage::Stage;
use crate::access::{Actor, Via};
use crate::branch::{self, Branch, BranchWish, ChangeBranch, Hours, NewOrganisation, OpenBranch};
use crate::card::{
    AddPlan, BonusTerms, CardKind, CardPlan, CardPlanWish, DrawOrder, PlanRatesWish, PlanReach, PlanTimeWish,
    PlanVisitsWish, TimeStart,
};
use crate::catalogue::Product;
use crate::identity::{self, AddUser, GrantWish, Ready};
use crate::setup::{Begin, BranchDetails, Owner, SetUp};
use crate::staff::{AddStaff, Job, Staff, StaffWish};
use kernel::{Currency, Id, Instant, Money, OrganisationId, Problem, Rate, UserId, Zone};

/// What the owner types to sign in.
pub const OWNER: &str = "demo-owner";
/// What the receptionist types to sign in.
pub const RECEPTION: &str = "demo-reception";

/// Where it is.
pub const ZONE: &str = "Asia/Shanghai";
/// When its business days begin, in minutes after midnight: as those of every new salon.
pub const CUT_OFF_MINUTES: i64 = 180;

/// Who works here: name, job, level, in the first shop, in the second.
const STAFF: [(&str, Job, &str, bool, bool); 12] = [
    ("Tony", Job::Stylist, "总监", true, false),
    ("阿杰", Job::Stylist, "首席", true, false),
    ("小雅", Job::Stylist, "高级", true, false),
    ("Kevin", Job::Stylist, "首席", false, true),
    ("安安", Job::Stylist, "高级", false, true),
    ("露露", Job::Technician, "高级", true, false),
    ("阿豪", Job::Technician, "中级", false, true),
    ("阿May", Job::Assistant, "", true, false),
    ("小北", Job::Assistant, "", false, true),
    ("小林", Job::Reception, "", true, false),
    ("佳佳", Job::Reception, "", false, true),
    ("静姐", Job::Manager, "", true, true),
];

/// The cards for sale: name, yuan paid, yuan given on top.
const PLANS: [(&str, i64, i64); 4] = [
    ("充500送50", 500, 50),
    ("充1000送200", 1000, 200),
    ("充3000送800", 3000, 800),
    ("充5000送1500", 5000, 1500),
];

/// The visits for sale: their name, the service, yuan paid, how many, and how many on top.
const VISITS: [(&str, &str, i64, i64, i64); 3] = [
    ("男士洗剪吹 10 送 1", "男士洗剪吹", 580, 10, 1),
    ("头皮清洁 10 次", "头皮清洁", 1680, 10, 0),
    ("头疗 12 送 3", "头疗", 1880, 12, 3),
];

const TERMS: &str = "赠送金与本金按比例同时使用。余额不设有效期。退卡按实际消费结算，退还剩余本金。";

/// The salon and the two people who act in it.
pub struct Salon {
    pub owner: Actor,
    pub reception: Actor,
    pub shops: Vec<Shop>,
    pub list: Vec<Choice>,
    pub products: Vec<Product>,
    pub plans: Vec<CardPlan>,
}

/// A shop and who does the work there.
pub struct Shop {
    pub branch: Branch,
    pub stylists: Vec<Staff>,
    pub assistants: Vec<Staff>,
}

/// Sets the salon up on the first day of its calendar. Refuses: set up already.
pub async fn open(
    stage: &Stage<'_>,
    calendar: &Calendar,
    owner_password: &str,
    reception_password: &str,
) -> Result<Salon, Problem> {
    let since = calendar.set_up();
    let owner = set_up(stage, since, &calendar.zone, owner_password).await?;
    let branches = open_shops(stage, since, &owner).await?;
    let reception = hire_reception(stage, since, &owner, reception_password).await?;
    let staff = hire(stage, since, &owner, &branches).await?;
    let works = |branch: &Branch, job: fn(Job) -> bool| {
        staff.iter().filter(|one| one.works_at(branch.id) && job(one.job)).cloned().collect()
    };
    let shop = |branch: Branch| Shop {
        stylists: works(&branch, |job| matches!(job, Job::Stylist | Job::Technician)),
        assistants: works(&branch, |job| job == Job::Assistant),
        branch,
    };
    let list = price(stage, since, &owner).await?;
    let products = shelves::list(stage, since, &owner).await?;
    let shops = branches.into_iter().map(shop).collect();
    let plans = plan(stage, since, &owner, &list).await?;
    Ok(Salon { owner, reception, shops, list, products, plans })
}

async fn set_up(stage: &Stage<'_>, at: Instant, zone: &Zone, password: &str) -> Result<Actor, Problem> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(Problem::bug)?;
    let organisation = OrganisationId::from_uuid(uuid::Builder::from_random_bytes(random).into_uuid());
    let begin = Begin {
        organisation: NewOrganisation {
            name: "青丝造型".to_owned(),
            currency: Currency::CNY,
            time_zone: zone.clone(),
        },
        company: "杭州青丝美容美发有限公司".to_owned(),
        branch: BranchDetails {
            name: "春风路店".to_owned(),
            address: "杭州市上城区春风路 8 号".to_owned(),
            phone: "0571-00000001".to_owned(),
        },
    };
    let owner = Owner {
        name: "沈青".to_owned(),
        sign_in: OWNER.to_owned(),
        password: hashed(stage, password).await?,
    };
    let system = Actor::system(organisation, Via::Cli);
    let user = stage.write(at, &system, SetUp { begin, owner }).await?.id;
    acting(stage, &system, user).await
}

async fn hashed(stage: &Stage<'_>, password: &str) -> Result<identity::Hashed, Problem> {
    let password = password.to_owned();
    stage.app.slowly(move || identity::hash(&password)).await?
}

async fn acting(stage: &Stage<'_>, reader: &Actor, user: UserId) -> Result<Actor, Problem> {
    let mut tx = stage.app.db.read(reader).await?;
    identity::actor_of(&mut tx, user).await?.ok_or_else(|| Problem::bug("an account that was just made"))
}

async fn hire_reception(
    stage: &Stage<'_>,
    at: Instant,
    owner: &Actor,
    password: &str,
) -> Result<Actor, Problem> {
    let mut tx = stage.app.db.read(owner).await?;
    let role = identity::ready_role(&mut tx, Ready::Reception).await?;
    drop(tx);
    let add = AddUser {
        sign_in: RECEPTION.to_owned(),
        name: "小林".to_owned(),
        password: hashed(stage, password).await?,
        email: String::new(),
        grants: vec![GrantWish { role, branches: None }],
    };
    let user = stage.write(at, owner, add).await?.id;
    acting(stage, owner, user).await
}

/// Opens the second shop, and hangs the hours at both doors.
async fn open_shops(stage: &Stage<'_>, at: Instant, owner: &Actor) -> Result<Vec<Branch>, Problem> {
    let mut tx = stage.app.db.read(owner).await?;
    let first = branch::all(&mut tx).await?.into_iter().next();
    drop(tx);
    let first = first.ok_or_else(|| Problem::bug("a salon without a shop"))?;
    let second = BranchWish {
        name: "湖滨店".to_owned(),
        address: "杭州市上城区湖滨路 66 号".to_owned(),
        phone: "0571-00000002".to_owned(),
        hours: hours(1),
        ..wish(&first)
    };
    let change = ChangeBranch { branch: first.id, wish: BranchWish { hours: hours(0), ..wish(&first) } };
    let first = stage.write(at, owner, change).await?;
    let second = stage.write(at, owner, OpenBranch(second)).await?;
    Ok(vec![first, second])
}

fn wish(branch: &Branch) -> BranchWish {
    let Branch { company, name, address, phone, time_zone, cut_off_minutes, hours, active, .. } =
        branch.clone();
    BranchWish { company, name, address, phone, time_zone, cut_off_minutes, hours, active }
}

fn hours(place: usize) -> Vec<Hours> {
    let (opens, closes) = at_the_door(place);
    (1..=7).map(|weekday| Hours { weekday, opens: opens.clone(), closes: closes.clone() }).collect()
}

async fn hire(
    stage: &Stage<'_>,
    at: Instant,
    owner: &Actor,
    branches: &[Branch],
) -> Result<Vec<Staff>, Problem> {
    let mut hired = Vec::with_capacity(STAFF.len());
    for (name, job, level, first, second) in STAFF {
        let works = branches.iter().zip([first, second]).filter(|(_, works)| *works);
        let wish = StaffWish {
            number: String::new(),
            name: name.to_owned(),
            job,
            level: level.to_owned(),
            branches: works.map(|(branch, _)| branch.id).collect(),
            user: None,
            active: true,
        };
        hired.push(stage.write(at, owner, AddStaff(wish)).await?);
    }
    Ok(hired)
}

async fn plan(
    stage: &Stage<'_>,
    at: Instant,
    owner: &Actor,
    list: &[Choice],
) -> Result<Vec<CardPlan>, Problem> {
    let stored = PLANS.iter().map(|&(name, yuan, bonus)| CardPlanWish {
        bonus: Money::minor(bonus * 100),
        ..blank_plan(name, CardKind::StoredValue, yuan)
    });
    let visits = VISITS.iter().filter_map(|&(name, service, yuan, count, gift)| {
        let service = list.iter().find(|choice| choice.service.name == service)?.service.id;
        let visits = Some(PlanVisitsWish { service, count, gift });
        Some(CardPlanWish { visits, ..blank_plan(name, CardKind::Visits, yuan) })
    });
    let wishes = stored.chain(visits).chain(other_kinds(list));
    stage.together(wishes.map(|wish| stage.write(at, owner, AddPlan(wish))).collect()).await
}

/// The other kinds of cards that are for sale; nobody in the example has bought one yet.
fn other_kinds(list: &[Choice]) -> Vec<CardPlanWish> {
    let service =
        |name: &str| list.iter().find(|choice| choice.service.name == name).map(|one| one.service.id);
    let visits = |name: &str, count| service(name).map(|service| PlanVisitsWish { service, count, gift: 0 });
    let year = |services| Some(PlanTimeWish { services, days: 365, starts: TimeStart::Sale, limit: None });
    let rates = Rate::from_ppm(900_000).map(|nine_tenths| PlanRatesWish {
        services_ppm: nine_tenths,
        products_ppm: Rate::ONE,
        categories: Vec::new(),
    });
    let cuts = service("男士洗剪吹").into_iter().collect();
    let care = [visits("头皮清洁", 3), visits("头疗", 3)].into_iter().flatten().collect();
    let first = visits("头疗", 1).into_iter().collect();
    vec![
        CardPlanWish { time: year(cuts), ..blank_plan("男士洗剪吹年卡", CardKind::Time, 1_680) },
        CardPlanWish {
            time: year(Vec::new()), rates, ..blank_plan("会员 9 折卡", CardKind::Discount, 198)
        },
        CardPlanWish { bundle: care, ..blank_plan("头皮养护套餐", CardKind::Bundle, 888) },
        CardPlanWish {
            bundle: first,
            valid_days: Some(30),
            ..blank_plan("新客头疗体验", CardKind::Trial, 68)
        },
    ]
}

fn blank_plan(name: &str, kind: CardKind, yuan: i64) -> CardPlanWish {
    CardPlanWish {
        name: name.to_owned(),
        kind,
        price: Money::minor(yuan * 100),
        bonus: Money::ZERO,
        bonus_terms: BonusTerms::default(),
        visits: None,
        time: None,
        rates: None,
        bundle: Vec::new(),
        valid_days: None,
        valid_starts: TimeStart::Sale,
        draw_order: DrawOrder::Proportional,
        reach: PlanReach::default(),
        terms: TERMS.to_owned(),
        active: true,
    }
}
