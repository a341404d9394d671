-- The books and the bills of the whole till. Kinds and states grow, and one of the databases cannot
-- change a CHECK, so the tables that listed them are made anew without the lists: the program reads
-- them into enums and refuses what it does not know.

DROP INDEX ledger_set_source;
DROP INDEX ledger_entry_account;
DROP INDEX bill_day;
DROP INDEX bill_state;
DROP INDEX bill_customer;
DROP INDEX bill_reduction_bill;
DROP INDEX bill_refund_bill;
DROP INDEX bill_refund_day;

ALTER TABLE ledger_set RENAME TO old_ledger_set;
ALTER TABLE ledger_entry RENAME TO old_ledger_entry;
ALTER TABLE bill RENAME TO old_bill;
ALTER TABLE bill_line RENAME TO old_bill_line;
ALTER TABLE bill_share RENAME TO old_bill_share;
ALTER TABLE bill_reduction RENAME TO old_bill_reduction;
ALTER TABLE bill_tender RENAME TO old_bill_tender;
ALTER TABLE bill_cell RENAME TO old_bill_cell;
ALTER TABLE bill_tax RENAME TO old_bill_tax;
ALTER TABLE bill_card RENAME TO old_bill_card;
ALTER TABLE bill_refund RENAME TO old_bill_refund;
ALTER TABLE bill_refund_line RENAME TO old_bill_refund_line;
ALTER TABLE bill_refund_tender RENAME TO old_bill_refund_tender;

