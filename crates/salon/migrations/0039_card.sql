-- When the days begin for which cards of visits can be used: with the sale or with the first use.
ALTER TABLE card_plan_version ADD COLUMN valid_starts TEXT NOT NULL DEFAULT 'sale';
-- The last day that a card had before it was extended, and the one it has had since.
ALTER TABLE card_event ADD COLUMN last_day_before TEXT;
ALTER TABLE card_event ADD COLUMN last_day_after TEXT;
