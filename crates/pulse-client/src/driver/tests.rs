//! The driver over a store that fails on command, with the real engine, and where it matters with a real server.

#![expect(
    dead_code,
    reason = "the world is shared with the integration tests, which use more of it"
)]

use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use pulse_engine::{
    ChannelBinding, Command, CommandId, CommandOutput, ContactRow, ContactState, ContentId,
    ConversationId, ConversationRow, Effects, EngineError, Event, Input, MemoryStore, MessageId,
    MessageRow, MessageStatus, Room, RowKind, StoreError, StoreTx,
};
use pulse_protocol::auth::TransportKind;
use pulse_protocol::{
    AccountId, ClientBody, DeviceId, Lane, ServerIdentity, ServerLink, Timestamp,
};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use self::world::{PATIENCE, World, contact_link, conversation_with, next};
use super::{Asked, Driver, Epoch, Outside, Panics, Parts, Queue, TurnStore, start};
use crate::board::Board;
use crate::clock::{self, Moment};
use crate::error::ClientError;
use crate::events::{EventStream, Hub};
use crate::keychain::StoreKey;
use crate::limits::{OPENING_PANICS_MAX, STORE_RETRY_FIRST, TICK_RETRY};
use crate::random::system_rng;
use crate::store::Store;
use crate::supervisor::Supervisor;
use crate::transport::quic::QuicTransport;
use crate::view::View;

#[path = "../../tests/it/world.rs"]
mod world;

const KEY: [u8; 32] = [7; 32];
const HOME: &str = "PULSE_TEST_HOME";
const SERVER: &str = "PULSE_TEST_SERVER";

/// What is wrong with the store at the moment.
#[derive(Default)]
struct Faults {
    /// Commits fail, as on a full disk.
    is_full: bool,
    /// Storing a message with this text brings the engine down.
    poison: Option<&'static str>,
    /// So does everything.
    is_broken: bool,
}

#[derive(Clone, Default)]
struct Switch(Arc<Mutex<Faults>>);

impl Switch {
    fn set(&self, change: impl FnOnce(&mut Faults)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn is_full(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_full
    }

    fn is_broken(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_broken
    }

    fn poison(&self) -> Option<&'static str> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).poison
    }
}

struct InMemory(MemoryStore);

