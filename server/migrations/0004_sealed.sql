-- Secrets as the vault seals them. `name` is the SHA-256 of a session's or a run's name; the key
-- is not in this database. A session that ended leaves the field `ended`, so that nothing comes
-- back under its name.
CREATE TABLE sealed (
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    of_run BIGINT NOT NULL,
    key_id TEXT NOT NULL,
    nonce TEXT NOT NULL,
    box TEXT NOT NULL,
    until_millis BIGINT NOT NULL,
    PRIMARY KEY (name, field)
);
