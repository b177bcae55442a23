//! Somebody with a `pulse` home.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use super::Stage;
use crate::failure::{Failure, Outcome};

/// A person: a home of their own, and `pulse` to use it with.
pub(crate) struct Person {
    pub(crate) name: String,
    program: PathBuf,
    home: PathBuf,
    key_file: PathBuf,
    /// The account id, once registered.
    pub(crate) id: String,
    /// The contact link, once registered.
    pub(crate) link: String,
}

/// What a `pulse` said.
pub(crate) struct Said {
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// The objects it wrote.
    pub(crate) objects: Vec<Value>,
    /// What it wrote to standard error.
    pub(crate) errors: String,
}

impl Person {
    pub(crate) fn new(stage: &Stage, name: &str) -> Self {
        let folder = stage.folder().join(name.to_lowercase());
        Self {
            name: name.to_owned(),
            program: stage.program("pulse"),
            key_file: folder.with_extension("key"),
            home: folder,
            id: String::new(),
            link: String::new(),
        }
    }

    /// Registers on a server and remembers id and link.
    pub(crate) fn register(&mut self, server: &str) -> Outcome {
        let name = self.name.clone();
        let said = self.must(&["register", "--server", server, "--name", &name])?;
        let account = said.objects.first().cloned().unwrap_or_default();
        self.id = field(&account, "account");
        self.link = field(&account, "contact_link");
        Ok(())
    }

    /// The folder with everything of theirs.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The file that opens it.
    pub(crate) fn key_file(&self) -> &Path {
        &self.key_file
    }

    /// `pulse --json …` in this home.
    pub(crate) fn pulse(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--home")
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key_file)
            .arg("--json")
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Runs `pulse` to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome<Said> {
        Ok(Said::of(&self.pulse(arguments).output()?))
    }

    /// Runs `pulse`, which must succeed.
    pub(crate) fn must(&self, arguments: &[&str]) -> Outcome<Said> {
        let said = self.run(arguments)?;
        if said.code == Some(0) {
            return Ok(said);
        }
        let verb = arguments.first().unwrap_or(&"");
        Err(Failure::new(format!(
            "{}'s `pulse {verb}` ended with {:?}: {}",
            self.name, said.code, said.errors
        )))
    }

    /// Starts a `pulse` whose output goes to pipes, to be waited for or killed.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Outcome<Child> {
        let mut command = self.pulse(arguments);
        Ok(command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?)
    }

    /// Starts a `pulse listen` that writes into a file.
    pub(crate) fn listen(&self, arguments: &[&str]) -> Outcome<Listener> {
        let log = self.home.with_extension("listen");
        let output = fs::File::create(&log)?;
        let mut command = self.pulse(&[&["listen"], arguments].concat());
        let child = command.stdout(output).stderr(Stdio::null()).spawn()?;
        Ok(Listener { child, log })
    }

    /// The whole conversation with somebody, oldest first.
    pub(crate) fn history(&self, with: &Person) -> Outcome<Vec<Value>> {
        Ok(self
            .must(&["history", &with.id, "--limit", "1000000"])?
            .objects)
    }
}

impl Said {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            objects: objects(&output.stdout),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// A running `pulse listen`.
pub(crate) struct Listener {
    child: Child,
    log: PathBuf,
}

impl Listener {
    /// What it has shown so far.
    pub(crate) fn heard(&self) -> Outcome<Vec<Value>> {
        Ok(objects(&fs::read(&self.log)?))
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait(mut self) -> Outcome<(Option<i32>, Vec<Value>)> {
        let status = self.child.wait()?;
        Ok((status.code(), self.heard()?))
    }

    /// SIGTERM, and waits until it has closed its home.
    pub(crate) fn end(mut self) -> Outcome {
        terminate(&mut self.child)?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) -> Outcome {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[allow(unsafe_code, reason = "std sends SIGKILL only")]
fn terminate(child: &mut Child) -> Outcome {
    let pid = i32::try_from(child.id()).map_err(|_| Failure::new("no process id"))?;
    // SAFETY: kill takes plain numbers. The child is not waited for yet, so the id is still its own.
    if unsafe { libc::kill(pid, libc::SIGTERM) } == 0 {
        return Ok(());
    }
    Err(std::io::Error::last_os_error().into())
}

#[cfg(not(unix))]
fn terminate(child: &mut Child) -> Outcome {
    Ok(child.kill()?)
}

/// A text field of an object; empty when it is not there.
pub(crate) fn field(object: &Value, key: &str) -> String {
    object[key].as_str().unwrap_or_default().to_owned()
}

/// One object a line; a last line that is not whole yet is left out.
fn objects(output: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(output)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}
