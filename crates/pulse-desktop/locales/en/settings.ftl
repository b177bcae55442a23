### All pages of the settings.
