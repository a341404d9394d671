-- What a shop's day is counted by.
CREATE INDEX report_customer_registered ON customer (org_id, registered_branch, registered_at);
CREATE INDEX report_customer_created ON customer (org_id, created_branch, created_at);
