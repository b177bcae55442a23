//! Every decoder, on its corpus and on mutations of it.

use pulse_protocol::fuzz::TARGETS;

const ROUNDS: u32 = 5_000;

#[test]
fn decoders_survive_their_corpus_and_mutations_of_it() {
    super::corpus_folder::replay_all(TARGETS, ROUNDS);
}
