//! What is known of a customer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
    /// Whether the lunar month is the leap month of that number.
    pub leap_month: bool,
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
