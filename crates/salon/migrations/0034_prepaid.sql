-- A company that takes no more money ahead: since when, who said so and why. Selling again takes the row away.
CREATE TABLE prepaid_stop (
    org_id     UUID   NOT NULL,
    company_id UUID   NOT NULL,
    at         BIGINT NOT NULL,
    reason     TEXT   NOT NULL CHECK (reason <> ''),
    user_id    UUID,
    user_name  TEXT   NOT NULL,
    PRIMARY KEY (org_id, company_id),
    FOREIGN KEY (org_id, company_id) REFERENCES branch_company (org_id, id)
);
