//! Every statement over `bill` and `bill_*`.

mod checks;
mod heads;
mod lines;
mod payment;
mod refunds;

pub use checks::{
    first_wrong_cells_of_line, first_wrong_cells_of_tender, first_wrong_total, money_paid_after,
};
pub use heads::{
    Filter, close, find, insert, list, list_in_state, mark_printed, park, resume, set_customer, set_priced,
    set_refunded, set_rounding, staff_of, void,
};
pub use lines::{
    delete_line, delete_reduction, delete_reduction_of, delete_shares, insert_line, insert_reduction,
    insert_share, lines, next_position, reductions, set_line, set_line_lot, set_line_price, set_taken,
};
pub use payment::{
    CardAfter, cards_after, cells, insert_card_after, insert_cell, insert_tax, insert_tender, taxes, tenders,
};
pub use refunds::{
    NewRefund, give_back_cell, give_back_line, give_back_tax, insert_refund, insert_refund_line,
    insert_refund_tender, refund_lines, refund_tenders, refunds,
};
