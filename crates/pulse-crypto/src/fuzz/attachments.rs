//! Attachments: what comes from the server, and what a server could make of it.

use crate::attachment::{AttachmentError, AttachmentLayout, Decryptor, Encryptor};
use crate::limits::ATTACHMENT_CHUNK_LEN;
use crate::secret::Secret;

/// `size (2) ‖ digest (32) ‖ ciphertext` under a fixed key.
pub(super) fn attachment(bytes: &[u8]) {
    let Some((size, bytes)) = bytes.split_first_chunk::<2>() else {
        return;
    };
    let Some((digest, ciphertext)) = bytes.split_first_chunk::<32>() else {
        return;
    };
    let (key, size) = (
        Secret::from_bytes([7; 32]),
        u64::from(u16::from_be_bytes(*size)),
    );
    if let Ok(content) = decrypt(&key, size, *digest, ciphertext) {
        let again = encrypt(&key, size, &content);
        assert!(
            again.is_ok_and(|again| again == ciphertext),
            "a forged attachment was accepted"
        );
    }
}

fn decrypt(
    key: &Secret<32>,
    size: u64,
    digest: [u8; 32],
    mut rest: &[u8],
) -> Result<Vec<u8>, AttachmentError> {
    let mut decryptor = Decryptor::new(key, size, digest)?;
    let mut content = Vec::new();
    let mut index = 0;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(decryptor.layout().encrypted_len(index).min(rest.len()));
        content.extend_from_slice(&decryptor.decrypt_chunk(chunk)?);
        (rest, index) = (after, index + 1);
    }
    decryptor.finish().map(|()| content)
}

fn encrypt(key: &Secret<32>, size: u64, mut content: &[u8]) -> Result<Vec<u8>, AttachmentError> {
    let layout = AttachmentLayout::of(size)?;
    let mut encryptor = Encryptor::new(key.clone(), size)?;
    let mut ciphertext = Vec::new();
    for index in 0..layout.chunk_count() {
        let (chunk, rest) = content.split_at(layout.content_len(index).min(content.len()));
        ciphertext.extend_from_slice(&encryptor.encrypt_chunk(chunk)?.bytes);
        content = rest;
    }
    encryptor.finish().map(|_| ciphertext)
}

/// `number of chunks - 1, of 3 (1) ‖ bytes beyond them, of 2,000 (2) ‖ what is done to the chunks (4 each)`: whatever it is, the attachment
/// opens exactly when nothing came of it.
pub(super) fn chunks(bytes: &[u8]) {
    let Some(([count, high, low], deeds)) = bytes.split_first_chunk::<3>() else {
        return;
    };
    let beyond = usize::from(u16::from_be_bytes([*high, *low]) % 2_000);
    let size = usize::from(count % 3) * ATTACHMENT_CHUNK_LEN + beyond;
    let content: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
    let key = Secret::from_bytes([7; 32]);
    let Ok((whole, digest)) = encrypt_chunks(&key, &content) else {
        return;
    };
    let mut chunks = whole.clone();
    for deed in deeds.as_chunks::<4>().0.iter().take(8) {
        misplace(&mut chunks, *deed);
    }
    let opened = decrypt(&key, size as u64, digest, &chunks.concat());
    if chunks.concat() == whole.concat() {
        assert!(opened == Ok(content), "an attachment does not open");
    } else {
        assert!(opened.is_err(), "a changed attachment was accepted");
    }
}

fn encrypt_chunks(
    key: &Secret<32>,
    content: &[u8],
) -> Result<(Vec<Vec<u8>>, [u8; 32]), AttachmentError> {
    let mut encryptor = Encryptor::new(key.clone(), content.len() as u64)?;
    let (mut chunks, mut rest) = (Vec::new(), content);
    for index in 0..encryptor.layout().chunk_count() {
        let (chunk, after) = rest.split_at(encryptor.layout().content_len(index).min(rest.len()));
        chunks.push(encryptor.encrypt_chunk(chunk)?.bytes);
        rest = after;
    }
    Ok((chunks, encryptor.finish()?))
}

/// Swaps, drops, repeats, shortens or changes a chunk.
fn misplace(chunks: &mut Vec<Vec<u8>>, [deed, first, second, value]: [u8; 4]) {
    if chunks.is_empty() {
        return;
    }
    let (first, second) = (
        usize::from(first) % chunks.len(),
        usize::from(second) % chunks.len(),
    );
    let at = |len: usize| usize::from(value).wrapping_mul(257) % len.max(1);
    match deed % 5 {
        0 => chunks.swap(first, second),
        1 => drop(chunks.remove(first)),
        2 => chunks.extend_from_within(first..=first),
        3 => {
            if let Some(chunk) = chunks.get_mut(first) {
                chunk.truncate(at(chunk.len()));
            }
        }
        _ => {
            if let Some(byte) = chunks.get_mut(first).and_then(|chunk| {
                let at = at(chunk.len());
                chunk.get_mut(at)
            }) {
                *byte ^= 1 << (value % 8);
            }
        }
    }
}
