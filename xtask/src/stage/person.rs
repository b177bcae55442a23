//! Somebody with a `pulse` home.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Keyring, Server, Stage};
use crate::failure::{Failure, Outcome};

/// A person: a home of their own, and `pulse` to use it with.
pub(crate) struct Person {
    pub(crate) name: String,
    program: PathBuf,
    home: PathBuf,
    key_file: PathBuf,
    /// Where a keyring is that keeps the key instead of the file.
    keyring: Option<Vec<(&'static str, String)>>,
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
            keyring: None,
            id: String::new(),
            link: String::new(),
        }
    }

    /// The same with the key in a keyring.
    pub(crate) fn with_keyring(stage: &Stage, name: &str, keyring: &Keyring) -> Self {
        Self {
            keyring: Some(keyring.variables()),
            ..Self::new(stage, name)
        }
    }

    /// Two people who have each other as contacts.
    pub(crate) fn acquainted(stage: &Stage, server: &Server) -> Outcome<[Self; 2]> {
        Self::make_acquainted([Self::new(stage, "Alice"), Self::new(stage, "Bob")], server)
    }

    /// The same for two who are there already.
    pub(crate) fn make_acquainted(mut people: [Self; 2], server: &Server) -> Outcome<[Self; 2]> {
        for person in &mut people {
            person.register(server.link())?;
        }
        let [alice, bob] = &people;
        alice.must(&["contact", "add", &bob.link])?;
        alice.must(&["send", &bob.id, "hello"])?;
        bob.must(&["sync"])?;
        bob.must(&["contact", "accept", &alice.id])?;
        bob.must(&["send", &alice.id, "hello"])?;
        alice.must(&["sync"])?;
        Ok(people)
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
        command.arg("--home").arg(&self.home);
        match &self.keyring {
            Some(variables) => command.envs(variables.iter().map(|(name, value)| (name, value))),
            None => command.arg("--key-file").arg(&self.key_file),
        };
        command.arg("--json").args(arguments).stdin(Stdio::null());
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

    /// Starts a `pulse listen`.
    pub(crate) fn listen(&self, arguments: &[&str]) -> Outcome<Listener> {
        let mut command = self.pulse(&[&["listen"], arguments].concat());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = child.stdout.take();
        let output = output.ok_or_else(|| Failure::new("listen has no output"))?;
        let (sender, shown) = channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.try_for_each(|line| sender.send((Instant::now(), line)))
        });
        Ok(Listener { child, shown })
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
    /// Its lines, each with the moment at which it came out of the pipe.
    shown: Receiver<(Instant, String)>,
}

impl Listener {
    /// The next object that it shows, and when it did; `None` when none comes within this time.
    pub(crate) fn next(&self, within: Duration) -> Option<(Instant, Value)> {
        let (at, line) = self.shown.recv_timeout(within).ok()?;
        Some((at, serde_json::from_str(&line).unwrap_or_default()))
    }

    /// Waits until it ends by itself; its exit code, and what it showed that nobody has taken.
    pub(crate) fn wait(mut self) -> Outcome<(Option<i32>, Vec<Value>)> {
        let status = self.child.wait()?;
        let lines: Vec<String> = self.shown.iter().map(|(_, line)| line).collect();
        Ok((status.code(), objects(lines.join("\n").as_bytes())))
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
#[expect(unsafe_code, reason = "std sends SIGKILL only")]
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

/// One object a line.
fn objects(output: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(output)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}
