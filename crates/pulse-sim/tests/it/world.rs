//! A few worlds, and the proof that a seed replays exactly. `cargo xtask world` runs the many.

use std::cell::RefCell;
use std::rc::Rc;

use pulse_sim::world::{self, Summary, WorldOptions};

/// Others than those of `cargo xtask world`.
const FROM: u64 = 1_000_000;

#[test]
fn a_few_worlds_hold() {
    let mut total = Summary::default();
    for seed in FROM..FROM + 10 {
        match world::run(seed, WorldOptions::default()) {
            Ok(summary) => total.add(&summary),
            Err(failure) => panic!("{failure}"),
        }
    }
    println!("{total}");
    assert!(total.messages > 0 && total.cuts > 0 && total.retries > 0 && total.redelivered > 0);
}

#[test]
fn a_seed_replays_exactly() {
    let trace = |seed| {
        let lines = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&lines);
        let trace = Box::new(move |line: &str| told.borrow_mut().push(line.to_owned()));
        let options = WorldOptions {
            trace: Some(trace),
            ..WorldOptions::default()
        };
        world::run(seed, options).unwrap();
        lines.take()
    };
    assert_eq!(trace(7), trace(7));
    assert_ne!(trace(7), trace(8));
}
