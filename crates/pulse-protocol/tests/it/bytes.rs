//! The bytes of one example of each frame. A change here is a change of the protocol: other versions are out there.

use pulse_protocol::codec;
use pulse_protocol::{ClientFrame, ServerFrame};

use super::examples;

#[test]
fn client_frames_have_these_bytes() {
    for (name, body) in examples::client() {
        let mut bytes = Vec::new();
        codec::encode_client(&ClientFrame { request: 9, body }, &mut bytes);
        insta::assert_snapshot!(format!("client_{name}"), hex(&bytes));
    }
}

#[test]
fn server_frames_have_these_bytes() {
    for (name, body) in examples::server() {
        let mut bytes = Vec::new();
        codec::encode_server(&ServerFrame { request: 9, body }, &mut bytes);
        insta::assert_snapshot!(format!("server_{name}"), hex(&bytes));
    }
}

/// Rows of 32 bytes; a run of equal rows is written once, with its number.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut rows = bytes.chunks(32).peekable();
    while let Some(row) = rows.next() {
        let mut count = 1;
        while rows.next_if_eq(&row).is_some() {
            count += 1;
        }
        text.extend(row.iter().map(|byte| format!("{byte:02x}")));
        if count > 1 {
            text.push_str(&format!(" × {count}"));
        }
        text.push('\n');
    }
    text
}
