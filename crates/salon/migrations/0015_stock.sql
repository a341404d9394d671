-- What lies on the shelves of a branch: the sum of its moves. `moves` counts them, so that two
-- moves at once cannot take the same place.
CREATE TABLE stock_level (
    org_id     UUID   NOT NULL,
    branch_id  UUID   NOT NULL,
    product_id UUID   NOT NULL,
    on_hand    BIGINT NOT NULL,
    value      BIGINT NOT NULL,
    moves      BIGINT NOT NULL CHECK (moves >= 0),
    import_id  UUID,
    PRIMARY KEY (org_id, branch_id, product_id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id),
    FOREIGN KEY (org_id, product_id) REFERENCES catalogue_product (org_id, id)
);
CREATE INDEX stock_level_import ON stock_level (org_id, import_id);

-- One change: signed units with what they cost. Append-only.
CREATE TABLE stock_move (
    org_id        UUID   NOT NULL,
    id            UUID   NOT NULL,
    branch_id     UUID   NOT NULL,
    product_id    UUID   NOT NULL,
    position      BIGINT NOT NULL,
    at            BIGINT NOT NULL,
    kind          TEXT   NOT NULL,
    quantity      BIGINT NOT NULL,
    cost          BIGINT NOT NULL,
    on_hand_after BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    user_id       UUID,
    by_name       TEXT   NOT NULL,
    bill_id       UUID,
    bill_number   BIGINT,
    import_id     UUID,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, branch_id, product_id, position),
    CHECK ((bill_id IS NULL) = (bill_number IS NULL)),
    FOREIGN KEY (org_id, branch_id, product_id) REFERENCES stock_level (org_id, branch_id, product_id)
);
CREATE INDEX stock_move_list ON stock_move (org_id, branch_id, id);
CREATE INDEX stock_move_bill ON stock_move (org_id, bill_id, product_id);
CREATE INDEX stock_move_import ON stock_move (org_id, import_id);

-- Imports whose stock nobody sees yet.
CREATE TABLE stock_unseen (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    PRIMARY KEY (org_id, import_id)
);

-- What a file of another program holds: customers, the catalogue or the stock.
ALTER TABLE import ADD COLUMN kind TEXT NOT NULL DEFAULT 'customers';