-- The entries of one business event, and what caused it.
CREATE TABLE ledger_set (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    branch_id    UUID   NOT NULL,
    user_id      UUID,
    source       TEXT   NOT NULL,
    source_id    UUID   NOT NULL,
    reason       TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
INSERT INTO ledger_set (org_id, id, at, business_day, branch_id, user_id, source, source_id, reason)
    SELECT org_id, id, at, business_day, branch_id, user_id, source, source_id, reason FROM old_ledger_set;

-- An amount on an account, debit positive, credit negative. Balances are never stored here.
CREATE TABLE ledger_entry (
    org_id     UUID   NOT NULL,
    set_id     UUID   NOT NULL,
    position   BIGINT NOT NULL,
    branch_id  UUID   NOT NULL,
    company_id UUID   NOT NULL,
    account    TEXT   NOT NULL,
    owner_id   UUID   NOT NULL,
    unit       TEXT   NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (org_id, set_id, position),
    FOREIGN KEY (org_id, set_id) REFERENCES ledger_set (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
INSERT INTO ledger_entry (org_id, set_id, position, branch_id, company_id, account, owner_id, unit, amount)
    SELECT org_id, set_id, position, branch_id, company_id, account, owner_id, unit, amount FROM old_ledger_entry;

-- One visit's or purchase's lines, and how they were paid.
CREATE TABLE bill (
    org_id          UUID   NOT NULL,
    id              UUID   NOT NULL,
    number          BIGINT NOT NULL CHECK (number > 0),
    branch_id       UUID   NOT NULL,
    company_id      UUID   NOT NULL,
    customer_id     UUID,
    state           TEXT   NOT NULL,
    label           TEXT   NOT NULL,
    currency        TEXT   NOT NULL,
    rounding        TEXT   NOT NULL,
    business_day    TEXT   NOT NULL,
    opened_at       BIGINT NOT NULL,
    opened_by       UUID,
    opened_by_name  TEXT   NOT NULL,
    paid_at         BIGINT,
    paid_by         UUID,
    paid_by_name    TEXT   NOT NULL,
    void_reason     TEXT   NOT NULL,
    printed_at      BIGINT,
    version         BIGINT NOT NULL CHECK (version > 0),
    lines           BIGINT NOT NULL,
    list_total      BIGINT NOT NULL,
    reduction_total BIGINT NOT NULL,
    rounding_amount BIGINT NOT NULL,
    tax_added       BIGINT NOT NULL,
    total           BIGINT NOT NULL CHECK (total >= 0),
    refunded_total  BIGINT NOT NULL CHECK (refunded_total BETWEEN 0 AND total),
    replaces        UUID,
    replaced_by     UUID,
    merged_into     UUID,
    reversed_at     BIGINT,
    reversed_by     UUID,
    reversed_by_name TEXT  NOT NULL,
    reversal_reason TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, branch_id, number),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
INSERT INTO bill (org_id, id, number, branch_id, company_id, customer_id, state, label, currency, rounding, business_day, opened_at, opened_by, opened_by_name, paid_at, paid_by, paid_by_name, void_reason, printed_at, version, lines, list_total, reduction_total, rounding_amount, tax_added, total, refunded_total, replaces, replaced_by, merged_into, reversed_at, reversed_by, reversed_by_name, reversal_reason)
    SELECT org_id, id, number, branch_id, company_id, customer_id, state, label, currency, rounding, business_day, opened_at, opened_by, opened_by_name, paid_at, paid_by, paid_by_name, void_reason, printed_at, version, lines, list_total, reduction_total, rounding_amount, tax_added, total, refunded_total, NULL, NULL, NULL, NULL, NULL, '', '' FROM old_bill;

-- A line with its price as last worked out. `item_id` is the service, the plan or the card;
-- `card_number` is set aside for a card that is sold here.
CREATE TABLE bill_line (
    org_id            UUID   NOT NULL,
    id                UUID   NOT NULL,
    bill_id           UUID   NOT NULL,
    position          BIGINT NOT NULL,
    kind              TEXT   NOT NULL,
    item_id           UUID   NOT NULL,
    item_version      BIGINT NOT NULL,
    card_number       TEXT,
    lot_id            UUID,
    name              TEXT   NOT NULL,
    quantity          BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
    unit_price        BIGINT NOT NULL CHECK (unit_price >= 0),
    bonus             BIGINT NOT NULL CHECK (bonus >= 0),
    taxes             TEXT   NOT NULL,
    list              BIGINT NOT NULL CHECK (list >= 0),
    net               BIGINT NOT NULL CHECK (net >= 0),
    payable           BIGINT NOT NULL CHECK (payable >= net),
    trace             TEXT   NOT NULL,
    refunded_quantity BIGINT NOT NULL CHECK (refunded_quantity BETWEEN 0 AND quantity),
    refunded          BIGINT NOT NULL CHECK (refunded BETWEEN 0 AND payable),
    variant_id        UUID,
    add_on_of         UUID,
    customer_id       UUID,
    stocked           BIGINT NOT NULL CHECK (stocked IN (0, 1)),
    stock_left        BIGINT,
    visits            TEXT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, bill_id, position),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);
INSERT INTO bill_line (org_id, id, bill_id, position, kind, item_id, item_version, card_number, lot_id, name, quantity, unit_price, bonus, taxes, list, net, payable, trace, refunded_quantity, refunded, variant_id, add_on_of, customer_id, stocked, stock_left, visits)
    SELECT org_id, id, bill_id, position, kind, item_id, item_version, card_number, lot_id, name, quantity, unit_price, bonus, taxes, list, net, payable, trace, refunded_quantity, refunded, NULL, NULL, NULL, 0, NULL, NULL FROM old_bill_line;

-- Who did how much of a line.
CREATE TABLE bill_share (
    org_id    UUID   NOT NULL,
    bill_id   UUID   NOT NULL,
    line_id   UUID   NOT NULL,
    position  BIGINT NOT NULL,
    staff_id  UUID   NOT NULL,
    role      TEXT   NOT NULL,
    share_ppm BIGINT NOT NULL CHECK (share_ppm BETWEEN 0 AND 1000000),
    requested BIGINT NOT NULL CHECK (requested IN (0, 1)),
    PRIMARY KEY (org_id, bill_id, line_id, position),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id),
    FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);
INSERT INTO bill_share (org_id, bill_id, line_id, position, staff_id, role, share_ppm, requested)
    SELECT org_id, bill_id, line_id, position, staff_id, role, share_ppm, requested FROM old_bill_share;

-- Given by hand: an amount or a percentage, on one line or on the whole bill.
CREATE TABLE bill_reduction (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    bill_id     UUID   NOT NULL,
    line_id     UUID,
    amount      BIGINT CHECK (amount > 0),
    percent_ppm BIGINT CHECK (percent_ppm BETWEEN 1 AND 1000000),
    reason      TEXT   NOT NULL,
    given_by    UUID,
    given_by_name TEXT NOT NULL,
    taken       BIGINT NOT NULL,
    unit_price  BIGINT CHECK (unit_price >= 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id)
);
INSERT INTO bill_reduction (org_id, id, bill_id, line_id, amount, percent_ppm, reason, given_by, given_by_name, taken, unit_price)
    SELECT org_id, id, bill_id, line_id, amount, percent_ppm, reason, given_by, given_by_name, taken, NULL FROM old_bill_reduction;

-- One way in which the bill was paid.
CREATE TABLE bill_tender (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    bill_id      UUID   NOT NULL,
    position     BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    received     BIGINT,
    change_given BIGINT NOT NULL CHECK (change_given >= 0),
    reference    TEXT   NOT NULL,
    card_id      UUID,
    card_number  TEXT,
    principal    BIGINT,
    bonus        BIGINT,
    visits       BIGINT,
    line_id      UUID,
    receipt_id   UUID,
    proof        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, bill_id, position),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);
