//! A server with a certificate that an authority has signed, and people whose links do not say which key it has.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    date_time_ymd,
};

use crate::stage::{Person, Stage};

/// Somebody who signs.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

/// A certificate with its key, as PEM.
struct Signed {
    chain: String,
    key: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Self { params, key }
    }

    fn pem(&self) -> String {
        self.params.self_signed(&self.key).unwrap().pem()
    }

    /// For a name or an address, until the beginning of a year.
    fn sign(&self, host: &str, until: i32) -> Signed {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&self.params, &self.key);
        Signed {
            chain: params.signed_by(&key, &issuer).unwrap().pem(),
            key: key.serialize_pem(),
        }
    }
}

const HOST: &str = "127.0.0.1";
const LATE: i32 = 2100;

/// A stage whose server shows this.
fn stage(signed: &Signed) -> Stage {
    let mut stage = Stage::new();
    stage.server.kill();
    put(&stage, signed);
    let file = stage.server.path("pulse.toml");
    let configuration = fs::read_to_string(&file).unwrap();
    let paths = "certificate = \"signed.pem\"\nkey = \"signed.key\"\n";
    fs::write(&file, paths.to_owned() + &configuration).unwrap();
    stage.server.start();
    assert!(!stage.server.link.contains('#'), "{}", stage.server.link);
    stage
}

/// Writes this where the server reads its certificate.
fn put(stage: &Stage, signed: &Signed) {
    fs::write(stage.server.path("signed.pem"), &signed.chain).unwrap();
    fs::write(stage.server.path("signed.key"), &signed.key).unwrap();
}

/// A file of authorities to trust.
fn authorities(stage: &Stage, name: &str, of: &[&Authority]) -> PathBuf {
    let file = stage.path(name);
    let all: Vec<_> = of.iter().map(|authority| authority.pem()).collect();
    fs::write(&file, all.concat()).unwrap();
    file
}

fn stranger(stage: &Stage, name: &str, trusts: &Path) -> Person {
    Person {
        trusts: Some(trusts.to_owned()),
        ..stage.stranger(name)
    }
}

fn person(stage: &Stage, name: &str, trusts: &Path) -> Person {
    let mut person = stranger(stage, name, trusts);
    person.register(&stage.server.link);
    person
}

/// Somebody cannot register, and reads why.
#[track_caller]
fn is_refused(stage: &Stage, trusts: &Path, because: &str) {
    let eve = stranger(stage, "Eve", trusts);
    let link = stage.server.link.clone();
    let error = eve.fails(69, &["register", "--server", &link, "--name", "Eve"]);
    let (text, hint) = (error["text"].as_str(), error["hint"].as_str());
    assert!(text.unwrap().contains(because), "{error}");
    assert!(hint.unwrap().contains("Nothing was sent"), "{error}");
}

#[test]
fn whoever_trusts_the_authority_talks_and_nobody_else() {
    let (ours, other) = (Authority::new("Ours"), Authority::new("Other"));
    let mut stage = stage(&ours.sign(HOST, LATE));
    let trusting = authorities(&stage, "ours.pem", &[&ours]);
    let (mut alice, bob) = (
        person(&stage, "Alice", &trusting),
        person(&stage, "Bob", &trusting),
    );
    alice.ok(&["contact", "add", &bob.link]);
    alice.ok(&["send", &bob.id, "signed and sealed"]);
    let request = bob.listen(&[]).next();
    assert_eq!(request["event"], "request");
    alice.ok(&["status"]);

    let distrusting = authorities(&stage, "other.pem", &[&other]);
    is_refused(&stage, &distrusting, "UnknownIssuer");
    // The attack: another server in its place, whose certificate somebody signed whom nobody here trusts.
    stage.server.kill();
    put(&stage, &other.sign(HOST, LATE));
    stage.server.start();
    for (code, arguments) in [
        (69, &["status"][..]),
        (69, &["sync"]),
        (69, &["listen"]),
        (75, &["send", &bob.id, "for the right server alone"]),
    ] {
        let error = alice.fails(code, arguments);
        let (text, hint) = (error["text"].as_str(), error["hint"].as_str());
        assert!(text.unwrap().contains("UnknownIssuer"), "{error}");
        assert!(hint.unwrap().contains("Nothing was sent"), "{error}");
    }
    alice.trusts = Some(distrusting);
    alice.ok(&["sync"]);
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::new("Ours");
    let stage = stage(&authority.sign("chat.example.org", LATE));
    let trusting = authorities(&stage, "ours.pem", &[&authority]);
    is_refused(&stage, &trusting, "chat.example.org");
}