impl TurnStore for InMemory {
    fn turn(
        &mut self,
        work: &mut dyn FnMut(&mut dyn StoreTx) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut tx = self.0.begin();
        work(&mut tx)?;
        tx.commit();
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

struct FaultyStore {
    store: Box<dyn TurnStore>,
    switch: Switch,
}

impl TurnStore for FaultyStore {
    fn turn(
        &mut self,
        work: &mut dyn FnMut(&mut dyn StoreTx) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let switch = &self.switch;
        self.store.turn(&mut |tx| {
            assert!(!switch.is_broken(), "broken");
            let poison = switch.poison();
            work(&mut FaultyTx { tx, poison })?;
            match switch.is_full() {
                true => Err(StoreError::Full.into()),
                false => Ok(()),
            }
        })
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        self.store.close()
    }
}

struct FaultyTx<'a> {
    tx: &'a mut dyn StoreTx,
    poison: Option<&'static str>,
}

type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreTx for FaultyTx<'_> {
    fn get(&mut self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.tx.get(room, key)
    }
    fn put(&mut self, room: Room, key: &[u8], value: &[u8]) -> Result<()> {
        self.tx.put(room, key, value)
    }
    fn delete(&mut self, room: Room, key: &[u8]) -> Result<()> {
        self.tx.delete(room, key)
    }
    fn scan(
        &mut self,
        room: Room,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<pulse_engine::store::Entry>> {
        self.tx.scan(room, prefix, after, limit)
    }
    fn insert_message(&mut self, row: &MessageRow) -> Result<bool> {
        assert!(self.poison != Some(row.text.as_str()), "poison");
        self.tx.insert_message(row)
    }
    fn message(&mut self, id: MessageId) -> Result<Option<MessageRow>> {
        self.tx.message(id)
    }
    fn set_message_status(&mut self, id: MessageId, status: MessageStatus) -> Result<()> {
        self.tx.set_message_status(id, status)
    }
    fn last_sort_at(
        &mut self,
        conversation: ConversationId,
        sender: AccountId,
        sender_device: DeviceId,
    ) -> Result<Option<u64>> {
        self.tx.last_sort_at(conversation, sender, sender_device)
    }
    fn last_message(&mut self, conversation: ConversationId) -> Result<Option<MessageRow>> {
        self.tx.last_message(conversation)
    }
    fn unseen(
        &mut self,
        conversation: ConversationId,
        through: (u64, ContentId),
        limit: usize,
    ) -> Result<Vec<MessageId>> {
        self.tx.unseen(conversation, through, limit)
    }
    fn remove_message(&mut self, id: MessageId, at: Timestamp) -> Result<bool> {
        self.tx.remove_message(id, at)
    }
    fn remove_messages(&mut self, conversation: ConversationId, at: Timestamp) -> Result<()> {
        self.tx.remove_messages(conversation, at)
    }
    fn was_removed(&mut self, id: MessageId) -> Result<bool> {
        self.tx.was_removed(id)
    }
    fn forget_removed(&mut self, before: Timestamp) -> Result<()> {
        self.tx.forget_removed(before)
    }
    fn remove_contact(&mut self, account: AccountId) -> Result<()> {
        self.tx.remove_contact(account)
    }
    fn remove_conversation(&mut self, id: ConversationId) -> Result<()> {
        self.tx.remove_conversation(id)
    }
    fn put_draft(&mut self, conversation: ConversationId, text: &str) -> Result<()> {
        self.tx.put_draft(conversation, text)
    }
    fn draft(&mut self, conversation: ConversationId) -> Result<Option<String>> {
        self.tx.draft(conversation)
    }
    fn put_contact(&mut self, row: &ContactRow) -> Result<()> {
        self.tx.put_contact(row)
    }
    fn contact(&mut self, account: AccountId) -> Result<Option<ContactRow>> {
        self.tx.contact(account)
    }
    fn contacts(&mut self) -> Result<Vec<ContactRow>> {
        self.tx.contacts()
    }
    fn put_conversation(&mut self, row: &ConversationRow) -> Result<()> {
        self.tx.put_conversation(row)
    }
    fn conversation(&mut self, id: ConversationId) -> Result<Option<ConversationRow>> {
        self.tx.conversation(id)
    }
    fn conversations(&mut self) -> Result<Vec<ConversationRow>> {
        self.tx.conversations()
    }
}

/// A driver with its surroundings, and the switch of its store.
struct Shell {
    queue: Arc<Queue>,
    board: Arc<Board>,
    hub: Hub,
    switch: Switch,
    driver: JoinHandle<Result<()>>,
}

fn parts(store: Box<dyn TurnStore>, switch: &Switch, dir: &Path) -> Parts {
    let switch = switch.clone();
    let hub = Hub::new();
    Parts {
        store: Box::new(FaultyStore { store, switch }),
        queue: Arc::new(Queue::new()),
        board: Arc::new(Board::new(hub.clone())),
        hub,
        panics: Panics::new(dir.join("panics")),
    }
}

impl Shell {
    fn start() -> Self {
        // Nothing is written there.
        Self::over(
            Box::new(InMemory(MemoryStore::new())),
            Path::new("/nowhere"),
        )
    }

    fn on_disk(dir: &Path) -> Self {
        let store = Store::open(&dir.join("store.db"), &StoreKey::from_bytes(KEY)).unwrap();
        Self::over(Box::new(store), dir)
    }

    fn over(store: Box<dyn TurnStore>, dir: &Path) -> Self {
        let switch = Switch::default();
        let parts = parts(store, &switch, dir);
        Self {
            queue: Arc::clone(&parts.queue),
            board: Arc::clone(&parts.board),
            hub: parts.hub.clone(),
            switch,
            driver: start(parts).unwrap(),
        }
    }

