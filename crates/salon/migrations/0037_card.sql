-- Bundles 套餐卡 and trials 体验卡: the services of a plan with their visits, as a text of JSON, and for how many
-- days from its sale a trial can be used.
ALTER TABLE card_plan_version ADD COLUMN bundle TEXT;
ALTER TABLE card_plan_version ADD COLUMN valid_days BIGINT;
ALTER TABLE card ADD COLUMN valid_until TEXT;
-- The first of the lots that one sale brought, on the others.
ALTER TABLE card_visits ADD COLUMN sold_with UUID;
