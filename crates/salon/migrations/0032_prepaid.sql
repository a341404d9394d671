-- What moved on cards is added up by quarters.
CREATE INDEX card_move_at ON card_move (org_id, at);
CREATE INDEX card_visits_move_at ON card_visits_move (org_id, at);
