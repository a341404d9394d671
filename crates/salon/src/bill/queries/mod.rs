//! Every statement over `bill` and `bill_*`.

mod checks;
mod debts;
mod heads;
mod history;
mod lines;
mod payment;
mod refunds;

pub use checks::{
    first_wrong_cells_of_line, first_wrong_cells_of_tender, first_wrong_total, given_back_in,
    held_for_customers, last_bill_of_page, last_refund_of_page, owed_after, paid_in, taxed_in,
};
pub use debts::{
    DebtFilter, StoredDebt, StoredReceipt, apply_receipt, awaited_among, debt, debt_of, debtors_among, debts,
    insert_debt, insert_receipt, pay_receipt_back, receipt, receipts, repay, return_debt, write_off,
};
pub use heads::{
    Filter, close, find, insert, list, list_in_state, mark_printed, merge_into, park, resume, reverse,
    set_customer, set_priced, set_refunded, set_rounding, staff_of, void, waiting,
};
pub use history::{
    AT_ONCE, any_hidden, days_of_import, hide, insert_history, insert_history_line, known_receipts,
    of_import, remove_unseen, unhide,
};
pub use lines::{
    delete_line, delete_reduction, delete_reduction_of, delete_shares, insert_line, insert_reduction,
    insert_share, lines, move_line, next_position, reductions, set_line, set_line_lot, set_line_price,
    set_stock_left, set_taken,
};
pub use payment::{
    CardAfter, cards_after, cells, insert_card_after, insert_cell, insert_tax, insert_tender, taxes, tenders,
};
pub use refunds::{
    NewRefund, TenderBack, give_back_cell, give_back_line, give_back_tax, insert_refund, insert_refund_line,
    insert_refund_tender, refund_lines, refund_tenders, refunds,
};
