//! The books as people and the night meet them.

mod checking;
mod export;
mod proving;
