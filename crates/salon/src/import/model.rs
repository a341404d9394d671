//! What a member sheet says, row by row, and what became of it.

use crate::customer::model::{Birthday, Gender};
use kernel::text::{Name, Phone, PhoneFault};
use kernel::{Day, ImportId, Instant, Money, Problem};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;

/// What a column of a member sheet can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 卡号: the number that the other program knows the member by.
    CardNumber,
    /// The whole name.
    Name,
    /// The family name, where it has a column of its own.
    FamilyName,
    /// The given name, where it has a column of its own.
    GivenName,
    /// The mobile phone.
    Phone,
    /// Female, male.
    Gender,
    /// The birthday, solar or lunar.
    Birthday,
    /// The membership level, which becomes a tag.
    Tier,
    /// Money left that was paid in.
    Principal,
    /// Money left that was given on top.
    Bonus,
    /// Principal and bonus in one figure; asked only where the principal has no column.
    Total,
    /// Points left.
    Points,
    /// Visits left, with the services they are of.
    Visits,
    /// The service of the visits, where it has a column of its own.
    VisitsService,
    /// When the membership began.
    OpenedOn,
    /// The phone of who brought this member.
    ReferrerPhone,
    /// Anything else.
    Notes,
    /// E-mail.
    Email,
    /// Where the member lives.
    Address,
    /// How the member came here.
    Source,
}

impl Field {
    /// Every field, in the order in which forms show them.
    pub const ALL: [Field; 20] = [
        Field::CardNumber,
        Field::Name,
        Field::FamilyName,
        Field::GivenName,
        Field::Phone,
        Field::Gender,
        Field::Birthday,
        Field::Tier,
        Field::Principal,
        Field::Bonus,
        Field::Total,
        Field::Points,
        Field::Visits,
        Field::VisitsService,
        Field::OpenedOn,
        Field::ReferrerPhone,
        Field::Notes,
        Field::Email,
        Field::Address,
        Field::Source,
    ];

    /// The name used in the API and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Field::CardNumber => "card_number",
            Field::Name => "name",
            Field::FamilyName => "family_name",
            Field::GivenName => "given_name",
            Field::Phone => "phone",
            Field::Gender => "gender",
            Field::Birthday => "birthday",
            Field::Tier => "tier",
            Field::Principal => "principal",
            Field::Bonus => "bonus",
            Field::Total => "total",
            Field::Points => "points",
            Field::Visits => "visits",
            Field::VisitsService => "visits_service",
            Field::OpenedOn => "opened_on",
            Field::ReferrerPhone => "referrer_phone",
            Field::Notes => "notes",
            Field::Email => "email",
            Field::Address => "address",
            Field::Source => "source",
        }
    }

    /// The field of this name.
    pub fn parse(code: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// A row that can be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The number that the other program knows the member by.
    pub card_number: Option<String>,
    /// The name.
    pub name: Name,
    /// The mobile phone; a row without one has a card number.
    pub phone: Option<Phone>,
    /// Female, male, or not said.
    pub gender: Gender,
    /// The birthday.
    pub birthday: Option<Birthday>,
    /// The membership level.
    pub tier: Option<Name>,
    /// Money left that was paid in.
    pub principal: Money,
    /// Money left that was given on top.
    pub bonus: Money,
    /// Points left.
    pub points: i64,
    /// Visits left by service; no service twice, none with zero.
    pub visits: BTreeMap<String, i64>,
    /// When the membership began.
    pub opened_on: Option<Day>,
    /// The phone of who brought this member.
    pub referrer_phone: Option<Phone>,
    /// Notes, as written.
    pub notes: String,
    /// E-mail.
    pub email: String,
    /// Where the member lives.
    pub address: String,
    /// How the member came here.
    pub source: String,
}

/// A row as it was read: taken in, or refused for the first fault found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRow {
    /// The sheet's own row number.
    pub row: u32,
    /// What it says.
    pub read: Result<Box<Member>, Fault>,
}

/// Who is on file already, of those that a sheet names.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Phones that a customer has.
    pub phones: HashSet<Phone>,
    /// Card numbers in use, as [`super::rules::card_key`] writes them.
    pub card_numbers: HashSet<String>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It becomes a member.
    Accepted(Box<Member>),
    /// It is somebody who is there already.
    Duplicate(Double),
    /// It is refused.
    Rejected(Fault),
}

/// A row and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The sheet's own row number.
    pub row: u32,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// Whom a row repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Double {
    /// The same phone as an earlier accepted row.
    PhoneOfRow(u32),
    /// The same card number as an earlier accepted row.
    CardNumberOfRow(u32),
    /// The same phone as a customer on file.
    PhoneOnFile,
    /// The same card number as one on file.
    CardNumberOnFile,
}

