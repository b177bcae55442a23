//! What the server's disk knows, by looking.

use super::Cast;
use crate::failure::{Failure, Outcome};
use crate::stage::{Haystack, field};

/// Searches every file of the server for what it must not know.
///
/// The search proves itself: it must find the account ids, which are the addresses on the envelopes.
pub(super) fn what_the_server_knows(cast: &Cast) -> Outcome {
    println!();
    cast.narrator
        .say("What does the server's disk know? Every byte of it is searched:");
    let haystack = Haystack::read(cast.server.folder())?;
    cast.narrator.say(&format!(
        "{} files, {} kB in all",
        haystack.files(),
        haystack.bytes() / 1_000
    ));
    let forbidden = forbidden(cast)?;
    let found = haystack.seek(&forbidden);
    if let Some(found) = found.first() {
        return Err(Failure::new(format!(
            "the server's disk holds {} in {}",
            found.needle,
            found.file.display()
        )));
    }
    let texts = cast.texts.len();
    cast.narrator.check(&format!(
        "none of the {texts} texts, neither whole nor in part"
    ));
    cast.narrator.check("neither of the names");
    cast.narrator
        .check("none of the message ids, in whatever spelling");
    let addresses: Vec<(String, Vec<u8>)> = [&cast.alice, &cast.bob]
        .into_iter()
        .filter_map(|person| Some((person.name.clone(), base32(&person.id)?)))
        .collect();
    let known = haystack.seek(&addresses);
    let is_known = |name: &str| known.iter().any(|found| found.needle == name);
    if !is_known("Alice") || !is_known("Bob") {
        return Err(Failure::new(
            "the search does not even find the addresses; it proves nothing",
        ));
    }
    cast.narrator.say("It finds two account ids: the addresses of two mailboxes. Who writes to whom is not there.");
    Ok(())
}

/// Texts (whole and in parts), names, message ids (hexadecimal and bytes), and ids in the spelling that people see.
pub(super) fn forbidden(cast: &Cast) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut needles = Vec::new();
    for text in &cast.texts {
        needles.push((format!("the text \"{text}\""), text.clone().into_bytes()));
        for word in text.split_whitespace().filter(|word| word.len() >= 8) {
            needles.push((format!("the word \"{word}\""), word.as_bytes().to_vec()));
        }
    }
    for person in [&cast.alice, &cast.bob] {
        needles.push((
            format!("the name {}", person.name),
            as_written(&person.name),
        ));
        needles.push((
            format!("{}'s id as text", person.name),
            person.id.clone().into_bytes(),
        ));
    }
    for row in cast.alice.history(&cast.bob)? {
        let id = field(&row, "id");
        if let Some(bytes) = hexadecimal(&id) {
            needles.push((format!("message id {id}"), bytes));
        }
        needles.push((format!("message id {id} as text"), id.into_bytes()));
    }
    Ok(needles)
}

/// A name as every record and frame writes it, its length before it. Three letters alone come up by chance in a megabyte of what is
/// encrypted, one time in sixteen.
fn as_written(name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
    std::iter::once(length).chain(name.bytes()).collect()
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    Some(
        digits?
            .chunks_exact(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect(),
    )
}

/// The bytes of an id in the base32 of RFC 4648, lower case and unpadded.
pub(super) fn base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0);
    for c in text.bytes() {
        let digit = match c {
            b'a'..=b'z' => c - b'a',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return None,
        };
        buffer = buffer << 5 | u32::from(digit);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        assert_eq!(base32("mzxw6ytboi").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(base32("MZ"), None);
        assert_eq!(hexadecimal("00ff10").as_deref(), Some(&[0, 255, 16][..]));
        assert_eq!(hexadecimal("0g"), None);
        assert_eq!(as_written("Bob"), b"\x03Bob");
    }
}
