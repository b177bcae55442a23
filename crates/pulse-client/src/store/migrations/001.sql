-- Protocol state: opaque versioned records of the engine, by room.
CREATE TABLE record (
  room  INTEGER NOT NULL,
  key   BLOB    NOT NULL,
  value BLOB    NOT NULL,
  PRIMARY KEY (room, key)
) STRICT, WITHOUT ROWID;

-- What people look at. `arrival` is the order of commits, which `View::since` follows.
CREATE TABLE message (
  arrival       INTEGER PRIMARY KEY,
  id            BLOB    NOT NULL UNIQUE,
  conversation  BLOB    NOT NULL,
  sender        BLOB    NOT NULL,
  sender_device INTEGER NOT NULL,
  content_id    BLOB    NOT NULL,
  kind          INTEGER NOT NULL,
  text          TEXT    NOT NULL,
  raw           BLOB    NOT NULL,
  sent_at       INTEGER NOT NULL,
  received_at   INTEGER NOT NULL,
  sort_at       INTEGER NOT NULL,
  status        INTEGER NOT NULL,
  refusal       INTEGER NOT NULL,
  outgoing      INTEGER NOT NULL
) STRICT;
CREATE INDEX message_order ON message (conversation, sort_at, content_id, id);
CREATE INDEX message_sender ON message (conversation, sender, sender_device, sort_at);
CREATE INDEX message_unseen ON message (conversation, sort_at, content_id) WHERE status = 6 AND outgoing = 0;
CREATE INDEX message_pending ON message (arrival) WHERE status = 1;

CREATE TABLE contact (
  account    BLOB    PRIMARY KEY,
  name       TEXT    NOT NULL,
  own_name   TEXT,
  their_name TEXT,
  state      INTEGER NOT NULL,
  verified   INTEGER NOT NULL,
  identity   INTEGER NOT NULL,
  added_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  id           BLOB    PRIMARY KEY,
  last_message BLOB,
  last_at      INTEGER NOT NULL,
  unread       INTEGER NOT NULL,
  read_through BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_newest ON conversation (last_at DESC, id);
