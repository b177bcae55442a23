//! Each rule is broken on purpose, in a world in which nothing else goes wrong, and has to be found broken.

use std::time::Duration;

use bytes::Bytes;
use pulse_engine::{Command, CommandId, ConversationId, MessageRow, MessageStatus, Room, StoreTx};
use pulse_protocol::frame::{Envelope, Permission, Submit};
use pulse_protocol::{ClientBody, ClientFrame, DeviceId, ManifestPosition};
use pulse_server::mailboxes::{Append, MailboxId, NewEnvelope};

use super::course::Upheaval;
use super::*;

const MINUTE: Duration = Duration::from_secs(60);

/// A world in which nothing goes wrong and each person says a few things.
fn calm() -> World {
    let mut worlds = (0..).map(|seed| World::new(seed, WorldOptions::default()));
    let is_calm = |world: &World| {
        let Course {
            upheaval, jumps, ..
        } = &world.course;
        let talks = (0..2).all(|person| world.script.texts(person).len() > 3);
        *upheaval == Upheaval::None && jumps.is_empty() && world.course.days() == 0 && talks
    };
    let mut world = worlds.find(is_calm).unwrap();
    world.faults = Faults::NONE;
    world.course.server_full = None;
    world
}

/// How a calm world ends in which `meddle` is called after each happening.
fn ends(mut meddle: impl FnMut(&mut World)) -> Result<(), String> {
    calm().live(&mut meddle).map_err(|broken| broken.0)
}

/// A calm world in which `meddle` breaks something once everything was said and nothing is awaited any more.
fn ends_after(mut meddle: impl FnMut(&mut World)) -> Result<(), String> {
    let mut is_done = false;
    ends(|world| {
        if world.is_watched() && !is_done {
            is_done = true;
            meddle(world);
        }
    })
}

#[track_caller]
fn assert_found(ended: Result<(), String>, what: &str) {
    let found = ended.expect_err("it was not found");
    assert!(found.contains(what), "found instead: {found}");
}

/// A row of the other's that a person has.
fn incoming(world: &World, person: usize) -> MessageRow {
    let rows = world.clients[person].store.arrivals().into_iter();
    rows.rev().find(|row| !row.outgoing).unwrap()
}

fn submit(id: u8, sealed: &'static [u8]) -> ClientFrame {
    let submit = Submit {
        recipient: pulse_protocol::AccountId::from_bytes([1; 32]),
        position: ManifestPosition {
            generation: 1,
            version: 1,
        },
        envelopes: vec![Envelope {
            device: DeviceId::new(1),
            id: EnvelopeId::from_bytes([id; 16]),
            sealed: Bytes::from_static(sealed),
        }],
        permission: Permission::OwnAccount,
    };
    ClientFrame {
        request: 1,
        body: ClientBody::Submit(submit),
    }
}

#[test]
fn a_calm_world_holds() {
    assert_eq!(ends(|_| {}), Ok(()));
}

#[test]
fn plaintext_on_the_servers_disk_is_found_while_mail_waits() {
    let mut is_done = false;
    let ended = ends(|world| {
        assert!(!world.is_peace, "it was there for long");
        if !is_done && (0..2).all(|person| world.script.account(person).is_some()) {
            is_done = true;
            let mailbox = MailboxId {
                account: world.script.account(0).unwrap(),
                device: DeviceId::new(77),
            };
            world.server.append(Append {
                envelopes: vec![NewEnvelope {
                    mailbox,
                    id: EnvelopeId::from_bytes([1; 16]),
                    sealed: Bytes::from_static(b"here is the needle in the haystack, in the open"),
                }],
                lane: pulse_protocol::MailLane::Contact,
                today: world.now.day(),
                incarnation: pulse_protocol::Incarnation::new(1),
                stamp: None,
            });
        }
    });
    assert_found(ended, "plaintext in envelopes");
}

