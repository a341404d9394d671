//! Regions, rules, and their figures.

use kernel::{CompanyId, Day, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose rules hold for the cards that a company issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidRegion)]
pub enum Region {
    /// Of each rule the strictest figure that holds anywhere: nobody has said where the company is.
    #[default]
    Strictest,
    /// Those of the whole country.
    National,
    /// Those of Beijing besides.
    Beijing,
    /// Those of Shanghai besides.
    Shanghai,
}

impl Region {
    /// Every region, in the order in which they are shown.
    pub const ALL: [Region; 4] = [Region::Strictest, Region::National, Region::Beijing, Region::Shanghai];

    /// The text by which the region is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Region::Strictest => "strictest",
            Region::National => "national",
            Region::Beijing => "beijing",
            Region::Shanghai => "shanghai",
        }
    }

    /// Reads a stored text; `None` when it names no region.
    pub fn parse(code: &str) -> Option<Region> {
        Region::ALL.into_iter().find(|region| region.code() == code)
    }
}

/// A rule that has one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidRule)]
pub enum Rule {
    /// The most that a named card holds of money paid in 单张记名卡限额.
    NamedCardMax,
    /// The most that a bearer card holds 单张不记名卡限额.
    BearerCardMax,
    /// Bearer cards bought at once for so much or more are sold only to who says who they are 实名.
    NameFrom,
    /// A person who pays so much or more at once does not pay in cash.
    NoCashFrom,
    /// The same of an organisation.
    NoCashOrganisationFrom,
    /// How long a bearer card is good for at least. A named one never ends.
    BearerValidYears,
    /// How many days a customer has to think it over 冷静期.
    CoolingDays,
    /// Within how many days money goes back that is asked for in that time.
    CoolingRefundDays,
    /// Within how many days other money goes back.
    RefundDays,
    /// How long what was sold and used is kept.
    RetainYears,
    /// What is owed to holders from which the shop has itself filed 备案.
    FilingFrom,
    /// Within how many days it does.
    FilingDays,
    /// What is owed to holders from which part of it lies with a bank 资金存管.
    EscrowFrom,
    /// Which part of what was owed at the end of the last quarter.
    EscrowShare,
    /// Within how many working days after a quarter it is reported.
    ReportWorkingDays,
    /// By which day of the month after a quarter it is reported.
    ReportDayOfMonth,
    /// How many days before it closes or moves a shop says so.
    NoticeDays,
}

impl Rule {
    /// Every rule, in the order in which they are shown.
    pub const ALL: [Rule; 17] = [
        Rule::NamedCardMax,
        Rule::BearerCardMax,
        Rule::NameFrom,
        Rule::NoCashFrom,
        Rule::NoCashOrganisationFrom,
        Rule::BearerValidYears,
        Rule::CoolingDays,
        Rule::CoolingRefundDays,
        Rule::RefundDays,
        Rule::RetainYears,
        Rule::FilingFrom,
        Rule::FilingDays,
        Rule::EscrowFrom,
        Rule::EscrowShare,
        Rule::ReportWorkingDays,
        Rule::ReportDayOfMonth,
        Rule::NoticeDays,
    ];

    /// The text by which the rule is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::NamedCardMax => "named_card_max",
            Rule::BearerCardMax => "bearer_card_max",
            Rule::NameFrom => "name_from",
            Rule::NoCashFrom => "no_cash_from",
            Rule::NoCashOrganisationFrom => "no_cash_organisation_from",
            Rule::BearerValidYears => "bearer_valid_years",
            Rule::CoolingDays => "cooling_days",
            Rule::CoolingRefundDays => "cooling_refund_days",
            Rule::RefundDays => "refund_days",
            Rule::RetainYears => "retain_years",
            Rule::FilingFrom => "filing_from",
            Rule::FilingDays => "filing_days",
            Rule::EscrowFrom => "escrow_from",
            Rule::EscrowShare => "escrow_share",
            Rule::ReportWorkingDays => "report_working_days",
            Rule::ReportDayOfMonth => "report_day_of_month",
            Rule::NoticeDays => "notice_days",
        }
    }

    /// Reads a stored text; `None` when it names no rule.
    pub fn parse(code: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// What its figure counts.
    pub const fn unit(self) -> Unit {
        match self {
            Rule::NamedCardMax
            | Rule::BearerCardMax
            | Rule::NameFrom
            | Rule::NoCashFrom
            | Rule::NoCashOrganisationFrom
            | Rule::FilingFrom
            | Rule::EscrowFrom => Unit::Money,
            Rule::EscrowShare => Unit::Share,
            Rule::BearerValidYears | Rule::RetainYears => Unit::Years,
            Rule::ReportWorkingDays => Unit::WorkingDays,
            Rule::ReportDayOfMonth => Unit::DayOfMonth,
            Rule::CoolingDays
            | Rule::CoolingRefundDays
            | Rule::RefundDays
            | Rule::FilingDays
            | Rule::NoticeDays => Unit::Days,
        }
    }

    /// Which figures are harder on the shop.
    pub const fn stricter(self) -> Strict {
        match self {
            Rule::CoolingDays
            | Rule::BearerValidYears
            | Rule::RetainYears
            | Rule::EscrowShare
            | Rule::NoticeDays => Strict::Higher,
            _ => Strict::Lower,
        }
    }

    /// Whether the owner may set another figure. The days to think it over are worked with by the
    /// refund, which takes them from the law.
    pub const fn is_settable(self) -> bool {
        !matches!(self, Rule::CoolingDays)
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidUnit)]
pub enum Unit {
    /// Minor units of money.
    Money,
    /// Millionths.
    Share,
    /// Days of the calendar.
    Days,
    /// Days on which people work.
    WorkingDays,
    /// A day of the month.
    DayOfMonth,
    /// Years.
    Years,
}

