-- Whether this server has been set up: one row at most, taken by whoever does it first.
CREATE TABLE setup_done (
    org_id UUID   NOT NULL,
    one    BIGINT NOT NULL PRIMARY KEY CHECK (one = 1)
);
