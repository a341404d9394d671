//! The salon itself: its shops, who works there, what it charges, and the cards it sells.

use super::stage::Stage;
use crate::access::{Actor, Via};
use crate::branch::{self, Branch, BranchWish, ChangeBranch, Hours, NewOrganisation, OpenBranch};
use crate::card::{AddPlan, CardPlan, CardPlanWish, DrawOrder};
use crate::catalogue::{AddService, Service, ServiceWish, Tax};
use crate::identity::{self, AddUser, GrantWish, Ready};
use crate::setup::{Begin, BranchDetails, Owner, SetUp};
use crate::staff::{AddStaff, Job, Staff, StaffWish};
use kernel::{Currency, Id, Instant, Money, OrganisationId, Problem, Rate, UserId, Zone};

/// What the owner types to sign in.
pub const OWNER: &str = "demo-owner";
/// What the receptionist types to sign in.
pub const RECEPTION: &str = "demo-reception";

/// How long before the present the salon was set up.
const SINCE_SECONDS: i64 = 420 * 24 * 3600;

/// The price list: name, category, yuan, minutes.
const SERVICES: [(&str, &str, i64, i64); 26] = [
    ("男士洗剪吹", "剪发", 68, 40),
    ("女士洗剪吹", "剪发", 98, 60),
    ("首席剪发", "剪发", 168, 60),
    ("总监剪发", "剪发", 288, 75),
    ("儿童剪发", "剪发", 48, 30),
    ("刘海修剪", "剪发", 30, 15),
    ("洗吹", "洗吹造型", 58, 40),
    ("按摩洗发", "洗吹造型", 78, 45),
    ("编发", "洗吹造型", 88, 45),
    ("晚宴盘发", "洗吹造型", 198, 60),
    ("新娘造型", "洗吹造型", 688, 120),
    ("冷烫", "烫发", 298, 150),
    ("数码热烫", "烫发", 498, 180),
    ("纹理烫", "烫发", 398, 150),
    ("男士定位烫", "烫发", 268, 120),
    ("离子直发", "烫发", 458, 180),
    ("发根补染", "染发", 198, 90),
    ("全头染色", "染发", 398, 150),
    ("挑染", "染发", 458, 180),
    ("漂发", "染发", 358, 120),
    ("盖白发", "染发", 228, 100),
    ("水疗护理", "护理", 168, 60),
    ("角蛋白修护", "护理", 298, 75),
    ("头皮清洁", "头皮养护", 198, 60),
    ("头皮舒缓", "头皮养护", 268, 75),
    ("防脱养发", "头皮养护", 398, 90),
];

/// Who works here: name, job, level, in the first shop, in the second.
const STAFF: [(&str, Job, &str, bool, bool); 9] = [
    ("Tony", Job::Stylist, "总监", true, false),
    ("阿杰", Job::Stylist, "首席", true, false),
    ("小雅", Job::Stylist, "高级", false, true),
    ("Kevin", Job::Stylist, "首席", false, true),
    ("露露", Job::Technician, "高级", true, true),
    ("阿May", Job::Assistant, "", true, false),
    ("小北", Job::Assistant, "", false, true),
    ("小林", Job::Reception, "", true, false),
    ("静姐", Job::Manager, "", true, true),
];

/// The cards for sale: name, yuan paid, yuan given on top.
const PLANS: [(&str, i64, i64); 3] =
    [("充1000送200", 1000, 200), ("充3000送800", 3000, 800), ("充5000送1500", 5000, 1500)];

const TERMS: &str = "赠送金与本金按比例同时使用。余额不设有效期。退卡按实际消费结算，退还剩余本金。";

/// The salon and the two people who act in it.
pub struct Salon {
    pub owner: Actor,
    pub reception: Actor,
    pub shops: Vec<Shop>,
    pub services: Vec<Service>,
    pub plans: Vec<CardPlan>,
    /// When it was set up.
    pub since: Instant,
}

/// A shop and who does the work there.
pub struct Shop {
    pub branch: Branch,
    pub stylists: Vec<Staff>,
    pub assistants: Vec<Staff>,
}

/// Sets the salon up. Refuses: set up already.
pub async fn open(
    stage: &Stage<'_>,
    owner_password: &str,
    reception_password: &str,
) -> Result<Salon, Problem> {
    let since = stage.now.plus_seconds(-SINCE_SECONDS);
    let owner = set_up(stage, since, owner_password).await?;
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
    let shops = branches.into_iter().map(shop).collect();
    let services = price(stage, since, &owner).await?;
    let plans = plan(stage, since, &owner).await?;
    Ok(Salon { owner, reception, shops, services, plans, since })
}

async fn set_up(stage: &Stage<'_>, at: Instant, password: &str) -> Result<Actor, Problem> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(Problem::bug)?;
    let organisation = OrganisationId::from_uuid(uuid::Builder::from_random_bytes(random).into_uuid());
    let begin = Begin {
        organisation: NewOrganisation {
            name: "青丝造型".to_owned(),
            currency: Currency::CNY,
            time_zone: shanghai()?,
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

fn shanghai() -> Result<Zone, Problem> {
    Zone::parse("Asia/Shanghai").ok_or_else(|| Problem::bug("the zone of Shanghai is missing"))
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
        hours: hours("10:00", "21:30"),
        ..wish(&first)
    };
    let change = ChangeBranch {
        branch: first.id,
        wish: BranchWish { hours: hours("10:00", "22:00"), ..wish(&first) },
    };
    let first = stage.write(at, owner, change).await?;
    let second = stage.write(at, owner, OpenBranch(second)).await?;
    Ok(vec![first, second])
}

fn wish(branch: &Branch) -> BranchWish {
    let Branch { company, name, address, phone, time_zone, cut_off_minutes, hours, active, .. } =
        branch.clone();
    BranchWish { company, name, address, phone, time_zone, cut_off_minutes, hours, active }
}

fn hours(opens: &str, closes: &str) -> Vec<Hours> {
    (1..=7).map(|weekday| Hours { weekday, opens: opens.to_owned(), closes: closes.to_owned() }).collect()
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

async fn price(stage: &Stage<'_>, at: Instant, owner: &Actor) -> Result<Vec<Service>, Problem> {
    let rate = Rate::from_ppm(60_000).unwrap_or_default();
    let wishes = SERVICES.iter().enumerate().map(|(index, (name, category, yuan, minutes))| ServiceWish {
        code: format!("{:02}", index + 1),
        name: (*name).to_owned(),
        category: (*category).to_owned(),
        price: Money::minor(yuan * 100),
        duration_minutes: *minutes,
        taxes: vec![Tax { name: "增值税".to_owned(), rate, inclusive: true }],
        active: true,
    });
    stage.together(wishes.map(|wish| stage.write(at, owner, AddService(wish))).collect()).await
}

async fn plan(stage: &Stage<'_>, at: Instant, owner: &Actor) -> Result<Vec<CardPlan>, Problem> {
    let wishes = PLANS.iter().map(|(name, yuan, bonus)| CardPlanWish {
        name: (*name).to_owned(),
        price: Money::minor(yuan * 100),
        bonus: Money::minor(bonus * 100),
        draw_order: DrawOrder::Proportional,
        terms: TERMS.to_owned(),
        active: true,
    });
    stage.together(wishes.map(|wish| stage.write(at, owner, AddPlan(wish))).collect()).await
}