/// Why a row is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody is named.
    NoName,
    /// The name, the level, the card number or another text is longer than is kept.
    TextTooLong(Field),
    /// There is neither phone nor card number to know the member by.
    NoPhoneNoCard,
    /// The phone is none.
    Phone(PhoneFault),
    /// The principal or the bonus is no amount.
    NotAnAmount(Field),
    /// The principal or the bonus has parts of a minor unit.
    TooManyDecimals,
    /// The principal, the bonus, the points or the visits are below zero.
    Negative(Field),
    /// The principal, the bonus, the points or the visits are beyond what is kept.
    TooLarge(Field),
    /// The points are no whole number.
    PointsNotWhole,
    /// The visits cannot be read.
    VisitsUnreadable,
    /// There are visits, but of no service.
    VisitsWithoutService,
    /// The birthday is a day that no calendar has.
    BirthdayNoDate,
    /// The birthday is still to come.
    BirthdayInFuture,
    /// The day of opening is no date.
    OpenedNoDate,
    /// The day of opening is still to come.
    OpenedInFuture,
}

/// Why a sheet cannot be checked, or not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such import.
    Unknown,
    /// No row looks like the names of columns.
    NoHeader,
    /// A column was given for a field that does not exist.
    UnknownField(String),
    /// A column was given that the sheet does not have.
    UnknownHeader {
        /// The field it was given for.
        field: Field,
        /// The column's name, as given.
        header: String,
    },
    /// One column was given for two fields.
    HeaderTwice(String),
    /// No column says the name, or none the phone or the card number.
    ColumnsMissing,
    /// Some rows are refused or repeat earlier ones, and it was not said that the others are to
    /// be taken in all the same.
    RowsRefused {
        /// Rows refused.
        rejected: u32,
        /// Rows that repeat an earlier row.
        duplicates: u32,
    },
    /// Another file is being taken in.
    AnotherRuns,
    /// It is being taken in, or was: it cannot be checked anew or removed.
    Started,
}

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
    /// Rows that name somebody; headings, blank rows and totals are none.
    pub rows: u32,
    /// Rows taken in.
    pub accepted: u32,
    /// Rows that repeat an earlier one, or a customer on file.
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

impl Fault {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Fault::NoName => "import.no_name",
            Fault::TextTooLong(_) => "import.text_too_long",
            Fault::NoPhoneNoCard | Fault::Phone(PhoneFault::Empty) => "import.no_phone_no_card",
            Fault::Phone(PhoneFault::Scientific) => "import.phone_scientific",
            Fault::Phone(PhoneFault::Landline) => "import.phone_landline",
            Fault::Phone(PhoneFault::Digits(_)) => "import.phone_digits",
            Fault::Phone(PhoneFault::NotMobile) => "import.phone_not_mobile",
            Fault::Phone(PhoneFault::Several) => "import.phone_several",
            Fault::Phone(PhoneFault::NotANumber) => "import.phone_not_a_number",
            Fault::NotAnAmount(Field::Bonus) => "import.bonus_not_an_amount",
            Fault::NotAnAmount(_) => "import.balance_not_an_amount",
            Fault::TooManyDecimals => "import.amount_decimals",
            Fault::Negative(Field::Bonus) => "import.bonus_negative",
            Fault::Negative(Field::Points) => "import.points_negative",
            Fault::Negative(Field::Visits) => "import.visits_negative",
            Fault::Negative(_) => "import.balance_negative",
            Fault::TooLarge(_) => "import.too_large",
            Fault::PointsNotWhole => "import.points_not_whole",
            Fault::VisitsUnreadable => "import.visits_unreadable",
            Fault::VisitsWithoutService => "import.visits_without_service",
            Fault::BirthdayNoDate => "import.birthday_no_date",
            Fault::BirthdayInFuture => "import.birthday_in_future",
            Fault::OpenedNoDate => "import.opened_no_date",
            Fault::OpenedInFuture => "import.opened_in_future",
        }
    }

    fn params(self) -> BTreeMap<String, i64> {
        match self {
            Fault::Phone(PhoneFault::Digits(digits)) => {
                BTreeMap::from([("digits".to_owned(), i64::try_from(digits).unwrap_or(i64::MAX))])
            }
            _ => BTreeMap::new(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::NoName => f.write_str("no name"),
            Fault::TextTooLong(field) => write!(f, "{} is too long", field.code()),
            Fault::NoPhoneNoCard => f.write_str("neither phone nor card number"),
            Fault::Phone(fault) => fault.fmt(f),
            Fault::NotAnAmount(Field::Bonus) => f.write_str("bonus is not an amount"),
            Fault::NotAnAmount(_) => f.write_str("balance is not an amount"),
            Fault::TooManyDecimals => f.write_str("amount has more than two decimals"),
            Fault::Negative(Field::Bonus) => f.write_str("negative bonus"),
            Fault::Negative(Field::Points) => f.write_str("negative points"),
            Fault::Negative(Field::Visits) => f.write_str("negative visits"),
            Fault::Negative(_) => f.write_str("negative balance"),
            Fault::TooLarge(field) => write!(f, "{} is larger than can be kept", field.code()),
            Fault::PointsNotWhole => f.write_str("points are not a whole number"),
            Fault::VisitsUnreadable => f.write_str("visits cannot be read"),
            Fault::VisitsWithoutService => f.write_str("visits name no service"),
            Fault::BirthdayNoDate => f.write_str("birthday is no date"),
            Fault::BirthdayInFuture => f.write_str("birthday is in the future"),
            Fault::OpenedNoDate => f.write_str("opening date is no date"),
            Fault::OpenedInFuture => f.write_str("opened in the future"),
        }
    }
}

