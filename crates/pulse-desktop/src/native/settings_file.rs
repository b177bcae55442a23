//! The settings on the disk: `desktop.json` in the home.
//!
//! Nothing in it is secret, but what somebody chose is theirs: the file is private like its neighbours. It is replaced whole,
//! so that it is old or new after a crash and never half. What this version does not understand in it is kept for the version
//! that wrote it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::limits::SETTINGS_BYTES_MAX;
use crate::state::Settings;

const NAME: &str = "desktop.json";
const VERSION_KEY: &str = "version";
const VERSION: u64 = 1;

/// The file, and what was in it that is not ours to lose.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    path: PathBuf,
    strange: Map<String, Value>,
}

impl SettingsFile {
    /// Reads the settings of a home. There are always some: a missing file or a value that makes no sense is the default,
    /// and a file that is damaged as a whole is put aside under the name `desktop.json.damaged`.
    pub fn load(home: &Path) -> (Self, Settings) {
        let mut file = Self {
            path: home.join(NAME),
            strange: Map::new(),
        };
        let settings = match read(&file.path) {
            Ok(Some(found)) => file.take(found),
            Ok(None) => Settings::default(),
            Err(error) => {
                tracing::warn!(%error, "the settings could not be read; they begin anew");
                let aside = file.path.with_extension("json.damaged");
                if let Err(error) = fs::rename(&file.path, aside) {
                    tracing::warn!(%error, "the damaged settings could not be put aside");
                }
                Settings::default()
            }
        };
        (file, settings)
    }

    /// Keeps the settings.
    pub fn save(&self, settings: &Settings) -> io::Result<()> {
        let mut all = self.strange.clone();
        // A newer version's number stays with the newer version's values.
        all.entry(VERSION_KEY).or_insert_with(|| VERSION.into());
        if let Value::Object(ours) = serde_json::to_value(settings)? {
            all.extend(ours);
        }
        let mut bytes = serde_json::to_vec_pretty(&all)?;
        bytes.push(b'\n');
        write_private(&self.path, &bytes)
    }

    /// Value by value, so that one that makes no sense costs only itself.
    fn take(&mut self, found: Map<String, Value>) -> Settings {
        let mut settings = Settings::default();
        let Ok(Value::Object(known)) = serde_json::to_value(&settings) else {
            return settings;
        };
        for (key, value) in found {
            let is_known = known.contains_key(&key);
            match is_known
                .then(|| with(&settings, &key, value.clone()))
                .flatten()
            {
                Some(changed) => settings = changed,
                None if is_known => {
                    tracing::warn!(key, "a setting makes no sense; it is the default")
                }
                None => {
                    self.strange.insert(key, value);
                }
            }
        }
        settings.scale = settings.scale.clamp(0.75, 2.5);
        settings.window = settings.window.and_then(super::window_place::checked);
        settings
    }
}

/// The settings with one value replaced, if it fits.
fn with(settings: &Settings, key: &str, value: Value) -> Option<Settings> {
    let mut all = serde_json::to_value(settings).ok()?;
    all.as_object_mut()?.insert(key.to_owned(), value);
    serde_json::from_value(all).ok()
}

fn read(path: &Path) -> io::Result<Option<Map<String, Value>>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let mut bytes = Vec::new();
    file.take(SETTINGS_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(Some(serde_json::from_slice(&bytes)?))
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("json.new");
    // What lies there was left by a crash; in a folder that others can write to it may be a link to another file of ours.
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{ListWidths, LockTimeout, ThemeChoice, WindowPlace};

    fn written(home: &Path) -> Value {
        serde_json::from_slice(&fs::read(home.join(NAME)).unwrap()).unwrap()
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let home = tempfile::tempdir().unwrap();
        let (file, settings) = SettingsFile::load(home.path());
        assert_eq!(settings, Settings::default());
        let changed = Settings {
            theme: ThemeChoice::Dark,
            lock_timeout: LockTimeout::FiveMinutes,
            window: Some(WindowPlace {
                position: Some((20.0, 30.0)),
                size: (900.0, 600.0),
                maximized: true,
            }),
            list_widths: ListWidths {
                wide: Some(350.0),
                narrow: None,
            },
            ..settings
        };
        file.save(&changed).unwrap();
        assert_eq!(SettingsFile::load(home.path()).1, changed);
        assert_eq!(written(home.path())["version"], 1);
    }

    #[test]
    #[cfg(unix)]
    fn the_file_is_private_and_alone() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let (file, settings) = SettingsFile::load(home.path());
        file.save(&settings).unwrap();
        file.save(&settings).unwrap();
        let mode = home.path().join(NAME).metadata().unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    /// The home was put into a folder that others can write to, and one of them laid a link there.
    #[test]
    #[cfg(unix)]
    fn nobody_leads_the_settings_into_another_file() {
        let home = tempfile::tempdir().unwrap();
        let other = home.path().join("letter");
        fs::write(&other, "dear").unwrap();
        std::os::unix::fs::symlink(&other, home.path().join("desktop.json.new")).unwrap();
        let (file, settings) = SettingsFile::load(home.path());
        file.save(&settings).unwrap();
        assert_eq!(fs::read(&other).unwrap(), b"dear");
        assert!(!home.path().join(NAME).is_symlink());
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_the_defaults_hold() {
        for damage in [
            &b"{\"theme\": \"da"[..],
            b"\xff\xfe",
            b"[1, 2]",
            b"",
            &[b' '; 70_000],
        ] {
            let home = tempfile::tempdir().unwrap();
            fs::write(home.path().join(NAME), damage).unwrap();
            let (file, settings) = SettingsFile::load(home.path());
            assert_eq!(settings, Settings::default());
            let aside = fs::read(home.path().join("desktop.json.damaged")).unwrap();
            assert_eq!(aside, damage);
            file.save(&settings).unwrap();
            assert_eq!(SettingsFile::load(home.path()).1, settings);
        }
    }

    #[test]
    fn one_strange_value_costs_only_itself_and_what_is_unknown_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let text = r#"{"version": 7, "theme": "ultraviolet", "lock_timeout": "one-hour", "scale": 99,
                       "window": {"position": [1e9, 0], "size": [800, 600], "maximized": false},
                       "wallpaper": {"colour": "blue"}}"#;
        fs::write(home.path().join(NAME), text).unwrap();
        let (file, settings) = SettingsFile::load(home.path());
        assert_eq!(settings.theme, ThemeChoice::System);
        assert_eq!(settings.lock_timeout, LockTimeout::OneHour);
        assert!((settings.scale - 2.5).abs() < f32::EPSILON);
        assert_eq!(settings.window.unwrap().position, None);
        file.save(&settings).unwrap();
        assert_eq!(written(home.path())["wallpaper"]["colour"], "blue");
        assert_eq!(written(home.path())["version"], 7);
    }
}
