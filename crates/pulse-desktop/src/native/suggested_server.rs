//! The server that whoever runs a computer suggests to its people: the file `pulse/server-link` in a folder of configuration.
//!
//! An administrator or a package puts it there, so that nobody has to paste a link. It is a suggestion: the first run shows
//! it, and it can be replaced there.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::limits::SERVER_LINK_FILE_BYTES_MAX;

const NAME: &str = "pulse/server-link";

/// The link in the first of these folders that has one: the first line that is neither empty nor a comment (`#`). It is not
/// checked here; whoever reads it in the window is told what is wrong with it.
pub fn find(folders: &[PathBuf]) -> Option<String> {
    folders.iter().find_map(|folder| read(&folder.join(NAME)))
}

fn read(path: &Path) -> Option<String> {
    // A pipe or a device would keep the window waiting; a pipe even while it is opened.
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let file = File::open(path).ok()?;
    let mut text = String::new();
    file.take(SERVER_LINK_FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .ok()?;
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_first_folder_with_a_link_wins() {
        let dir = tempfile::tempdir().unwrap();
        let folders = ["own", "system", "rest"].map(|name| dir.path().join(name));
        assert_eq!(find(&folders), None);
        for folder in &folders {
            fs::create_dir_all(folder.join("pulse")).unwrap();
        }
        fs::write(folders[0].join(NAME), "# none of our own\n\n").unwrap();
        fs::write(
            folders[1].join(NAME),
            "# ours\n pulse://chat.example.org \nmore",
        )
        .unwrap();
        fs::write(folders[2].join(NAME), "pulse://other.example.org").unwrap();
        let found = find(&folders);
        assert_eq!(found.as_deref(), Some("pulse://chat.example.org"));
    }

    #[test]
    fn what_is_no_small_text_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let folders = [dir.path().to_owned()];
        fs::create_dir_all(dir.path().join(NAME)).unwrap();
        assert_eq!(find(&folders), None);
        fs::remove_dir(dir.path().join(NAME)).unwrap();
        fs::write(dir.path().join(NAME), [0xff; 10]).unwrap();
        assert_eq!(find(&folders), None);
        let long = "x".repeat(1 << 20);
        fs::write(dir.path().join(NAME), long).unwrap();
        let found = find(&folders).unwrap();
        assert!(found.len() as u64 <= SERVER_LINK_FILE_BYTES_MAX);
    }
}
