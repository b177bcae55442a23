//! The program itself: its commands, its signals, and SIGKILL.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use pulse_protocol::frame::{ClientBody, ServerBody};
use pulse_protocol::link::ServerLink;
use pulse_protocol::{Lane, RefusalCode};
use tempfile::TempDir;

use super::client::{Connection, Person, attach};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pulse-server"))
}

fn init(dir: &Path) {
    let made = program()
        .args(["init", "--host", "127.0.0.1", "--dir"])
        .arg(dir)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let file = dir.join("pulse.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("127.0.0.1:9857", "127.0.0.1:0");
    let text = text.replace("0.0.0.0:7857", "127.0.0.1:0");
    std::fs::write(file, text + "\n[limits]\nregistration_difficulty = 1\n").unwrap();
}

/// A server process that is killed at the end.
struct Process {
    child: Child,
    link: ServerLink,
}

impl Process {
    fn serve(dir: &Path) -> Self {
        let mut child = program()
            .args(["serve", "--dir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("link ").map(str::to_owned));
        let link = link.expect("the server says its link").parse().unwrap();
        Self { child, link }
    }

    async fn connect(&self, lane: Lane) -> Connection {
        let to = format!("{}:{}", self.link.host, self.link.port)
            .parse()
            .unwrap();
        let server = self.link.fingerprint.unwrap();
        let mut connection = Connection::dial(to, server).await.unwrap();
        connection.hello(lane).await;
        connection
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

#[tokio::test]
async fn what_was_accepted_survives_sigkill() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let mut bob = Person::new(1);
    let mut accepted = 0_u8;
    {
        let server = Process::serve(dir.path());
        let mut device = server.connect(Lane::Identified).await;
        bob.register(&mut device).await;
        let mut anyone = server.connect(Lane::Anonymous).await;
        for id in 1..=200 {
            anyone
                .tell(ClientBody::Submit(bob.envelope(id, b"kept")))
                .await;
        }
        // Killed in the middle: some are accepted, some are not.
        while accepted < 50 {
            let answer = anyone.next().await.unwrap().body;
            assert!(matches!(answer, ServerBody::Accepted(_)));
            accepted += 1;
        }
    }
    let server = Process::serve(dir.path());
    let mut device = server.connect(Lane::Identified).await;
    bob.authenticate(&mut device).await;
    let attached = attach(&mut device, None).await;
    assert!(attached.last_seq.get() >= u64::from(accepted));
    // The client does not know which: it sends all again, and each is there once.
    let mut anyone = server.connect(Lane::Anonymous).await;
    for id in 1..=200 {
        let sent = anyone
            .ask(ClientBody::Submit(bob.envelope(id, b"kept")))
            .await;
        assert!(sent.is_ok());
    }
    for seq in 1..=200 {
        let deliver = device.delivery().await;
        assert_eq!(deliver.seq.get(), seq);
        assert_eq!(
            deliver.id.as_bytes(),
            &[seq as u8; 16],
            "each once and in order"
        );
    }
}

#[tokio::test]
async fn a_killed_server_says_so_when_it_is_back() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let first = Process::serve(dir.path());
    let mut connection = first.connect(Lane::Anonymous).await;
    let file = dir.path().join("pulse.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let same_port = format!("127.0.0.1:{}", first.link.port);
    // The first is the port it listens on; the metrics may move.
    std::fs::write(&file, text.replacen("127.0.0.1:0", &same_port, 1)).unwrap();
    drop(first);
    let _second = Process::serve(dir.path());
    // The next packet is answered with a reset, long before the connection would be found idle.
    connection.tell(ClientBody::CountPrekeys).await;
    let end = connection.quic.closed().await;
    assert_eq!(end, quinn::ConnectionError::Reset);
}

/// A hook that reloads the server for its new certificate may come right after the boot. Whoever is ended by a SIGHUP has ended well for
/// systemd, and is not started again.
#[cfg(unix)]
#[test]
fn a_reload_that_comes_while_the_store_opens_is_done_afterwards() {
    use std::io::Write as _;
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let entries = std::fs::read_dir(dir.path().join("store")).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap().path());
    let is_journal = |path: &PathBuf| path.extension().is_some_and(|end| end == "jnl");
    let journal = paths.find(is_journal).unwrap();
    let bytes = std::fs::read(&journal).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    // The server reads its journal for as long as this test lets it.
    let aside = dir.path().join("journal");
    std::fs::rename(&journal, &aside).unwrap();
    let made = Command::new("mkfifo").arg(&journal).status().unwrap();
    assert!(made.success());
    let mut child = program()
        .args(["serve", "--dir"])
        .arg(dir.path())
        .env_remove("PULSE_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = File::options().write(true).open(&journal).unwrap();
    std::fs::rename(&aside, &journal).unwrap();
    let tell = |signal: &str, child: &Child| {
        let id = child.id().to_string();
        let told = Command::new("kill").args([signal, &id]).status();
        assert!(told.unwrap().success());
    };
    tell("-HUP", &child);
    let opened = pipe.write_all(&bytes[..end]);
    drop(pipe);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let listens = lines.any(|line| line.unwrap().starts_with("listening on "));
    assert!(listens, "{opened:?}, then {:?}", child.wait());
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(log.any(|line| line.unwrap().contains("certificate was read again")));
    tell("-TERM", &child);
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_a_servers_directory() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    let server = dir.path().join("server");
    std::fs::create_dir(&server).unwrap();
    std::fs::set_permissions(&server, std::fs::Permissions::from_mode(0o755)).unwrap();
    init(&server);
    let mode = server.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

/// What is in somebody's folder stays as readable as it was; what a server keeps there is private by itself.
#[cfg(unix)]
#[test]
fn init_leaves_a_directory_with_other_things_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("letter.txt"), "mine").unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    init(dir.path());
    let mode = |name: &str| {
        let found = dir.path().join(name).metadata().unwrap();
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(""), 0o755);
    assert_eq!(mode("store"), 0o700);
    for secret in ["key.pem", "server.secret"] {
        assert_eq!(mode(secret), 0o600);
    }
}

#[test]
fn init_makes_no_link_that_cannot_be_used() {
    let dir = TempDir::new().unwrap();
    let place = dir.path().join("server");
    for arguments in [
        ["--host", "chat.example.org:7857"],
        ["--host", "[::1]"],
        ["--host", "pulse://chat.example.org/"],
        ["--port", "0"],
    ] {
        let refused = program()
            .arg("init")
            .args(arguments)
            .arg("--dir")
            .arg(&place)
            .output();
        let refused = refused.unwrap();
        assert!(matches!(refused.status.code(), Some(2 | 78)), "{refused:?}");
        assert!(!place.exists(), "nothing was made");
    }
    let made = program()
        .args(["init", "--host", "::1", "--dir"])
        .arg(&place)
        .output();
    let made = String::from_utf8(made.unwrap().stdout).unwrap();
    let key = place.join("key.pem").display().to_string();
    assert!(made.contains(&format!("keep a copy of {key}")), "{made}");
    let link: ServerLink = made.trim().rsplit(' ').next().unwrap().parse().unwrap();
    assert_eq!(link.host, "::1");
}

/// The database panics over this, and once more as it is dropped in the panic.
#[test]
fn a_store_that_the_database_stumbles_over_is_damaged() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let store = dir.path().join("store");
    // Nothing is left to see beforehand that something is wrong.
    std::fs::remove_file(store.join("durable")).unwrap();
    for entry in std::fs::read_dir(&store).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "jnl") {
            std::fs::write(path, "").unwrap();
        }
    }
    std::fs::create_dir(store.join("keyspaces/x")).unwrap();
    let output = program().args(["check", "--dir"]).arg(dir.path()).output();
    let output = output.unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(73), "{text}");
    assert!(
        text.contains("damaged") && !text.contains("panicked"),
        "{text}"
    );
}

