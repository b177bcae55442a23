//! File systems that are really full: small ones in memory, mounted where nobody else sees them.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::stage::{Person, Stage};

#[test]
#[cfg(target_os = "linux")]
fn nothing_is_lost() {
    // A namespace of its own, as root or with the rights of one inside it; mounting needs that.
    let alone = ["--mount", "--propagation", "private"];
    let program = std::env::current_exe().unwrap();
    for rights in [&[][..], &["--user", "--map-root-user"]] {
        let unshare = || {
            let mut unshare = Command::new("unshare");
            unshare.args(rights).args(alone);
            unshare
        };
        let probe = TempDir::new().unwrap();
        let mut mount = unshare();
        mount
            .args(["mount", "-t", "tmpfs", "tmpfs"])
            .arg(probe.path());
        if !mount.output().is_ok_and(|output| output.status.success()) {
            continue;
        }
        let mut inside = unshare();
        inside.arg(program);
        inside.args(["--ignored", "--exact", "--nocapture", "full_disk::inside"]);
        let output = inside.output().unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{text}"
        );
        return;
    }
    println!("NOT TESTED: nobody may mount here, so no file system could be filled to its end.");
}

#[test]
#[ignore = "mounts file systems: nothing_is_lost starts it in a namespace of its own"]
fn inside() {
    let folder = TempDir::new().unwrap();
    let server_disk = mount(folder.path(), "server", "160m");
    let alice_disk = mount(folder.path(), "alice", "6m");
    let mut stage = Stage::in_folder(folder, "open");
    // Without its reserve the server goes on until the file system itself says no.
    stage.server.kill();
    let file = server_disk.join("pulse.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("[limits]", "[limits]\nreserve_bytes = 0"),
    )
    .unwrap();
    stage.server.start();
    let (alice, bob) = stage.friends();
    let mut said = vec!["Hello Bob".to_owned(), "Hello Alice".to_owned()];

    // The server's disk: what it cannot keep stays queued, and a cut of power in the middle takes nothing that it accepted.
    let long = "x".repeat(6_000);
    let filler = fill(&server_disk);
    let codes: Vec<_> = (0..3)
        .map(|number| {
            said.push(format!("to a full server {number} {long}"));
            let text = said.last().unwrap();
            alice.run(&["send", &bob.id, text, "--timeout", "3"]).code
        })
        .collect();
    assert!(
        codes.contains(&Some(75)),
        "the disk was never full: {codes:?}"
    );
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 75))),
        "{codes:?}"
    );
    stage.server.kill();
    fs::remove_file(filler).unwrap();
    stage.server.start();
    alice.ok(&["sync"]);

    // Alice's disk: what she cannot keep is refused by its name and not acknowledged.
    let filler = fill(&alice_disk);
    let error = alice.fails(74, &["send", &bob.id, &long]);
    assert!(error["text"].as_str().unwrap().contains("disk is full"));
    said.push("to a full disk".to_owned());
    bob.ok(&["send", &alice.id, "to a full disk"]);
    alice.fails(74, &["sync"]);
    fs::remove_file(filler).unwrap();
    alice.ok(&["sync"]);
    said.push("and on it goes".to_owned());
    alice.ok(&["send", &bob.id, "and on it goes"]);
    bob.ok(&["sync"]);
    assert_eq!(texts(&alice, &bob), said);
    assert_eq!(texts(&bob, &alice), said);
}

fn mount(folder: &Path, name: &str, size: &str) -> PathBuf {
    let place = folder.join(name);
    fs::create_dir(&place).unwrap();
    let mut mount = Command::new("mount");
    mount.args([
        "-t",
        "tmpfs",
        "-o",
        &format!("size={size},mode=0700"),
        "tmpfs",
    ]);
    assert!(mount.arg(&place).status().unwrap().success());
    place
}

/// Takes every byte that is left.
fn fill(disk: &Path) -> PathBuf {
    let path = disk.join("filler");
    let mut file = File::create(&path).unwrap();
    for block in [1 << 20, 4_096, 1] {
        while file.write_all(&vec![0; block]).is_ok() {}
    }
    path
}

fn texts(of: &Person, with: &Person) -> Vec<String> {
    let history = of.ok(&["history", &with.id]);
    let text = |object: &serde_json::Value| object["text"].as_str().unwrap().to_owned();
    history.objects().iter().map(text).collect()
}