INSERT INTO bill_tender (org_id, id, bill_id, position, kind, amount, received, change_given, reference, card_id, card_number, principal, bonus, visits, line_id, receipt_id, proof)
    SELECT org_id, id, bill_id, position, kind, amount, received, change_given, reference, card_id, card_number, principal, bonus, NULL, NULL, NULL, '' FROM old_bill_tender;

-- What one source paid of one line, and what refunds have given back of it.
CREATE TABLE bill_cell (
    org_id    UUID   NOT NULL,
    bill_id   UUID   NOT NULL,
    position  BIGINT NOT NULL,
    line_id   UUID   NOT NULL,
    tender_id UUID   NOT NULL,
    part      TEXT   NOT NULL,
    lot_id    UUID,
    amount    BIGINT NOT NULL CHECK (amount >= 0),
    returned  BIGINT NOT NULL CHECK (returned BETWEEN 0 AND amount),
    count          BIGINT NOT NULL CHECK (count >= 0),
    returned_count BIGINT NOT NULL CHECK (returned_count BETWEEN 0 AND count),
    value          BIGINT NOT NULL CHECK (value >= 0),
    returned_value BIGINT NOT NULL CHECK (returned_value BETWEEN 0 AND value),
    PRIMARY KEY (org_id, bill_id, position),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id),
    FOREIGN KEY (org_id, tender_id) REFERENCES bill_tender (org_id, id)
);
INSERT INTO bill_cell (org_id, bill_id, position, line_id, tender_id, part, lot_id, amount, returned, count, returned_count, value, returned_value)
    SELECT org_id, bill_id, position, line_id, tender_id, part, lot_id, amount, returned, 0, 0, CASE part WHEN 'bonus' THEN 0 ELSE amount END, CASE part WHEN 'bonus' THEN 0 ELSE returned END FROM old_bill_cell;

-- The tax that was posted for a line, by rate, and what refunds have given back of it.
CREATE TABLE bill_tax (
    org_id   UUID   NOT NULL,
    bill_id  UUID   NOT NULL,
    line_id  UUID   NOT NULL,
    position BIGINT NOT NULL,
    rate_ppm BIGINT NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
    amount   BIGINT NOT NULL CHECK (amount >= 0),
    returned BIGINT NOT NULL CHECK (returned BETWEEN 0 AND amount),
    PRIMARY KEY (org_id, bill_id, line_id, position),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id)
);
INSERT INTO bill_tax (org_id, bill_id, line_id, position, rate_ppm, amount, returned)
    SELECT org_id, bill_id, line_id, position, rate_ppm, amount, returned FROM old_bill_tax;

-- The cards that a paid bill touched, as they stood after it: for the receipt.
CREATE TABLE bill_card (
    org_id         UUID   NOT NULL,
    bill_id        UUID   NOT NULL,
    card_id        UUID   NOT NULL,
    card_number    TEXT   NOT NULL,
    plan_name      TEXT   NOT NULL,
    used_principal BIGINT NOT NULL,
    used_bonus     BIGINT NOT NULL,
    principal_left BIGINT NOT NULL,
    bonus_left     BIGINT NOT NULL,
    visits_left    BIGINT,
    PRIMARY KEY (org_id, bill_id, card_id),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);
INSERT INTO bill_card (org_id, bill_id, card_id, card_number, plan_name, used_principal, used_bonus, principal_left, bonus_left, visits_left)
    SELECT org_id, bill_id, card_id, card_number, plan_name, used_principal, used_bonus, principal_left, bonus_left, NULL FROM old_bill_card;

CREATE TABLE bill_refund (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    bill_id      UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    number       BIGINT NOT NULL CHECK (number > 0),
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    given_by     UUID,
    given_by_name TEXT  NOT NULL,
    reason       TEXT   NOT NULL,
    total        BIGINT NOT NULL CHECK (total >= 0),
    kind         TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, branch_id, number),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);
INSERT INTO bill_refund (org_id, id, bill_id, branch_id, number, at, business_day, given_by, given_by_name, reason, total, kind)
    SELECT org_id, id, bill_id, branch_id, number, at, business_day, given_by, given_by_name, reason, total, 'refund' FROM old_bill_refund;

