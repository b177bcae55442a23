//! A real server in this process, over real QUIC, and people with homes of their own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pulse_client::keychain::StoreKey;
use pulse_client::{
    Client, ContactState, ConversationId, Event, EventStream, Home, HomeOptions, KeychainChoice,
    MessageId, MessageRow, Role,
};
use pulse_protocol::{ContactLink, ServerLink};
use pulse_server::config::Config;
use pulse_server::context::Services;
use pulse_server::keys::{self, ServerKey};
use pulse_server::limits::StoreLimits;
use pulse_server::store::Store;
use pulse_server::{Running, Server};
use tempfile::TempDir;
use tokio::time::timeout;

/// Far beyond what anything here takes; a test that reaches it has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A server with a store that outlives it, and a directory for homes.
pub(crate) struct World {
    dir: TempDir,
    store: Store,
    running: Option<Running>,
    address: SocketAddr,
    link: ServerLink,
}

impl World {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let server = dir.path().join("server");
        std::fs::create_dir(&server).unwrap();
        let (certificate, key) = pulse_server::tls::self_signed("localhost").unwrap();
        std::fs::write(server.join("certificate.pem"), certificate).unwrap();
        std::fs::write(server.join("key.pem"), key).unwrap();
        let secret = ServerKey::random(&mut rng());
        std::fs::write(server.join(keys::FILE_NAME), secret.to_text().as_bytes()).unwrap();
        let store = Store::ephemeral(StoreLimits::default());
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = start(&server, any, &store).await;
        let (address, link) = (running.local_addr(), running.link().clone());
        Self {
            dir,
            store,
            running: Some(running),
            address,
            link,
        }
    }

    pub(crate) fn link(&self) -> ServerLink {
        self.link.clone()
    }

    /// The server's, to do what no client can.
    pub(crate) fn services(&self) -> &Arc<Services> {
        self.running.as_ref().unwrap().services()
    }

    pub(crate) async fn stop_server(&mut self) {
        self.running.take().unwrap().shutdown().await;
    }

    /// Starts the server again, with the mail and on the port it had.
    pub(crate) async fn start_server(&mut self) {
        let server = self.dir.path().join("server");
        self.running = Some(start(&server, self.address, &self.store).await);
    }

    pub(crate) fn home(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn options(&self, name: &str) -> HomeOptions {
        options(self.home(name))
    }

    /// Opens a home and registers an account in it.
    pub(crate) async fn person(&self, name: &str) -> Client {
        let client = Home::open(self.options(name)).await.unwrap();
        timeout(PATIENCE, client.register(self.link(), name, None))
            .await
            .unwrap()
            .unwrap();
        client
    }
}

async fn start(dir: &std::path::Path, listen: SocketAddr, store: &Store) -> Running {
    let text = format!(
        "listen = \"{listen}\"\npublic_host = \"127.0.0.1\"\nregistration = \"open\"\nmetrics_listen = \"off\"\n\
         [limits]\nregistration_difficulty = 8\nstamp_difficulty = 8\n"
    );
    let config = Config::parse(&text, dir).unwrap();
    Server::start(config, store.clone()).await.unwrap()
}

/// A home with a key of its own, which the test keeps.
pub(crate) fn options(dir: PathBuf) -> HomeOptions {
    let keychain = KeychainChoice::Memory(StoreKey::from_bytes([3; 32]));
    HomeOptions {
        dir,
        keychain,
        role: Role::OwnerOrGuest,
        connect: true,
    }
}

pub(crate) fn rng() -> impl rand_core::CryptoRng {
    rand_core::UnwrapErr(getrandom::SysRng)
}

pub(crate) fn contact_link(client: &Client) -> ContactLink {
    client.view().account().unwrap().unwrap().contact_link
}

pub(crate) fn conversation_with(client: &Client) -> ConversationId {
    ConversationId::direct(client.view().account().unwrap().unwrap().account)
}

/// The next event that `wanted` picks out.
pub(crate) async fn next<T>(
    events: &mut EventStream,
    what: &str,
    mut wanted: impl FnMut(Event) -> Option<T>,
) -> T {
    let search = async {
        while let Some(event) = events.next().await {
            if let Some(found) = wanted(event) {
                return found;
            }
        }
        panic!("the events ended before {what}");
    };
    timeout(PATIENCE, search)
        .await
        .unwrap_or_else(|_| panic!("no {what}"))
}

pub(crate) async fn next_text(events: &mut EventStream) -> MessageRow {
    next(events, "message", |event| match event {
        Event::MessageAdded { row } if !row.outgoing => Some(row),
        _ => None,
    })
    .await
}

/// Alice adds Bob, writes to him, and he lets her in. Returns the id of the message.
pub(crate) async fn introduce(alice: &Client, bob: &Client) -> MessageId {
    let mut at_bob = bob.events();
    let mut at_alice = alice.events();
    let link = contact_link(bob);
    let add = pulse_client::Command::AddContact {
        link,
        name: Some("Bob".into()),
    };
    alice.command(add).await.unwrap();
    let sent = alice
        .send_text(conversation_with(bob), "may I come in?")
        .await
        .unwrap();
    let row = next_text(&mut at_bob).await;
    assert_eq!((row.id, row.text.as_str()), (sent, "may I come in?"));
    let accept = pulse_client::Command::AcceptContact {
        account: row.sender,
    };
    bob.command(accept).await.unwrap();
    next(&mut at_alice, "acceptance", |event| match event {
        Event::ContactChanged { account, .. } => {
            let contact = alice.view().contact(account).unwrap()?;
            (contact.state == ContactState::Accepted).then_some(())
        }
        _ => None,
    })
    .await;
    sent
}

pub(crate) fn texts(client: &Client, conversation: ConversationId) -> Vec<String> {
    let rows = client.view().history(conversation, 1000, None).unwrap();
    rows.into_iter().map(|row| row.text).collect()
}
