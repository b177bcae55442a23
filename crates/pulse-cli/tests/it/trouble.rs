//! What goes wrong is said clearly, with the exit code that is promised, and nothing is lost.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::stage::{Person, Said, Stage};

#[test]
fn a_link_that_is_none_is_bad_data() {
    let stage = Stage::new();
    let eve = stage.stranger("Eve");
    for link in [
        "",
        "http://example.org",
        "pulse://",
        "pulse://h/#s=short",
        "pulse://h:99999/",
    ] {
        eve.fails(65, &["register", "--server", link, "--name", "Eve"]);
    }
    let alice = stage.person("Alice");
    for link in ["hello", "pulse://127.0.0.1/", "pulse://127.0.0.1/#a=abc"] {
        alice.fails(65, &["contact", "add", link]);
    }
    let error = alice.fails(65, &["contact", "add", &alice.link]);
    assert!(
        error["text"].as_str().unwrap().contains("your own link"),
        "{error}"
    );
}

#[test]
fn a_wrong_command_line_is_usage() {
    let stage = Stage::new();
    let alice = stage.stranger("Alice");
    for arguments in [
        &["dance"][..],
        &["send"],
        &["register"],
        &["listen", "--since", "xyz"],
    ] {
        assert_eq!(alice.run(arguments).code, Some(2), "{arguments:?}");
    }
    let two_keys = ["--passphrase-file", "x", "whoami"];
    assert_eq!(alice.run(&two_keys).code, Some(2));
}

#[test]
fn a_home_without_an_account_says_how_to_get_one() {
    let stage = Stage::new();
    let nobody = stage.stranger("Nobody");
    for verb in [
        &["whoami"][..],
        &["contacts"],
        &["sync"],
        &["listen"],
        &["send", "x", "y"],
    ] {
        let error = nobody.fails(73, verb);
        assert!(
            error["hint"].as_str().unwrap().contains("pulse register"),
            "{error}"
        );
    }
    assert!(!nobody.home.exists(), "asking made a home");
}

#[test]
fn a_home_has_one_account() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    alice.fails(
        73,
        &[
            "register",
            "--server",
            &stage.server.link,
            "--name",
            "Again",
        ],
    );
    assert_eq!(alice.ok(&["whoami"]).object()["name"], "Alice");
}

#[test]
fn a_server_that_is_not_there_is_out_of_reach() {
    let mut stage = Stage::new();
    stage.server.kill();
    let link = stage.server.link.clone();
    let eve = stage.stranger("Eve");
    let error = eve.fails(
        69,
        &[
            "register",
            "--server",
            &link,
            "--name",
            "Eve",
            "--timeout",
            "2",
        ],
    );
    let (text, hint) = (error["text"].as_str(), error["hint"].as_str());
    assert!(text.unwrap().contains("did not answer in 2 s"), "{error}");
    assert!(hint.unwrap().contains("Nothing is lost"), "{error}");
    stage.server.start();
    eve.ok(&["register", "--server", &link, "--name", "Eve"]);
}

/// A server that answers is not out of reach: what it says is told.
#[test]
fn a_server_that_cannot_store_is_heard_by_whoever_waits_for_it() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    stage.server.kill();
    // As with a full disk: all of it is kept in reserve.
    let file = stage.server.path("pulse.toml");
    let settings = fs::read_to_string(&file).unwrap();
    let full = format!("[limits]\nreserve_bytes = {}", i64::MAX);
    fs::write(&file, settings.replace("[limits]", &full)).unwrap();
    stage.server.start();
    let eve = stage.stranger("Eve");
    let link = stage.server.link.clone();
    let registering = ["register", "--server", &link, "--name", "Eve"];
    for (person, code, arguments) in [
        (&eve, 76, &registering[..]),
        (
            &alice,
            75,
            &["send", &bob.id, "for later", "--timeout", "3"],
        ),
    ] {
        let error = person.fails(code, arguments);
        assert_eq!(error["refusal"], 103, "{error}");
        let (text, hint) = (error["text"].as_str(), error["hint"].as_str());
        assert!(text.unwrap().contains("cannot store"), "{error}");
        assert!(hint.is_some(), "{error}");
    }
    // What waits can be read meanwhile.
    bob.ok(&["sync"]);
    // There is room again.
    stage.server.kill();
    fs::write(&file, settings).unwrap();
    stage.server.start();
    alice.ok(&["sync"]);
    bob.ok(&["sync"]);
    assert_eq!(bob.texts(&alice).last().unwrap(), "for later");
    eve.ok(&registering);
}

