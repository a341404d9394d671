-- The list price of what used visits paid for: the law asks for it when a card is given back. What was used
-- before is worked out from the bills; what came back, from its use on the same bill.
ALTER TABLE card_visits_move ADD COLUMN list BIGINT NOT NULL DEFAULT 0;
UPDATE card_visits_move SET list = COALESCE((
    SELECT CAST(SUM(l.list * c.count / l.quantity) AS BIGINT)
    FROM bill_cell c JOIN bill_line l ON l.org_id = c.org_id AND l.id = c.line_id
    WHERE c.org_id = card_visits_move.org_id AND c.bill_id = card_visits_move.bill_id
        AND c.lot_id = card_visits_move.lot_id AND c.part = 'visits'), 0)
WHERE kind = 'use';
UPDATE card_visits_move SET list = COALESCE((
    SELECT -CAST(SUM(l.list * c.count / l.quantity) * card_visits_move.visits / SUM(c.count) AS BIGINT)
    FROM bill_cell c JOIN bill_line l ON l.org_id = c.org_id AND l.id = c.line_id
    WHERE c.org_id = card_visits_move.org_id AND c.bill_id = card_visits_move.bill_id
        AND c.lot_id = card_visits_move.lot_id AND c.part = 'visits'), 0)
WHERE kind = 'refund' AND visits > 0;