    fn go_online(&self) -> Supervisor {
        Supervisor::start(
            &(Arc::new(QuicTransport::new()) as _),
            &self.queue,
            &self.board,
            true,
        )
    }

    async fn ask(&self, command: Command) -> oneshot::Receiver<Result<CommandOutput, ClientError>> {
        let (reply, answer) = oneshot::channel();
        let id = CommandId::random(&mut system_rng());
        assert!(self.queue.ask(Asked { id, command, reply }).await.is_ok());
        answer
    }

    async fn command(&self, command: Command) -> Result<CommandOutput, ClientError> {
        timeout(PATIENCE, self.ask(command).await)
            .await
            .unwrap()
            .unwrap()
    }

    async fn store_problem(&self) {
        let mut changes = self.board.watch();
        let problem = changes.wait_for(|standing| standing.store_problem.is_some());
        let _ = timeout(PATIENCE, problem).await.unwrap().unwrap();
    }

    fn end(self) {
        self.queue.close();
        self.driver.join().unwrap().unwrap();
    }
}

fn register(server: ServerLink) -> Command {
    Command::Register {
        server,
        name: "bob".into(),
        invite: None,
    }
}

fn binding() -> ChannelBinding {
    ChannelBinding {
        exporter: [1; 32],
        server: ServerIdentity::from_bytes([2; 32]),
        transport: TransportKind::Quic,
    }
}

async fn next_row(events: &mut EventStream) -> MessageRow {
    next(events, "row", |event| match event {
        Event::MessageAdded { row } if !row.outgoing => Some(row),
        _ => None,
    })
    .await
}

#[tokio::test]
async fn no_frame_leaves_before_its_turn_is_committed() {
    let shell = Shell::start();
    let server: ServerLink = "pulse://127.0.0.1:1".parse().unwrap();
    let _answer = shell.ask(register(server.clone())).await;
    let mut chosen = shell.board.watch_server();
    timeout(PATIENCE, chosen.wait_for(Option::is_some))
        .await
        .unwrap()
        .unwrap();

    shell.switch.set(|faults| faults.is_full = true);
    let (frames, mut sent) = mpsc::channel(16);
    let (lane, epoch) = (Lane::Identified, Epoch(1));
    let connected = Outside::Connected {
        lane,
        epoch,
        binding: binding(),
        frames,
    };
    assert!(shell.queue.bring(connected).await.is_ok());
    shell.store_problem().await;
    assert!(sent.try_recv().is_err(), "a frame left before the commit");

    shell.switch.set(|faults| faults.is_full = false);
    let frame = timeout(PATIENCE, sent.recv()).await.unwrap();
    assert!(matches!(frame.unwrap().body, ClientBody::Hello(_)));
    let mut changes = shell.board.watch();
    let mended = changes.wait_for(|standing| standing.store_problem.is_none());
    assert!(timeout(PATIENCE, mended).await.unwrap().is_ok());
    shell.end();
}

#[test]
fn an_engine_that_fails_at_its_own_work_is_left_in_peace_for_a_while() {
    let switch = Switch::default();
    let store = Box::new(InMemory(MemoryStore::new()));
    let mut driver = Driver::new(parts(store, &switch, Path::new("/nowhere"))).unwrap();
    driver.wake = Some(Moment::at(Timestamp::from_millis(1)));
    assert!(driver.is_due());
    switch.set(|faults| faults.is_broken = true);
    driver.turn(vec![Input::Tick]);
    // It is as due as before, and tried again, but not at once.
    assert!(!driver.is_due());
    let until = driver.wanted(STORE_RETRY_FIRST).until.unwrap();
    assert!(until > Instant::now() + TICK_RETRY / 2);
    assert!(driver.wake.is_some());
}

#[test]
fn a_clock_that_is_set_back_makes_no_wait_longer() {
    const WAIT: Duration = Duration::from_millis(10);
    let switch = Switch::default();
    let store = Box::new(InMemory(MemoryStore::new()));
    let mut driver = Driver::new(parts(store, &switch, Path::new("/nowhere"))).unwrap();
    driver.perform(Effects {
        wake_at: Some(clock::now().plus(WAIT)),
        ..Effects::default()
    });
    clock::set_back(Duration::from_secs(5 * 60 * 60));
    let wanted = driver.wanted(STORE_RETRY_FIRST);
    assert!(wanted.until.unwrap() <= Instant::now() + WAIT);
    driver.queue.take(wanted);
    assert!(driver.is_due());
    // The engine notices by that how late it is, and says anew when it wants to be woken.
    driver.turn(vec![Input::Tick]);
    assert!(!driver.is_due());
}

/// Bob behind a faulty store, introduced to Alice, who is an ordinary client.
async fn introduced(world: &World) -> (Shell, Supervisor, crate::Client, ConversationId) {
    let shell = Shell::start();
    let (supervisor, alice, to_bob) = introduce(world, &shell).await;
    (shell, supervisor, alice, to_bob)
}

async fn introduce(world: &World, shell: &Shell) -> (Supervisor, crate::Client, ConversationId) {
    let alice = world.person("alice").await;
    let supervisor = shell.go_online();
    let registered = shell.command(register(world.link())).await.unwrap();
    let CommandOutput::Registered { account: bob } = registered else {
        panic!("not registered")
    };
    let (mut at_bob, mut at_alice) = (shell.hub.listen(), alice.events());
    let link = pulse_protocol::ContactLink {
        account: bob,
        ..contact_link(&alice)
    };
    alice
        .command(Command::AddContact { link, name: None })
        .await
        .unwrap();
    let to_bob = ConversationId::direct(bob);
    alice.send_text(to_bob, "may I come in?").await.unwrap();
    let request = next_row(&mut at_bob).await;
    shell
        .command(Command::AcceptContact {
            account: request.sender,
        })
        .await
        .unwrap();
    next(&mut at_alice, "acceptance", |event| match event {
        Event::ContactChanged { .. } => {
            let contact = alice.view().contact(bob).unwrap()?;
            (contact.state == ContactState::Accepted).then_some(())
        }
        _ => None,
    })
    .await;
    (supervisor, alice, to_bob)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_and_tells_whoever_asks() {
    let world = World::new().await;
    let (shell, _supervisor, alice, to_bob) = introduced(&world).await;
    let to_alice = conversation_with(&alice);
    let mut at_bob = shell.hub.listen();

    shell.switch.set(|faults| faults.is_full = true);
    for number in 0..3 {
        let id = alice
            .send_text(to_bob, &format!("line {number}"))
            .await
            .unwrap();
        assert_eq!(
            alice.wait_sent(id, PATIENCE).await.unwrap(),
            MessageStatus::Sent
        );
    }
    shell.store_problem().await;
    next(&mut at_bob, "problem", |event| match event {
        Event::StoreProblem { problem } => (problem == StoreError::Full).then_some(()),
        _ => None,
    })
    .await;
    let content = ContentId::from_bytes([7; 16]);
    let send = Command::SendText {
        conversation: to_alice,
        content,
        text: "reply".into(),
    };
    let refused = shell.command(send.clone()).await;
    assert_eq!(refused, Err(ClientError::Store(StoreError::Full)));

    shell.switch.set(|faults| faults.is_full = false);
    for number in 0..3 {
        assert_eq!(next_row(&mut at_bob).await.text, format!("line {number}"));
    }
    let mut at_alice = alice.events();
    assert!(shell.command(send).await.is_ok());
    assert_eq!(next_row(&mut at_alice).await.text, "reply");
    shell.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_asked_again_is_answered_and_not_done_again() {
    let world = World::new().await;
    let (shell, _supervisor, alice, _) = introduced(&world).await;
    let account = conversation_with(&alice).account().unwrap();
    let id = CommandId::random(&mut system_rng());
    // The owner that did it ended before it could say so.
    for _ in 0..2 {
        let (reply, answer) = oneshot::channel();
        let command = Command::RemoveContact { account };
        assert!(shell.queue.ask(Asked { id, command, reply }).await.is_ok());
        let answer = timeout(PATIENCE, answer).await.unwrap().unwrap();
        assert_eq!(answer, Ok(CommandOutput::None));
    }
    // Somebody who wants the same anew is told how it stands.
    let again = shell.command(Command::RemoveContact { account }).await;
    let unknown = pulse_engine::CommandError::UnknownContact;
    assert_eq!(again, Err(ClientError::Command(unknown)));
    shell.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_that_brings_the_engine_down_does_not_jam_the_mailbox() {
    let world = World::new().await;
    let (shell, _supervisor, alice, to_bob) = introduced(&world).await;
    let mut at_bob = shell.hub.listen();
    shell.switch.set(|faults| faults.poison = Some("poison"));
    // One submission each, so that only one of the envelopes is poisoned.
    for text in ["before", "poison", "after"] {
        let id = alice.send_text(to_bob, text).await.unwrap();
        alice.wait_sent(id, PATIENCE).await.unwrap();
    }
    let mut seen = Vec::new();
    while seen.last().is_none_or(|(_, text)| text != "after") {
        let row = next_row(&mut at_bob).await;
        seen.push((row.kind, row.text));
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert_eq!(seen[0], (RowKind::Text, "before".to_owned()));
    assert_eq!(seen[1].0, RowKind::Unreadable);
    shell.end();
}

/// Not a test by itself: a program that a panic ends, with a home in which a poisoned message waits.
#[test]
#[ignore = "a process of the test below, which starts it"]
fn mortal() {
    let (Some(home), Ok(server)) = (std::env::var_os(HOME), std::env::var(SERVER)) else {
        return;
    };
    // What `panic = "abort"` does.
    std::panic::set_hook(Box::new(|_| process::abort()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let shell = Shell::on_disk(&PathBuf::from(home));
        shell.switch.set(|faults| faults.poison = Some("poison"));
        let mut at_bob = shell.hub.listen();
        let _supervisor = shell.go_online();
        shell.board.connect_to(server.parse().unwrap());
        // At the end of the mailbox somebody is told.
        next(&mut at_bob, "notice", |event| {
            matches!(event, Event::Notice(_)).then_some(())
        })
        .await;
        shell.end();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_that_ends_the_program_does_not_end_every_one_after_it() {
    let world = World::new().await;
    let home = world.home("bob");
    std::fs::create_dir(&home).unwrap();
    let shell = Shell::on_disk(&home);
    let (supervisor, alice, to_bob) = introduce(&world, &shell).await;
    supervisor.stop();
    shell.end();
    for text in ["before", "poison", "after"] {
        let id = alice.send_text(to_bob, text).await.unwrap();
        alice.wait_sent(id, PATIENCE).await.unwrap();
    }
    let mut deaths = 0;
    loop {
        let mut mortal = process::Command::new(std::env::current_exe().unwrap());
        mortal.args(["--exact", "driver::tests::mortal", "--ignored"]);
        mortal
            .env(HOME, &home)
            .env(SERVER, world.link().to_string());
        let ended = tokio::task::spawn_blocking(move || mortal.output().unwrap());
        if ended.await.unwrap().status.success() {
            break;
        }
        deaths += 1;
        assert!(deaths <= OPENING_PANICS_MAX, "it ends again and again");
    }
    assert_eq!(deaths, OPENING_PANICS_MAX);
    let key = StoreKey::from_bytes(KEY);
    let view = View::open(&home.join("store.db"), &key).unwrap();
    let rows = view.history(conversation_with(&alice), 10, None).unwrap();
    let texts: Vec<_> = rows.into_iter().map(|row| row.text).collect();
    assert_eq!(texts, ["may I come in?", "before", "after"]);
    assert!(!home.join("panics").exists());
}
