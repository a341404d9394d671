//! People who work here, and what can be wrong with what is said of them.

use kernel::{BranchId, Problem, StaffId, UserId, problem::Kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody who works here, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// The number they are known by, unique in the organisation.
    pub number: String,
    /// Their name, as customers know it.
    pub name: String,
    /// What they do.
    pub job: Job,
    /// How far they have come, in the salon's own words; may be empty.
    pub level: String,
    /// The shops they work in, at least one.
    pub branches: Vec<BranchId>,
    /// The account they sign in with, if they do.
    pub user: Option<UserId>,
    /// Whether they still work here.
    pub active: bool,
}

impl Staff {
    /// Whether this person works in a shop now.
    pub fn works_at(&self, branch: BranchId) -> bool {
        self.active && self.branches.contains(&branch)
    }
}

/// What may be said of somebody who works here.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffWish {
    /// Up to 20 characters; when empty, a new person gets the next number and anybody else keeps
    /// theirs.
    #[serde(default)]
    pub number: String,
    /// 1 to 60 characters.
    pub name: String,
    /// What they do.
    pub job: Job,
    /// Up to 40 characters; may be empty.
    #[serde(default)]
    pub level: String,
    /// The shops they work in, at least one.
    pub branches: Vec<BranchId>,
    /// The account they sign in with; null when they do not.
    #[serde(default)]
    pub user: Option<UserId>,
    /// Whether they still work here.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// What somebody does in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// 发型师、大工: cuts and answers for the result.
    Stylist,
    /// 技师、中工: colours, perms, treats.
    Technician,
    /// 助理、小工: washes, dries, hands.
    Assistant,
    /// 前台: receives and takes payment.
    Reception,
    /// 店长: runs the shop.
    Manager,
}

impl Job {
    /// All of them.
    pub const ALL: [Job; 5] = [Job::Stylist, Job::Technician, Job::Assistant, Job::Reception, Job::Manager];

    /// How it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Job::Stylist => "stylist",
            Job::Technician => "technician",
            Job::Assistant => "assistant",
            Job::Reception => "reception",
            Job::Manager => "manager",
        }
    }

    /// Reads a stored code.
    pub fn parse(code: &str) -> Option<Job> {
        Job::ALL.into_iter().find(|job| job.code() == code)
    }
}

/// Why something about staff is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such person.
    Unknown,
    /// A name is empty or longer than 60 characters.
    Name,
    /// A number is longer than 20 characters.
    Number,
    /// Somebody else has this number.
    NumberTaken,
    /// A level is longer than 40 characters.
    Level,
    /// Nobody works in no shop, nor in one that does not exist.
    Branches,
    /// There is no such account.
    UserUnknown,
    /// Somebody else signs in with this account.
    UserTaken,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Unknown => Problem::not_found("staff.unknown", "There is no such person on the staff."),
            Refusal::Name => Problem::invalid("name", "staff.name", "A name has 1 to 60 characters."),
            Refusal::Number => {
                Problem::invalid("number", "staff.number", "A staff number has at most 20 characters.")
            }
            Refusal::NumberTaken => {
                let detail = "Somebody else already has this staff number.";
                Problem { kind: Kind::Conflict, ..Problem::invalid("number", "staff.number_taken", detail) }
            }
            Refusal::Level => Problem::invalid("level", "staff.level", "A level has at most 40 characters."),
            Refusal::Branches => {
                let detail = "Name one or more branches that exist, each once.";
                Problem::invalid("branches", "staff.branches", detail)
            }
            Refusal::UserUnknown => {
                Problem::invalid("user", "staff.user_unknown", "There is no such account.")
            }
            Refusal::UserTaken => {
                let detail = "Somebody else on the staff already signs in with this account.";
                Problem { kind: Kind::Conflict, ..Problem::invalid("user", "staff.user_taken", detail) }
            }
        }
    }
}
