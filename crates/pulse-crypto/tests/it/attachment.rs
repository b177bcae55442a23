//! Attachments against somebody who holds the ciphertext: the server, or whoever is on the way.

use proptest::prelude::*;
use pulse_crypto::attachment::{
    AttachmentDigest, AttachmentError, AttachmentLayout, ChunkHash, Decryptor, Encryptor,
};
use pulse_crypto::secret::Secret;
use zeroize::ZeroizeOnDrop;

const CHUNK: usize = 64 * 1024;

/// An attachment at the server, and what its message says about it.
struct Uploaded {
    key: Secret<32>,
    size: u64,
    chunks: Vec<Vec<u8>>,
    hashes: Vec<ChunkHash>,
    digest: AttachmentDigest,
}

fn key(byte: u8) -> Secret<32> {
    Secret::from_bytes([byte; 32])
}

fn content(len: usize) -> Vec<u8> {
    (0..len)
        .map(|index| (index / 7 + index % 251) as u8)
        .collect()
}

/// The content of each chunk in turn.
fn parts<'a>(layout: &AttachmentLayout, content: &'a [u8]) -> Vec<&'a [u8]> {
    let mut rest = content;
    (0..layout.chunk_count())
        .map(|index| {
            let (part, after) = rest.split_at(layout.content_len(index));
            rest = after;
            part
        })
        .collect()
}

fn upload(key: Secret<32>, content: &[u8]) -> Uploaded {
    let size = content.len() as u64;
    let mut encryptor = Encryptor::new(key.clone(), size).unwrap();
    let (mut chunks, mut hashes) = (Vec::new(), Vec::new());
    for part in parts(&AttachmentLayout::of(size).unwrap(), content) {
        let chunk = encryptor.encrypt_chunk(part).unwrap();
        chunks.push(chunk.bytes);
        hashes.push(chunk.hash);
    }
    Uploaded {
        key,
        size,
        chunks,
        hashes,
        digest: encryptor.finish().unwrap(),
    }
}

/// What the user gets: everything, or an error and nothing.
fn download(uploaded: &Uploaded, chunks: &[Vec<u8>]) -> Result<Vec<u8>, AttachmentError> {
    let mut decryptor = Decryptor::new(&uploaded.key, uploaded.size, uploaded.digest)?;
    let mut content = Vec::new();
    for chunk in chunks {
        content.extend_from_slice(&decryptor.decrypt_chunk(chunk)?);
    }
    decryptor.finish().map(|()| content)
}

#[test]
fn contents_of_every_size_come_back() {
    for len in [
        0,
        1,
        255,
        256,
        257,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        3 * CHUNK,
        1_000_003,
    ] {
        let content = content(len);
        let uploaded = upload(key(1), &content);
        assert_eq!(download(&uploaded, &uploaded.chunks), Ok(content), "{len}");
        let layout = AttachmentLayout::of(len as u64).unwrap();
        let encrypted: usize = uploaded.chunks.iter().map(Vec::len).sum();
        assert_eq!(layout.encrypted_size(), encrypted as u64);
        assert!(encrypted >= 256 + 16);
    }
}

#[test]
fn sizes_that_pad_alike_cannot_be_told_apart() {
    let sizes = |len| {
        upload(key(1), &content(len))
            .chunks
            .iter()
            .map(Vec::len)
            .collect::<Vec<_>>()
    };
    assert_eq!(sizes(1_000_001), sizes(1_000_999));
    assert_eq!(sizes(0), sizes(256));
}

#[test]
fn the_server_cannot_shorten_reorder_repeat_or_extend() {
    let uploaded = upload(key(1), &content(5 * CHUNK + 77));
    let chunks = &uploaded.chunks;
    assert_eq!(chunks.len(), 6);

    for left in 0..chunks.len() {
        assert_eq!(
            download(&uploaded, &chunks[..left]),
            Err(AttachmentError::WrongLength),
            "{left} of 6"
        );
    }
    for first in 0..chunks.len() {
        for second in first + 1..chunks.len() {
            let mut swapped = chunks.clone();
            swapped.swap(first, second);
            assert!(
                download(&uploaded, &swapped).is_err(),
                "{first} and {second} swapped"
            );
            let mut repeated = chunks.clone();
            repeated[second] = chunks[first].clone();
            assert!(
                download(&uploaded, &repeated).is_err(),
                "{first} also at {second}"
            );
        }
    }
    let mut extended = chunks.clone();
    extended.push(chunks[5].clone());
    assert_eq!(
        download(&uploaded, &extended),
        Err(AttachmentError::WrongLength)
    );
    let mut shifted = chunks.clone();
    let moved = shifted[1].remove(0);
    shifted[0].push(moved);
    assert!(download(&uploaded, &shifted).is_err());
}

