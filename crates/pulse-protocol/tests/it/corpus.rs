//! Where mutations start: one well-formed input per shape of each decoder. Written anew when a format changes, by
//! `cargo test -p pulse-protocol --test it -- --ignored write_the_corpus`.

use pulse_protocol::{ClientFrame, ServerFrame, codec, manifest};

use super::links::{CONTACT, SERVER};
use super::{corpus_folder, examples};

#[test]
#[ignore = "writes into the source tree: cargo test -p pulse-protocol --test it -- --ignored write_the_corpus"]
fn write_the_corpus() {
    for (path, bytes) in corpus() {
        let path = corpus_folder::root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The files in the source tree are the ones this crate would write: a format did not change by accident.
#[test]
fn the_corpus_is_what_this_version_writes() {
    for (path, bytes) in corpus() {
        let stored = std::fs::read(corpus_folder::root().join(&path)).unwrap();
        assert!(stored == bytes, "{path} has changed");
    }
}

/// All frames of both directions, without their prefixes.
pub(crate) fn frames() -> Vec<Vec<u8>> {
    let files = client().into_iter().chain(server());
    files.map(|(_, bytes)| bytes).collect()
}

fn corpus() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut stream = vec![5];
    for (name, bytes) in client() {
        if name != "register" && name != "upload_prekeys" {
            stream.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
            stream.extend_from_slice(&bytes);
        }
        files.push((format!("client_frame/{name}"), bytes));
    }
    files.push(("stream/frames".to_owned(), stream));
    for (name, bytes) in server() {
        files.push((format!("server_frame/{name}"), bytes));
    }
    let chain = examples::chain();
    let held = manifest::verify_first(&chain.0[0]).unwrap();
    let second = manifest::verify_successor(&held, &chain.0[1]).unwrap();
    files.push(("stored_manifest/first".to_owned(), held.encode()));
    files.push(("stored_manifest/second".to_owned(), second.encode()));
    files.push(("manifest_chain/two".to_owned(), chain.encode()));
    files.push(("link/server".to_owned(), SERVER.as_bytes().to_vec()));
    files.push(("link/contact".to_owned(), CONTACT.as_bytes().to_vec()));
    files.push((
        "link/address".to_owned(),
        b"pulse://[2001:db8::1]:7858/".to_vec(),
    ));
    files
}

fn client() -> Vec<(&'static str, Vec<u8>)> {
    let encode = |(name, body)| {
        let mut bytes = Vec::new();
        codec::encode_client(&ClientFrame { request: 9, body }, &mut bytes);
        (name, bytes.split_off(4))
    };
    examples::client().into_iter().map(encode).collect()
}

fn server() -> Vec<(&'static str, Vec<u8>)> {
    let encode = |(name, body)| {
        let mut bytes = Vec::new();
        codec::encode_server(&ServerFrame { request: 9, body }, &mut bytes);
        (name, bytes.split_off(4))
    };
    examples::server().into_iter().map(encode).collect()
}
