//! Starting with the session: a desktop entry in the autostart folder, as the XDG autostart specification has it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::desktop_entry::{self, APP_ID};

/// The entry that starts Pulse with the session.
#[derive(Clone, Debug)]
pub struct Autostart {
    path: PathBuf,
    command: Vec<String>,
}

impl Autostart {
    /// `config_home` is `XDG_CONFIG_HOME`, or `~/.config` where that is not set; `command` is the program with the
    /// arguments to start it with, without `--hidden`.
    pub fn new(config_home: &Path, command: Vec<String>) -> Self {
        Self {
            path: config_home
                .join("autostart")
                .join(format!("{APP_ID}.desktop")),
            command,
        }
    }

    /// Whether Pulse starts with the session. The desktop's own settings may have switched the entry off.
    pub fn is_on(&self) -> bool {
        let Ok(text) = fs::read_to_string(&self.path) else {
            return false;
        };
        let is = |key, value: &str| {
            desktop_entry::value(&text, key).is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        !is("Hidden", "true") && !is("X-GNOME-Autostart-enabled", "false")
    }

    /// Starts Pulse with every session from now on, hidden. Also mends an entry that names a program that has moved.
    pub fn switch_on(&self) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let temporary = self.path.with_extension("desktop.new");
        fs::write(&temporary, self.entry())?;
        fs::rename(&temporary, &self.path)
    }

    /// No longer does.
    pub fn switch_off(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn entry(&self) -> String {
        let hidden = "--hidden".to_owned();
        let exec = desktop_entry::exec(self.command.iter().chain([&hidden]));
        format!(
            "[Desktop Entry]\nType=Application\nVersion=1.4\nName=Pulse\nExec={exec}\nIcon={APP_ID}\nTerminal=false\n\
             X-GNOME-Autostart-enabled=true\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn autostart(config_home: &Path) -> Autostart {
        Autostart::new(config_home, vec!["/opt/pulse/pulse-desktop".into()])
    }

    #[test]
    fn it_is_off_until_it_is_switched_on_and_after_it_is_switched_off() {
        let config_home = tempfile::tempdir().unwrap();
        let autostart = autostart(config_home.path());
        assert!(!autostart.is_on());
        autostart.switch_off().unwrap();
        autostart.switch_on().unwrap();
        autostart.switch_on().unwrap();
        assert!(autostart.is_on());
        autostart.switch_off().unwrap();
        assert!(!autostart.is_on());
    }

    #[test]
    fn the_entry_starts_the_program_hidden_and_leaves_nothing_else_behind() {
        let config_home = tempfile::tempdir().unwrap();
        autostart(config_home.path()).switch_on().unwrap();
        let folder = config_home.path().join("autostart");
        let names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["im.pulse.Pulse.desktop"]);
        let text = fs::read_to_string(folder.join("im.pulse.Pulse.desktop")).unwrap();
        assert_eq!(
            desktop_entry::value(&text, "Exec"),
            Some("/opt/pulse/pulse-desktop --hidden")
        );
    }

    #[test]
    fn what_the_desktop_switched_off_is_off() {
        let config_home = tempfile::tempdir().unwrap();
        let autostart = autostart(config_home.path());
        for off in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
            autostart.switch_on().unwrap();
            let entry = autostart
                .entry()
                .replace("X-GNOME-Autostart-enabled=true", off);
            fs::write(&autostart.path, entry).unwrap();
            assert!(!autostart.is_on(), "{off}");
        }
        autostart.switch_on().unwrap();
        assert!(autostart.is_on());
    }
}
