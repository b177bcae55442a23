### Names of buttons that many screens share.
