//! Every statement over `customer` and `customer_*`.

mod consent;
mod person;
mod search;
mod unseen;

pub use consent::{consents, delete_photo, has_photo, insert_consent, photo, put_photo};
pub use person::{
    Change, NewCustomer, Stored, brief, counts, cursor, erase, find, insert, link_referrer, list, list_kind,
    referrer_of, register, summary, update, visited,
};
pub use search::{
    AT_ONCE, Found, add_number, add_phone, add_piece, by_name, by_number, by_phone, forget_digests,
    forget_pieces, holder_of_phone, number_holders, phone_holders,
};
pub use unseen::{hide, of_import, remove, show};
