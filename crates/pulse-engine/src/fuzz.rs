//! A function for every decoder of the engine: any bytes at all, and a panic if a promise is broken. The loop that feeds them
//! is `pulse_crypto::fuzz`.

use pulse_crypto::fuzz::Target;

use crate::content::{self, Content};

/// Every target with the name of its folder in `corpus/`.
pub const TARGETS: &[Target] = &[("message", message), ("content", one_content)];

/// The plaintext of a message: it is refused, or taken apart into what can be put together again.
fn message(bytes: &[u8]) {
    let Ok(contents) = content::unpack(bytes) else {
        return;
    };
    let packed = content::pack(&contents);
    assert_eq!(packed.as_ref().map(|packed| packed.as_slice()), Ok(bytes));
    for content in contents {
        one_content(content);
    }
}

/// One content: it is refused, or read; what was read says the same once written again.
fn one_content(bytes: &[u8]) {
    let Ok(read) = Content::decode(bytes) else {
        return;
    };
    if let Ok(written) = read.encode() {
        assert_eq!(Content::decode(&written).as_ref(), Ok(&read));
    }
}
