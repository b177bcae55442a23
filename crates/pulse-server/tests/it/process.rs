//! The program itself: its commands, its signals, and SIGKILL.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use pulse_protocol::Lane;
use pulse_protocol::frame::{ClientBody, ServerBody};
use pulse_protocol::link::ServerLink;
use tempfile::TempDir;

use super::client::{Connection, Person, attach};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pulse-server"))
}

fn init(dir: &Path) {
    let made = program()
        .args(["init", "--host", "127.0.0.1", "--port", "0", "--dir"])
        .arg(dir)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let file = dir.join("pulse.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("127.0.0.1:9857", "127.0.0.1:0");
    let text = text.replace("0.0.0.0:0", "127.0.0.1:0");
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

#[test]
fn init_does_not_replace_a_server() {
    let dir = TempDir::new().unwrap();
    init(dir.path());
    let key = std::fs::read(dir.path().join("key.pem")).unwrap();
    let again = program().args(["init", "--dir"]).arg(dir.path()).output();
    assert!(!again.unwrap().status.success());
    assert_eq!(std::fs::read(dir.path().join("key.pem")).unwrap(), key);
}
