-- Who works here. An account to sign in with belongs to one person at most.
CREATE TABLE staff (
    org_id  UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id      UUID   NOT NULL,
    number  TEXT   NOT NULL CHECK (number <> ''),
    name    TEXT   NOT NULL CHECK (name <> ''),
    job     TEXT   NOT NULL CHECK (job IN ('stylist', 'technician', 'assistant', 'reception', 'manager')),
    level   TEXT   NOT NULL,
    user_id UUID,
    active  BIGINT NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, number),
    UNIQUE (org_id, user_id),
    FOREIGN KEY (org_id, user_id) REFERENCES identity_user (org_id, id)
);

-- Where each of them works.
CREATE TABLE staff_branch (
    org_id    UUID NOT NULL,
    staff_id  UUID NOT NULL,
    branch_id UUID NOT NULL,
    PRIMARY KEY (org_id, staff_id, branch_id),
    FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