#[test]
fn check_says_what_is_wrong() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let check = || {
        let output = program().args(["check", "--dir"]).arg(dir.path()).output();
        let output = output.unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), text)
    };
    assert_eq!(check().0, Some(0));
    let _server = Process::serve(dir.path());
    let (code, text) = check();
    assert_eq!(code, Some(73));
    assert!(text.contains("in use"), "{text}");
    std::fs::write(dir.path().join("key.pem"), "no key").unwrap();
    let (code, text) = check();
    assert_eq!(code, Some(66));
    assert!(text.contains("key.pem"), "{text}");
}

/// What a server says of itself on standard error while it starts: up to a line with `end`.
fn log_of_a_start(dir: &Path, end: &str) -> String {
    let mut child = program()
        .args(["serve", "--dir"])
        .arg(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = String::new();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    while !log.contains(end) {
        match lines.next() {
            Some(line) => log += &(line.unwrap() + "\n"),
            None => break,
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    log
}

/// More than any disk has.
const ALL_SPACE: u64 = 1 << 60;

fn reserve(dir: &Path, bytes: u64) {
    let file = dir.join("pulse.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (text, _) = text.split_once("[limits]").unwrap_or((&text, ""));
    std::fs::write(file, format!("{text}\n[limits]\nreserve_bytes = {bytes}\n")).unwrap();
}

#[test]
fn a_disk_that_is_too_full_is_told_at_the_start_and_by_check() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    reserve(dir.path(), ALL_SPACE);
    let log = log_of_a_start(dir.path(), "reserve_bytes");
    assert!(log.contains("no message is accepted"), "{log}");
    assert!(log.contains("Make room"), "{log}");
    let output = program().args(["check", "--dir"]).arg(dir.path()).output();
    let output = output.unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(74), "{text}");
    assert!(
        text.contains("reserve_bytes") && text.contains("MiB free"),
        "{text}"
    );
    reserve(dir.path(), 0);
    let output = program().args(["check", "--dir"]).arg(dir.path()).output();
    assert_eq!(output.unwrap().status.code(), Some(0));
}

/// However full it is, what waits can be read; nothing new is taken, and nothing is lost.
#[tokio::test]
async fn a_full_disk_gives_out_what_waits() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let mut bob = Person::new(1);
    {
        let server = Process::serve(dir.path());
        let mut device = server.connect(Lane::Identified).await;
        bob.register(&mut device).await;
        let mut anyone = server.connect(Lane::Anonymous).await;
        let sent = anyone
            .ask(ClientBody::Submit(bob.envelope(1, b"waits")))
            .await;
        assert!(sent.is_ok());
    }
    reserve(dir.path(), ALL_SPACE);
    {
        let server = Process::serve(dir.path());
        let mut device = server.connect(Lane::Identified).await;
        bob.authenticate(&mut device).await;
        attach(&mut device, None).await;
        assert_eq!(&device.delivery().await.sealed[..], b"waits");
        let mut anyone = server.connect(Lane::Anonymous).await;
        let refused = anyone
            .ask(ClientBody::Submit(bob.envelope(2, b"later")))
            .await;
        assert_eq!(refused.unwrap_err().code, RefusalCode::StoreUnavailable);
    }
    reserve(dir.path(), 0);
    let server = Process::serve(dir.path());
    let mut anyone = server.connect(Lane::Anonymous).await;
    let sent = anyone
        .ask(ClientBody::Submit(bob.envelope(2, b"later")))
        .await;
    assert!(sent.is_ok());
    let mut device = server.connect(Lane::Identified).await;
    bob.authenticate(&mut device).await;
    attach(&mut device, None).await;
    assert_eq!(&device.delivery().await.sealed[..], b"waits");
    assert_eq!(&device.delivery().await.sealed[..], b"later");
}

/// Somebody else on the machine could be this server; and a link to "localhost" leads everybody to their own machine.
#[test]
fn a_key_that_all_can_read_and_a_link_to_nowhere_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let check = || {
        let output = program().args(["check", "--dir"]).arg(dir.path()).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!check().contains("caution"), "{}", check());
    for secret in ["key.pem", "server.secret"] {
        let path = dir.path().join(secret);
        let set = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        set(0o640).unwrap();
        assert!(
            !check().contains("caution"),
            "a group is somebody's decision"
        );
        set(0o644).unwrap();
        let text = check();
        assert!(
            text.contains(secret) && text.contains("chmod o-rwx"),
            "{text}"
        );
        let log = log_of_a_start(dir.path(), "chmod");
        assert!(log.contains(secret), "{log}");
        set(0o600).unwrap();
    }
    std::fs::write(dir.path().join("pulse.toml"), "").unwrap();
    let text = check();
    assert!(text.contains("public_host"), "{text}");
}

