-- The business days of a branch that are closed. Nothing is posted with one of them any more.
CREATE TABLE ledger_closed_day (
    org_id       UUID NOT NULL,
    branch_id    UUID NOT NULL,
    business_day TEXT NOT NULL,
    PRIMARY KEY (org_id, branch_id, business_day),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);

-- What the accounts of a till held at the end of a closed day, so that what they hold now is found without
-- adding up all that ever moved.
CREATE TABLE ledger_closed_balance (
    org_id       UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    business_day TEXT   NOT NULL,
    account      TEXT   NOT NULL,
    unit         TEXT   NOT NULL,
    amount       BIGINT NOT NULL,
    PRIMARY KEY (org_id, branch_id, business_day, account, unit),
    FOREIGN KEY (org_id, branch_id, business_day) REFERENCES ledger_closed_day (org_id, branch_id, business_day)
);
CREATE INDEX ledger_set_day ON ledger_set (org_id, branch_id, business_day);

-- What a business day of a branch came to when it was closed: its Z-report, under a running number.
CREATE TABLE till_day (
    org_id         UUID   NOT NULL,
    id             UUID   NOT NULL,
    branch_id      UUID   NOT NULL,
    business_day   TEXT   NOT NULL,
    number         BIGINT NOT NULL CHECK (number > 0),
    closed_at      BIGINT NOT NULL,
    closed_by      UUID,
    closed_by_name TEXT   NOT NULL,
    currency       TEXT   NOT NULL,
    takings        BIGINT NOT NULL,
    difference     BIGINT,
    report         TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, branch_id, business_day),
    UNIQUE (org_id, branch_id, number),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
