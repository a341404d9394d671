-- Where mail reaches people, sealed; null where that was never said.
ALTER TABLE identity_user ADD COLUMN email BYTEA;
