-- Files of another program, from being received to being applied.
CREATE TABLE import (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    name         TEXT   NOT NULL,
    digest       BYTEA  NOT NULL,
    pieces       BIGINT NOT NULL CHECK (pieces > 0),
    state        TEXT   NOT NULL CHECK (state IN ('receiving', 'checked', 'applying', 'failed', 'applied', 'removing')),
    columns      TEXT   NOT NULL,
    day          TEXT   NOT NULL,
    first_member BIGINT NOT NULL,
    first_card   BIGINT NOT NULL,
    done         BIGINT NOT NULL CHECK (done BETWEEN 0 AND total),
    linked       BIGINT NOT NULL CHECK (linked BETWEEN 0 AND total),
    total        BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX import_state ON import (org_id, state, id);

-- The file, sealed piece by piece, until the import is applied or removed.
CREATE TABLE import_piece (
    org_id    UUID   NOT NULL,
    import_id UUID   NOT NULL,
    position  BIGINT NOT NULL,
    content   BYTEA  NOT NULL,
    PRIMARY KEY (org_id, import_id, position),
    FOREIGN KEY (org_id, import_id) REFERENCES import (org_id, id)
);

-- What the check found: the report, and the numbers of the rows that are taken in. Both name rows
-- and never people.
CREATE TABLE import_finding (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    report    TEXT NOT NULL,
    accepted  TEXT NOT NULL,
    PRIMARY KEY (org_id, import_id),
    FOREIGN KEY (org_id, import_id) REFERENCES import (org_id, id)
);

-- Which import of an organisation is being written: one at a time, by the key.
CREATE TABLE import_turn (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    PRIMARY KEY (org_id),
    FOREIGN KEY (org_id, import_id) REFERENCES import (org_id, id)
);
