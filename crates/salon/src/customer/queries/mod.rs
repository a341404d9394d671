//! Every statement over `customer` and `customer_*`.

mod consent;
mod disuse;
mod filter;
mod merge;
mod person;
mod search;
mod unseen;

pub use consent::{consents, delete_photo, has_photo, insert_consent, photo, put_photo};
pub use disuse::{close, closed_among, disused, merged_among, reopen, reopen_from};
pub use filter::{delete_filter, filtered, filters, insert_filter, retag, tag_lists};
pub use merge::{Membership, family, group, merge, move_membership, move_visit, resolve, shared_phones};
pub use person::{
    Change, NewCustomer, Stored, brief, briefs, counts, cursor, erase, find, insert, link_referrer, list,
    list_kind, referrer_of, register, summary, update, visited,
};
pub use search::{
    AT_ONCE, Found, add_number, add_phone, add_piece, by_name, by_number, by_phone, forget_digests,
    forget_pieces, holders_of_names, holders_of_numbers, holders_of_phone, number_holders, phone_holders,
};
pub use unseen::{any_hidden, hide, of_import, remove, show};
