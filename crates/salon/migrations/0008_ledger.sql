-- The one truth about value. Append-only: what is wrong is undone by a set that negates it.

-- The entries of one business event, and what caused it.
CREATE TABLE ledger_set (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    branch_id    UUID   NOT NULL,
    user_id      UUID,
    source       TEXT   NOT NULL CHECK (source IN ('bill', 'refund', 'import')),
    source_id    UUID   NOT NULL,
    reason       TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX ledger_set_source ON ledger_set (org_id, source_id);

-- An amount on an account, debit positive, credit negative. Balances are never stored here.
CREATE TABLE ledger_entry (
    org_id     UUID   NOT NULL,
    set_id     UUID   NOT NULL,
    position   BIGINT NOT NULL,
    branch_id  UUID   NOT NULL,
    company_id UUID   NOT NULL,
    account    TEXT   NOT NULL,
    owner_id   UUID   NOT NULL,
    unit       TEXT   NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (org_id, set_id, position),
    FOREIGN KEY (org_id, set_id) REFERENCES ledger_set (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX ledger_entry_account ON ledger_entry (org_id, account, owner_id);
