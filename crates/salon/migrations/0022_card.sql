-- Cards can be locked for a while. One of the databases cannot change a CHECK, so the column is made anew.
ALTER TABLE card ADD COLUMN new_state TEXT NOT NULL DEFAULT 'active'
    CHECK (new_state IN ('active', 'frozen', 'lost', 'closed'));
UPDATE card SET new_state = state;
ALTER TABLE card DROP COLUMN state;
ALTER TABLE card RENAME COLUMN new_state TO state;

-- What uses cost on the list before a lot came to its card from another one.
ALTER TABLE card_lot ADD COLUMN list_before BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card_visits ADD COLUMN list_before BIGINT NOT NULL DEFAULT 0;
-- When visits were given back, or went whole to another card.
ALTER TABLE card_visits ADD COLUMN ended_at BIGINT;

-- A card given back 退卡, with the quote that was shown as a text of JSON.
CREATE TABLE card_closing (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    card_id      UUID   NOT NULL,
    customer_id  UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    closed_by    UUID,
    closed_by_name TEXT NOT NULL,
    cause        TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    quote        TEXT   NOT NULL,
    total        BIGINT NOT NULL CHECK (total >= 0),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX card_closing_card ON card_closing (org_id, card_id, at);

-- How its money was paid out; no channel is cash.
CREATE TABLE card_payout (
    org_id     UUID   NOT NULL,
    closing_id UUID   NOT NULL,
    position   BIGINT NOT NULL,
    channel    TEXT,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    reference  TEXT   NOT NULL,
    PRIMARY KEY (org_id, closing_id, position),
    FOREIGN KEY (org_id, closing_id) REFERENCES card_closing (org_id, id)
);

-- What happened to a card besides paying: who did it and why; the number it had before or that of the other
-- card, and that card.
CREATE TABLE card_event (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    branch_id   UUID   NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    user_id     UUID,
    user_name   TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    number      TEXT   NOT NULL,
    other_card  UUID,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX card_event_card ON card_event (org_id, card_id, at);
