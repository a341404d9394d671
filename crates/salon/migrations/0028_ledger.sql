-- The seal of the books: which block holds a set. A set without one waits to be sealed.
ALTER TABLE ledger_set ADD COLUMN block BIGINT;
CREATE INDEX ledger_set_waiting ON ledger_set (org_id, id) WHERE block IS NULL;

-- Some sets that were sealed together: the root of the tree over their leaves, linked to the block before.
CREATE TABLE ledger_block (
    org_id UUID   NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    at     BIGINT NOT NULL,
    leaves BIGINT NOT NULL CHECK (leaves > 0),
    root   BYTEA  NOT NULL,
    link   BYTEA  NOT NULL,
    PRIMARY KEY (org_id, number)
);

-- A sealed set at its place in its block: the digest of its ids and numbers, and that of its words under a
-- salt. Without the salt nobody can find out any more what the words were.
CREATE TABLE ledger_leaf (
    org_id   UUID   NOT NULL,
    block    BIGINT NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 0),
    set_id   UUID   NOT NULL,
    digest   BYTEA  NOT NULL,
    salt     BYTEA,
    words    BYTEA  NOT NULL,
    PRIMARY KEY (org_id, block, position),
    UNIQUE (org_id, set_id)
);
CREATE INDEX ledger_leaf_digest ON ledger_leaf (org_id, digest);

-- The newest block when a day was closed stands on its Z-report.
ALTER TABLE till_day ADD COLUMN seal TEXT;
