//! What the fuzzer calls, and what the unit tests call with the fuzzer's corpus: one function per target.

use crate::content::{self, Content};

/// Anything at all as the plaintext of a message: it is refused, or read; what was read says the same once written again.
pub fn content(data: &[u8]) {
    let Ok(contents) = content::unpack(data) else {
        return;
    };
    for content in contents {
        let Ok(read) = Content::decode(content) else {
            continue;
        };
        if let Ok(written) = read.encode() {
            let again = Content::decode(&written);
            assert!(
                again.as_ref() == Ok(&read),
                "a content changed by being written again"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    /// Inputs that once found something, or that reach far in.
    const CORPUS: &[&[u8]] = &[
        b"",
        b"\x01",
        b"\x01\x00\x00",
        b"\x01\x00\x04\x08\x01\x12\x00",
        b"\x01\x00\x1a\x08\x01\x12\x10AAAAAAAAAAAAAAAA\x82\x01\x03\x0a\x01x",
        b"\x01\x00\x17\x08\x01\x12\x10AAAAAAAAAAAAAAAA\x8a\x01\x00",
        b"\x01\xff\xff\x08",
        b"\x02rest",
    ];

    #[test]
    fn the_corpus_is_read_or_refused() {
        for data in CORPUS {
            super::content(data);
            for cut in 0..data.len() {
                super::content(&data[..cut]);
            }
        }
    }
}
