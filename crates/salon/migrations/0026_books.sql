-- The owner's own numbers and names of accounts, for books that are carried out.
CREATE TABLE books_account (
    org_id  UUID NOT NULL,
    account TEXT NOT NULL,
    number  TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (org_id, account)
);
