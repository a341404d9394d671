//! Which column means what: known names of columns first, then telling parts of a name.

use crate::import::model::{Field, Refusal};
use crate::sheet::{Cell, Row, Sheet};
use kernel::text::fold;
use std::collections::BTreeMap;

/// How many rows from the top are searched for the names of columns.
const SEARCHED: usize = 60;
/// The rank of a name that only tells by a part of it.
const GUESSED: usize = usize::MAX;

/// Where a sheet's columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Which of the file's sheets it is, from 0.
    pub sheet: usize,
    /// The number of the row with the names of columns.
    pub header_row: u32,
    /// The names of columns, in the sheet's order; blank ones too.
    pub headers: Vec<String>,
    /// The column of each field that has one, from 0.
    pub columns: BTreeMap<Field, usize>,
}

impl Layout {
    /// The cell of a field; empty where the field has no column.
    pub fn cell<'a>(&self, row: &'a Row, field: Field) -> &'a Cell {
        self.columns.get(&field).map_or(&Cell::Empty, |column| row.cell(*column))
    }

    /// Whether a row repeats the names of columns, as each page of a printed list does.
    pub fn is_heading(&self, row: &Row) -> bool {
        let named = |column: &usize| row.cell(*column).to_text().trim() == self.headers[*column];
        self.columns.len() >= 2 && self.columns.values().all(named)
    }

    /// Refuses a sheet that cannot name anybody.
    pub fn require_columns(&self) -> Result<(), Refusal> {
        let has = |field| self.columns.contains_key(&field);
        let named = has(Field::Name) || has(Field::FamilyName) || has(Field::GivenName);
        let known = has(Field::Phone) || has(Field::CardNumber);
        if named && known { Ok(()) } else { Err(Refusal::ColumnsMissing) }
    }
}

/// Finds the sheet and the row with the names of columns, and what each column means. The names
/// stand in the first row in which at least two are known, rows of titles above it are passed
/// over; of several sheets the first visible one with such a row is taken. Where none is known,
/// the first row with two texts stands in, so that columns can be named by hand.
///
/// `given` are columns named by hand, from a field's code to a header; an empty header leaves
/// the field out.
pub fn layout(sheets: &[Sheet], given: &BTreeMap<String, String>) -> Result<Layout, Refusal> {
    let given = fields(given)?;
    let visible_first =
        |hidden: bool| sheets.iter().enumerate().filter(move |(_, sheet)| sheet.visible != hidden);
    let candidates: Vec<(usize, &Row)> = visible_first(false)
        .chain(visible_first(true))
        .flat_map(|(place, sheet)| sheet.rows.iter().take(SEARCHED).map(move |row| (place, row)))
        .collect();
    let known = candidates.iter().find(|(_, row)| recognised(row, &given) >= 2);
    let stand_in = || candidates.iter().find(|(_, row)| texts(row) >= 2);
    let (sheet, row) = known.or_else(stand_in).ok_or(Refusal::NoHeader)?;
    let headers: Vec<String> = row.cells.iter().map(|cell| fold::plain(&cell.to_text())).collect();
    let columns = columns(&headers, &given)?;
    Ok(Layout { sheet: *sheet, header_row: row.number, headers, columns })
}

fn fields(given: &BTreeMap<String, String>) -> Result<BTreeMap<Field, String>, Refusal> {
    let field = |code: &String| Field::parse(code).ok_or_else(|| Refusal::UnknownField(code.clone()));
    given.iter().map(|(code, header)| Ok((field(code)?, fold::plain(header)))).collect()
}

/// How many names of a row are known or were given.
fn recognised(row: &Row, given: &BTreeMap<Field, String>) -> usize {
    let is_known = |cell: &&Cell| {
        let text = fold::plain(&cell.to_text());
        matches!(cell, Cell::Text(_))
            && (meaning(&text).is_some() || given.values().any(|header| *header == text))
    };
    row.cells.iter().filter(is_known).count()
}

fn texts(row: &Row) -> usize {
    row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_))).count()
}

