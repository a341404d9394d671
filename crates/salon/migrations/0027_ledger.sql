-- What a branch's day comes to also changes when a card is given back, which bills know nothing of: the
-- marks belong to the ledger.
ALTER TABLE bill_change RENAME TO ledger_change;
-- A day's reports ask for the cards that were given back on it.
CREATE INDEX card_closing_day ON card_closing (org_id, branch_id, business_day);
