//! What is known of a customer, and the shapes in which it is handed out.

mod disuse;
mod filter;
mod merge;
mod profile;
mod refusal;

pub use disuse::{Disused, Idle};
pub use filter::{CustomerQuery, FilterWish, SavedFilter, Tag, TagWish};
pub use merge::{Duplicate, MergeWish};
pub use profile::{Birthday, Calendar, CustomerProfile, Gender};
pub use refusal::{ProfileFault, Refusal};

use kernel::{BranchId, CustomerId, Day, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far somebody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CustomerKind)]
pub enum Kind {
    /// 散客: served without being registered.
    WalkIn,
    /// 会员: registered.
    Member,
    /// Was either; the personal data is destroyed, the books stay.
    Erased,
}

impl Kind {
    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::WalkIn => "walk_in",
            Kind::Member => "member",
            Kind::Erased => "erased",
        }
    }

    /// The kind of a stored word.
    pub fn parse(code: &str) -> Option<Kind> {
        [Kind::WalkIn, Kind::Member, Kind::Erased].into_iter().find(|kind| kind.code() == code)
    }
}

/// A customer with all that may be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// How far they are known.
    pub kind: Kind,
    /// `K` and a number, for who came in unregistered.
    pub walk_in_number: Option<String>,
    /// `M` and a number, since registration.
    pub member_number: Option<String>,
    /// What is known of them.
    pub profile: CustomerProfile,
    /// Whether parts of the profile are hidden from who asks. A hidden part that is sent back as
    /// it was shown stays as it is.
    pub masked: bool,
    /// When they first came.
    pub created_at: Instant,
    /// When they became a member.
    pub registered_at: Option<Instant>,
    /// Where they became a member.
    pub registered_branch: Option<BranchId>,
    /// Counts the changes; a change names the version that it was made on.
    pub version: i64,
    /// What they have agreed to and taken back, oldest first.
    pub consents: Vec<Consent>,
    /// Whether there is a picture.
    pub has_photo: bool,
    /// Those who were merged into this one; what they had is found here.
    pub merged: Vec<CustomerId>,
    /// Whether the account was closed because nobody used it. It opens again when they come.
    pub closed: bool,
}

/// A customer in a list. Personal data is masked for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustomerSummary {
    /// The id.
    pub id: CustomerId,
    /// How far they are known.
    pub kind: Kind,
    /// `K` and a number, for who came in unregistered.
    pub walk_in_number: Option<String>,
    /// `M` and a number, since registration.
    pub member_number: Option<String>,
    /// The name; empty for a walk-in who gave none.
    pub name: String,
    /// The phone, such as `138****1234`; empty when there is none.
    pub phone_masked: String,
    /// Tags.
    pub tags: Vec<String>,
    /// When they became a member.
    pub registered_at: Option<Instant>,
    /// The business day of the last paid bill.
    pub last_visit: Option<Day>,
}

/// A customer on a bill or a receipt. Personal data is masked for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The id.
    pub id: CustomerId,
    /// How far they are known.
    pub kind: Kind,
    /// The name; empty for a walk-in who gave none.
    pub name: String,
    /// The member's number, or else the walk-in's.
    pub number: String,
    /// The phone, such as `138****1234`; empty when there is none.
    pub phone_masked: String,
}

/// What of a customer matched a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// The whole phone number.
    Phone,
    /// Its last four digits.
    Tail,
    /// A piece of the name.
    Name,
    /// A piece of the name in pinyin, whole or by first letters.
    Pinyin,
    /// The walk-in's or the member's number.
    Number,
    /// The number of a card.
    Card,
}

/// A customer found by a search, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustomerHit {
    /// Who.
    #[serde(flatten)]
    pub customer: CustomerSummary,
    /// By what.
    pub matched: Matched,
}

/// How many customers there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerCounts)]
pub struct Counts {
    /// Unregistered.
    pub walk_ins: i64,
    /// Registered.
    pub members: i64,
}

/// A page of customers, newest first, with how many there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CustomerPage {
    /// The customers.
    pub items: Vec<CustomerSummary>,
    /// Where the next page begins; absent on the last one.
    pub next: Option<String>,
    /// How many there are, on all pages and of both kinds.
    pub counts: Counts,
}

/// What a search found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CustomerHits {
    /// At most 20, best first.
    pub items: Vec<CustomerHit>,
}

/// What a consent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The privacy notice was given.
    Notice,
    /// Messages that advertise.
    Marketing,
    /// Keeping what concerns health: allergy, skin, scalp.
    Health,
    /// Keeping and showing pictures.
    Photo,
}

impl Purpose {
    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::Notice => "notice",
            Purpose::Marketing => "marketing",
            Purpose::Health => "health",
            Purpose::Photo => "photo",
        }
    }

    /// The purpose of a stored word.
    pub fn parse(code: &str) -> Option<Purpose> {
        [Purpose::Notice, Purpose::Marketing, Purpose::Health, Purpose::Photo]
            .into_iter()
            .find(|purpose| purpose.code() == code)
    }
}

/// A consent given or taken back. The law asks for its version, its time and its way (PIPL 13-17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// For what.
    pub purpose: Purpose,
    /// Given, or taken back.
    pub granted: bool,
    /// How: at the desk, in writing, by message.
    pub channel: String,
    /// Which text was agreed to.
    pub text_version: String,
    /// When.
    pub at: Instant,
}

/// A consent to be recorded.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentWish {
    /// For what.
    pub purpose: Purpose,
    /// Given, or taken back.
    pub granted: bool,
    /// How: at the desk, in writing, by message. 1 to 60 characters.
    pub channel: String,
    /// Which text was agreed to. 1 to 60 characters.
    pub text_version: String,
}

/// Somebody who walks in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkInWish {
    /// Where.
    pub branch: BranchId,
}

/// Somebody who becomes a member at once.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberWish {
    /// Where.
    pub branch: BranchId,
    /// What is known of them; a name at least.
    pub profile: CustomerProfile,
    /// Whether it was asked that another customer has this phone, too.
    #[serde(default)]
    pub shared_phone_confirmed: bool,
}

/// A walk-in who becomes a member.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterWish {
    /// The version that was shown.
    pub version: i64,
    /// Where.
    pub branch: BranchId,
    /// What is known of them; a name at least.
    pub profile: CustomerProfile,
    /// Whether it was asked that another customer has this phone, too.
    #[serde(default)]
    pub shared_phone_confirmed: bool,
}

/// A changed profile.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerWish {
    /// The version that was shown.
    pub version: i64,
    /// What is known of them now.
    pub profile: CustomerProfile,
    /// Whether it was asked that another customer has this phone, too.
    #[serde(default)]
    pub shared_phone_confirmed: bool,
}

/// Why a customer's personal data is destroyed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseWish {
    /// In a sentence of 1 to 300 characters.
    pub reason: String,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub content: Vec<u8>,
}