#[test]
fn messages_and_look_ups_on_one_connection_are_found() {
    for first in [true, false] {
        let mut world = calm();
        assert!(world.checks.carried(LinkId(7), first).is_ok());
        assert!(world.checks.carried(LinkId(7), first).is_ok());
        assert!(world.checks.carried(LinkId(8), !first).is_ok());
        let found = world.checks.carried(LinkId(7), !first);
        assert_found(found.map_err(|broken| broken.0), "messages and look-ups");
    }
}

#[test]
fn plaintext_on_a_wire_is_found() {
    let mut world = calm();
    let readable = b"to the needle in the haystack";
    let found = world.checks.said_by_server(readable);
    assert_found(found.map_err(|broken| broken.0), "plaintext in a server's");
    let frame = submit(1, readable);
    let found = world.send_to_server(0, Lane::Anonymous, &frame);
    assert_found(found.map_err(|broken| broken.0), "plaintext in a client's");
}

#[test]
fn an_envelope_that_changes_is_found() {
    let mut checks = calm().checks;
    let mut said = |id, sealed| {
        let checked = checks.submitted(b"", &submit(id, sealed));
        checked.map(|_| ()).map_err(|broken| broken.0)
    };
    assert_eq!(said(1, b"sealed"), Ok(()));
    assert_eq!(said(1, b"sealed"), Ok(()), "as it was");
    assert_found(said(1, b"again"), "encrypted again under its id");
    assert_found(said(2, b"sealed"), "under two envelope ids");
}

/// Puts person 0's sessions back to what they were before a message left, once, as whoever copies a home does, and has them say
/// one thing more. It happens once `from` messages have arrived; `then` is called right after.
fn goes_back(from: usize, then: &mut dyn FnMut(&mut World)) -> Result<(), String> {
    let mut last: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    let (mut keys, mut is_done) = (0, false);
    ends(|world| {
        let store = &mut world.clients[0].store;
        let said = store.arrivals().len();
        let records = store.records();
        let sessions: Vec<_> = records
            .filter(|(room, _, _)| *room == Room::Sessions)
            .map(|(_, key, value)| (key.to_vec(), value.to_vec()))
            .collect();
        let has_sent = world.summary.keys > keys && sessions != last;
        keys = world.summary.keys;
        if is_done || !has_sent || said < from {
            last = sessions;
            return;
        }
        is_done = true;
        let mut tx = store.begin();
        for (key, value) in &last {
            tx.put(Room::Sessions, key, value).unwrap();
        }
        tx.commit();
        then(world);
        let command = Command::SendText {
            conversation: ConversationId::direct(world.script.account(1).unwrap()),
            content: pulse_engine::ContentId::random(&mut world.rng),
            text: "once more".to_owned(),
        };
        let id = CommandId::random(&mut world.rng);
        world.input(0, Input::Command { id, command });
    })
}

#[test]
fn sessions_that_go_back_are_found() {
    let mut found = Ok(());
    let _ended = goes_back(6, &mut |world| {
        let committed = world.checks.committed(0, &world.clients[0].store);
        found = committed.map_err(|broken| broken.0);
    });
    assert_found(found, "a session went back");
}

#[test]
fn a_message_key_that_is_used_twice_is_found() {
    // Where an answer comes in between, a ratchet step makes new keys, and nothing is used twice.
    let found = (6..12).any(|from| {
        let ended = goes_back(from, &mut |world| world.checks.forget_states());
        ended.is_err_and(|what| what.contains("used twice"))
    });
    assert!(found);
}

#[test]
fn a_message_that_is_told_twice_is_found() {
    let mut told = Ok(());
    ends_after(|world| {
        let row = incoming(world, 1);
        told = world.tell(1, pulse_engine::Event::MessageAdded { row });
    })
    .unwrap();
    assert_found(told.map_err(|broken| broken.0), "told as new twice");
}

