//! A hundred worlds, and the proof that a seed replays exactly.

use std::cell::RefCell;
use std::rc::Rc;

use pulse_sim::world::{self, Summary, WorldOptions};

#[test]
fn a_hundred_worlds_hold() {
    let mut total = Summary::default();
    for seed in 0..100 {
        match world::run(seed, WorldOptions::default()) {
            Ok(summary) => total.add(&summary),
            Err(failure) => panic!("{failure}"),
        }
    }
    println!("{total}");
    // Worlds in which nothing went wrong would prove nothing.
    assert!(
        total.cuts > 100
            && total.client_crashes > 100
            && total.server_crashes > 10
            && total.retries > 50
            && total.keys > total.messages / 10
    );
}

#[test]
fn a_seed_replays_exactly() {
    let trace = |seed| {
        let lines = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&lines);
        let trace = Box::new(move |line: &str| told.borrow_mut().push(line.to_owned()));
        world::run(seed, WorldOptions { trace: Some(trace) }).unwrap();
        lines.take()
    };
    assert_eq!(trace(7), trace(7));
    assert_ne!(trace(7), trace(8));
}
