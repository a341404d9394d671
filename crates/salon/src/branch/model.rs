//! Organisations, companies, branches, and what can be wrong with them.

use kernel::{BranchId, CompanyId, Currency, Day, Instant, OrganisationId, Problem, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The tenant: one brand, with one currency.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// A short name for signing in where one server holds several organisations.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// The zone its first branch was opened in.
    pub time_zone: Zone,
}

/// What is needed to begin an organisation.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// Its name.
    pub name: String,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// Its time zone.
    pub time_zone: Zone,
}

/// The legal person that issues cards, invoices and owes taxes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its registered name.
    pub name: String,
    /// Its number with the tax office; may be empty.
    pub tax_number: String,
}

/// What may be said of a company.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyWish {
    /// Its registered name.
    pub name: String,
    /// Its number with the tax office; may be empty.
    #[serde(default)]
    pub tax_number: String,
}

/// One shop.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Branch {
    /// Its id.
    pub id: BranchId,
    /// Its number within the organisation, from 1; begins the numbers that people read.
    pub number: i64,
    /// The company it belongs to.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// Its address, as printed on receipts.
    pub address: String,
    /// Its phone, as printed on receipts.
    pub phone: String,
    /// Where its clocks stand.
    pub time_zone: Zone,
    /// When its business day begins, in minutes after midnight: 180 is 03:00.
    pub cut_off_minutes: i64,
    /// When it is open.
    pub hours: Vec<Hours>,
    /// Whether it is in business.
    pub active: bool,
}

impl Branch {
    /// The business day of a moment.
    pub fn business_day(&self, moment: Instant) -> Day {
        moment.business_day(&self.time_zone, self.cut_off_minutes)
    }
}

/// What may be said of a branch.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BranchWish {
    /// The company it belongs to.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// Its address, as printed on receipts.
    #[serde(default)]
    pub address: String,
    /// Its phone, as printed on receipts.
    #[serde(default)]
    pub phone: String,
    /// Where its clocks stand.
    pub time_zone: Zone,
    /// When its business day begins, in minutes after midnight.
    #[serde(default = "three_at_night")]
    pub cut_off_minutes: i64,
    /// When it is open.
    #[serde(default)]
    pub hours: Vec<Hours>,
    /// Whether it is in business.
    #[serde(default = "yes")]
    pub active: bool,
}

fn three_at_night() -> i64 {
    180
}

fn yes() -> bool {
    true
}

/// One stretch of opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// 1 is Monday, 7 Sunday (ISO 8601).
    #[schema(minimum = 1, maximum = 7)]
    pub weekday: u8,
    /// `HH:MM`.
    #[schema(example = "10:00")]
    pub opens: String,
    /// `HH:MM`; past midnight the hours go on: `26:00` is two at night.
    #[schema(example = "22:00")]
    pub closes: String,
}

/// Why something about a branch is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such branch.
    BranchUnknown,
    /// There is no such company.
    CompanyUnknown,
    /// A name is empty or longer than 100 characters.
    Name,
    /// A text is longer than 300 characters.
    TextTooLong(&'static str),
    /// The business day would begin before midnight or after noon.
    CutOff,
    /// Hours that cannot be: of no weekday, closing before opening.
    Hours,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::BranchUnknown => Problem::not_found("branch.unknown", "There is no such branch."),
            Refusal::CompanyUnknown => {
                Problem::invalid("company", "branch.company_unknown", "There is no such company.")
            }
            Refusal::Name => Problem::invalid("name", "branch.name", "A name has 1 to 100 characters."),
            Refusal::TextTooLong(field) => {
                Problem::invalid(field, "branch.text_too_long", "This text has at most 300 characters.")
            }
            Refusal::CutOff => {
                let detail = "The business day begins between midnight and noon: 0 to 720 minutes.";
                Problem::invalid("cut_off_minutes", "branch.cut_off", detail)
            }
            Refusal::Hours => {
                let detail =
                    "Hours name a weekday from 1 to 7 and open before they close, by 36:00 at the latest.";
                Problem::invalid("hours", "branch.hours", detail)
            }
        }
    }
}
