//! # Branches
//!
//! **What.** Who the organisation is: its name and money, the companies that answer for it in law,
//! and the shops, with the hours, the time zone and the cut-off by which their days are counted.
//!
//! **Words.** An [`Organisation`] 商户 is the tenant. A [`Company`] 主体 is the legal person that
//! issues cards and owes taxes. A [`Branch`] 门店 is one shop; its business day begins at the cut-off.
//!
//! **Owns.** `branch_organisation`, `branch_company`, `branch`.
//!
//! **Promises.**
//! - A shop's hours lie on a weekday, open before they close, and end by noon of the next day
//!   (`rules::tests`).
//! - Branches are changed only by who may manage all of them (`tests::a_manager_of_one_branch_may_not_open_another`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`].

mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub(crate) use commands::ChangeBranch;
pub use commands::{
    OpenBranch, add_company, add_organisation, first_branch, open_branch, reaches_every_branch, rename_all,
};
pub use http::routes;
pub use model::{Branch, BranchWish, Company, CompanyWish, Hours, NewOrganisation, Organisation};
pub use queries::{all, companies, company, directory, find, organisation};
pub use rules::check_name;
