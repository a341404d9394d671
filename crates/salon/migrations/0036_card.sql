-- Discount cards 折扣卡: what they charge of the list price, as a text of JSON. Some are given away.
ALTER TABLE card_plan_version ADD COLUMN rates TEXT;
ALTER TABLE card_plan_version ADD COLUMN new_price BIGINT NOT NULL DEFAULT 0 CHECK (new_price >= 0);
UPDATE card_plan_version SET new_price = price;
ALTER TABLE card_plan_version DROP COLUMN price;
ALTER TABLE card_plan_version RENAME COLUMN new_price TO price;

-- What a service stood under on the price list when it came onto the bill: rates are kept by category.
ALTER TABLE bill_line ADD COLUMN category_id UUID;
