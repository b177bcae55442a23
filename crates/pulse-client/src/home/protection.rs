//! Where the key of a home is kept, seen from outside.

use std::path::Path;

use crate::keychain;

/// What a home is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// A passphrase that somebody knows.
    Passphrase,
    /// The system's keychain.
    Os,
    /// A key file, or a key that its maker keeps in another way: nothing in the home tells where.
    Elsewhere,
}

impl Protection {
    pub(super) fn of(dir: &Path) -> Self {
        if keychain::has_wrapped_key(dir) {
            Self::Passphrase
        } else if keychain::has_os_entry(dir) {
            Self::Os
        } else {
            Self::Elsewhere
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Home;

    #[test]
    fn a_home_tells_what_it_is_opened_with() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Home::protection(dir.path()), None);
        std::fs::write(dir.path().join("store.db"), [1; 4096]).unwrap();
        assert_eq!(Home::protection(dir.path()), Some(Protection::Elsewhere));
        std::fs::write(dir.path().join("id"), "0a").unwrap();
        assert_eq!(Home::protection(dir.path()), Some(Protection::Os));
        // Somebody tried the keychain first, and chose a passphrase then.
        std::fs::write(dir.path().join("key"), "wrapped").unwrap();
        assert_eq!(Home::protection(dir.path()), Some(Protection::Passphrase));
    }
}
