//! Several processes in one home: one owns it, the others are its guests, and nothing is lost when the owner ends.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use pulse_client::{
    Client, ClientError, ConversationId, CurrentRole, Event, Home, HomeOptions, MessageStatus,
    Notice, OpenError, Role,
};
use tokio::time::timeout;

use super::world::{
    PATIENCE, World, conversation_with, introduce, next, next_text, options, texts,
};

const HOME: &str = "PULSE_TEST_HOME";

/// Not a test by itself: a process that opens a home and does what its standard input says, one line after the other.
#[test]
#[ignore = "a process of the tests of this file, which start it"]
fn resident() {
    let Some(home) = std::env::var_os(HOME).map(PathBuf::from) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = runtime.block_on(Home::open(options(home))).unwrap();
    report(format_args!("open {:?}", client.role()));
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        match line.split_once(' ') {
            Some(("send", rest)) => {
                let (to, text) = rest.split_once(' ').unwrap();
                let to = ConversationId::direct(to.parse().unwrap());
                let id = runtime.block_on(client.send_text(to, text)).unwrap();
                let status = runtime.block_on(client.wait_sent(id, PATIENCE)).unwrap();
                assert!(status != MessageStatus::Pending);
                report(format_args!("sent {id}"));
            }
            _ => break,
        }
    }
    runtime.block_on(client.shutdown()).unwrap();
    report(format_args!("closed"));
}

fn report(line: std::fmt::Arguments<'_>) {
    // On a line of its own, whatever the test harness wrote before.
    let mut out = std::io::stdout();
    writeln!(out, "\n>{line}").unwrap();
    out.flush().unwrap();
}

/// Such a process.
struct Resident {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Resident {
    fn start(home: PathBuf) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "it::guests::resident",
                "--ignored",
                "--nocapture",
            ])
            .env(HOME, home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            input,
            output,
        }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// The next report that begins like this; its rest.
    fn hear(&mut self, beginning: &str) -> String {
        loop {
            let line = self.output.next().expect("the process ended").unwrap();
            if let Some(rest) = line
                .strip_prefix('>')
                .and_then(|line| line.strip_prefix(beginning))
            {
                return rest.trim().to_owned();
            }
        }
    }

    #[cfg(unix)]
    #[expect(unsafe_code, reason = "std sends SIGKILL only")]
    fn signal(&self, signal: i32) {
        let pid = i32::try_from(self.child.id()).unwrap();
        // SAFETY: kill takes plain numbers, and the child is not waited for yet.
        assert_eq!(unsafe { libc::kill(pid, signal) }, 0);
    }

    /// Stops it, as Ctrl-Z does, until SIGCONT.
    #[cfg(unix)]
    #[expect(unsafe_code, reason = "std does not tell of processes that stop")]
    fn suspend(&self) {
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

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn close(mut self) {
        self.say("close");
        self.hear("closed");
        assert!(self.child.wait().unwrap().success());
    }
}

