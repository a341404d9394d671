//! Every statement over `prepaid_*`.

mod closing;
mod contract;
mod policy;

pub use closing::{delete_stop, insert_stop, stopped};
pub use contract::{
    contract, contracts_of_bill, contracts_of_card, forget_terms, insert_acknowledgement, insert_contract,
    insert_terms, terms,
};
pub use policy::{
    exceptions, forget_figures, forget_region, insert_exception, insert_figure, insert_region, own_figures,
    region,
};
