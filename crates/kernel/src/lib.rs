//! The pure words that every part of Tress speaks: money, time, ids, text, pages and problems.
//!
//! Nothing here waits, reads a clock, draws a random number, or knows of a database or of HTTP.
//! The types carry their wire form (serde) and its schema (utoipa), because a word that is
//! written one way in Rust and another way in the API is two words.

pub mod id;
pub mod money;
pub mod page;
pub mod problem;
pub mod text;
pub mod time;

pub use id::*;
pub use money::{Currency, Money, Rate};
pub use page::{Cursor, Limit, Page};
pub use problem::{Field, Kind, Problem};
pub use time::{Day, Instant, Span, Zone};