#[test]
fn a_certificate_whose_time_is_over_is_refused() {
    let authority = Authority::new("Ours");
    let stage = stage(&authority.sign(HOST, 2021));
    let trusting = authorities(&stage, "ours.pem", &[&authority]);
    is_refused(&stage, &trusting, "expired");
}

/// Bob and whoever comes now trust the authority that signs the renewed certificate, Alice does not: what she hears comes over the
/// connection that she had before.
#[cfg(unix)]
#[test]
fn a_certificate_is_renewed_while_people_are_connected() {
    let (first, second) = (Authority::new("First"), Authority::new("Second"));
    let signed = first.sign(HOST, LATE);
    let stage = stage(&signed);
    let only_first = authorities(&stage, "first.pem", &[&first]);
    let only_second = authorities(&stage, "second.pem", &[&second]);
    let both = authorities(&stage, "both.pem", &[&first, &second]);
    let alice = person(&stage, "Alice", &only_first);
    let bob = person(&stage, "Bob", &both);
    alice.ok(&["contact", "add", &bob.link]);
    alice.ok(&["send", &bob.id, "may I come in?"]);
    bob.ok(&["sync"]);
    bob.ok(&["contact", "accept", &alice.id]);
    bob.ok(&["send", &alice.id, "under the first"]);
    let listener = alice.listen(&[]);
    assert_eq!(listener.texts(1), ["under the first"]);

    let renewed = second.sign(HOST, LATE);
    put(&stage, &renewed);
    stage.server.signal(libc::SIGHUP);
    stage.server.logged("the certificate was read again");
    person(&stage, "Carol", &only_second);
    bob.ok(&["send", &alice.id, "under the second"]);
    assert_eq!(listener.texts(1), ["under the second"]);

    // What devices would refuse is not shown to them: no pair, no certificate, too late, another name.
    for bad in [
        Signed {
            chain: signed.chain,
            key: renewed.key,
        },
        Signed {
            chain: "no certificate".to_owned(),
            key: signed.key,
        },
        second.sign(HOST, 2021),
        second.sign("chat.example.org", LATE),
    ] {
        put(&stage, &bad);
        stage.server.signal(libc::SIGHUP);
        stage.server.logged("the certificate was not renewed");
        bob.ok(&["send", &alice.id, "and on"]);
        assert_eq!(listener.texts(1), ["and on"]);
    }
    person(&stage, "Dave", &only_second);
}

/// Links carry the fingerprint: another key would lock everybody out.
#[cfg(unix)]
#[test]
fn a_key_that_links_carry_is_not_changed_while_the_server_runs() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let before = fs::read(stage.server.path("certificate.pem")).unwrap();
    let kept = fs::read(stage.server.path("key.pem")).unwrap();
    stage.server.signal(libc::SIGHUP);
    stage.server.logged("the certificate was read again");
    stage.server.take_another_key();
    stage.server.signal(libc::SIGHUP);
    let said = stage.server.logged("the certificate was not renewed");
    assert!(said.contains("links of this server"), "{said}");
    alice.ok(&["status"]);
    fs::write(stage.server.path("certificate.pem"), before).unwrap();
    fs::write(stage.server.path("key.pem"), kept).unwrap();
    stage.server.signal(libc::SIGHUP);
    stage.server.logged("the certificate was read again");
    alice.ok(&["status"]);
}