CREATE TABLE bill_refund_line (
    org_id    UUID   NOT NULL,
    refund_id UUID   NOT NULL,
    line_id   UUID   NOT NULL,
    quantity  BIGINT NOT NULL CHECK (quantity > 0),
    amount    BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (org_id, refund_id, line_id),
    FOREIGN KEY (org_id, refund_id) REFERENCES bill_refund (org_id, id),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id)
);
INSERT INTO bill_refund_line (org_id, refund_id, line_id, quantity, amount)
    SELECT org_id, refund_id, line_id, quantity, amount FROM old_bill_refund_line;

-- What a refund gave back to each tender: `principal` and `bonus` where it was a card.
CREATE TABLE bill_refund_tender (
    org_id    UUID   NOT NULL,
    refund_id UUID   NOT NULL,
    tender_id UUID   NOT NULL,
    amount    BIGINT NOT NULL CHECK (amount > 0),
    principal BIGINT NOT NULL CHECK (principal >= 0),
    bonus     BIGINT NOT NULL CHECK (bonus >= 0),
    visits    BIGINT NOT NULL CHECK (visits >= 0),
    sent_to   TEXT   NOT NULL,
    card_id   UUID,
    PRIMARY KEY (org_id, refund_id, tender_id),
    FOREIGN KEY (org_id, refund_id) REFERENCES bill_refund (org_id, id),
    FOREIGN KEY (org_id, tender_id) REFERENCES bill_tender (org_id, id)
);
INSERT INTO bill_refund_tender (org_id, refund_id, tender_id, amount, principal, bonus, visits, sent_to, card_id)
    SELECT org_id, refund_id, tender_id, amount, principal, bonus, 0, 'same', NULL FROM old_bill_refund_tender;

DROP TABLE old_bill_refund_tender;
DROP TABLE old_bill_refund_line;
DROP TABLE old_bill_refund;
DROP TABLE old_bill_card;
DROP TABLE old_bill_tax;
DROP TABLE old_bill_cell;
DROP TABLE old_bill_tender;
DROP TABLE old_bill_reduction;
DROP TABLE old_bill_share;
DROP TABLE old_bill_line;
DROP TABLE old_bill;
DROP TABLE old_ledger_entry;
DROP TABLE old_ledger_set;

CREATE INDEX ledger_set_source ON ledger_set (org_id, source_id);
CREATE INDEX ledger_entry_account ON ledger_entry (org_id, account, owner_id);
CREATE INDEX bill_day ON bill (org_id, branch_id, business_day, opened_at);
CREATE INDEX bill_state ON bill (org_id, branch_id, state, business_day, opened_at);
CREATE INDEX bill_customer ON bill (org_id, customer_id, opened_at);
CREATE INDEX bill_reduction_bill ON bill_reduction (org_id, bill_id);
CREATE INDEX bill_refund_bill ON bill_refund (org_id, bill_id);
CREATE INDEX bill_refund_day ON bill_refund (org_id, branch_id, business_day);

-- What a customer owes for a bill 挂账.
CREATE TABLE bill_debt (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    bill_id      UUID   NOT NULL,
    tender_id    UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    company_id   UUID   NOT NULL,
    customer_id  UUID   NOT NULL,
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    repaid       BIGINT NOT NULL CHECK (repaid >= 0),
    returned     BIGINT NOT NULL CHECK (returned >= 0),
    written_off  BIGINT NOT NULL CHECK (written_off >= 0),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, tender_id),
    CHECK (repaid + returned + written_off <= amount),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id),
    FOREIGN KEY (org_id, tender_id) REFERENCES bill_tender (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX bill_debt_branch ON bill_debt (org_id, branch_id, at, id);
CREATE INDEX bill_debt_customer ON bill_debt (org_id, customer_id, at, id);
CREATE INDEX bill_debt_bill ON bill_debt (org_id, bill_id);

-- Money of reversed bills, which lies with the shop until a new bill takes it or it is paid back.
CREATE TABLE bill_receipt (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    bill_id    UUID   NOT NULL,
    tender_id  UUID   NOT NULL,
    branch_id  UUID   NOT NULL,
    company_id UUID   NOT NULL,
    channel    TEXT   NOT NULL,
    reference  TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    applied    BIGINT NOT NULL CHECK (applied >= 0),
    refunded   BIGINT NOT NULL CHECK (refunded >= 0),
    PRIMARY KEY (org_id, id),
    CHECK (applied + refunded <= amount),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id),
    FOREIGN KEY (org_id, tender_id) REFERENCES bill_tender (org_id, id)
);
CREATE INDEX bill_receipt_branch ON bill_receipt (org_id, branch_id, at, id);

