-- More kinds of cards. One of the databases cannot change a CHECK, so the column is made anew with every kind.
ALTER TABLE card ADD COLUMN new_kind TEXT NOT NULL DEFAULT 'stored_value'
    CHECK (new_kind IN ('stored_value', 'discount', 'visits', 'bundle', 'time', 'companion', 'trial', 'gift'));
UPDATE card SET new_kind = kind;
ALTER TABLE card DROP COLUMN kind;
ALTER TABLE card RENAME COLUMN new_kind TO kind;

-- Time cards 年卡: what the plan sells, as a text of JSON.
ALTER TABLE card_plan_version ADD COLUMN time_terms TEXT;
-- The last day of a card that a payment touched, where it has one: for the receipt.
ALTER TABLE bill_card ADD COLUMN ends_on TEXT;

-- A stretch of days that came onto a card, with what of the money paid for it is not earned yet. `starts_on` is
-- empty until the first use, where that begins it; `frozen_on` while it is frozen; `earned_on` is the day up to
-- which it has been earned.
CREATE TABLE card_time (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    branch_id   UUID   NOT NULL,
    company_id  UUID   NOT NULL,
    at          BIGINT NOT NULL,
    origin      TEXT   NOT NULL,
    paid        BIGINT NOT NULL CHECK (paid >= 0),
    value_left  BIGINT NOT NULL CHECK (value_left BETWEEN 0 AND paid),
    days        BIGINT NOT NULL CHECK (days > 0),
    starts_on   TEXT,
    frozen_on   TEXT,
    frozen_days BIGINT NOT NULL CHECK (frozen_days >= 0),
    earned_on   TEXT,
    ended_at    BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX card_time_card ON card_time (org_id, card_id, at);

-- What came onto a stretch of days (positive) or left it, append-only, and how often it was used; `day` is the
-- business day of the use, also where the use came back.
CREATE TABLE card_time_move (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    lot_id      UUID   NOT NULL,
    at          BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    bill_id     UUID,
    bill_number BIGINT,
    uses        BIGINT NOT NULL,
    value       BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, lot_id) REFERENCES card_time (org_id, id)
);
CREATE INDEX card_time_move_card ON card_time_move (org_id, card_id, at);
CREATE INDEX card_time_move_lot ON card_time_move (org_id, lot_id, day);
