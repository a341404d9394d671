-- Who we are: the organisation, its companies, its branches.

-- The directory of organisations, read before anybody is signed in.
CREATE TABLE branch_organisation (
    org_id     UUID   NOT NULL PRIMARY KEY,
    handle     TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL CHECK (name <> ''),
    currency   TEXT   NOT NULL CHECK (length(currency) = 3),
    time_zone  TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE branch_company (
    org_id     UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id         UUID   NOT NULL,
    name       TEXT   NOT NULL CHECK (name <> ''),
    tax_number TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE branch (
    org_id          UUID   NOT NULL,
    id              UUID   NOT NULL,
    number          BIGINT NOT NULL CHECK (number > 0),
    company_id      UUID   NOT NULL,
    name            TEXT   NOT NULL CHECK (name <> ''),
    address         TEXT   NOT NULL,
    phone           TEXT   NOT NULL,
    time_zone       TEXT   NOT NULL,
    cut_off_minutes BIGINT NOT NULL CHECK (cut_off_minutes BETWEEN 0 AND 720),
    hours           TEXT   NOT NULL,
    active          BIGINT NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, number),
    FOREIGN KEY (org_id, company_id) REFERENCES branch_company (org_id, id)
);
