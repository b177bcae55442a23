//! A server and people for a test, each with processes of their own.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::spawn;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::server_folder::{self, ServerFolder};

/// Nothing in these tests takes this long on any machine; a test that waits longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A temporary folder with a server in it.
pub(crate) struct Stage {
    pub(crate) server: Server,
    folder: TempDir,
}

impl Stage {
    /// A server that everybody may register on.
    pub(crate) fn new() -> Self {
        Self::with_registration("open")
    }

    pub(crate) fn with_registration(policy: &str) -> Self {
        Self::in_folder(TempDir::new().unwrap(), policy)
    }

    /// In a folder that was prepared.
    pub(crate) fn in_folder(folder: TempDir, policy: &str) -> Self {
        let mut server = Server::init(&folder.path().join("server"), policy);
        server.start();
        Self { server, folder }
    }

    /// Somebody without an account.
    pub(crate) fn stranger(&self, name: &str) -> Person {
        Person::new(self.folder.path(), name)
    }

    /// Somebody with an account.
    pub(crate) fn person(&self, name: &str) -> Person {
        let mut person = self.stranger(name);
        person.register(&self.server.link);
        person
    }

    /// Two people who have accepted each other and said hello; Bob has not looked at it.
    pub(crate) fn friends(&self) -> (Person, Person) {
        let (alice, bob) = (self.person("Alice"), self.person("Bob"));
        alice.ok(&["contact", "add", &bob.link]);
        alice.ok(&["send", &bob.id, "Hello Bob"]);
        bob.ok(&["sync"]);
        bob.ok(&["contact", "accept", &alice.id]);
        bob.ok(&["send", &alice.id, "Hello Alice"]);
        alice.ok(&["sync"]);
        (alice, bob)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A `pulse-server`.
pub(crate) struct Server {
    files: ServerFolder,
    pub(crate) link: String,
    running: Option<Running>,
}

struct Running {
    child: Child,
    // Open for as long as it may write.
    _output: BufReader<ChildStdout>,
    log: Receiver<String>,
}

impl Server {
    fn init(folder: &Path, policy: &str) -> Self {
        Self {
            files: ServerFolder::init(env!("CARGO_BIN_EXE_pulse"), folder, policy),
            link: String::new(),
            running: None,
        }
    }

    /// `serve`, until it listens.
    pub(crate) fn start(&mut self) {
        let mut child = self
            .files
            .command("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = lines(child.stderr.take().unwrap());
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let link = server_folder::link(&mut output);
        let said = || log.iter().collect::<Vec<_>>().join("\n");
        assert!(link.is_some(), "the server did not start: {}", said());
        self.link = link.unwrap_or_default();
        self.running = Some(Running {
            child,
            _output: output,
            log,
        });
    }

    /// Waits until it logs something with these words, and returns that.
    #[track_caller]
    pub(crate) fn logged(&self, words: &str) -> String {
        let log = &self.running.as_ref().unwrap().log;
        loop {
            let line = log.recv_timeout(PATIENCE).expect("the server says nothing");
            if line.contains(words) {
                return line;
            }
        }
    }

    /// A file in its folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// Tells the process something.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: i32) {
        send(&self.running.as_ref().unwrap().child, signal);
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.child.kill().unwrap();
            running.child.wait().unwrap();
        }
    }

    /// Copies the server's directory, as an operator makes a backup. The server does not run.
    pub(crate) fn copy_to(&self, to: &Path) {
        assert!(self.running.is_none());
        copy(self.files.path(), to);
    }

    /// Puts a copy in the place of the server's directory.
    pub(crate) fn put_back(&self, from: &Path) {
        assert!(self.running.is_none());
        fs::remove_dir_all(self.files.path()).unwrap();
        copy(from, self.files.path());
    }

    /// Has another key and certificate from the next start on, as whoever takes its place would.
    pub(crate) fn take_another_key(&self) {
        let other = TempDir::new().unwrap();
        let folder = other.path().join("server");
        drop(Self::init(&folder, "open"));
        for file in ["key.pem", "certificate.pem"] {
            fs::copy(folder.join(file), self.files.path().join(file)).unwrap();
        }
    }

    /// `restore`, to its end.
    pub(crate) fn restore(&self) -> Said {
        self.files.command("restore").output().unwrap().into()
    }

    /// A fresh invite.
    pub(crate) fn invite(&self) -> String {
        let output = self.files.command("invite").output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().last().unwrap().trim().to_owned()
    }
}

/// What somebody writes, line by line, read as it comes.
fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    spawn(move || {
        let from = BufReader::new(from).lines();
        // Read to its end though nobody listens any more: whoever writes must not wait.
        from.map_while(Result::ok)
            .for_each(|line| drop(sender.send(line)));
    });
    lines
}

#[cfg(unix)]
#[expect(unsafe_code, reason = "std sends SIGKILL only")]
fn send(child: &Child, signal: i32) {
    let pid = i32::try_from(child.id()).unwrap();
    // SAFETY: kill takes plain numbers, and the child is not waited for yet.
    assert_eq!(unsafe { libc::kill(pid, signal) }, 0);
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Somebody with a home.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) home: PathBuf,
    pub(crate) key_file: PathBuf,
    pub(crate) id: String,
    pub(crate) link: String,
    /// The authorities that are trusted here, when they are not this machine's.
    pub(crate) trusts: Option<PathBuf>,
}

