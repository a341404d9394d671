//! Which column means what: known names of columns first, then telling parts of a name.

use super::names::{names, simplified};
use super::row::is_remark;
use crate::import::model::{Field, Kind, Refusal};
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
    /// What the file holds.
    pub kind: Kind,
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

    /// What the column of a field is called; nothing where it has none.
    pub fn header(&self, field: Field) -> &str {
        let header = self.columns.get(&field).and_then(|column| self.headers.get(*column));
        header.map_or("", String::as_str)
    }

    /// Whether a field has a column.
    pub fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }

    /// Whether a column, recognised or not, goes by a name that a field has in files of some kind.
    pub fn names(&self, kind: Kind, field: Field) -> bool {
        self.headers.iter().any(|header| meaning(kind, header).is_some_and(|(found, _)| found == field))
    }

    /// Refuses a sheet that cannot say what its kind is about.
    pub fn require_columns(&self) -> Result<(), Refusal> {
        let any = |fields: &[Field]| fields.iter().any(|field| self.has(*field));
        let complete = match self.kind {
            Kind::Customers => {
                any(&[Field::Name, Field::FamilyName, Field::GivenName])
                    && any(&[Field::Phone, Field::CardNumber])
            }
            Kind::Catalogue => self.has(Field::Name) && self.has(Field::Price),
            Kind::Stock => any(self.kind.naming()) && self.has(Field::Quantity),
            Kind::History => {
                [Field::Receipt, Field::Date, Field::Amount].iter().all(|field| self.has(*field))
                    && any(&[Field::Name, Field::Code])
            }
        };
        if complete { Ok(()) } else { Err(Refusal::ColumnsMissing(self.kind)) }
    }
}

/// Refuses a file that was cut off: its last row ends before its columns do, and is no total or signature.
pub fn check_uncut(sheet: &Sheet, layout: &Layout) -> Result<(), Refusal> {
    let cut =
        sheet.rows.last().filter(|row| Some(row.number) == sheet.short_end && row.number > layout.header_row);
    match cut {
        Some(row) if !is_remark(row, layout) => Err(Refusal::CutShort(row.number)),
        _ => Ok(()),
    }
}

/// Finds the sheet and the row with the names of columns, and what each column means. The names
/// stand in the first row in which at least two are known, rows of titles above it are passed
/// over; of several sheets the first visible one with such a row is taken. Where none is known,
/// the first row with two texts stands in, so that columns can be named by hand.
///
/// `given` are columns named by hand, from a field's code to a header; an empty header leaves
/// the field out.
pub fn layout(kind: Kind, sheets: &[Sheet], given: &BTreeMap<String, String>) -> Result<Layout, Refusal> {
    let given = fields(kind, given)?;
    let visible_first =
        |hidden: bool| sheets.iter().enumerate().filter(move |(_, sheet)| sheet.visible != hidden);
    let candidates: Vec<(usize, &Row)> = visible_first(false)
        .chain(visible_first(true))
        .flat_map(|(place, sheet)| sheet.rows.iter().take(SEARCHED).map(move |row| (place, row)))
        .collect();
    let known = candidates.iter().find(|(_, row)| recognised(kind, row, &given) >= 2);
    let stand_in = || candidates.iter().find(|(_, row)| texts(row) >= 2);
    let (sheet, row) = known.or_else(stand_in).ok_or(Refusal::NoHeader)?;
    let headers: Vec<String> = row.cells.iter().map(|cell| fold::plain(&cell.to_text())).collect();
    let columns = columns(kind, &headers, &given)?;
    Ok(Layout { kind, sheet: *sheet, header_row: row.number, headers, columns })
}

fn fields(kind: Kind, given: &BTreeMap<String, String>) -> Result<BTreeMap<Field, String>, Refusal> {
    let field = |code: &String| kind.field(code).ok_or_else(|| Refusal::UnknownField(kind, code.clone()));
    given.iter().map(|(code, header)| Ok((field(code)?, fold::plain(header)))).collect()
}

/// How many names of a row are known or were given.
fn recognised(kind: Kind, row: &Row, given: &BTreeMap<Field, String>) -> usize {
    let is_known = |cell: &&Cell| {
        let text = fold::plain(&cell.to_text());
        matches!(cell, Cell::Text(_))
            && (meaning(kind, &text).is_some() || given.values().any(|header| *header == text))
    };
    row.cells.iter().filter(is_known).count()
}

fn texts(row: &Row) -> usize {
    row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_))).count()
}

/// The column of each field: first those given, then for each field the column whose name ranks
/// best; of equals the leftmost.
fn columns(
    kind: Kind,
    headers: &[String],
    given: &BTreeMap<Field, String>,
) -> Result<BTreeMap<Field, usize>, Refusal> {
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
        .filter_map(|(column, header)| meaning(kind, header).map(|(field, rank)| (rank, column, field)))
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
fn meaning(kind: Kind, header: &str) -> Option<(Field, usize)> {
    let named = |key: &str| {
        let known = names(kind).iter().filter(|(field, _)| kind.fields().contains(field));
        known.into_iter().find_map(|(field, names)| {
            names.split(' ').position(|name| name == key).map(|rank| (*field, rank))
        })
    };
    // What stands in brackets may tell (余额(赠送)) or be a unit (余额(元)).
    let whole = key(header);
    let bare = key(&without_brackets(header));
    let guessed = || match kind {
        Kind::Customers => guess(&whole).map(|field| (field, GUESSED)),
        // What the columns of goods and receipts are called varies too little for parts of names to tell.
        Kind::Catalogue | Kind::Stock | Kind::History => None,
    };
    named(&whole).or_else(|| named(&bare)).or_else(guessed)
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
    let rules: [(bool, Field); 17] = [
        (any(&["推荐", "介绍人", "引荐", "referr"]), Field::ReferrerPhone),
        (any(&["积分", "points"]), Field::Points),
        (has("赠") && any(&["余", "金", "额"]), Field::Bonus),
        (has("bonus"), Field::Bonus),
        (
            any(&["次卡", "次数", "疗程", "余次", "visits"]) && any(&["剩", "余", "left", "remain"]),
            Field::Visits,
        ),
        (any(&["总余", "余额合计", "合计余额"]), Field::Total),
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
