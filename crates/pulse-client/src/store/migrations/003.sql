-- Whether safety numbers were compared, or the link alone said who somebody is. What was kept does not tell; the lesser is
-- assumed of everybody, who can compare again.
ALTER TABLE contact ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;