/// Everything that a person at a terminal is told.
fn told(person: &Person, arguments: &[&str]) -> String {
    let output = person.human(arguments).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    String::from_utf8(told).unwrap()
}

/// The attack: the link is changed on its way, and what it says of the server is another one's.
#[test]
fn a_contact_link_with_another_key_of_the_server_is_refused() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    let (address, fingerprint) = bob.link.rsplit_once("s=").unwrap();
    let first = if fingerprint.starts_with('a') {
        "b"
    } else {
        "a"
    };
    let changed = format!("{address}s={first}{}", &fingerprint[1..]);
    let error = alice.fails(65, &["contact", "add", &changed, "--name", "Bob"]);
    let text = error["text"].as_str().unwrap();
    assert!(
        text.contains("another key") && text.contains("again"),
        "{text}"
    );
    assert!(alice.ok(&["contacts"]).objects().is_empty());
    alice.ok(&["contact", "add", &bob.link, "--name", "Bob"]);
}

/// Verbs name people: whoever gives two of them one name hears of it.
#[test]
fn two_contacts_of_one_name_are_told() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    let eve = stage.person("Eve");
    let add =
        |who: &Person, name: &str| told(&alice, &["contact", "add", &who.link, "--name", name]);
    let is_told = |output: &str| output.contains("Somebody else goes by that name");
    assert!(!is_told(&add(&bob, "Bob")));
    let said = add(&eve, "bob");
    assert!(is_told(&said) && said.contains(&bob.id), "{said}");
    let said = told(&alice, &["contact", "rename", &eve.id, "Eve"]);
    assert!(!is_told(&said), "{said}");
    let said = told(&alice, &["contact", "rename", &eve.id, "BOB"]);
    assert!(is_told(&said) && said.contains(&bob.id), "{said}");
}

/// A home that lost its store is not one that never had any.
#[test]
fn a_store_that_is_gone_is_told_and_no_other_takes_its_place() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let store = alice.home.join("store.db");
    let kept = fs::read(&store).unwrap();
    let link = stage.server.link.clone();
    let check = |state: &str| {
        for verb in [
            &["whoami"][..],
            &["status"],
            &["register", "--server", &link, "--name", "Alice"],
        ] {
            let error = alice.fails(73, verb);
            let text = error["text"].as_str().unwrap();
            assert!(text.contains(&format!("store.db is {state}")), "{text}");
            assert!(text.contains("store.db.made"), "{text}");
        }
    };
    fs::remove_file(&store).unwrap();
    check("missing");
    assert!(!store.exists());
    fs::write(&store, "").unwrap();
    check("empty");
    fs::write(&store, kept).unwrap();
    assert_eq!(alice.ok(&["whoami"]).object()["name"], "Alice");
    // Whoever gives it up may begin anew.
    fs::remove_file(&store).unwrap();
    fs::remove_file(alice.home.join("store.db.made")).unwrap();
    alice.ok(&["register", "--server", &link, "--name", "Alice"]);
}

/// What a library says of a file names none: whoever has to mend it is told which one.
#[test]
fn a_file_that_cannot_be_used_is_named() {
    let stage = Stage::new();
    let (alice, mut eve) = (stage.person("Alice"), stage.stranger("Eve"));
    let store = alice.home.join("store.db");
    fs::remove_file(&store).unwrap();
    fs::create_dir(&store).unwrap();
    let error = alice.fails(74, &["whoami"]).to_string();
    assert!(error.contains("store.db does not open ("), "{error}");
    assert!(error.contains("The home is "), "{error}");

    eve.key_file = stage.path("nowhere/eve.key");
    let link = &stage.server.link;
    let error = eve.fails(73, &["register", "--server", link, "--name", "Eve"]);
    let text = error["text"].as_str().unwrap();
    assert!(
        text.contains("nowhere/eve.key cannot be written ("),
        "{text}"
    );
}

