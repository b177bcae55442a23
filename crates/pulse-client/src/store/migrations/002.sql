-- What was taken away: its id, so that it does not come back, and its number, so that no other row gets it.
CREATE TABLE removed (
  id      BLOB    PRIMARY KEY,
  arrival INTEGER NOT NULL,
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_arrival ON removed (arrival);

-- What is written and not sent yet.
CREATE TABLE draft (
  conversation BLOB PRIMARY KEY,
  text         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Stretches of a conversation: where each begins in its order, and how many rows it has. With them the n-th row is found
-- without counting those before it. The first of a conversation begins before everything.
CREATE TABLE stretch (
  conversation BLOB    NOT NULL,
  sort_at      INTEGER NOT NULL,
  content_id   BLOB    NOT NULL,
  id           BLOB    NOT NULL,
  rows         INTEGER NOT NULL,
  PRIMARY KEY (conversation, sort_at, content_id, id)
) STRICT, WITHOUT ROWID;

INSERT INTO stretch (conversation, sort_at, content_id, id, rows)
SELECT conversation,
       iif(number = 0, 0, sort_at),
       iif(number = 0, x'', content_id),
       iif(number = 0, x'', id),
       min(256, total - number)
FROM (
  SELECT conversation, sort_at, content_id, id,
         row_number() OVER (PARTITION BY conversation ORDER BY sort_at, content_id, id) - 1 AS number,
         count(*) OVER (PARTITION BY conversation) AS total
  FROM message
)
WHERE number % 256 = 0;
