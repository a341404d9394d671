-- Companion cards 亲情卡: the card that each spends from, and how much of it. What one spent stands with the moves
-- of that card; the day is the business day of the use, also where the use came back.
CREATE TABLE card_companion (
    org_id     UUID NOT NULL,
    card_id    UUID NOT NULL,
    owner_card UUID NOT NULL,
    per_bill   BIGINT CHECK (per_bill > 0),
    per_day    BIGINT CHECK (per_day > 0),
    per_month  BIGINT CHECK (per_month > 0),
    until      TEXT,
    PRIMARY KEY (org_id, card_id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, owner_card) REFERENCES card (org_id, id)
);
CREATE INDEX card_companion_owner ON card_companion (org_id, owner_card);
ALTER TABLE card_move ADD COLUMN companion_id UUID;
ALTER TABLE card_move ADD COLUMN companion_day TEXT;
CREATE INDEX card_move_companion ON card_move (org_id, companion_id, companion_day);