/// What a server that could not be reached leaves is no account yet.
#[test]
fn an_account_that_was_never_registered_says_so() {
    let mut stage = Stage::new();
    stage.server.kill();
    let link = stage.server.link.clone();
    let eve = stage.stranger("Eve");
    let registering = ["register", "--server", &link, "--name", "Eve"];
    eve.fails(69, &[&registering[..], &["--timeout", "1"]].concat());
    let output = eve.run(&["status", "--timeout", "1"]);
    assert_eq!(output.code, Some(69));
    let status = output.object();
    assert_eq!(status["registered"], false, "{status}");
    let human = told(&eve, &["status", "--timeout", "1"]);
    assert!(human.contains("not registered yet"), "{human}");
    assert_eq!(eve.ok(&["whoami"]).object()["registered"], false);
    stage.server.start();
    eve.ok(&registering);
    let status = eve.ok(&["status"]).object();
    assert_eq!(status["registered"], true, "{status}");
    assert!(status.get("trouble").is_none(), "{status}");
}

#[test]
fn a_server_with_another_key_is_not_spoken_to() {
    let stage = Stage::new();
    let eve = stage.stranger("Eve");
    let (address, fingerprint) = stage.server.link.split_once("#s=").unwrap();
    let first = if fingerprint.starts_with('a') {
        "b"
    } else {
        "a"
    };
    let wrong = format!("{address}#s={first}{}", &fingerprint[1..]);
    let error = eve.fails(69, &["register", "--server", &wrong, "--name", "Eve"]);
    assert!(
        error["text"].as_str().unwrap().contains("another key"),
        "{error}"
    );
    assert!(
        error["hint"].as_str().unwrap().contains("Nothing was sent"),
        "{error}"
    );
}

/// The attack: somebody takes the server's place after people have registered. Nobody waits for that one to go away.
#[test]
fn a_server_that_got_another_key_is_named_by_whoever_waits_for_it() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    stage.server.kill();
    stage.server.take_another_key();
    stage.server.start();
    for (code, arguments) in [
        (69, &["status"][..]),
        (69, &["sync"]),
        (69, &["listen"]),
        (75, &["send", &bob.id, "for the right server alone"]),
    ] {
        let error = alice.fails(code, arguments);
        let (text, hint) = (error["text"].as_str(), error["hint"].as_str());
        assert!(text.unwrap().contains("another key"), "{error}");
        assert!(hint.unwrap().contains("Nothing was sent"), "{error}");
    }
    let rows = alice.history(&bob);
    assert_eq!(rows.last().unwrap()["status"], "queued");
    let status = alice.run(&["status"]).object();
    let trouble = status["trouble"].as_str().unwrap();
    assert!(trouble.contains("another key"), "{status}");
}

#[test]
fn a_home_that_cannot_be_there_is_no_fault_of_the_disk() {
    let stage = Stage::new();
    let mut eve = stage.stranger("Eve");
    let file = stage.path("file");
    fs::write(&file, "not a folder").unwrap();
    eve.home = file.join("home");
    let link = stage.server.link.clone();
    eve.fails(73, &["register", "--server", &link, "--name", "Eve"]);
}

#[test]
fn a_wait_of_ages_is_a_long_wait() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.ok(&["send", &bob.id, "no hurry", "--timeout", "1e19"]);
    alice.ok(&["status", "--timeout", "1e19"]);
    let heard = ["listen", "--count", "1", "--timeout", "1e19"];
    bob.ok(&heard);
}