/// What a `pulse` said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Said {
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.output
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[track_caller]
    pub(crate) fn object(&self) -> Value {
        let objects = self.objects();
        assert_eq!(objects.len(), 1, "{self:?}");
        objects[0].clone()
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Person {
    fn new(folder: &Path, name: &str) -> Self {
        let home = folder.join(name.to_lowercase());
        Self {
            name: name.to_owned(),
            key_file: home.with_extension("key"),
            home,
            id: String::new(),
            link: String::new(),
            trusts: None,
        }
    }

    pub(crate) fn register(&mut self, server: &str) {
        let name = self.name.clone();
        let account = self
            .ok(&["register", "--server", server, "--name", &name])
            .object();
        self.id = account["account"].as_str().unwrap().to_owned();
        self.link = account["contact_link"].as_str().unwrap().to_owned();
    }

    /// `pulse` in this home, speaking to people.
    pub(crate) fn human(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pulse"));
        command
            .arg("--home")
            .arg(&self.home)
            .arg("--key-file")
            .arg(&self.key_file);
        if let Some(authorities) = &self.trusts {
            command.env("SSL_CERT_FILE", authorities);
        }
        command.args(arguments).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// `pulse --json` in this home.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.human(arguments);
        command.arg("--json");
        command
    }

    /// Runs `pulse --json` to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs `pulse --json`, which must succeed.
    #[track_caller]
    pub(crate) fn ok(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(0), "{} {arguments:?}: {said:?}", self.name);
        said
    }

    /// Runs `pulse --json`, which must end with this code; returns the error object.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, arguments: &[&str]) -> Value {
        let said = self.run(arguments);
        assert_eq!(
            said.code,
            Some(code),
            "{} {arguments:?}: {said:?}",
            self.name
        );
        let error: Value = serde_json::from_str(said.errors.lines().last().unwrap()).unwrap();
        assert_eq!(error["event"], "error");
        assert_eq!(error["exit"], code);
        error
    }

    /// Runs `pulse --json` with something on its standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that ends without reading closes its end first, and may.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap().into()
    }

    /// Starts `pulse --json listen`.
    pub(crate) fn listen(&self, arguments: &[&str]) -> Listener {
        Listener::start(self.command(&[&["listen"], arguments].concat()))
    }

    /// Starts `pulse --json`, which may have to be given up.
    pub(crate) fn start(&self, arguments: &[&str]) -> Listener {
        Listener::start(self.command(arguments))
    }

    /// The texts of the conversation with somebody, as this side has them.
    #[track_caller]
    pub(crate) fn texts(&self, with: &Person) -> Vec<String> {
        texts(&self.history(with))
    }

    /// The conversation with somebody, as this side has it.
    #[track_caller]
    pub(crate) fn history(&self, with: &Person) -> Vec<Value> {
        let objects = self
            .ok(&["history", &with.id, "--limit", "100000"])
            .objects();
        objects
            .into_iter()
            .filter(|row| row.get("kind").is_none())
            .collect()
    }
}

/// The texts of message objects.
pub(crate) fn texts(objects: &[Value]) -> Vec<String> {
    objects
        .iter()
        .map(|object| object["text"].as_str().unwrap().to_owned())
        .collect()
}

/// A running `pulse`, most often `listen`.
pub(crate) struct Listener {
    child: Child,
    lines: Receiver<String>,
}

impl Listener {
    fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let lines = lines(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The next object it shows.
    #[track_caller]
    pub(crate) fn next(&self) -> Value {
        let line = self
            .lines
            .recv_timeout(PATIENCE)
            .expect("the listener shows nothing");
        serde_json::from_str(&line).unwrap()
    }

    /// The texts of the next so many messages.
    #[track_caller]
    pub(crate) fn texts(&self, count: usize) -> Vec<String> {
        let mut found = Vec::new();
        while found.len() < count {
            let object = self.next();
            if object["event"] == "message" {
                found.push(object);
            }
        }
        texts(&found)
    }

    /// Waits until it ends by itself; the exit code.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Option<i32> {
        let end = loop {
            if let Err(end) = self.lines.recv_timeout(PATIENCE) {
                break end;
            }
        };
        assert_eq!(
            end,
            RecvTimeoutError::Disconnected,
            "the listener does not end"
        );
        self.child.wait().unwrap().code()
    }

    /// Asks it to end, as a terminal or a service manager does.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: i32) {
        send(&self.child, signal);
    }

    /// Stops it, as Ctrl-Z does, until SIGCONT.
    #[cfg(unix)]
    #[expect(unsafe_code, reason = "std does not tell of processes that stop")]
    pub(crate) fn suspend(&self) {
        self.signal(libc::SIGSTOP);
        let pid = i32::try_from(self.child.id()).unwrap();
        let mut status = 0;
        // SAFETY: the status is a plain number that outlives the call, and the child is not waited for yet.
        assert_eq!(
            unsafe { libc::waitpid(pid, &mut status, libc::WUNTRACED) },
            pid
        );
        assert!(libc::WIFSTOPPED(status), "it ended instead");
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