impl Double {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Double::PhoneOfRow(_) => "import.phone_twice",
            Double::CardNumberOfRow(_) => "import.card_number_twice",
            Double::PhoneOnFile => "import.phone_on_file",
            Double::CardNumberOnFile => "import.card_number_on_file",
        }
    }

    fn params(self) -> BTreeMap<String, i64> {
        match self {
            Double::PhoneOfRow(row) | Double::CardNumberOfRow(row) => {
                BTreeMap::from([("row".to_owned(), i64::from(row))])
            }
            _ => BTreeMap::new(),
        }
    }
}

impl std::fmt::Display for Double {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Double::PhoneOfRow(_) => "same phone as an earlier row",
            Double::CardNumberOfRow(_) => "same card number as an earlier row",
            Double::PhoneOnFile => "same phone as a customer on file",
            Double::CardNumberOnFile => "same card number as one on file",
        })
    }
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

impl Verdict {
    /// Whether taking in the file without this row leaves somebody out who is not there already.
    pub fn leaves_out(&self) -> bool {
        match self {
            Verdict::Accepted(_) | Verdict::Duplicate(Double::PhoneOnFile | Double::CardNumberOnFile) => {
                false
            }
            Verdict::Duplicate(Double::PhoneOfRow(_) | Double::CardNumberOfRow(_)) | Verdict::Rejected(_) => {
                true
            }
        }
    }
}

impl Checked {
    /// Why the row was not accepted; `None` when it was.
    pub fn problem(&self) -> Option<RowProblem> {
        let (code, text, params) = match self.verdict {
            Verdict::Accepted(_) => return None,
            Verdict::Duplicate(double) => (double.code(), double.to_string(), double.params()),
            Verdict::Rejected(fault) => (fault.code(), fault.to_string(), fault.params()),
        };
        Some(RowProblem { row: self.row, code: code.to_owned(), text, params })
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Unknown => Problem::not_found("import.unknown", "There is no such import."),
            Refusal::NoHeader => Problem::invalid(
                "columns",
                "import.no_header",
                "No row of the sheet looks like the names of columns.",
            ),
            Refusal::UnknownField(field) => {
                let known = Field::ALL.map(Field::code).join(", ");
                let detail = format!("There is no field '{field}'. The fields are: {known}.");
                Problem::invalid("columns", "import.unknown_field", detail)
            }
            Refusal::UnknownHeader { field, header } => {
                let field = format!("columns.{}", field.code());
                let detail = format!("The sheet has no column '{header}'.");
                Problem::invalid(&field, "import.unknown_header", detail).with("header", header)
            }
            Refusal::HeaderTwice(header) => {
                let detail = format!("The column '{header}' was given for two fields.");
                Problem::invalid("columns", "import.header_twice", detail).with("header", header)
            }
            Refusal::ColumnsMissing => Problem::invalid(
                "columns",
                "import.columns_missing",
                "A column for the name and one for the phone or the card number are needed. Name them in `columns`.",
            ),
            Refusal::RowsRefused { rejected, duplicates } => Problem::refused(
                "import.rows_refused",
                "Some rows cannot be taken in. Correct them, or say that the others are taken in without them.",
            )
            .with("rejected", rejected)
            .with("duplicates", duplicates),
            Refusal::AnotherRuns => Problem::conflict(
                "import.another_runs",
                "Another file is being taken in. Wait until it is done, or remove it.",
            ),
            Refusal::Started => Problem::conflict(
                "import.started",
                "This import is being taken in or was; it cannot be checked anew or removed.",
            ),
        }
    }
}
