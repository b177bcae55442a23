### Somebody's page.
