//! What people are told of.

use super::{Amount, Channel, Value, Values};
use crate::access::Permission;
use crate::customer::model::Purpose;
use kernel::{Currency, Day, Instant, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What people are told of. Its code is the topic under which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = NoticeEvent)]
pub enum Event {
    /// A business day was closed 日结.
    #[serde(rename = "till.day_closed")]
    DayClosed,
    /// A check of the books found a row that breaks a promise.
    #[serde(rename = "books.fault")]
    BooksFault,
    /// Something happened to a customer's card that its holder should know of.
    #[serde(rename = "card.changed")]
    CardChanged,
    /// Somebody tried the mail settings out.
    #[serde(rename = "notice.test")]
    Test,
}

/// Who is told of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who may do this where it happened.
    Holders(Permission),
    /// The customer whom it concerns.
    Customer {
        /// What they must have agreed to; nothing for what belongs to the service itself (PIPL 13).
        consent: Option<Purpose>,
    },
    /// The one address that was named.
    Named,
}

impl Event {
    /// Every event.
    pub const ALL: [Event; 4] = [Event::DayClosed, Event::BooksFault, Event::CardChanged, Event::Test];

    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Event::DayClosed => "till.day_closed",
            Event::BooksFault => "books.fault",
            Event::CardChanged => "card.changed",
            Event::Test => "notice.test",
        }
    }

    /// The event of a stored word.
    pub fn parse(code: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.code() == code)
    }

    /// Who is told.
    pub const fn audience(self) -> Audience {
        match self {
            Event::DayClosed => Audience::Holders(Permission::ReportRead),
            Event::BooksFault => Audience::Holders(Permission::BooksRead),
            Event::CardChanged => Audience::Customer { consent: None },
            Event::Test => Audience::Named,
        }
    }

    /// The channels on which people read of it, and that have texts therefore.
    pub const fn channels(self) -> &'static [Channel] {
        match self.audience() {
            Audience::Holders(_) => &[Channel::Inbox, Channel::Email],
            Audience::Customer { .. } | Audience::Named => &[Channel::Email],
        }
    }

    /// Whether other programs can be told of it.
    pub const fn for_programs(self) -> bool {
        !matches!(self.audience(), Audience::Named)
    }

    /// Example values: what a preview shows, and which fields there are.
    pub fn example(self) -> Values {
        let fields = match self {
            Event::DayClosed => day_closed(),
            Event::BooksFault => vec![
                ("at", Value::Moment(an_evening(), "Asia/Shanghai".to_owned())),
                ("count", Value::Number(1)),
                ("check", Value::Text("ledger.set_balances".to_owned())),
                ("row", Value::Text("01890a5d-ac96-774b-bcce-b302099a8057".to_owned())),
            ],
            Event::CardChanged => vec![
                ("shop", Value::Text("春风路店".to_owned())),
                ("customer", Value::Text("王芳".to_owned())),
                ("card", Value::Text("8000".to_owned())),
                ("what", Value::Word("lost".to_owned())),
                ("at", Value::Moment(an_evening(), "Asia/Shanghai".to_owned())),
            ],
            Event::Test => vec![
                ("by", Value::Text("沈青".to_owned())),
                ("at", Value::Moment(an_evening(), "Asia/Shanghai".to_owned())),
            ],
        };
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Monday, 2 March 2026, 22:05 in Shanghai.
fn an_evening() -> Instant {
    Instant::from_millis(1_772_460_300_000)
}

fn day_closed() -> Vec<(&'static str, Value)> {
    let yuan = |amount: i64| Value::Money(Money::minor(amount), Currency::CNY);
    let amounts = |list: &[(&str, i64)]| {
        let one = |(of, amount): &(&str, i64)| Amount::new(of, Money::minor(*amount));
        Value::Amounts(list.iter().map(one).collect(), Currency::CNY)
    };
    let mut fields = vec![
        ("shop", Value::Text("春风路店".to_owned())),
        ("number", Value::Number(128)),
        ("closed_by", Value::Text("小美".to_owned())),
        ("takings", yuan(468_000)),
        ("tenders", amounts(&[("cash", 88_000), ("wechat", 380_000)])),
        ("card_sales", yuan(200_000)),
        ("repaid", yuan(0)),
        ("tips", yuan(0)),
        ("delivered", amounts(&[("money", 268_000), ("principal", 156_000), ("bonus", 31_200)])),
        ("bills", Value::Number(36)),
        ("refunds", Value::Number(1)),
        ("refunded", yuan(12_800)),
        ("difference", amounts(&[("cash", -500)])),
        ("block", Value::Number(412)),
        ("seal", Value::Text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned())),
    ];
    fields.extend(Day::new(2026, 3, 2).map(|day| ("day", Value::Day(day))));
    fields
}
