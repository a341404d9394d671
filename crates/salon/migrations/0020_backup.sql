-- The record of backups and of the restore that this database came from. A backup holds the whole
-- server, so each organisation on it has a row of its own about the same run.
CREATE TABLE backup_run (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('schedule', 'request', 'command', 'restore')),
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    folder     TEXT   NOT NULL,
    file       TEXT   NOT NULL,
    bytes      BIGINT NOT NULL CHECK (bytes >= 0),
    row_count  BIGINT NOT NULL CHECK (row_count >= 0),
    -- The code of what went wrong, and what the machine said; neither when it went well.
    failure    TEXT,
    cause      TEXT,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX backup_run_ended ON backup_run (org_id, ended_at);