/// The column of each field: first those given, then for each field the column whose name ranks
/// best; of equals the leftmost.
fn columns(headers: &[String], given: &BTreeMap<Field, String>) -> Result<BTreeMap<Field, usize>, Refusal> {
    let mut columns: BTreeMap<Field, usize> = BTreeMap::new();
    for (field, header) in given.iter().filter(|(_, header)| !header.is_empty()) {
        let same = |name: &String| name == header || key(name) == key(header);
        let exact = headers.iter().position(|name| name == header);
        let column = exact
            .or_else(|| headers.iter().position(same))
            .ok_or_else(|| Refusal::UnknownHeader { field: *field, header: header.clone() })?;
        if columns.values().any(|taken| *taken == column) {
            return Err(Refusal::HeaderTwice(header.clone()));
        }
        columns.insert(*field, column);
    }
    let mut meanings: Vec<(usize, usize, Field)> = headers
        .iter()
        .enumerate()
        .filter_map(|(column, header)| meaning(header).map(|(field, rank)| (rank, column, field)))
        .collect();
    meanings.sort_unstable();
    for (_, column, field) in meanings {
        let taken = columns.values().any(|other| *other == column);
        if !taken && !given.contains_key(&field) {
            columns.entry(field).or_insert(column);
        }
    }
    Ok(columns)
}

/// What a column of this name means, and how surely: 0 is the best.
fn meaning(header: &str) -> Option<(Field, usize)> {
    let named = |key: &str| {
        NAMES
            .iter()
            .find_map(|(field, names)| names.iter().position(|name| *name == key).map(|rank| (*field, rank)))
    };
    // What stands in brackets may tell (余额(赠送)) or be a unit (余额(元)).
    let whole = key(header);
    let bare = key(&without_brackets(header));
    named(&whole).or_else(|| named(&bare)).or_else(|| guess(&whole).map(|field| (field, GUESSED)))
}

/// A column's name as it is compared: folded, simplified, letters and digits alone.
fn key(header: &str) -> String {
    fold::lower(header).chars().filter(|character| character.is_alphanumeric()).map(simplified).collect()
}

