-- `world` is the id of the sandbox's world that a row is about, empty outside the in-process
-- sandbox: rows of another world stay, but are not shown.
CREATE TABLE drafts (
    user_id TEXT NOT NULL,
    network TEXT NOT NULL,
    world TEXT NOT NULL,
    draft TEXT NOT NULL,
    PRIMARY KEY (user_id, network, world)
) STRICT;

CREATE TABLE choices (
    connection TEXT NOT NULL,
    world TEXT NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (connection, world)
) STRICT;

-- A change is one row: written before the call with the outcome `unknown`, settled after it.
CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    at_millis INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    UNIQUE (at_millis, user_id, action, object)
) STRICT;

CREATE INDEX activity_by_user ON activity (user_id, at_millis DESC);