/// A key whose file is damaged is not shown in what is told of it.
#[test]
fn a_damaged_key_is_told_without_a_line_of_it() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let key = dir.path().join("key.pem");
    let pem = std::fs::read_to_string(&key).unwrap();
    let secret = pem.lines().nth(1).unwrap().to_owned();
    let check = |text: &str| {
        std::fs::write(&key, text).unwrap();
        let output = program().args(["check", "--dir"]).arg(dir.path()).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(66));
        String::from_utf8(output.stderr).unwrap()
    };
    let joined = pem.replacen("-----\n", "", 1);
    for damaged in [&pem[..pem.len() / 2], &joined, &pem.replace('M', "!")] {
        let told = check(damaged);
        assert!(told.contains("key.pem is not whole"), "{told}");
        assert!(!told.contains(&secret), "{told}");
        let bytes: Vec<u8> = secret.bytes().collect();
        assert!(!told.contains(&format!("{bytes:?}")[1..40]), "{told}");
    }
    let other = TempDir::new().unwrap();
    init(other.path());
    let told = check(&std::fs::read_to_string(other.path().join("key.pem")).unwrap());
    assert!(told.contains("another certificate"), "{told}");
    assert!(check("").contains("holds no key"));
}

#[test]
fn check_tells_a_damaged_store_from_a_half_written_one() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let run = |command: &str| {
        let output = program().args([command, "--dir"]).arg(dir.path()).output();
        let output = output.unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), text)
    };
    assert_eq!(run("check").0, Some(0), "a new store is one");
    let store = dir.path().join("store");
    let version = std::fs::read(store.join("version")).unwrap();

    // A copy that stopped after its first bytes.
    for bytes in [&b""[..], &version[..version.len() / 2], b"????"] {
        std::fs::write(store.join("version"), bytes).unwrap();
        for command in ["check", "serve", "restore"] {
            let (code, text) = run(command);
            assert_eq!(code, Some(73), "{command}: {text}");
            assert!(text.contains("damaged"), "{text}");
            assert!(text.contains("keep a copy, and restore a backup"), "{text}");
        }
    }
    std::fs::write(store.join("version"), version).unwrap();
    assert_eq!(run("check").0, Some(0));
}

