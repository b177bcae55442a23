//! The client over pipes in memory, with the test in the server's place.

use std::sync::Arc;
use std::time::SystemTime;

use async_trait::async_trait;
use bytes::Bytes;
use pulse_client::transport::memory::{Accepted, MemoryListener, memory};
use pulse_client::transport::{ConnectError, Connection, Transport};
use pulse_client::{Client, ClientError, Command, CommandError, ConversationId, Home};
use pulse_protocol::frame::{RegistrationTerms, Welcome};
use pulse_protocol::{
    ClientBody, ClientFrame, Lane, Refusal, RefusalCode, RegistrationPolicy, ServerBody,
    ServerFrame, ServerLink, Timestamp, codec,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::world::{PATIENCE, options};

fn link() -> ServerLink {
    "pulse://example.test".parse().unwrap()
}

async fn open() -> (tempfile::TempDir, Client, MemoryListener) {
    let dir = tempfile::tempdir().unwrap();
    let (transport, listener) = memory();
    let home = options(dir.path().join("home"));
    let client = Home::open_with(home, Arc::new(transport)).await.unwrap();
    (dir, client, listener)
}

fn registering(client: &Client) -> JoinHandle<Result<pulse_protocol::AccountId, ClientError>> {
    let client = client.clone();
    tokio::spawn(async move { client.register(link(), "alice", None).await })
}

/// The next connection of the identified lane; those of the other are dropped.
async fn identified(listener: &mut MemoryListener) -> Accepted {
    loop {
        let accepted = timeout(PATIENCE, listener.accept()).await.unwrap().unwrap();
        if accepted.lane == Lane::Identified {
            return accepted;
        }
    }
}

async fn read(accepted: &mut Accepted) -> ClientFrame {
    let length = timeout(PATIENCE, accepted.stream.read_u32())
        .await
        .unwrap()
        .unwrap();
    let mut frame = vec![0; length as usize];
    accepted.stream.read_exact(&mut frame).await.unwrap();
    codec::decode_client(Bytes::from(frame)).unwrap()
}

async fn reply(accepted: &mut Accepted, request: u64, body: ServerBody) {
    let mut bytes = Vec::new();
    codec::encode_server(&ServerFrame { request, body }, &mut bytes);
    accepted.stream.write_all(&bytes).await.unwrap();
}

async fn welcome(accepted: &mut Accepted) {
    let hello = read(accepted).await;
    assert!(matches!(&hello.body, ClientBody::Hello(hello) if hello.lane == Lane::Identified));
    let welcome = Welcome {
        version: pulse_protocol::VERSION,
        stamp_difficulty: 8,
        server_time: Timestamp::from_millis(1),
        policy: RegistrationPolicy::Closed,
    };
    reply(accepted, hello.request, ServerBody::Welcome(welcome)).await;
}

#[tokio::test]
async fn a_refused_registration_is_told_with_its_number() {
    let (_dir, client, mut listener) = open().await;
    let registering = registering(&client);
    let mut server = identified(&mut listener).await;
    welcome(&mut server).await;
    let start = read(&mut server).await;
    assert!(matches!(start.body, ClientBody::RegistrationStart(_)));
    let refusal = Refusal::new(RefusalCode::RegistrationClosed);
    reply(&mut server, start.request, ServerBody::Refused(refusal)).await;
    let refused = timeout(PATIENCE, registering).await.unwrap().unwrap();
    let Err(ClientError::Command(CommandError::Refused(info))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(info.code, RefusalCode::RegistrationClosed.number());
    assert!(client.status().await.unwrap().clock_skew_ms.unwrap() < 0);
    client.shutdown().await.unwrap();
}

/// A server that answers is not out of reach, and only it knows why it takes nothing now.
#[tokio::test]
async fn a_server_that_says_later_is_told_with_its_number() {
    let (_dir, client, mut listener) = open().await;
    let registering = registering(&client);
    let mut server = identified(&mut listener).await;
    let hello = read(&mut server).await;
    let refusal = Refusal::new(RefusalCode::StoreUnavailable).with_retry_after_ms(30_000);
    reply(&mut server, hello.request, ServerBody::Refused(refusal)).await;
    let refused = timeout(PATIENCE, registering).await.unwrap().unwrap();
    let Err(ClientError::Command(CommandError::Refused(info))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(info.code, RefusalCode::StoreUnavailable.number());
    assert_eq!(info.retry_after_ms, 30_000);
    client.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_connection_that_breaks_or_speaks_nonsense_is_made_again() {
    let (_dir, client, mut listener) = open().await;
    let registering = registering(&client);
    // Gone at once; then a frame that is too large; then one that is no frame.
    drop(identified(&mut listener).await);
    for nonsense in [&b"\xff\xff\xff\xff"[..], b"\x00\x00\x00\x03\xff\xff\xff"] {
        let mut server = identified(&mut listener).await;
        welcome(&mut server).await;
        server.stream.write_all(nonsense).await.unwrap();
        // The client closes; what it said before is still in the pipe.
        let mut rest = Vec::new();
        timeout(PATIENCE, server.stream.read_to_end(&mut rest))
            .await
            .unwrap()
            .unwrap();
    }
    let mut server = identified(&mut listener).await;
    welcome(&mut server).await;
    let start = read(&mut server).await;
    let terms = RegistrationTerms {
        policy: RegistrationPolicy::Open,
        challenge: vec![1; 16].into(),
        difficulty: 4,
    };
    reply(
        &mut server,
        start.request,
        ServerBody::RegistrationTerms(terms),
    )
    .await;
    // The puzzle was solved on the way to this.
    let register = read(&mut server).await;
    assert!(matches!(register.body, ClientBody::Register(_)));
    client.shutdown().await.unwrap();
    let closed = timeout(PATIENCE, registering).await.unwrap().unwrap();
    assert_eq!(closed, Err(ClientError::Closed));
}

#[tokio::test]
async fn a_client_that_stays_offline_connects_to_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let (transport, mut listener) = memory();
    let mut home = options(dir.path().join("home"));
    home.connect = false;
    let client = Home::open_with(home, Arc::new(transport)).await.unwrap();
    let registering = registering(&client);
    client.status().await.unwrap();
    client.shutdown().await.unwrap();
    assert_eq!(registering.await.unwrap(), Err(ClientError::Closed));
    assert!(listener.accept().await.is_none());
}

/// Reaches nobody; the anonymous lane does not even learn that.
struct Unanswered {
    attempts: mpsc::UnboundedSender<()>,
}

#[async_trait]
impl Transport for Unanswered {
    async fn connect(&self, lane: Lane, _: &ServerLink) -> Result<Connection, ConnectError> {
        if lane == Lane::Anonymous {
            std::future::pending().await
        }
        let _ = self.attempts.send(());
        Err(ConnectError::NoAnswer)
    }
}

#[tokio::test]
async fn what_needs_no_server_does_not_hurry_the_next_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let (attempts, mut attempted) = mpsc::unbounded_channel();
    let home = options(dir.path().join("home"));
    let transport = Arc::new(Unanswered { attempts });
    let client = Home::open_with(home, transport).await.unwrap();
    let mut events = client.events();
    let _registering = registering(&client);
    for _ in 0..4 {
        timeout(PATIENCE, attempted.recv()).await.unwrap().unwrap();
    }
    let at = loop {
        if let Some(at) = client.status().await.unwrap().retry_at {
            break at;
        }
        events.next().await.unwrap();
    };
    let draft = Command::SetDraft {
        conversation: ConversationId::direct(pulse_protocol::AccountId::from_bytes([1; 32])),
        text: "so".into(),
    };
    // Nobody is known here; what counts is that it was asked.
    assert!(client.command(draft).await.is_err());
    timeout(PATIENCE, attempted.recv()).await.unwrap().unwrap();
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis();
    assert!(now >= u128::from(at.as_millis()));
    client.shutdown().await.unwrap();
}
