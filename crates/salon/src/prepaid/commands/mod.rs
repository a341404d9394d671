//! Whose rules hold, what they say of a bill, what was agreed, and what is owed to holders.

mod closing;
mod contract;
mod owed;
mod policy;

pub use closing::{NoteHolders, Resume, Stop, check_selling, holders_after};
pub use contract::{Acknowledge, SetTerms, agree, card_of, terms, wanted};
pub use owed::{quarter, states};
pub use policy::{ChooseRegion, SetFigure, heed, judge, policies};
