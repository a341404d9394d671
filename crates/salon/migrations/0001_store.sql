-- What the store itself keeps, beside the capabilities' own tables.
-- One text for SQLite and PostgreSQL: BIGINT, TEXT, UUID and BYTEA only; ids and times come from
-- the application. Except for store_meta, every key begins with the organisation.

-- Facts about this database as a whole: which key ring belongs to it.
CREATE TABLE store_meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- The first answer to a command that moves value, given again when the same request comes again.
CREATE TABLE store_idempotency (
    org_id  UUID   NOT NULL,
    key     TEXT   NOT NULL,
    command TEXT   NOT NULL,
    body    BYTEA  NOT NULL,
    answer  BYTEA  NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (org_id, key)
);

-- Who did what, when and where. Append-only; holds ids, never personal data.
CREATE TABLE store_audit (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    at         BIGINT NOT NULL,
    user_id    UUID,
    session_id UUID,
    via        TEXT   NOT NULL CHECK (via IN ('web', 'cli', 'job')),
    request    TEXT   NOT NULL,
    command    TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    subject_id UUID,
    branch_id  UUID,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX store_audit_subject ON store_audit (org_id, subject_id, at);

-- What happened, for open screens and for capabilities further up.
CREATE TABLE store_outbox (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    at         BIGINT NOT NULL,
    topic      TEXT   NOT NULL,
    subject_id UUID   NOT NULL,
    branch_id  UUID,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX store_outbox_at ON store_outbox (at);

-- Counters of what may be tried only so often; committed before the try.
CREATE TABLE store_attempt (
    org_id     UUID   NOT NULL,
    key        TEXT   NOT NULL,
    count      BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, key)
);

-- The numbers that people read are handed out in blocks per branch; gaps are allowed.
CREATE TABLE store_number (
    org_id    UUID   NOT NULL,
    branch_id UUID   NOT NULL,
    kind      TEXT   NOT NULL,
    next      BIGINT NOT NULL CHECK (next > 0),
    PRIMARY KEY (org_id, branch_id, kind)
);