#[test]
fn half_a_link_to_a_server_with_a_key_of_its_own_gets_advice() {
    let stage = Stage::new();
    let eve = stage.stranger("Eve");
    let (half, _) = stage.server.link.split_once("#s=").unwrap();
    let error = eve.fails(69, &["register", "--server", half, "--name", "Eve"]);
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.contains("Copy the whole link, with its #s="),
        "{error}"
    );
    assert!(hint.contains("Nothing was sent"), "{error}");
}

#[test]
fn an_unknown_contact_is_bad_data() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let error = alice.fails(65, &["send", "bob\u{1b}[31m", "hi"]);
    assert!(
        error["hint"].as_str().unwrap().contains("pulse contacts"),
        "{error}"
    );
    alice.fails(65, &["history", "nobody"]);
    alice.fails(65, &["contact", "accept", "nobody"]);
}

#[test]
fn a_text_that_is_too_long_or_empty_is_bad_data() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.fails(65, &["send", &bob.id, &"x".repeat(100_000)]);
    alice.fails(65, &["send", &bob.id, ""]);
    assert_eq!(alice.texts(&bob).len(), 2);
}

#[test]
fn a_server_by_invitation_takes_an_invite_once() {
    let stage = Stage::with_registration("invite");
    let server = stage.server.link.clone();
    let eve = stage.stranger("Eve");
    let register = ["register", "--server", &server, "--name", "Eve"];
    let error = eve.fails(76, &register);
    assert!(error["refusal"].as_u64().unwrap() >= 400, "{error}");
    let error = eve.fails(76, &[&register[..], &["--invite", "nonsense"]].concat());
    assert!(error["refusal"].as_u64().unwrap() >= 400, "{error}");
    let invite = stage.server.invite();
    let invited = [&register[..], &["--invite", &invite]].concat();
    eve.ok(&invited);
    stage.stranger("Mallory").fails(76, &invited);
}

#[test]
fn a_wrong_passphrase_or_key_opens_nothing() {
    let stage = Stage::new();
    let (right, wrong) = (stage.path("right"), stage.path("wrong"));
    fs::write(&right, "correct horse\n").unwrap();
    fs::write(&wrong, "battery staple\n").unwrap();
    let alice = stage.stranger("Alice");
    let with = |file: &Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pulse"));
        command
            .arg("--home")
            .arg(&alice.home)
            .arg("--passphrase-file")
            .arg(file);
        Said::from(command.args(arguments).arg("--json").output().unwrap())
    };
    let said = with(
        &right,
        &[
            "register",
            "--server",
            &stage.server.link,
            "--name",
            "Alice",
        ],
    );
    assert_eq!(said.code, Some(0), "{said:?}");
    for verb in ["whoami", "status", "sync"] {
        let said = with(&wrong, &[verb]);
        assert_eq!(said.code, Some(77), "{said:?}");
    }
    assert_eq!(with(&right, &["whoami"]).object()["name"], "Alice");

    let bob = stage.person("Bob");
    let key = fs::read(&bob.key_file).unwrap();
    assert_eq!(key.len(), 32);
    fs::write(&bob.key_file, [7; 32]).unwrap();
    bob.fails(77, &["whoami"]);
    fs::write(&bob.key_file, key).unwrap();
    bob.ok(&["whoami"]);
}

/// Somebody's store, opened behind the back of `pulse`.
fn store(of: &Person) -> rusqlite::Connection {
    let key = fs::read(&of.key_file).unwrap();
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let store = rusqlite::Connection::open(of.home.join("store.db")).unwrap();
    store
        .execute_batch(&format!("PRAGMA key = \"x'{key}'\""))
        .unwrap();
    store
}

/// As if another device of the account had removed this one: the number it has now is none of those that the account lists.
fn take_another_number(of: &Person) {
    let store = store(of);
    let own = "room = 1 AND key = CAST('self' AS BLOB)";
    let read = format!("SELECT value FROM record WHERE {own}");
    let mut record: Vec<u8> = store.query_row(&read, [], |row| row.get(0)).unwrap();
    // It stands behind the record's version and the account's id.
    record[33] ^= 1;
    let write = format!("UPDATE record SET value = ?1 WHERE {own}");
    assert_eq!(store.execute(&write, [record]).unwrap(), 1);
}

