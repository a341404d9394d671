//! Members taken in from another program's sheet.

pub mod model;
pub mod rules;
