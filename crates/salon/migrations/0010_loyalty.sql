-- Points that a customer holds, by how they came.
CREATE TABLE loyalty_lot (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    customer_id UUID   NOT NULL,
    branch_id   UUID   NOT NULL,
    company_id  UUID   NOT NULL,
    at          BIGINT NOT NULL,
    origin      TEXT   NOT NULL CHECK (origin IN ('opening')),
    earned      BIGINT NOT NULL CHECK (earned > 0),
    unused      BIGINT NOT NULL CHECK (unused BETWEEN 0 AND earned),
    import_id   UUID,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX loyalty_lot_customer ON loyalty_lot (org_id, customer_id);
CREATE INDEX loyalty_lot_import ON loyalty_lot (org_id, import_id);
