-- Bills taken in from another program. Their lines may be below zero, which the tables forbid; one of the
-- databases cannot change a CHECK, so the columns are made anew with one that knows of such lines.
-- A column goes before those that its CHECK names.
ALTER TABLE bill ADD COLUMN receipt TEXT;
ALTER TABLE bill ADD COLUMN import_id UUID;
ALTER TABLE bill ADD COLUMN new_total BIGINT NOT NULL DEFAULT 0 CHECK (receipt IS NOT NULL OR new_total >= 0);
ALTER TABLE bill ADD COLUMN new_refunded_total BIGINT NOT NULL DEFAULT 0
    CHECK (new_refunded_total = 0 OR new_refunded_total BETWEEN 0 AND new_total);
UPDATE bill SET new_total = total, new_refunded_total = refunded_total;
ALTER TABLE bill DROP COLUMN refunded_total;
ALTER TABLE bill DROP COLUMN total;
ALTER TABLE bill RENAME COLUMN new_total TO total;
ALTER TABLE bill RENAME COLUMN new_refunded_total TO refunded_total;

ALTER TABLE bill_line ADD COLUMN new_quantity BIGINT NOT NULL DEFAULT 1
    CHECK (kind = 'imported' OR new_quantity BETWEEN 1 AND 9999);
ALTER TABLE bill_line ADD COLUMN new_unit_price BIGINT NOT NULL DEFAULT 0
    CHECK (kind = 'imported' OR new_unit_price >= 0);
ALTER TABLE bill_line ADD COLUMN new_list BIGINT NOT NULL DEFAULT 0 CHECK (kind = 'imported' OR new_list >= 0);
ALTER TABLE bill_line ADD COLUMN new_net BIGINT NOT NULL DEFAULT 0 CHECK (kind = 'imported' OR new_net >= 0);
ALTER TABLE bill_line ADD COLUMN new_payable BIGINT NOT NULL DEFAULT 0
    CHECK (kind = 'imported' OR new_payable >= new_net);
ALTER TABLE bill_line ADD COLUMN new_refunded_quantity BIGINT NOT NULL DEFAULT 0
    CHECK (new_refunded_quantity = 0 OR new_refunded_quantity BETWEEN 0 AND new_quantity);
ALTER TABLE bill_line ADD COLUMN new_refunded BIGINT NOT NULL DEFAULT 0
    CHECK (new_refunded = 0 OR new_refunded BETWEEN 0 AND new_payable);
UPDATE bill_line SET new_quantity = quantity, new_unit_price = unit_price, new_list = list, new_net = net,
    new_payable = payable, new_refunded_quantity = refunded_quantity, new_refunded = refunded;
ALTER TABLE bill_line DROP COLUMN refunded;
ALTER TABLE bill_line DROP COLUMN refunded_quantity;
ALTER TABLE bill_line DROP COLUMN payable;
ALTER TABLE bill_line DROP COLUMN net;
ALTER TABLE bill_line DROP COLUMN list;
ALTER TABLE bill_line DROP COLUMN unit_price;
ALTER TABLE bill_line DROP COLUMN quantity;
ALTER TABLE bill_line RENAME COLUMN new_quantity TO quantity;
ALTER TABLE bill_line RENAME COLUMN new_unit_price TO unit_price;
ALTER TABLE bill_line RENAME COLUMN new_list TO list;
ALTER TABLE bill_line RENAME COLUMN new_net TO net;
ALTER TABLE bill_line RENAME COLUMN new_payable TO payable;
ALTER TABLE bill_line RENAME COLUMN new_refunded_quantity TO refunded_quantity;
ALTER TABLE bill_line RENAME COLUMN new_refunded TO refunded;

ALTER TABLE bill_tender ADD COLUMN new_amount BIGINT NOT NULL DEFAULT 1 CHECK (kind = 'imported' OR new_amount > 0);
UPDATE bill_tender SET new_amount = amount;
ALTER TABLE bill_tender DROP COLUMN amount;
ALTER TABLE bill_tender RENAME COLUMN new_amount TO amount;

ALTER TABLE bill_tax ADD COLUMN new_amount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_tax ADD COLUMN new_returned BIGINT NOT NULL DEFAULT 0
    CHECK (new_returned = 0 OR new_returned BETWEEN 0 AND new_amount);
UPDATE bill_tax SET new_amount = amount, new_returned = returned;
ALTER TABLE bill_tax DROP COLUMN returned;
ALTER TABLE bill_tax DROP COLUMN amount;
ALTER TABLE bill_tax RENAME COLUMN new_amount TO amount;
ALTER TABLE bill_tax RENAME COLUMN new_returned TO returned;

-- A receipt of the other program becomes one bill of its branch.
CREATE UNIQUE INDEX bill_by_receipt ON bill (org_id, branch_id, receipt);
CREATE INDEX bill_import ON bill (org_id, import_id, id);
CREATE INDEX bill_line_customer ON bill_line (org_id, customer_id);

-- Imports whose bills, or people, nobody sees yet.
CREATE TABLE bill_unseen (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    PRIMARY KEY (org_id, import_id)
);
CREATE TABLE staff_unseen (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    PRIMARY KEY (org_id, import_id)
);
ALTER TABLE staff ADD COLUMN import_id UUID;
CREATE INDEX staff_import ON staff (org_id, import_id);

-- Receipts name their customers by name, too.
CREATE INDEX customer_name ON customer (org_id, name);

-- How the other program writes what no column says, and the first of the numbers of its bills.
ALTER TABLE import ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE import ADD COLUMN first_bill BIGINT NOT NULL DEFAULT 0;
