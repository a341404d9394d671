-- When the books were checked, and what was found. A row is begun before the check and ended after it.
CREATE TABLE books_check (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('night', 'request')),
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    -- The first row of each promise that does not hold, as JSON.
    faults     TEXT   NOT NULL,
    -- The code of what kept it from being carried through; nothing when it was.
    failure    TEXT,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX books_check_started ON books_check (org_id, started_at, id);
