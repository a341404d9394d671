-- What a refund gave back of a line's net, and of its taxes. What was given back before this column was
-- there is told by its share of the quantity, so that the parts come to what the line says.
ALTER TABLE bill_refund_line ADD COLUMN net BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_refund_line ADD COLUMN tax BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_refund_line ADD COLUMN so_far BIGINT NOT NULL DEFAULT 0;
CREATE INDEX bill_refund_line_of ON bill_refund_line (org_id, line_id, refund_id);
UPDATE bill_refund_line SET so_far =
    (SELECT CAST(SUM(o.quantity) AS BIGINT) FROM bill_refund_line o
     WHERE o.org_id = bill_refund_line.org_id AND o.line_id = bill_refund_line.line_id
         AND o.refund_id <= bill_refund_line.refund_id);
UPDATE bill_refund_line SET
    net = (SELECT (2 * l.net * so_far + l.quantity) / (2 * l.quantity)
                - (2 * l.net * (so_far - bill_refund_line.quantity) + l.quantity) / (2 * l.quantity)
           FROM bill_line l WHERE l.org_id = bill_refund_line.org_id AND l.id = bill_refund_line.line_id),
    tax = (SELECT CAST(COALESCE(SUM(x.returned * so_far / l.refunded_quantity
                - x.returned * (so_far - bill_refund_line.quantity) / l.refunded_quantity), 0) AS BIGINT)
           FROM bill_line l
           JOIN bill_tax x ON x.org_id = l.org_id AND x.bill_id = l.bill_id AND x.line_id = l.id
           WHERE l.org_id = bill_refund_line.org_id AND l.id = bill_refund_line.line_id);
ALTER TABLE bill_refund_line DROP COLUMN so_far;

-- The days of a branch whose bills have changed since their figures were last worked out: one row for
-- each payment, refund and reversal, so that two of them never meet in one row.
CREATE TABLE bill_change (
    org_id       UUID NOT NULL,
    id           UUID NOT NULL,
    branch_id    UUID NOT NULL,
    business_day TEXT NOT NULL,
    PRIMARY KEY (org_id, branch_id, business_day, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);

-- What the bills of a branch add up to, by day and by month. `part` says by what: all of it, what moved,
-- hours, ways of paying, staff, items; `key` and `name` say which of them.
CREATE TABLE report_figure (
    org_id    UUID   NOT NULL,
    branch_id UUID   NOT NULL,
    span      TEXT   NOT NULL CHECK (span IN ('day', 'month')),
    part      TEXT   NOT NULL,
    period    TEXT   NOT NULL,
    key       TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    bills     BIGINT NOT NULL,
    lines     BIGINT NOT NULL,
    amount    BIGINT NOT NULL,
    tax       BIGINT NOT NULL,
    PRIMARY KEY (org_id, branch_id, span, part, period, key, name),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);

-- The months whose figures are the sums of their days'.
CREATE TABLE report_month (
    org_id    UUID NOT NULL,
    branch_id UUID NOT NULL,
    month     TEXT NOT NULL,
    PRIMARY KEY (org_id, branch_id, month),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);

-- The branches whose figures are kept, with the clock by which hours and newcomers were told.
CREATE TABLE report_branch (
    org_id          UUID   NOT NULL,
    branch_id       UUID   NOT NULL,
    time_zone       TEXT   NOT NULL,
    cut_off_minutes BIGINT NOT NULL,
    PRIMARY KEY (org_id, branch_id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