/// What a server of next year would leave.
fn write_newer_schema(store: &Path) {
    let database = fjall::Database::builder(store).open().unwrap();
    let schema = database.keyspace("schema", Default::default).unwrap();
    let groups = schema.get("groups").unwrap().unwrap();
    let groups = u64::from_be_bytes((*groups).try_into().unwrap());
    let mut batch = database.batch();
    batch.insert(&schema, "version", u32::MAX.to_be_bytes());
    batch.insert(&schema, "groups", (groups + 1).to_be_bytes());
    batch.commit().unwrap();
    database.persist(fjall::PersistMode::SyncAll).unwrap();
}

#[test]
fn commands_end_with_the_codes_that_are_promised() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let code = |arguments: &[&str], dir: &Path| {
        let output = program().args(arguments).arg("--dir").arg(dir).output();
        let output = output.unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), text)
    };
    assert_eq!(code(&["dance"], dir.path()).0, Some(2));
    assert_eq!(code(&["init"], dir.path()).0, Some(65));
    let first = Process::serve(dir.path());
    let other = TempDir::new().unwrap();
    init(other.path());
    let file = other.path().join("pulse.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let taken = format!("127.0.0.1:{}", first.link.port);
    std::fs::write(&file, text.replacen("127.0.0.1:0", &taken, 1)).unwrap();
    let (port_taken, text) = code(&["serve"], other.path());
    assert_eq!(port_taken, Some(69), "{text}");
    assert!(text.contains(&first.link.port.to_string()), "{text}");
    let (in_use, text) = code(&["restore"], dir.path());
    assert_eq!(in_use, Some(73), "{text}");
    drop(first);

    assert_eq!(code(&["restore"], dir.path()).0, Some(0));
    assert_eq!(
        code(&["check"], dir.path()).0,
        Some(0),
        "a restored store is sound"
    );
    write_newer_schema(&dir.path().join("store"));
    for command in ["check", "serve", "restore"] {
        let (newer, text) = code(&[command], dir.path());
        assert_eq!(newer, Some(78), "{text}");
        assert!(text.contains("newer server"), "{text}");
    }
    let store = dir.path().join("store");
    std::fs::remove_dir_all(&store).unwrap();
    let (no_store, text) = code(&["restore"], dir.path());
    assert_eq!(no_store, Some(65), "{text}");
    assert!(text.contains("put the whole copy"), "{text}");
    // The mount point of a disk that is not mounted.
    std::fs::create_dir(&store).unwrap();
    for command in ["check", "serve"] {
        let (no_store, text) = code(&[command], dir.path());
        assert_eq!(no_store, Some(73), "{text}");
        assert!(text.contains("mounted"), "{text}");
        assert_eq!(std::fs::read_dir(&store).unwrap().count(), 0);
    }
    std::fs::remove_dir_all(&store).unwrap();
    assert_eq!(code(&["init", "--force"], dir.path()).0, Some(0));

    for file in ["server.secret", "key.pem", "certificate.pem"] {
        let path = dir.path().join(file);
        let held = std::fs::read(&path).unwrap();
        std::fs::write(&path, "none").unwrap();
        for command in ["check", "serve", "restore"] {
            let (unusable, text) = code(&[command], dir.path());
            assert_eq!(unusable, Some(66), "{command} without {file}: {text}");
        }
        std::fs::write(&path, held).unwrap();
    }
    std::fs::write(dir.path().join("pulse.toml"), "listen = 7").unwrap();
    assert_eq!(code(&["serve"], dir.path()).0, Some(78));
}

#[cfg(unix)]
#[test]
fn a_log_in_a_file_has_no_colour() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let file = dir.path().join("log");
    let mut child = program()
        .args(["serve", "--dir"])
        .arg(dir.path())
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .env_remove("PULSE_LOG")
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&file).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let is_link = |line: &std::io::Result<String>| line.as_ref().unwrap().starts_with("link ");
    assert!(lines.any(|line| is_link(&line)));
    let id = child.id().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(told.success() && child.wait().unwrap().success());
    let log = std::fs::read_to_string(file).unwrap();
    assert!(log.contains("INFO") && log.contains("stopping"), "{log}");
    assert!(!log.contains('\u{1b}'), "{log}");
}

#[test]
fn init_does_not_replace_a_server() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let key = std::fs::read(dir.path().join("key.pem")).unwrap();
    let again = program().args(["init", "--dir"]).arg(dir.path()).output();
    assert!(!again.unwrap().status.success());
    assert_eq!(std::fs::read(dir.path().join("key.pem")).unwrap(), key);
}
