//! How far an import is, and what it comes to.

use super::Kind;
use kernel::{ImportId, Instant, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportState)]
pub enum State {
    /// Its file is not all there yet.
    Receiving,
    /// Its rows are read; nothing is written.
    Checked,
    /// Its rows are being written; nobody sees them.
    Applying,
    /// Writing stopped. It can go on, or be removed whole.
    Failed,
    /// All its rows are there.
    Applied,
    /// What was written is being removed.
    Removing,
}

impl State {
    const ALL: [State; 6] =
        [State::Receiving, State::Checked, State::Applying, State::Failed, State::Applied, State::Removing];

    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            State::Receiving => "receiving",
            State::Checked => "checked",
            State::Applying => "applying",
            State::Failed => "failed",
            State::Applied => "applied",
            State::Removing => "removing",
        }
    }

    /// The state of a stored word.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One file taken in, or about to be.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Import {
    /// The id.
    pub id: ImportId,
    /// What the file holds.
    pub kind: Kind,
    /// The file's name.
    pub name: String,
    /// How far it is.
    pub state: State,
    /// Rows written.
    pub done: i64,
    /// Rows to write.
    pub total: i64,
    /// What the check found. Holds the first 10,000 problems; the counts are of all.
    pub report: Report,
    /// When the file came.
    pub created_at: Instant,
}

/// What a file would come to: nothing is written yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ImportPreview)]
pub struct Preview {
    /// The import that keeps the file.
    pub id: ImportId,
    /// What the file holds.
    pub kind: Kind,
    /// The file's name.
    pub name: String,
    /// The names of the sheet's columns, in their order.
    pub headers: Vec<String>,
    /// Which column says what: from a field to a header.
    pub columns: BTreeMap<String, String>,
    /// Every field that a column can mean.
    pub fields: Vec<String>,
    /// The first five accepted rows, as they were understood.
    pub sample: Vec<BTreeMap<String, String>>,
    /// How the dates of receipts are read; nothing for files of other kinds.
    pub dates: Option<DatesRead>,
    /// What stands for nobody in particular where receipts name whom they were for.
    pub walk_in: Vec<String>,
    /// What the check found. Holds the first 10,000 problems; the counts are of all.
    pub report: Report,
}

/// Which columns mean what, given by hand.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportColumns)]
pub struct ColumnsWish {
    /// From a field to a header; an empty header leaves the field out.
    pub columns: BTreeMap<String, String>,
    /// How the other program writes what no column says.
    #[serde(default)]
    pub options: Options,
}

impl From<ColumnsWish> for Said {
    fn from(ColumnsWish { columns, options }: ColumnsWish) -> Said {
        Said { columns, options }
    }
}

/// What somebody says of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Columns named by hand, from a field's code to a header.
    pub columns: BTreeMap<String, String>,
    /// How the other program writes what no column says.
    pub options: Options,
}

/// How the other program writes what no column says. Asked of receipts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ImportOptions)]
pub struct Options {
    /// The order of the numbers in dates that end with their year; told by the whole file when not
    /// said.
    pub dates: Option<DateForm>,
    /// What stands for nobody in particular, in place of what usually does.
    pub walk_in: Option<Vec<String>>,
}

/// The order of the numbers in dates that end with their year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportDateForm)]
pub enum DateForm {
    /// 31/12/2018.
    DayFirst,
    /// 12/31/2018.
    MonthFirst,
}

/// How the dates of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportDatesRead)]
pub enum DatesRead {
    /// In the one way in which they can be.
    Plain,
    /// With the day first.
    DayFirst,
    /// With the month first.
    MonthFirst,
    /// Not at all: each can be read in two ways.
    Unclear,
    /// Not at all: some have the day first, some the month.
    Mixed,
    /// Not at all: they are not written as was said.
    Otherwise,
}

/// How a checked file is to be taken in.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportApply)]
pub struct ApplyWish {
    /// Whether the good rows are taken in although others are refused.
    #[serde(default)]
    pub accept_partial: bool,
}

/// What a checked sheet comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct Report {
    /// Rows that name somebody or something; headings, blank rows and totals are none.
    pub rows: u32,
    /// Rows taken in.
    pub accepted: u32,
    /// Rows that repeat an earlier one, or what is on file.
    pub duplicates: u32,
    /// Rows refused.
    pub rejected: u32,
    /// What the accepted rows add up to.
    pub sums: Sums,
    /// Each row that was not accepted, with its reason, in the sheet's order.
    pub problems: Vec<RowProblem>,
}

/// What the accepted rows add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ImportSums)]
pub struct Sums {
    /// Money paid in, in minor units.
    pub principal: Money,
    /// Money given on top, in minor units.
    pub bonus: Money,
    /// Points.
    pub points: i64,
    /// Visits by service.
    pub visits: BTreeMap<String, i64>,
    /// Services.
    pub services: u32,
    /// Products.
    pub products: u32,
    /// Units on the shelves.
    pub units: i64,
    /// What they have cost as far as the file says, in minor units.
    pub value: Money,
    /// Bills.
    pub bills: u32,
    /// What they came to without the taxes added, in minor units.
    pub net: Money,
    /// Those taxes, in minor units.
    pub tax: Money,
}

/// Why a row was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportProblem)]
pub struct RowProblem {
    /// The sheet's own row number.
    pub row: u32,
    /// Stable; front ends translate by it.
    pub code: String,
    /// The same in English.
    pub text: String,
    /// Figures that a translated sentence needs: `row` of the earlier row, `digits` of a phone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, i64>,
}

impl Report {
    /// How many problems are kept with an import.
    pub const PROBLEMS_KEPT: usize = 10_000;

    /// The report as it is kept: the first problems, the counts of all.
    pub fn shortened(&self) -> Report {
        let problems = self.problems.iter().take(Report::PROBLEMS_KEPT).cloned().collect();
        Report { problems, ..self.clone() }
    }
}
