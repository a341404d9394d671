-- What the contracts of a company say beside the card: filled in once, and kept in each contract as it was.
CREATE TABLE prepaid_terms (
    org_id     UUID   NOT NULL,
    company_id UUID   NOT NULL,
    account    TEXT   NOT NULL,
    lease      TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    bonus      TEXT   NOT NULL,
    refund     TEXT   NOT NULL,
    loss       TEXT   NOT NULL,
    enquiry    TEXT   NOT NULL,
    liability  TEXT   NOT NULL,
    PRIMARY KEY (org_id, company_id),
    FOREIGN KEY (org_id, company_id) REFERENCES branch_company (org_id, id)
);

-- The contract of a card sale or a top-up as it was agreed, as a text of JSON without personal data.
CREATE TABLE prepaid_contract (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    lot_id      UUID   NOT NULL,
    bill_id     UUID   NOT NULL,
    branch_id   UUID   NOT NULL,
    customer_id UUID   NOT NULL,
    at          BIGINT NOT NULL,
    content     TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, lot_id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX prepaid_contract_card ON prepaid_contract (org_id, card_id, at);
CREATE INDEX prepaid_contract_bill ON prepaid_contract (org_id, bill_id);

-- How the customer said yes to a contract, who saw it, and when; once for each.
CREATE TABLE prepaid_acknowledgement (
    org_id       UUID   NOT NULL,
    contract_id  UUID   NOT NULL,
    how          TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    witness_id   UUID,
    witness_name TEXT   NOT NULL,
    PRIMARY KEY (org_id, contract_id),
    FOREIGN KEY (org_id, contract_id) REFERENCES prepaid_contract (org_id, id)
);