/// Two attachments of one size: chunks of one in the other, and the whole other one.
#[test]
fn chunks_of_another_attachment_do_not_fit() {
    let ours = upload(key(1), &content(2 * CHUNK));
    let theirs = upload(key(2), &content(2 * CHUNK));
    for index in 0..ours.chunks.len() {
        let mut spliced = ours.chunks.clone();
        spliced[index] = theirs.chunks[index].clone();
        assert_eq!(download(&ours, &spliced), Err(AttachmentError::Corrupt));
    }
    assert_eq!(
        download(&ours, &theirs.chunks),
        Err(AttachmentError::Corrupt)
    );
}

/// Somebody who knows the key (a member of the conversation) puts another file under the same id: each chunk opens, the
/// digest does not fit.
#[test]
fn another_file_under_the_same_key_does_not_pass_the_digest() {
    let ours = upload(key(1), &content(2 * CHUNK));
    let mut other = content(2 * CHUNK);
    other[9] ^= 1;
    let forged = upload(key(1), &other);
    assert_eq!(
        download(&ours, &forged.chunks),
        Err(AttachmentError::Corrupt)
    );
}

/// The prefix of a longer attachment under the same key: its chunks open at their places, but none is the last one.
#[test]
fn the_beginning_of_a_longer_stream_is_not_a_stream() {
    let long = upload(key(1), &content(4 * CHUNK));
    let short = upload(key(1), &content(2 * CHUNK));
    assert!(download(&short, &long.chunks[..2]).is_err());
}

#[test]
fn after_an_error_nothing_more_is_opened() {
    let uploaded = upload(key(1), &content(2 * CHUNK));
    let mut decryptor = Decryptor::new(&uploaded.key, uploaded.size, uploaded.digest).unwrap();
    let mut forged = uploaded.chunks[0].clone();
    forged[5] ^= 1;
    assert_eq!(
        decryptor.decrypt_chunk(&forged).err(),
        Some(AttachmentError::Corrupt)
    );
    assert_eq!(
        decryptor.decrypt_chunk(&uploaded.chunks[0]).err(),
        Some(AttachmentError::Corrupt)
    );
    assert_eq!(decryptor.finish(), Err(AttachmentError::Corrupt));
}

/// The size is as authentic as key and digest, for all three travel in the message; a sender's mistake is noticed unless the
/// bytes in question are zeros like the padding.
#[test]
fn a_wrong_size_in_the_message_is_an_error() {
    let mut uploaded = upload(key(1), &[0xff; 1_000]);
    let chunks = uploaded.chunks.clone();
    let mut download_as = |size| {
        uploaded.size = size;
        download(&uploaded, &chunks)
    };
    assert_eq!(
        download_as(999),
        Err(AttachmentError::Corrupt),
        "padding that is not zero"
    );
    assert_eq!(
        download_as(1_001).unwrap().last(),
        Some(&0),
        "the padding is alike"
    );
    assert_eq!(download_as(0), Err(AttachmentError::WrongLength));
    assert_eq!(download_as(5_000), Err(AttachmentError::WrongLength));
    assert_eq!(
        Decryptor::new(&key(1), u64::MAX, [0; 32]).err(),
        Some(AttachmentError::TooLarge)
    );
}

#[test]
fn an_interrupted_upload_goes_on_where_it_stopped() {
    let content = content(3 * CHUNK + 5);
    let whole = upload(key(1), &content);
    let mut encryptor = Encryptor::resume(key(1), whole.size, whole.hashes[..2].to_vec()).unwrap();
    let layout = *encryptor.layout();
    for (index, part) in parts(&layout, &content).into_iter().enumerate() {
        assert_eq!(
            encryptor.encrypt_chunk(part).unwrap().bytes,
            whole.chunks[index]
        );
    }
    assert_eq!(encryptor.finish(), Ok(whole.digest));
}

