//! What a message weighs beside its content and its padding: addresses, keys, headers, tags.

use pulse_engine::{Body, Content, ContentId, Text, pack};
use pulse_protocol::Timestamp;

use super::world::{START, World};

/// The bytes that an envelope may have beside its content and its padding.
const OVERHEAD_BYTES_MAX: usize = 260;

/// Envelopes grow in steps. Where one is as large as the last step allows and the next text makes it grow, it has no
/// padding: all that is not content is overhead. `cargo xtask bench` reads what this prints.
#[test]
fn a_message_weighs_little_beside_its_content() {
    let (mut world, alice, bob) = World::friends();
    // Both have heard from each other, so no handshake travels along.
    world.send(bob, alice, "here");
    world.run();
    let sizes: Vec<usize> = (1..=600)
        .map(|len| envelope_len(&mut world, alice, bob, len))
        .collect();
    let full: Vec<(usize, usize)> = sizes
        .windows(2)
        .zip(1..)
        .filter(|(pair, _)| pair[1] > pair[0])
        .map(|(pair, text_len)| (text_len, pair[0]))
        .collect();
    assert!(full.len() > 10, "envelopes do not grow in steps");
    let most = |beside: fn(usize) -> usize| {
        let overheads = full.iter().map(|(text, sealed)| sealed - beside(*text));
        overheads.max().unwrap()
    };
    let (beside_content, beside_text) = (most(content_len), most(|text_len| text_len));
    println!("overhead beside the content: {beside_content} bytes");
    println!("overhead beside the text: {beside_text} bytes");
    println!("envelope of a short text: {} bytes", sizes[0]);
    assert!(beside_content <= OVERHEAD_BYTES_MAX);
}

/// Sends a text of this length and returns the size of the envelope that carries it.
fn envelope_len(world: &mut World, from: usize, to: usize, len: usize) -> usize {
    let before = world.server.envelopes.len();
    world.send(from, to, &"x".repeat(len));
    world.run();
    let to = world.clients[to].account;
    let (.., sealed) = world.server.envelopes[before..]
        .iter()
        .find(|(account, ..)| *account == to)
        .unwrap();
    sealed.len()
}

/// What the ratchet is given for a text of this length.
fn content_len(text_len: usize) -> usize {
    let content = Content {
        id: ContentId::from_bytes([7; 16]),
        sent_at: Timestamp::from_millis(START),
        body: Body::Text(Text {
            body: "x".repeat(text_len),
        }),
    };
    pack(&[content.encode().unwrap()]).unwrap().len()
}
