-- Two rows of one person: `merged_into` is the one that survives, which is merged into nobody.
ALTER TABLE customer ADD COLUMN merged_into UUID;
CREATE INDEX customer_merged ON customer (org_id, merged_into, id);
DROP INDEX customer_kind;
CREATE INDEX customer_kind ON customer (org_id, kind, id, import_id, merged_into);

-- Ways to narrow the list that somebody keeps under a name.
CREATE TABLE customer_filter (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    user_id    UUID   NOT NULL,
    name       TEXT   NOT NULL,
    query      TEXT   NOT NULL,
    shared     BIGINT NOT NULL CHECK (shared IN (0, 1)),
    PRIMARY KEY (org_id, id)
);
