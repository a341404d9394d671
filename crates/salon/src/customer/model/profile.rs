//! What is known of a person.

use kernel::{CustomerId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is known of a person. Everything but a member's name may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerProfile {
    /// The name, at most 60 characters.
    pub name: String,
    /// A Chinese mobile, or `+` and an international number; kept in one form however it is sent.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Where they live, at most 200 characters.
    pub address: String,
    /// Female, male, or not said.
    pub gender: Gender,
    /// The birthday.
    pub birthday: Option<Birthday>,
    /// How they came here, at most 60 characters.
    pub source: String,
    /// The customer who brought them.
    pub referrer: Option<CustomerId>,
    /// The shop that sent them, at most 100 characters.
    pub referrer_shop: String,
    /// The staff member who won them.
    pub introducer: Option<StaffId>,
    /// At most 30 tags of at most 60 characters.
    pub tags: Vec<String>,
    /// At most 4,000 characters.
    pub notes: String,
    /// What was mixed for their hair, at most 2,000 characters.
    pub hair_formula: String,
    /// What they must not be treated with, at most 1,000 characters.
    pub allergy: String,
}

/// Female, male, or not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Gender {
    /// Not said.
    #[default]
    #[serde(rename = "")]
    Unsaid,
    /// Female.
    #[serde(rename = "female")]
    Female,
    /// Male.
    #[serde(rename = "male")]
    Male,
}

impl Gender {
    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Gender::Unsaid => "",
            Gender::Female => "female",
            Gender::Male => "male",
        }
    }

    /// The gender of a stored word.
    pub fn parse(code: &str) -> Option<Gender> {
        [Gender::Unsaid, Gender::Female, Gender::Male].into_iter().find(|gender| gender.code() == code)
    }
}

/// Which calendar a birthday is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The Gregorian one.
    Solar,
    /// The Chinese one; its birthdays move through the Gregorian year.
    Lunar,
}

/// A birthday, of which many people give only month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Birthday {
    /// The calendar that the numbers belong to.
    pub calendar: Calendar,
    /// The year, where it is known.
    #[serde(default)]
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
    /// Whether the lunar month is the leap month of that number.
    #[serde(default)]
    pub leap_month: bool,
}

impl std::fmt::Display for Birthday {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.calendar == Calendar::Lunar {
            f.write_str(if self.leap_month { "农历闰 " } else { "农历 " })?;
        }
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "{:02}-{:02}", self.month, self.day),
        }
    }
}
