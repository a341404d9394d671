-- The time during which somebody answers for the drawer of a branch: from its float to the count with
-- which it is handed over. `held_before` is what the books had in the drawer before the float.
CREATE TABLE till_session (
    org_id              UUID   NOT NULL,
    id                  UUID   NOT NULL,
    branch_id           UUID   NOT NULL,
    company_id          UUID   NOT NULL,
    currency            TEXT   NOT NULL,
    state               TEXT   NOT NULL,
    business_day        TEXT   NOT NULL,
    opened_at           BIGINT NOT NULL,
    opened_by           UUID,
    opened_by_name      TEXT   NOT NULL,
    held_before         BIGINT NOT NULL,
    opening_float       BIGINT NOT NULL CHECK (opening_float >= 0),
    handed_over_day     TEXT,
    handed_over_at      BIGINT,
    handed_over_by      UUID,
    handed_over_by_name TEXT   NOT NULL,
    next_float          BIGINT CHECK (next_float >= 0),
    note                TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX till_session_list ON till_session (org_id, branch_id, opened_at, id);
CREATE INDEX till_session_day ON till_session (org_id, branch_id, handed_over_day);
-- A drawer is answered for by one session at a time.
CREATE UNIQUE INDEX till_session_open ON till_session (org_id, branch_id) WHERE state = 'open';

-- What a session holds of each way of paying: what the books held when it began, what they say came in,
-- and what was counted. The last two are known when it is handed over.
CREATE TABLE till_count (
    org_id     UUID   NOT NULL,
    session_id UUID   NOT NULL,
    position   BIGINT NOT NULL,
    tender     TEXT   NOT NULL,
    began_with BIGINT NOT NULL,
    expected   BIGINT,
    counted    BIGINT CHECK (counted >= 0 OR tender <> 'cash'),
    PRIMARY KEY (org_id, session_id, tender),
    FOREIGN KEY (org_id, session_id) REFERENCES till_session (org_id, id)
);

-- Cash put into a drawer or taken out of it without a bill.
CREATE TABLE till_move (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    session_id   UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    business_day TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    reason       TEXT   NOT NULL,
    by_user      UUID,
    by_name      TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, session_id) REFERENCES till_session (org_id, id)
);
CREATE INDEX till_move_session ON till_move (org_id, session_id, at, id);
CREATE INDEX till_move_day ON till_move (org_id, branch_id, business_day);