CREATE TABLE bill_receipt_refund (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    receipt_id   UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, receipt_id) REFERENCES bill_receipt (org_id, id)
);
CREATE INDEX bill_receipt_refund_day ON bill_receipt_refund (org_id, branch_id, business_day);

-- Lots and moves of cards come from more places than before, too.
DROP INDEX card_lot_card;
DROP INDEX card_move_card;
DROP INDEX card_move_lot;
ALTER TABLE card_lot RENAME TO old_card_lot;
ALTER TABLE card_move RENAME TO old_card_move;
-- One sale or top-up. `ratio` is what it held when proportional draws were last measured anew.
CREATE TABLE card_lot (
    org_id           UUID   NOT NULL,
    id               UUID   NOT NULL,
    card_id          UUID   NOT NULL,
    branch_id        UUID   NOT NULL,
    company_id       UUID   NOT NULL,
    at               BIGINT NOT NULL,
    origin           TEXT   NOT NULL,
    principal_bought BIGINT NOT NULL CHECK (principal_bought >= 0),
    bonus_bought     BIGINT NOT NULL CHECK (bonus_bought >= 0),
    principal_left   BIGINT NOT NULL CHECK (principal_left BETWEEN 0 AND principal_bought),
    bonus_left       BIGINT NOT NULL CHECK (bonus_left BETWEEN 0 AND bonus_bought),
    principal_ratio  BIGINT NOT NULL CHECK (principal_ratio >= principal_left),
    bonus_ratio      BIGINT NOT NULL CHECK (bonus_ratio >= bonus_left),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
INSERT INTO card_lot (org_id, id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left, bonus_left, principal_ratio, bonus_ratio)
    SELECT org_id, id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left, bonus_left, principal_ratio, bonus_ratio FROM old_card_lot;

-- What came into a lot (positive) or went out of it (negative), append-only. `list` is the list
-- price of what a use paid for: the law asks for it when a card is given back.
CREATE TABLE card_move (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    lot_id      UUID   NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    bill_id     UUID,
    bill_number BIGINT,
    principal   BIGINT NOT NULL,
    bonus       BIGINT NOT NULL,
    list        BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, lot_id) REFERENCES card_lot (org_id, id)
);
INSERT INTO card_move (org_id, id, card_id, lot_id, at, kind, bill_id, bill_number, principal, bonus, list)
    SELECT org_id, id, card_id, lot_id, at, kind, bill_id, bill_number, principal, bonus, list FROM old_card_move;

DROP TABLE old_card_move;
DROP TABLE old_card_lot;
CREATE INDEX card_lot_card ON card_lot (org_id, card_id, at);
CREATE INDEX card_move_card ON card_move (org_id, card_id, at);
CREATE INDEX card_move_lot ON card_move (org_id, lot_id);

-- Visits cards 次卡: what the plan sells, and what the visits of a lot were bought for.
ALTER TABLE card_plan_version ADD COLUMN kind TEXT NOT NULL DEFAULT 'stored_value';
ALTER TABLE card_plan_version ADD COLUMN service_id UUID;
ALTER TABLE card_plan_version ADD COLUMN service_name TEXT NOT NULL DEFAULT '';
ALTER TABLE card_plan_version ADD COLUMN visits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card_plan_version ADD COLUMN gift BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card ADD COLUMN password TEXT;
ALTER TABLE card_visits ADD COLUMN origin TEXT NOT NULL DEFAULT 'opening';
ALTER TABLE card_visits ADD COLUMN gift BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card_visits ADD COLUMN paid BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card_visits ADD COLUMN value_left BIGINT NOT NULL DEFAULT 0 CHECK (value_left >= 0);

CREATE TABLE card_visits_move (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    lot_id      UUID   NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    bill_id     UUID,
    bill_number BIGINT,
    visits      BIGINT NOT NULL,
    value       BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, lot_id) REFERENCES card_visits (org_id, id)
);
CREATE INDEX card_visits_move_card ON card_visits_move (org_id, card_id, at);
CREATE INDEX card_visits_move_lot ON card_visits_move (org_id, lot_id);
-- The visits that are there already came at once, and some may have gone since; their lots say so.
INSERT INTO card_visits_move (org_id, id, card_id, lot_id, at, kind, bill_id, bill_number, visits, value)
    SELECT org_id, id, card_id, id, at, origin, NULL, NULL, unused, value_left FROM card_visits;
