//! Text as people write it: folded to one form, read as phones and names, spelled for search.
//!
//! Sheets, scanners and input methods write one thing in many ways: full-width digits, spaces
//! nobody sees, accents left out. Everything that compares or searches text goes through
//! [`fold`] first, on both sides, so that what was stored is found again.

pub mod email;
pub mod fold;
pub mod name;
pub mod phone;
pub mod pinyin;
mod polyphones;
pub mod search;

pub use name::Name;
pub use phone::{Phone, PhoneFault};
