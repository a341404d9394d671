//! # Catalogue
//!
//! **What.** The price list: the services and products that a bill's lines are made from, with
//! prices, times and taxes, and what single branches charge instead.
//!
//! **Words.** A [`Service`] 项目 is something done for a customer; it takes its time in four blocks. A
//! [`Variant`] 规格 is a way in which it is sold: a hair length, a level of staff. An *add-on* 加项 is a
//! service sold together with another one. A [`Product`] 商品 is sold over the counter or used up at
//! work. A [`Category`] 类别 is a heading of the salon's own. A [`Tax`] 税 lies inside the price or is
//! added to it. What is out of use 停用 is no longer offered, and stays on the bills of the past.
//!
//! **Owns.** `catalogue_category`, `catalogue_service`, `catalogue_variant`, `catalogue_add_on`,
//! `catalogue_product`, `catalogue_price`, `catalogue_search`, `catalogue_unseen`.
//!
//! **Promises.**
//! - The list is one for the whole organisation: everybody who may sees all of it, and it is changed
//!   only by who reaches every branch in business
//!   (`tests::services::prices_are_changed_by_who_reaches_every_branch`); what one branch charges, by
//!   who may there (`tests::prices::a_branch_charges_what_it_says`).
//! - A name, a code and a barcode belong to one
//!   (`tests::services::a_name_and_a_code_belong_to_one_service`,
//!   `tests::products::a_name_a_code_and_a_barcode_belong_to_one_product`).
//! - A sheet that names a service finds it, or makes it out of use and without a price, once
//!   (`tests::services::a_sheet_makes_an_unknown_service_once`).
//! - Services, variants and products are never deleted; a category only while nothing stands under it
//!   (`tests::categories::a_category_is_deleted_while_nothing_stands_under_it`).
//! - What is taken out can be taken in again (`tests::products::a_list_that_was_taken_out_comes_in_again`).
//! - What is older than the search is found all the same
//!   (`tests::services::what_is_older_than_the_search_is_found_after_a_start`).
//!
//! **Leans on.** [`crate::branch`], [`crate::sheet`], [`crate::store`].

mod commands;
mod export;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use commands::{
    AddProduct, AddService, ChangeProduct, ChangeService, SetPrice, SoldBefore, check_add_on, ensure_by_name,
    index_all, items, offered, product_known, products_known, services_known, take_back, take_in_product,
    take_in_service, take_in_sold,
};
pub use http::routes;
pub use model::{
    Blocks, Category, Item, ItemPart, Kind, Offer, Offered, PriceWish, Priced, Product, ProductWish, Refusal,
    Service, ServiceWish, Tax, Variant, VariantWish,
};
pub use queries::{
    ItemsWanted, ProductsWanted, category, find, find_product, hide, products, products_of, unhide,
};
pub use rules::{Known, Search, check_product, check_service};
