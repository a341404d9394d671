-- For what and where cards of a plan may be used, as a text of JSON; everything and everywhere where it is empty.
ALTER TABLE card_plan_version ADD COLUMN reach TEXT;