/// Other bytes under a used key and nonce would give the server the XOR of both and the authentication key.
#[test]
fn a_source_that_changed_is_never_encrypted_under_the_same_key() {
    let mut content = content(3 * CHUNK);
    let whole = upload(key(1), &content);
    content[CHUNK + 3] ^= 1;
    let mut encryptor = Encryptor::resume(key(1), whole.size, whole.hashes[..2].to_vec()).unwrap();
    let layout = *encryptor.layout();
    let parts_now = parts(&layout, &content);
    assert!(encryptor.encrypt_chunk(parts_now[0]).is_ok());
    assert_eq!(
        encryptor.encrypt_chunk(parts_now[1]).err(),
        Some(AttachmentError::SourceChanged)
    );

    // Grown by some bytes, the first chunk reads the same, but the last flag may have moved.
    let mut grown = Encryptor::resume(key(1), whole.size + 7, whole.hashes[..2].to_vec()).unwrap();
    assert_eq!(
        grown.encrypt_chunk(parts_now[0]).err(),
        Some(AttachmentError::SourceChanged)
    );
}

#[test]
fn chunks_of_the_wrong_length_are_refused_and_change_nothing() {
    let content = content(CHUNK + 10);
    let mut encryptor = Encryptor::new(key(1), content.len() as u64).unwrap();
    assert_eq!(
        encryptor.encrypt_chunk(&content[..10]).err(),
        Some(AttachmentError::WrongLength)
    );
    assert!(encryptor.encrypt_chunk(&content[..CHUNK]).is_ok());
    assert_eq!(
        encryptor.encrypt_chunk(&content[CHUNK..CHUNK + 9]).err(),
        Some(AttachmentError::WrongLength)
    );
    assert!(encryptor.encrypt_chunk(&content[CHUNK..]).is_ok());
    assert_eq!(
        encryptor.encrypt_chunk(&[]).err(),
        Some(AttachmentError::WrongLength),
        "there are two chunks"
    );
    assert!(encryptor.finish().is_ok());
    let unfinished = Encryptor::new(key(1), 10).unwrap();
    assert_eq!(unfinished.finish(), Err(AttachmentError::WrongLength));
}

/// The limit is the last size that is accepted, and all its chunks have numbers.
#[test]
fn the_largest_attachment_fits_the_counter() {
    let limit = pulse_crypto::limits::ATTACHMENT_BYTES_MAX;
    let layout = AttachmentLayout::of(limit).unwrap();
    assert_eq!(u64::from(layout.chunk_count()) * CHUNK as u64, limit);
    assert_eq!(
        AttachmentLayout::of(limit + 1),
        Err(AttachmentError::TooLarge)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_flipped_bit_is_an_error(len in 0_usize..3_000, position: prop::sample::Index, bit in 0_u8..8) {
        let mut uploaded = upload(key(9), &content(len));
        let at = position.index(uploaded.chunks[0].len());
        uploaded.chunks[0][at] ^= 1 << bit;
        prop_assert_eq!(download(&uploaded, &uploaded.chunks), Err(AttachmentError::Corrupt));
    }

    #[test]
    fn any_flipped_bit_of_the_digest_is_an_error(len in 0_usize..3_000, position in 0_usize..32, bit in 0_u8..8) {
        let mut uploaded = upload(key(9), &content(len));
        uploaded.digest[position] ^= 1 << bit;
        prop_assert_eq!(download(&uploaded, &uploaded.chunks), Err(AttachmentError::Corrupt));
    }

    #[test]
    fn chunks_cover_the_size_and_no_more(size in 0_u64..20_000_000) {
        let layout = AttachmentLayout::of(size).unwrap();
        let chunks = 0..layout.chunk_count();
        prop_assert_eq!(chunks.clone().map(|index| layout.content_len(index) as u64).sum::<u64>(), size);
        prop_assert_eq!(chunks.map(|index| layout.encrypted_len(index) as u64).sum::<u64>(), layout.encrypted_size());
        prop_assert!(layout.encrypted_size() as f64 <= size.max(256) as f64 * 1.12 + 16.0 * f64::from(layout.chunk_count()));
    }
}

/// Content leaves the decryptor in a buffer that is wiped.
#[test]
fn content_is_wiped() {
    const fn wiped<T: ZeroizeOnDrop>(_: &T) {}
    let uploaded = upload(key(1), b"content");
    let mut decryptor = Decryptor::new(&uploaded.key, uploaded.size, uploaded.digest).unwrap();
    wiped(&decryptor.decrypt_chunk(&uploaded.chunks[0]).unwrap());
}
