-- Bonus that ends: what a plan says of its bonus, as a text of JSON; on a lot the last day on which its bonus can
-- be used, for ever where it is empty, and how much of it has ended.
ALTER TABLE card_plan_version ADD COLUMN bonus_terms TEXT;
ALTER TABLE card_lot ADD COLUMN bonus_until TEXT;
ALTER TABLE card_lot ADD COLUMN bonus_lapsed BIGINT NOT NULL DEFAULT 0 CHECK (bonus_lapsed >= 0);
CREATE INDEX card_lot_bonus_until ON card_lot (org_id, bonus_until);