fn without_brackets(header: &str) -> String {
    let mut depth: usize = 0;
    let mut bare = String::with_capacity(header.len());
    for character in fold::plain(header).chars() {
        match character {
            '(' | '[' | '【' | '<' | '《' | '{' => depth += 1,
            ')' | ']' | '】' | '>' | '》' | '}' => depth = depth.saturating_sub(1),
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    bare
}

/// The traditional characters that names of columns are written with, simplified.
fn simplified(character: char) -> char {
    const PAIRS: &[(char, char)] = &[
        ('會', '会'),
        ('員', '员'),
        ('號', '号'),
        ('碼', '码'),
        ('機', '机'),
        ('電', '电'),
        ('話', '话'),
        ('聯', '联'),
        ('絡', '络'),
        ('餘', '余'),
        ('額', '额'),
        ('儲', '储'),
        ('贈', '赠'),
        ('積', '积'),
        ('點', '点'),
        ('數', '数'),
        ('級', '级'),
        ('別', '别'),
        ('類', '类'),
        ('開', '开'),
        ('辦', '办'),
        ('註', '注'),
        ('冊', '册'),
        ('備', '备'),
        ('薦', '荐'),
        ('紹', '绍'),
        ('時', '时'),
        ('間', '间'),
        ('來', '来'),
        ('郵', '邮'),
        ('編', '编'),
        ('顧', '顾'),
        ('戶', '户'),
        ('稱', '称'),
        ('療', '疗'),
        ('項', '项'),
        ('務', '务'),
        ('現', '现'),
        ('內', '内'),
        ('剩', '剩'),
        ('創', '创'),
        ('檔', '档'),
        ('箱', '箱'),
        ('義', '义'),
        ('財', '财'),
        ('資', '资'),
        ('訊', '讯'),
        ('種', '种'),
        ('單', '单'),
    ];
    PAIRS.iter().find(|(traditional, _)| *traditional == character).map_or(character, |(_, simple)| *simple)
}

/// Names of columns, as [`key`] writes them; of each field the surest first.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::CardNumber,
        &[
            "会员卡号",
            "卡号",
            "会员号",
            "会员编号",
            "会员卡编号",
            "卡编号",
            "会员号码",
            "会员卡号码",
            "客户编号",
            "顾客编号",
            "编号",
            "cardnumber",
            "cardno",
            "card",
            "membernumber",
            "memberno",
            "memberid",
            "membershipnumber",
            "customernumber",
            "customerno",
            "customerid",
            "clientid",
            "clientcode",
            "id",
            "no",
        ],
    ),
    (
        Field::Name,
        &[
            "姓名",
            "会员姓名",
            "顾客姓名",
            "客户姓名",
            "会员名称",
            "会员名",
            "顾客名称",
            "客户名称",
            "顾客",
            "客户",
            "会员",
            "名字",
            "持卡人",
            "称呼",
            "昵称",
            "名称",
            "name",
            "fullname",
            "membername",
            "customername",
            "clientname",
            "customer",
            "client",
            "member",
            "guest",
            "guestname",
        ],
    ),
    (Field::FamilyName, &["姓", "姓氏", "lastname", "surname", "familyname", "last"]),
    (Field::GivenName, &["名", "firstname", "givenname", "forename", "first"]),
    (
        Field::Phone,
        &[
            "手机号",
            "手机号码",
            "手机",
            "会员手机",
            "会员手机号",
            "移动电话",
            "手机电话",
            "联系手机",
            "联系电话",
            "电话号码",
            "电话",
            "联系方式",
            "联络电话",
            "行动电话",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "cell",
            "cellphone",
            "phone",
            "phonenumber",
            "telephone",
            "tel",
            "contactnumber",
            "contact",
        ],
    ),
    (Field::Gender, &["性别", "gender", "sex"]),
    (
        Field::Birthday,
        &[
            "生日",
            "出生日期",
            "会员生日",
            "出生年月日",
            "出生年月",
            "生辰",
            "出生",
            "birthday",
            "birthdate",
            "dateofbirth",
            "dob",
        ],
    ),
    (
        Field::Tier,
        &[
            "会员等级",
            "等级",
            "级别",
            "会员级别",
            "卡类型",
            "会员卡类型",
            "卡级别",
            "卡等级",
            "会员类型",
            "会员类别",
            "卡类别",
            "卡类",
            "卡种",
            "卡型",
            "卡名称",
            "会员卡名称",
            "会员卡",
            "tier",
            "level",
            "memberlevel",
            "membershiplevel",
            "membertier",
            "membership",
            "membershiptype",
            "cardtype",
            "grade",
            "rank",
        ],
    ),
    (
        Field::Principal,
        &[
            "本金余额",
            "储值本金",
            "本金",
            "剩余本金",
            "卡内本金",
            "充值余额",
            "实充余额",
            "储值余额",
            "储值卡余额",
            "卡内余额",
            "卡余额",
            "账户余额",
            "会员余额",
            "现金余额",
            "可用余额",
            "当前余额",
            "剩余金额",
            "余额",
            "卡金",
            "储值",
            "储值金",
            "principal",
            "principalbalance",
            "paidbalance",
            "cashbalance",
            "storedvalue",
            "storedvaluebalance",
            "cardbalance",
            "accountbalance",
            "currentbalance",
            "prepaidbalance",
            "balance",
            "credit",
        ],
    ),
    (
        Field::Bonus,
        &[
            "赠送余额",
            "赠金余额",
            "赠金",
            "赠送金",
            "赠送金额",
            "剩余赠金",
            "赠送",
            "卡内赠金",
            "赠送账户余额",
            "奖励金",
            "余额赠送",
            "bonus",
            "bonusbalance",
            "bonusamount",
            "giftbalance",
            "giftamount",
            "freebalance",
            "promotionalbalance",
            "promobalance",
        ],
    ),
    (
        Field::Points,
        &[
            "积分",
            "剩余积分",
            "可用积分",
            "当前积分",
            "积分余额",
            "会员积分",
            "现有积分",
            "卡内积分",
            "点数",
            "红利点数",
            "points",
            "point",
            "pointsbalance",
            "loyaltypoints",
            "rewardpoints",
            "availablepoints",
        ],
    ),
    (
        Field::Visits,
        &[
            "次卡剩余",
            "剩余次数",
            "次卡",
            "次卡余次",
            "次卡剩余次数",
            "剩余次卡",
            "疗程剩余",
            "疗程",
            "项目余次",
            "余次",
            "计次余额",
            "计次",
            "次数",
            "疗程余次",
            "套餐剩余",
            "visits",
            "visitsleft",
            "remainingvisits",
            "visitsremaining",
            "sessions",
            "sessionsleft",
            "remainingsessions",
            "packages",
            "packageleft",
        ],
    ),
    (
        Field::VisitsService,
        &[
            "次卡项目",
            "次卡名称",
            "疗程名称",
            "项目名称",
            "项目",
            "服务项目",
            "疗程项目",
            "套餐名称",
            "计次项目",
            "service",
            "servicename",
            "visitsservice",
            "package",
            "packagename",
        ],
    ),
    (
        Field::OpenedOn,
        &[
            "开卡日期",
            "办卡日期",
            "开卡时间",
            "办卡时间",
            "注册日期",
            "注册时间",
            "入会日期",
            "入会时间",
            "建档日期",
            "建档时间",
            "开户日期",
            "登记日期",
            "创建时间",
            "创建日期",
            "加入日期",
            "加入时间",
            "成为会员日期",
            "opened",
            "openedon",
            "opendate",
            "openingdate",
            "joined",
            "joinedon",
            "joindate",
            "membersince",
            "registered",
            "registeredon",
            "registrationdate",
            "signupdate",
            "created",
            "createdat",
            "createdon",
            "datecreated",
            "dateopened",
            "datejoined",
            "since",
        ],
    ),
    (
        Field::ReferrerPhone,
        &[
            "推荐人手机",
            "推荐人手机号",
            "推荐人手机号码",
            "推荐人电话",
            "介绍人手机",
            "介绍人手机号",
            "介绍人电话",
            "推荐人",
            "介绍人",
            "推荐会员",
            "引荐人",
            "referrerphone",
            "referrermobile",
            "referredbyphone",
            "referrer",
            "referredby",
            "referral",
            "recommender",
            "recommendedby",
        ],
    ),
    (
        Field::Notes,
        &[
            "备注",
            "会员备注",
            "备注信息",
            "顾客备注",
            "客户备注",
            "注备",
            "说明",
            "摘要",
            "notes",
            "note",
            "remarks",
            "remark",
            "comments",
            "comment",
            "memo",
        ],
    ),
    (Field::Email, &["邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "email", "emailaddress", "mail"]),
    (
        Field::Address,
        &[
            "地址",
            "联系地址",
            "家庭住址",
            "家庭地址",
            "住址",
            "通讯地址",
            "居住地址",
            "address",
            "homeaddress",
            "streetaddress",
        ],
    ),
    (
        Field::Source,
        &[
            "来源",
            "会员来源",
            "顾客来源",
            "客户来源",
            "来源渠道",
            "渠道",
            "获客渠道",
            "source",
            "channel",
            "origin",
            "howdidyouhear",
        ],
    ),
];

/// What a name means that only tells by its parts, such as 卡内剩余本金合计余额. Sums over the past
/// (累计), other people's data and dates of other things are none of a member's fields.
fn guess(key: &str) -> Option<Field> {
    const OTHER: &[&str] = &[
        "累计",
        "总消费",
        "消费",
        "历史",
        "已用",
        "已消",
        "总额",
        "充值次",
        "欠",
        "密码",
        "到期",
        "有效",
        "最近",
        "最后",
        "上次",
        "门店",
        "店",
        "员工",
        "发型师",
        "技师",
        "操作",
        "经办",
        "状态",
        "紧急",
        "年龄",
        "类型",
        "total",
        "spent",
        "last",
        "expir",
        "status",
        "staff",
        "stylist",
        "branch",
        "store",
        "password",
    ];
    let has = |part: &str| key.contains(part);
    let any = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    if any(OTHER) {
        return None;
    }
    let rules: [(bool, Field); 16] = [
        (any(&["推荐", "介绍人", "引荐", "referr"]), Field::ReferrerPhone),
        (any(&["积分", "points"]), Field::Points),
        (has("赠") && any(&["余", "金", "额"]), Field::Bonus),
        (has("bonus"), Field::Bonus),
        (
            any(&["次卡", "次数", "疗程", "余次", "visits"]) && any(&["剩", "余", "left", "remain"]),
            Field::Visits,
        ),
        (any(&["本金", "余额", "balance"]), Field::Principal),
        (any(&["手机", "电话", "mobile", "phone"]), Field::Phone),
        (any(&["生日", "出生", "birth"]), Field::Birthday),
        (any(&["卡号", "会员编号", "会员号", "cardno", "cardnumber"]), Field::CardNumber),
        (any(&["姓名"]), Field::Name),
        (any(&["性别", "gender"]), Field::Gender),
        (any(&["等级", "级别"]), Field::Tier),
        (any(&["开卡", "办卡", "注册", "入会", "建档"]) && any(&["日", "时间"]), Field::OpenedOn),
        (any(&["邮箱", "email"]), Field::Email),
        (any(&["地址", "address"]), Field::Address),
        (any(&["备注", "remark", "note"]), Field::Notes),
    ];
    rules.into_iter().find(|(fits, _)| *fits).map(|(_, field)| field)
}
