### Strangers who wait for an answer.
