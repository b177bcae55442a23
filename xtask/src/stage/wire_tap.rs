//! Somebody on the network: a relay between the people and the server that keeps every datagram it passes on.
//!
//! It sees what a packet capture on the path would show, needs no privileges, and works wherever UDP does.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::failure::{Failure, Outcome};

/// How often a relaying thread looks whether it should end: nothing else can wake one that waits for a datagram of a server that
/// says nothing more.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// No datagram is longer.
const DATAGRAM_MAX: usize = 65_535;

/// A relay, running until it is dropped.
pub(crate) struct WireTap {
    port: u16,
    is_over: Arc<AtomicBool>,
    ear: Option<JoinHandle<()>>,
    capture: Arc<Mutex<Capture>>,
}

/// What was seen: the payload of each datagram, one after the other, and how many.
struct Capture {
    file: BufWriter<File>,
    datagrams: u64,
}

impl WireTap {
    /// Listens on a free port of 127.0.0.1 for what is meant for `server`, and writes what it sees to `capture`.
    pub(crate) fn start(server: SocketAddr, capture: &Path) -> Outcome<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_read_timeout(Some(LOOK_EVERY))?;
        let port = socket.local_addr()?.port();
        let is_over = Arc::new(AtomicBool::new(false));
        let capture = Arc::new(Mutex::new(Capture {
            file: BufWriter::new(File::create(capture)?),
            datagrams: 0,
        }));
        let relay = Relay {
            people: Arc::new(socket),
            server,
            is_over: Arc::clone(&is_over),
            capture: Arc::clone(&capture),
        };
        Ok(Self {
            port,
            is_over,
            ear: Some(thread::spawn(move || relay.run())),
            capture,
        })
    }

    /// The port that people connect to instead of the server's.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Ends the relay and says how many datagrams it saw; all of them are in the file then.
    pub(crate) fn finish(mut self) -> Outcome<u64> {
        self.stop();
        let mut capture = self
            .capture
            .lock()
            .map_err(|_| Failure::new("the wire tap failed"))?;
        capture.file.flush()?;
        Ok(capture.datagrams)
    }

    fn stop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(ear) = self.ear.take() {
            // A thread that panicked has said so itself.
            let _ = ear.join();
        }
    }
}

impl Drop for WireTap {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The state of the relaying threads.
#[derive(Clone)]
struct Relay {
    people: Arc<UdpSocket>,
    server: SocketAddr,
    is_over: Arc<AtomicBool>,
    capture: Arc<Mutex<Capture>>,
}

impl Relay {
    /// From the people to the server: one socket towards the server for each address that a person uses, so that answers find
    /// their way back.
    fn run(self) {
        let mut ways: BTreeMap<SocketAddr, (Arc<UdpSocket>, JoinHandle<()>)> = BTreeMap::new();
        let mut datagram = vec![0; DATAGRAM_MAX];
        while !self.is_over.load(Ordering::Relaxed) {
            let Ok((length, person)) = self.people.recv_from(&mut datagram) else {
                continue; // nothing came for a while
            };
            let Some(bytes) = datagram.get(..length) else {
                continue;
            };
            self.keep(bytes);
            let way = match ways.entry(person) {
                Entry::Occupied(way) => way.into_mut(),
                Entry::Vacant(place) => match self.open_way(person) {
                    Ok(way) => place.insert(way),
                    Err(_) => continue, // like a network that loses a datagram
                },
            };
            let _ = way.0.send(bytes); // a server that was killed answers with an error; datagrams may be lost
        }
        for (_, answering) in ways.into_values() {
            let _ = answering.join();
        }
    }

    /// A socket towards the server, and the thread that brings its answers back to one person.
    fn open_way(&self, person: SocketAddr) -> std::io::Result<(Arc<UdpSocket>, JoinHandle<()>)> {
        let way = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?);
        way.connect(self.server)?;
        way.set_read_timeout(Some(LOOK_EVERY))?;
        let (relay, answers) = (self.clone(), Arc::clone(&way));
        let answering = thread::spawn(move || {
            let mut datagram = vec![0; DATAGRAM_MAX];
            while !relay.is_over.load(Ordering::Relaxed) {
                if let Ok(length) = answers.recv(&mut datagram)
                    && let Some(bytes) = datagram.get(..length)
                {
                    relay.keep(bytes);
                    let _ = relay.people.send_to(bytes, person);
                }
            }
        });
        Ok((way, answering))
    }

    fn keep(&self, bytes: &[u8]) {
        if let Ok(mut capture) = self.capture.lock() {
            capture.datagrams += 1;
            // A capture that cannot be written shows at `finish`, which flushes.
            let _ = capture.file.write_all(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Haystack;

    #[test]
    fn what_passes_arrives_and_is_seen() {
        let folder = std::env::temp_dir().join(format!("pulse-wire-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let server = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let tap = WireTap::start(server.local_addr().unwrap(), &folder.join("capture")).unwrap();
        let person = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        person.connect((Ipv4Addr::LOCALHOST, tap.port())).unwrap();

        let mut datagram = [0; 64];
        person.send(b"over there").unwrap();
        let (length, from) = server.recv_from(&mut datagram).unwrap();
        assert_eq!(&datagram[..length], b"over there");
        server.send_to(b"and back", from).unwrap();
        let length = person.recv(&mut datagram).unwrap();
        assert_eq!(&datagram[..length], b"and back");

        assert_eq!(tap.finish().unwrap(), 2);
        let needle = |text: &str| (text.to_owned(), text.as_bytes().to_vec());
        let needles = [needle("over there"), needle("and back"), needle("nothing")];
        assert_eq!(Haystack::read(&folder).unwrap().seek(&needles).len(), 2);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
