-- The audit log learns who released a request and which program acted. The ways in are no longer listed in a
-- CHECK, because they grow.
ALTER TABLE store_audit RENAME TO store_audit_before;
CREATE TABLE store_audit (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    at          BIGINT NOT NULL,
    user_id     UUID,
    session_id  UUID,
    key_id      UUID,
    released_by UUID,
    via         TEXT   NOT NULL,
    request     TEXT   NOT NULL,
    command     TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    subject_id  UUID,
    branch_id   UUID,
    PRIMARY KEY (org_id, id)
);
INSERT INTO store_audit (org_id, id, at, user_id, session_id, via, request, command, subject, subject_id, branch_id)
SELECT org_id, id, at, user_id, session_id, via, request, command, subject, subject_id, branch_id
FROM store_audit_before;
DROP TABLE store_audit_before;
CREATE INDEX store_audit_subject ON store_audit (org_id, subject_id, at);
-- Ids sort by time, so the primary key reads the whole log in order, and this a branch's.
CREATE INDEX store_audit_branch ON store_audit (org_id, branch_id, id);

-- A session that ended stays, so that the audit log can still say which device it was.
ALTER TABLE identity_session ADD COLUMN ended_at BIGINT;

-- A second factor: in force once confirmed. `last_step` is the newest step whose code was used, so that none
-- is used twice.
CREATE TABLE identity_totp (
    org_id       UUID   NOT NULL,
    user_id      UUID   NOT NULL,
    secret       BYTEA  NOT NULL,
    last_step    BIGINT NOT NULL,
    confirmed_at BIGINT,
    PRIMARY KEY (org_id, user_id),
    FOREIGN KEY (org_id, user_id) REFERENCES identity_user (org_id, id)
);

-- Codes for who has lost the second factor, each good for once. Only a keyed digest is kept.
CREATE TABLE identity_recovery (
    org_id  UUID   NOT NULL,
    user_id UUID   NOT NULL,
    digest  BYTEA  NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (org_id, user_id, digest),
    FOREIGN KEY (org_id, user_id) REFERENCES identity_user (org_id, id)
);

-- A key with which a program acts. Only a digest of its secret is kept; `branches` is null for all.
CREATE TABLE identity_key (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    name         TEXT   NOT NULL,
    secret       BYTEA  NOT NULL,
    hint         TEXT   NOT NULL,
    permissions  TEXT   NOT NULL,
    branches     TEXT,
    created_at   BIGINT NOT NULL,
    created_by   UUID   NOT NULL,
    last_used_at BIGINT,
    expires_on   TEXT,
    revoked_at   BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, secret),
    FOREIGN KEY (org_id, created_by) REFERENCES identity_user (org_id, id)
);

-- What happened at the doors: who came in, who was turned away. Append-only; the address is sealed.
CREATE TABLE identity_event (
    org_id  UUID   NOT NULL,
    id      UUID   NOT NULL,
    at      BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    user_id UUID,
    device  TEXT   NOT NULL,
    address BYTEA  NOT NULL,
    detail  TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES identity_user (org_id, id)
);
CREATE INDEX identity_event_user ON identity_event (org_id, user_id, id);
