-- The price list. A name belongs to one service, in use or not: sheets are matched by it.
CREATE TABLE catalogue_service (
    org_id           UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id               UUID   NOT NULL,
    code             TEXT,
    name             TEXT   NOT NULL CHECK (name <> ''),
    category         TEXT   NOT NULL,
    price            BIGINT NOT NULL CHECK (price >= 0),
    duration_minutes BIGINT NOT NULL CHECK (duration_minutes BETWEEN 0 AND 1440),
    taxes            TEXT   NOT NULL,
    active           BIGINT NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name),
    UNIQUE (org_id, code)
);
CREATE INDEX catalogue_service_list ON catalogue_service (org_id, category, name);