#[test]
fn a_message_that_is_shown_twice_is_found() {
    let ended = ends_after(|world| {
        let mut row = incoming(world, 1);
        row.id = pulse_engine::MessageId::from_bytes([9; 16]);
        row.sort_at += 1;
        let mut tx = world.clients[1].store.begin();
        assert!(tx.insert_message(&row).unwrap());
        tx.commit();
    });
    assert_found(ended, "is shown twice");
}

#[test]
fn a_message_that_is_lost_is_found() {
    let ended = ends_after(|world| {
        let (row, now) = (incoming(world, 0), world.now);
        let mut tx = world.clients[0].store.begin();
        assert!(tx.remove_message(row.id, now).unwrap());
        tx.commit();
    });
    assert_found(ended, "is not shown");
}

#[test]
fn messages_out_of_order_are_found() {
    let ended = ends_after(|world| world.script.swap_first_texts(0));
    assert_found(ended, "out of order");
}

#[test]
fn a_message_of_which_nobody_knows_that_it_arrived_is_found() {
    let ended = ends_after(|world| {
        let store = &mut world.clients[0].store;
        let row = store.arrivals().into_iter().find(|row| row.outgoing);
        let mut tx = store.begin();
        tx.set_message_status(row.unwrap().id, MessageStatus::Sent)
            .unwrap();
        tx.commit();
    });
    assert_found(ended, "ended as Sent");
}

#[test]
fn mail_that_is_dropped_is_found() {
    for reason in ["seal", "used", "no session", "blocked"] {
        let ended = ends_after(|world| {
            let mut tx = world.clients[0].store.begin();
            let key = format!("count {reason}");
            tx.put(Room::Settings, key.as_bytes(), &1_u64.to_be_bytes())
                .unwrap();
            tx.commit();
        });
        assert_found(ended, &format!("dropped something: {reason}"));
    }
}

#[test]
fn an_errand_that_is_never_done_is_found() {
    let mut is_done = false;
    let ended = ends(|world| {
        // Whoever is never told the answer waits for ever.
        if !is_done && world.script.account(0).is_some() {
            is_done = true;
            world.script.forget_errands(0);
        }
    });
    assert_found(ended, "never answered");
}

#[test]
fn a_client_that_goes_on_talking_is_found() {
    let mut active = false;
    let mut next = BEGIN;
    let ended = ends(|world| {
        if world.is_watched() && world.now >= next {
            next = world.now.plus(MINUTE);
            active = !active;
            let conversation = ConversationId::direct(world.script.account(1).unwrap());
            let command = Command::SetTyping {
                conversation,
                active,
            };
            let id = CommandId::random(&mut world.rng);
            world.input(0, Input::Command { id, command });
        }
    });
    assert_found(ended, "still submitted");
}

#[test]
fn a_client_that_wakes_too_often_is_found() {
    let ended = ends(|world| {
        let soon = world.now.plus(Duration::from_secs(5));
        let is_asleep = world.clients[0].wake_at.is_none_or(|at| at > soon);
        if world.is_watched() && is_asleep {
            world.plan_wake(0, Some(soon));
        }
    });
    assert_found(ended, "wake-ups in a quiet hour");
}

#[test]
fn a_client_that_connects_again_and_again_is_found() {
    let mut next = BEGIN;
    let ended = ends(|world| {
        if world.is_watched()
            && world.now >= next
            && let Some(link) = world.clients[0].link(Lane::Identified)
        {
            next = world.now.plus(MINUTE);
            world.cut(link);
        }
    });
    assert_found(ended, "frames in a quiet hour");
}

#[test]
fn a_client_whose_disk_was_full_goes_on_looking_after_itself() {
    let (mut is_done, mut is_asleep) = (false, false);
    ends(|world| {
        let is_known = world.script.account(0).is_some();
        let now = world.now;
        let client = &mut world.clients[0];
        if !is_done && is_known {
            is_done = true;
            client.full_until = now.plus(Duration::from_secs(1));
        }
        is_asleep = client.wake_at.is_none() && !client.has_work();
    })
    .unwrap();
    assert!(is_done && !is_asleep, "nothing would ever wake it");
}
