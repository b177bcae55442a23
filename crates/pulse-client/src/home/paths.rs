//! Where the files of a home are.

use std::io;
use std::path::{Path, PathBuf};

use pulse_crypto::hash;

use crate::files;
use crate::limits::SOCKET_PATH_BYTES_MAX;

/// The files of one home.
#[derive(Clone, Debug)]
pub(crate) struct HomePaths {
    dir: PathBuf,
}

impl HomePaths {
    pub(crate) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.dir.join("store.db")
    }

    /// SQLite's write-ahead log of a store.
    pub(crate) fn log_of(store: &Path) -> PathBuf {
        let mut name = store.as_os_str().to_owned();
        name.push("-wal");
        name.into()
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }

    /// What envelopes ended the program.
    pub(crate) fn panics(&self) -> PathBuf {
        self.dir.join("panics")
    }

    /// Makes the home, for this user alone. A directory that was there and holds other things keeps its mode: every file
    /// of ours in it is private by itself.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        let is_ours = crate::store::Store::exists(&self.store())
            || !self.dir.exists()
            || self.dir.read_dir()?.next().is_none();
        if is_ours {
            files::private_dir(&self.dir)
        } else {
            Ok(())
        }
    }

    /// Removes everything of the home but its directory and the lock that somebody holds. The store goes first: a home
    /// without one is none, whatever else could not be removed. Only what says that there is one goes before it: a store that is
    /// gone is not to be taken for lost.
    pub(crate) fn remove(&self) -> io::Result<()> {
        let store = self.store();
        let beside = |end: &str| {
            let mut name = store.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        for file in [
            crate::store::Store::mark_of(&store),
            store.clone(),
            beside("-wal"),
            beside("-shm"),
            beside(".check"),
            crate::app_lock::file(&self.dir),
            self.panics(),
        ]
        .into_iter()
        .chain(self.old_stores()?)
        .chain(crate::keychain::files(&self.dir))
        {
            match std::fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Copies of the store in older versions, whichever Pulse made them.
    fn old_stores(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in self.dir.read_dir()? {
            let name = entry?.file_name();
            let version = name
                .to_str()
                .and_then(|name| name.strip_prefix("store.db.v"));
            if version.is_some_and(|version| version.parse::<u32>().is_ok()) {
                found.push(self.dir.join(name));
            }
        }
        Ok(found)
    }

    /// The owner's local socket.
    pub(crate) fn socket(&self) -> io::Result<PathBuf> {
        self.socket_named("owner")
    }

    /// A local socket: in the home, or where a long path leaves no room for it, in a directory of this user under `/tmp`.
    /// Paths of Unix sockets end after about a hundred bytes.
    pub(crate) fn socket_named(&self, name: &str) -> io::Result<PathBuf> {
        let in_home = self.dir.join(name);
        if in_home.as_os_str().len() <= SOCKET_PATH_BYTES_MAX {
            return Ok(in_home);
        }
        let dir = self.short_dir()?;
        let home = self.dir.canonicalize()?;
        let digest = hash::sha256(&[home.as_os_str().as_encoded_bytes()]);
        let home: String = digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(dir.join(format!("{home}-{name}")))
    }

    /// A short directory that belongs to the owner of the home and to nobody else.
    #[cfg(unix)]
    fn short_dir(&self) -> io::Result<PathBuf> {
        use std::os::unix::fs::MetadataExt;
        let user = self.dir.metadata()?.uid();
        let dir = PathBuf::from(format!("/tmp/pulse-{user}"));
        own_dir(&dir, user).map(|()| dir)
    }

    #[cfg(not(unix))]
    fn short_dir(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from(r"\\.\pipe"))
    }
}

/// Makes a directory of this user alone where everybody can write. Whoever was there first may have put something else: a link
/// would have the modes of another directory changed, so it is looked at before as well as after.
#[cfg(unix)]
fn own_dir(dir: &Path, user: u32) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let is_ours = |found: &std::fs::Metadata| found.is_dir() && found.uid() == user;
    if dir.symlink_metadata().is_ok_and(|found| !is_ours(&found)) {
        return Err(of_somebody_else());
    }
    if let Err(error) = files::private_dir(dir) {
        tracing::debug!(%error, "the directory for sockets could not be made");
    }
    let found = dir.symlink_metadata()?;
    if is_ours(&found) && found.mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(of_somebody_else())
    }
}

#[cfg(unix)]
fn of_somebody_else() -> io::Error {
    let what =
        "the directory for sockets under /tmp belongs to somebody else; use a shorter --home";
    io::Error::new(io::ErrorKind::PermissionDenied, what)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Another user lays a link under the name that our directory will have: to a folder of ours whose mode would change.
    #[test]
    fn a_link_in_the_place_of_the_directory_changes_nothing() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let user = dir.path().metadata().unwrap().uid();
        let shared = dir.path().join("shared");
        std::fs::create_dir(&shared).unwrap();
        std::fs::set_permissions(&shared, PermissionsExt::from_mode(0o755)).unwrap();
        let link = dir.path().join("pulse");
        symlink(&shared, &link).unwrap();
        assert!(own_dir(&link, user).is_err());
        assert_eq!(shared.metadata().unwrap().mode() & 0o777, 0o755);
        std::fs::remove_file(&link).unwrap();
        assert!(own_dir(&link, user + 1).is_err());
        own_dir(&link, user).unwrap();
        assert_eq!(link.metadata().unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn the_socket_fits_however_long_the_home_is() {
        let dir = tempfile::tempdir().unwrap();
        let short = HomePaths::new(&dir.path().join("home"));
        assert!(short.socket().unwrap().starts_with(dir.path()));

        let one = HomePaths::new(&dir.path().join("a".repeat(120)));
        let two = HomePaths::new(&dir.path().join("b".repeat(120)));
        one.prepare().unwrap();
        two.prepare().unwrap();
        let socket = one.socket().unwrap();
        assert!(socket.as_os_str().len() <= SOCKET_PATH_BYTES_MAX);
        assert_eq!(socket, one.socket().unwrap());
        assert_ne!(socket, two.socket().unwrap());
        assert_ne!(socket, one.socket_named("window").unwrap());
    }

    #[test]
    fn copies_of_old_stores_are_removed_with_the_home() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "store.db",
            "store.db.v1",
            "store.db.v12",
            "store.db.very-old",
        ] {
            std::fs::write(dir.path().join(name), "something").unwrap();
        }
        HomePaths::new(dir.path()).remove().unwrap();
        let left = dir.path().read_dir().unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["store.db.very-old"]);
    }

    #[test]
    fn a_directory_with_other_things_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("letter"), "text").unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        HomePaths::new(dir.path()).prepare().unwrap();
        assert_eq!(
            dir.path().metadata().unwrap().permissions().mode() & 0o777,
            0o755
        );
    }
}
