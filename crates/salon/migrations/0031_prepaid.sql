-- Whose rules for value paid ahead a company goes by; the strictest of all where nothing is said.
CREATE TABLE prepaid_company (
    org_id     UUID   NOT NULL,
    company_id UUID   NOT NULL,
    region     TEXT   NOT NULL,
    PRIMARY KEY (org_id, company_id),
    FOREIGN KEY (org_id, company_id) REFERENCES branch_company (org_id, id)
);

-- A figure that the owner wants instead of the law's, from a day on; none to go back to the law's.
CREATE TABLE prepaid_figure (
    org_id     UUID   NOT NULL,
    company_id UUID   NOT NULL,
    rule       TEXT   NOT NULL,
    valid_from TEXT   NOT NULL,
    value      BIGINT CHECK (value >= 0),
    PRIMARY KEY (org_id, company_id, rule, valid_from),
    FOREIGN KEY (org_id, company_id) REFERENCES branch_company (org_id, id)
);

-- A rule that a bill was paid against, who did so and why.
CREATE TABLE prepaid_exception (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    company_id UUID   NOT NULL,
    bill_id    UUID   NOT NULL,
    line_id    UUID,
    at         BIGINT NOT NULL,
    rule       TEXT   NOT NULL,
    most       BIGINT NOT NULL,
    amount     BIGINT NOT NULL,
    reason     TEXT   NOT NULL CHECK (reason <> ''),
    user_id    UUID,
    user_name  TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, company_id) REFERENCES branch_company (org_id, id)
);
CREATE INDEX prepaid_exception_list ON prepaid_exception (org_id, company_id, at, id);
