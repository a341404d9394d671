-- Accounts that nobody uses are closed many at a time. Which batch closed one stands with it until something
-- opens it again.
ALTER TABLE customer ADD COLUMN closed_in UUID;
DROP INDEX customer_kind;
CREATE INDEX customer_kind ON customer (org_id, kind, id, import_id, merged_into, closed_in);
ALTER TABLE card ADD COLUMN closed_in UUID;

-- Accounts closed together: by whom and why, and who opened them again.
CREATE TABLE dormant_batch (
    org_id          UUID   NOT NULL,
    id              UUID   NOT NULL,
    at              BIGINT NOT NULL,
    kind            TEXT   NOT NULL CHECK (kind IN ('card', 'walk_in', 'member')),
    accounts        BIGINT NOT NULL CHECK (accounts > 0),
    user_id         UUID,
    user_name       TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    reopened_at     BIGINT,
    reopened_by     TEXT   NOT NULL,
    reopened_reason TEXT   NOT NULL,
    reopened        BIGINT NOT NULL CHECK (reopened >= 0),
    PRIMARY KEY (org_id, id)
);
CREATE INDEX dormant_batch_at ON dormant_batch (org_id, at, id);

-- The accounts of a batch, each with its number and the state that it had.
CREATE TABLE dormant_account (
    org_id     UUID NOT NULL,
    batch_id   UUID NOT NULL,
    account_id UUID NOT NULL,
    number     TEXT NOT NULL,
    state      TEXT NOT NULL,
    PRIMARY KEY (org_id, batch_id, account_id),
    FOREIGN KEY (org_id, batch_id) REFERENCES dormant_batch (org_id, id)
);
CREATE INDEX dormant_account_account ON dormant_account (org_id, account_id);