/// Which of two figures is harder on the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strict {
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
}

impl Strict {
    /// Whether a figure is at least as hard on the shop as another.
    pub const fn holds(self, figure: i64, than: i64) -> bool {
        match self {
            Strict::Lower => figure <= than,
            Strict::Higher => figure >= than,
        }
    }
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidLaw)]
pub enum Law {
    /// 最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释, 法释〔2025〕4号.
    Judicial2025,
    /// 单用途商业预付卡管理办法(试行), 商务部令2012年第9号, as changed in 2016.
    SinglePurpose2012,
    /// 消费者权益保护法实施条例, 国务院令第778号.
    Consumer2024,
    /// 北京市单用途预付卡管理条例.
    Beijing2022,
    /// 京商秩字〔2023〕18号.
    BeijingNotice2023,
    /// 上海市单用途预付消费卡管理规定.
    Shanghai2019,
    /// 上海市单用途预付消费卡管理实施办法.
    ShanghaiMeasures2019,
}

/// A figure that the owner wants instead of the law's, from a day on; none to go back to the law's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnFigure {
    /// The rule.
    pub rule: Rule,
    /// From when.
    pub valid_from: Day,
    /// Which.
    pub value: Option<i64>,
}

/// A rule's figure on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidFigure)]
pub struct Figure {
    /// The rule.
    pub rule: Rule,
    /// What it counts.
    pub unit: Unit,
    /// The figure that holds.
    pub value: i64,
    /// What the law says.
    pub lawful: i64,
    /// The law that says it.
    pub law: Law,
    /// The article; none where it is not known for sure.
    pub article: Option<i64>,
    /// From when the law says it.
    pub valid_from: Day,
    /// Whether the law's figure depends on what the product cannot know, or is not known for sure, so
    /// that the owner may set any; otherwise only stricter ones.
    pub open: bool,
    /// Whether the owner may set another one at all.
    pub settable: bool,
    /// The owner's figure that comes next, and when.
    pub next: Option<NextFigure>,
}

/// A figure that the owner has set for later; none where the law's holds again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidNextFigure)]
pub struct NextFigure {
    /// From when.
    pub valid_from: Day,
    /// Which.
    pub value: Option<i64>,
}

/// The rules that hold on a day, in their order. A region without a rule has no figure for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whose they are.
    pub region: Region,
    /// Their figures.
    pub figures: Vec<Figure>,
}

impl Policy {
    /// The figure of a rule.
    pub fn figure(&self, rule: Rule) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.rule == rule)
    }

    /// The figure of a rule that counts money.
    pub fn money(&self, rule: Rule) -> Option<Money> {
        self.figure(rule).map(|figure| Money::minor(figure.value))
    }
}

/// The rules of one company, as they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidPolicy)]
pub struct ShownPolicy {
    /// The company that issues the cards.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Whose rules hold.
    pub region: Region,
    /// The day for which the figures are shown.
    pub on: Day,
    /// What they are; none where the organisation does not count in yuan, so that the rules are not its own.
    pub figures: Vec<Figure>,
}

/// Whose rules a company goes by.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrepaidRegionWish)]
pub struct RegionWish {
    /// The region.
    pub region: Region,
}

/// A figure that the owner wants.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrepaidFigureWish)]
pub struct FigureWish {
    /// The rule.
    pub rule: Rule,
    /// The figure, in the rule's unit; none to go back to the law's.
    #[serde(default)]
    pub value: Option<i64>,
    /// From when; today where it is not said.
    #[serde(default)]
    pub valid_from: Option<Day>,
}
