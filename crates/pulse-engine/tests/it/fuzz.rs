//! Every decoder of the engine, on its corpus and on mutations of it.

use pulse_engine::Content;
use pulse_engine::fuzz::TARGETS;

use super::corpus_folder;

const ROUNDS: u32 = 20_000;

#[test]
fn decoders_survive_their_corpus_and_mutations_of_it() {
    corpus_folder::replay_all(TARGETS, ROUNDS);
}

#[test]
fn the_corpus_reaches_every_kind() {
    let kinds = corpus_folder::read("content")
        .into_iter()
        .map(|bytes| Content::decode(&bytes).unwrap());
    let mut names: Vec<String> = kinds.map(|content| format!("{:?}", content.body)).collect();
    names.sort();
    names.dedup();
    let all = [
        "Introduction",
        "Newer",
        "Profile",
        "Receipt",
        "ResendRequest",
        "Text",
        "Typing",
    ];
    assert_eq!(names, all);
}