#[test]
fn a_device_that_was_removed_is_told_what_to_do_by_whoever_waits() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    take_another_number(&alice);
    for (code, arguments) in [
        (76, &["status"][..]),
        (76, &["sync"]),
        (76, &["listen"]),
        (75, &["send", &bob.id, "is anybody there?"]),
    ] {
        let error = alice.fails(code, arguments);
        let hint = error["hint"].as_str().unwrap();
        assert!(
            hint.contains("removed") && hint.contains("--home"),
            "{error}"
        );
        if code == 76 {
            assert_eq!(error["refusal"], 404, "{error}");
        }
    }
    let said = alice.human(&["listen"]).output().unwrap();
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(said.contains("your keys have signed"), "{said}");
    // What was there is there.
    assert_eq!(alice.texts(&bob)[..2], ["Hello Bob", "Hello Alice"]);
}

#[test]
fn what_no_pulse_would_have_written_is_a_bug_and_said_to_be_one() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    // The queue: no process that stops half-way leaves such a record, since records are written whole.
    let changed = store(&alice).execute("UPDATE record SET value = x'ff' WHERE room = 5", []);
    assert!(changed.unwrap() > 0);
    let error = alice.fails(1, &["send", &bob.id, "hello", "--timeout", "5"]);
    let text = error["text"].as_str().unwrap();
    assert!(text.contains("please report it"), "{error}");
}

#[test]
fn a_store_of_a_newer_pulse_is_left_alone() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let set_version = |version: u32| {
        let pragma = format!("PRAGMA user_version = {version}");
        store(&alice).execute_batch(&pragma).unwrap();
    };
    set_version(9_999);
    for verb in [&["whoami"][..], &["status"], &["sync"], &["listen"]] {
        let error = alice.fails(78, verb);
        assert!(error["text"].as_str().unwrap().contains("9999"), "{error}");
    }
    set_version(pulse_client::store::STORE_VERSION);
    alice.ok(&["whoami"]);
}

#[test]
fn a_listener_that_cannot_take_over_ends_and_says_so() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let first = alice.history(&bob)[0]["id"].as_str().unwrap().to_owned();
    let owner = alice.listen(&[]);
    assert_eq!(owner.texts(1), ["Hello Alice"]);
    let guest = alice.listen(&["--since", &first]);
    assert_eq!(guest.texts(1), ["Hello Alice"]);
    // While they run, a newer Pulse was installed and changed the store.
    let newer = "PRAGMA user_version = 9999";
    store(&alice).execute_batch(newer).unwrap();
    owner.kill();
    assert_eq!(guest.finish(), Some(73));
}

#[test]
fn a_damaged_store_is_said_to_be_damaged() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let store = alice.home.join("store.db");
    let mut bytes = fs::read(&store).unwrap();
    for byte in &mut bytes[..64] {
        *byte ^= 0xff;
    }
    fs::write(&store, bytes).unwrap();
    let error = alice.fails(73, &["whoami"]);
    assert!(
        error["text"].as_str().unwrap().contains("damaged"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn the_key_file_and_the_home_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&alice.key_file), 0o600);
    assert_eq!(mode(&alice.home), 0o700);
    fs::set_permissions(&alice.key_file, fs::Permissions::from_mode(0o644)).unwrap();
    let error = alice.fails(73, &["whoami"]);
    assert!(
        error["text"].as_str().unwrap().contains("chmod 600"),
        "{error}"
    );
}

#[test]
fn nothing_readable_is_on_the_disk_of_a_client() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.ok(&["send", &bob.id, "unmistakable plaintext"]);
    let mut files = 0;
    for entry in fs::read_dir(&alice.home).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = fs::read(&path) else { continue };
        files += 1;
        for secret in ["unmistakable", "Hello Bob", "Alice"] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", path.display());
        }
    }
    assert!(files > 0);
}