async fn wait_for_role(client: &Client, role: CurrentRole) {
    let mut events = client.events();
    while client.role() != role {
        // A guest that becomes the owner says Resync.
        next(&mut events, "resync", |event| {
            matches!(event, Event::Resync).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_works_through_the_owner_and_takes_over_when_it_is_killed() {
    let world = World::new().await;
    let bob = world.person("bob").await;
    let alice = world.person("alice").await;
    introduce(&alice, &bob).await;
    let (to_alice, to_bob) = (conversation_with(&alice), conversation_with(&bob));
    alice.shutdown().await.unwrap();

    let mut owner = Resident::start(world.home("alice"));
    assert_eq!(owner.hear("open"), "Owner");
    let guest = Home::open(world.options("alice")).await.unwrap();
    assert_eq!(guest.role(), CurrentRole::Guest);
    let status = guest.status().await.unwrap();
    assert_eq!(status.role, CurrentRole::Guest);
    assert_eq!(status.account.unwrap().name, "alice");

    // Through the owner, with its events.
    let (mut at_guest, mut at_bob) = (guest.events(), bob.events());
    let first = guest.send_text(to_bob, "through the owner").await.unwrap();
    assert!(guest.wait_sent(first, PATIENCE).await.unwrap() != MessageStatus::Pending);
    assert_eq!(next_text(&mut at_bob).await.id, first);
    let reply = bob.send_text(to_alice, "heard you").await.unwrap();
    assert_eq!(next_text(&mut at_guest).await.id, reply);
    assert_eq!(
        guest.view().message(reply).unwrap().unwrap().text,
        "heard you"
    );

    owner.kill();
    let second = timeout(PATIENCE, guest.send_text(to_bob, "on my own"))
        .await
        .unwrap()
        .unwrap();
    wait_for_role(&guest, CurrentRole::Owner).await;
    assert_eq!(next_text(&mut at_bob).await.id, second);
    let said = [
        "may I come in?",
        "through the owner",
        "heard you",
        "on my own",
    ];
    assert_eq!(texts(&bob, to_alice), said);
    assert_eq!(texts(&guest, to_bob), said);
    guest.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_cannot_take_over_yet_says_so_and_goes_on_trying() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut owner = Resident::start(home.clone());
    assert_eq!(owner.hear("open"), "Owner");
    let guest = Home::open(options(home.clone())).await.unwrap();
    let mut events = guest.events();
    // Nobody can listen there until it is gone.
    let socket = home.join("owner");
    std::fs::remove_file(&socket).unwrap();
    std::fs::create_dir(&socket).unwrap();
    owner.kill();
    next(&mut events, "notice", |event| {
        matches!(event, Event::Notice { .. }).then_some(())
    })
    .await;
    std::fs::remove_dir(&socket).unwrap();
    wait_for_role(&guest, CurrentRole::Owner).await;
    assert!(guest.status().await.is_ok());
    assert_eq!(guest.lost(), None);
    guest.shutdown().await.unwrap();
    let end = async { while events.next().await.is_some() {} };
    timeout(PATIENCE, end).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_that_leaves_politely_hands_over() {
    let world = World::new().await;
    let bob = world.person("bob").await;
    let alice = world.person("alice").await;
    introduce(&alice, &bob).await;
    let to_bob = conversation_with(&bob);

    // The parent owns, the child is its guest, then the owner.
    let mut guest = Resident::start(world.home("alice"));
    assert_eq!(guest.hear("open"), "Guest");
    let mut at_bob = bob.events();
    alice.shutdown().await.unwrap();
    guest.say(&format!("send {to_bob} after the hand-over"));
    guest.hear("sent");
    assert_eq!(next_text(&mut at_bob).await.text, "after the hand-over");

    // And back again.
    let back = Home::open(world.options("alice")).await.unwrap();
    assert_eq!(back.role(), CurrentRole::Guest);
    guest.close();
    wait_for_role(&back, CurrentRole::Owner).await;
    back.shutdown().await.unwrap();
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_does_not_wait_for_a_guest_that_is_suspended() {
    let world = World::new().await;
    let bob = world.person("bob").await;
    let alice = world.person("alice").await;
    introduce(&alice, &bob).await;
    let to_bob = conversation_with(&bob);
    let mut guest = Resident::start(world.home("alice"));
    assert_eq!(guest.hear("open"), "Guest");
    guest.signal(libc::SIGSTOP);
    // More than a socket holds.
    let text = "x".repeat(pulse_client::limits::TEXT_BYTES_MAX);
    for _ in 0..60 {
        alice.send_text(to_bob, &text).await.unwrap();
    }
    timeout(PATIENCE, alice.shutdown()).await.unwrap().unwrap();

    // It finds its way back when it goes on.
    guest.signal(libc::SIGCONT);
    guest.say(&format!("send {to_bob} what did I miss?"));
    guest.hear("sent");
    guest.close();
}

/// Without the network, where all that a client waits for is the owner of the home.
fn alone(home: PathBuf) -> HomeOptions {
    HomeOptions {
        connect: false,
        ..options(home)
    }
}

/// More than a silent owner is waited for altogether.
const LONG: Duration = Duration::from_secs(600);

#[cfg(unix)]
#[tokio::test]
async fn a_guest_whose_owner_is_suspended_hears_so_and_goes_on_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut owner = Resident::start(home.clone());
    assert_eq!(owner.hear("open"), "Owner");
    let guest = Home::open(alone(home)).await.unwrap();
    assert_eq!(guest.role(), CurrentRole::Guest);
    assert!(guest.status().await.is_ok());
    let mut events = guest.events();
    owner.suspend();
    // The waits are for nobody else than the owner, so they may pass at once.
    tokio::time::pause();
    for _ in 0..2 {
        let asked = timeout(LONG, guest.status()).await.unwrap();
        let Err(ClientError::Lost { what }) = asked else {
            panic!("answered: {asked:?}");
        };
        assert!(
            what.contains("Ctrl-Z") && what.contains("close it"),
            "{what}"
        );
    }
    next(&mut events, "notice", |event| match event {
        Event::Notice(Notice::NoWayBack { why }) => why.contains("Ctrl-Z").then_some(()),
        _ => None,
    })
    .await;
    tokio::time::resume();
    assert_eq!(guest.lost(), None);

    owner.signal(libc::SIGCONT);
    next(&mut events, "resync", |event| {
        matches!(event, Event::Resync).then_some(())
    })
    .await;
    assert_eq!(guest.status().await.unwrap().role, CurrentRole::Guest);
    guest.shutdown().await.unwrap();
    owner.close();
}

#[cfg(unix)]
#[tokio::test]
async fn a_guest_whose_owner_stays_suspended_ends_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut owner = Resident::start(home.clone());
    assert_eq!(owner.hear("open"), "Owner");
    let guest = Home::open(alone(home)).await.unwrap();
    let mut events = guest.events();
    owner.suspend();
    tokio::time::pause();
    let end = async { while events.next().await.is_some() {} };
    timeout(LONG, end).await.unwrap();
    let Some(ClientError::Lost { what }) = guest.lost() else {
        panic!("{:?}", guest.lost());
    };
    assert!(
        what.contains("Ctrl-Z") && what.contains("close it"),
        "{what}"
    );
    owner.kill();
}

#[tokio::test]
async fn an_owner_that_has_nothing_to_tell_is_not_taken_for_a_suspended_one() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let owner = Home::open(alone(home.clone())).await.unwrap();
    let guest = Home::open(alone(home)).await.unwrap();
    assert_eq!(guest.role(), CurrentRole::Guest);
    let mut events = guest.events();
    tokio::time::pause();
    let changed = async {
        loop {
            match events.next().await {
                Some(Event::Resync | Event::Notice(_)) | None => return,
                Some(_) => {}
            }
        }
    };
    let changed = timeout(LONG, changed).await;
    assert!(changed.is_err(), "the guest left its owner");
    tokio::time::resume();
    assert!(guest.status().await.is_ok());
    guest.shutdown().await.unwrap();
    owner.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_processes_send_from_one_home_and_each_message_arrives_once() {
    const PROCESSES: usize = 8;
    const EACH: usize = 4;
    let world = World::new().await;
    let bob = world.person("bob").await;
    let alice = world.person("alice").await;
    introduce(&alice, &bob).await;
    let (to_alice, to_bob) = (conversation_with(&alice), conversation_with(&bob));
    // Nobody stays: whoever comes first owns the home, and hands over when it is done.
    alice.shutdown().await.unwrap();

    let mut at_bob = bob.events();
    let senders: Vec<_> = (0..PROCESSES)
        .map(|process| {
            let home = world.home("alice");
            std::thread::spawn(move || {
                let mut resident = Resident::start(home);
                for number in 0..EACH {
                    resident.say(&format!("send {to_bob} {process}.{number}"));
                    resident.hear("sent");
                }
                resident.close();
            })
        })
        .collect();
    let mut arrived = BTreeSet::new();
    while arrived.len() < PROCESSES * EACH {
        assert!(
            arrived.insert(next_text(&mut at_bob).await.text),
            "a message came twice"
        );
    }
    for sender in senders {
        tokio::task::spawn_blocking(move || sender.join().unwrap())
            .await
            .unwrap();
    }
    // Once, and in each sender's order.
    let said = texts(&bob, to_alice);
    assert_eq!(said.len(), 1 + PROCESSES * EACH);
    for process in 0..PROCESSES {
        let prefix = format!("{process}.");
        let own: Vec<_> = said
            .iter()
            .filter(|text| text.starts_with(&prefix))
            .collect();
        let expected: Vec<_> = (0..EACH)
            .map(|number| format!("{process}.{number}"))
            .collect();
        assert_eq!(own, expected.iter().collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_must_own_the_home_is_told_that_it_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = options(dir.path().join("home"));
    first.connect = false;
    let owner = Home::open(first.clone()).await.unwrap();
    let second = pulse_client::HomeOptions {
        role: Role::Owner,
        ..first.clone()
    };
    assert!(matches!(
        Home::open(second.clone()).await,
        Err(OpenError::Locked { .. })
    ));
    // The same process can be owner and guest, too.
    let guest = Home::open(first).await.unwrap();
    assert_eq!(guest.role(), CurrentRole::Guest);
    guest.shutdown().await.unwrap();
    owner.shutdown().await.unwrap();
    Home::open(second).await.unwrap().shutdown().await.unwrap();
}
