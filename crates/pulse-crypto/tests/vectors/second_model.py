#!/usr/bin/env python3
"""A second, independent model of Pulse's handshake, ratchet and seal.

Written from docs/crypto.md and the specifications it names, in plain Python with nothing but the standard library, so that
it shares neither code nor libraries with the Rust crate. It makes the known-answer files beside it from fixed randomness:

    second_model.py --write    makes the files anew (they are frozen: only a new format may change them)
    second_model.py --check    makes them in memory, compares, prints their hashes; exit code 1 on any difference

It is slow and not constant-time: a model to compare with, never something to use.
"""

import hashlib
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # the folder holds frozen files, nothing else

from primitives import (Stream, aes_gcm_open, aes_gcm_seal, ed25519_public, ed25519_sign, hkdf, hmac_sha256, mlkem_decaps,
                        mlkem_encaps, mlkem_keygen, self_test, x25519, x25519_public)

HERE = Path(__file__).resolve().parent
FORMAT, SUITE = b"\x01", b"\x00\x01"
KINDS = b"\x01\x01"  # one kind: the chain
TODAY = 20_000


def u32(number):
    return number.to_bytes(4, "big")


def leb128(number):
    out = bytearray()
    while True:
        low, number = number & 0x7F, number >> 7
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def labelled(label, *parts):
    return label + b"".join(u32(len(part)) + part for part in parts)


# --- handshake -----------------------------------------------------------------------------------------------------------


class Device:
    """A device of a person, from a stream of random bytes."""

    def __init__(self, stream, suite_max=1, flags=0):
        self.account = stream.take(32)
        self.device = int.from_bytes(stream.take(4), "big") | 1
        self.identity_secret = stream.take(32)
        self.identity = x25519_public(self.identity_secret)
        self.signing_seed = stream.take(32)
        self.signing = ed25519_public(self.signing_seed)
        self.manifest_hash = stream.take(32)
        self.suite_max, self.flags = suite_max, flags
        self.capabilities = suite_max.to_bytes(2, "big") + u32(flags)

    def in_transcript(self):
        return (self.capabilities + self.account + self.manifest_hash + u32(self.device) + self.identity + self.signing)

    def in_json(self):
        return {
            "account": self.account.hex(),
            "device": self.device,
            "identity_secret": self.identity_secret.hex(),
            "identity": self.identity.hex(),
            "signing_seed": self.signing_seed.hex(),
            "signing": self.signing.hex(),
            "manifest_hash": self.manifest_hash.hex(),
            "suite_max": self.suite_max,
            "flags": self.flags,
        }


class Prekey:
    """A prekey with both halves. Kinds: 1 signed, 2 one-time, 3 KEM one-time, 4 KEM last resort."""

    def __init__(self, kind, number, owner, stream):
        self.kind, self.number = kind, number
        self.secret = stream.take(64 if kind >= 3 else 32)
        if kind >= 3:
            self.public, self.decapsulation = mlkem_keygen(self.secret[:32], self.secret[32:])
        else:
            self.public = x25519_public(self.secret)
        self.signature = None
        if kind != 2:
            signed = labelled(b"Pulse v1 prekey", FORMAT, SUITE, owner.account, u32(owner.device), bytes([kind]), u32(number),
                              u32(TODAY), self.public)
            self.signature = ed25519_sign(owner.signing_seed, signed)

    def in_transcript(self):
        return bytes([self.kind]) + u32(self.number) + u32(len(self.public)) + self.public

    def in_json(self):
        return {
            "kind": self.kind,
            "id": self.number,
            "secret": self.secret.hex(),
            "public": self.public.hex(),
            "signature": self.signature.hex() if self.signature else None,
        }


def handshake(a, b, signed, one_time, kem, randomness):
    """Both sides of a handshake; returns (initial header, initiator's session, responder's session)."""
    stream = Stream.of(randomness)
    ephemeral = stream.take(32)
    ephemeral_public = x25519_public(ephemeral)
    ciphertext, shared = mlkem_encaps(kem.public, stream.take(32))
    assert mlkem_decaps(kem.decapsulation, ciphertext) == shared

    transcript = (FORMAT + SUITE + KINDS + a.in_transcript() + b.in_transcript() + signed.in_transcript() +
                  (one_time.in_transcript() if one_time else b"\x00") + kem.in_transcript() + ephemeral_public +
                  u32(len(ciphertext)) + ciphertext)
    session_id = hashlib.sha256(labelled(b"Pulse v1 handshake transcript", transcript)).digest()

    def keys(dh1, dh2, dh3, dh4, secret):
        okm = hkdf(bytes(32), b"\xff" * 32 + dh1 + dh2 + dh3 + dh4 + secret, b"Pulse v1 handshake keys" + session_id, 96)
        return okm[:32], okm[32:64], okm[64:]

    ours = keys(x25519(a.identity_secret, signed.public), x25519(ephemeral, b.identity), x25519(ephemeral, signed.public),
                x25519(ephemeral, one_time.public) if one_time else b"", shared)
    theirs = keys(x25519(signed.secret, a.identity), x25519(b.identity_secret, ephemeral_public),
                  x25519(signed.secret, ephemeral_public), x25519(one_time.secret, ephemeral_public) if one_time else b"",
                  mlkem_decaps(kem.decapsulation, ciphertext))
    assert ours == theirs

    header = (FORMAT + SUITE + a.capabilities + b.capabilities + a.manifest_hash + b.manifest_hash + u32(signed.number) +
              (b"\x01" + u32(one_time.number) if one_time else bytes(5)) + bytes([kem.kind]) + u32(kem.number) +
              ephemeral_public + ciphertext)
    return header, Session.initiator(session_id, ours, signed.public, stream), Session.responder(session_id, theirs, signed)


# --- ratchet -------------------------------------------------------------------------------------------------------------


class Chain:
    """A receiving chain: current or past. `end` is the position after the highest received, or the length once closed."""

    def __init__(self, peer_key, header_key, chain_key):
        self.peer_key, self.header_key, self.chain_key = peer_key, header_key, chain_key
        self.end, self.closed_on, self.skipped, self.dropped_below = 0, None, {}, 0

    def skip_to(self, position, day):
        assert position - self.end <= 1000
        while self.end < position:
            missing = self.end
            self.skipped[missing] = (day, self.next_secret())

    def expire(self, day):
        for position in [position for position, (since, _) in self.skipped.items() if day - since >= 31]:
            del self.skipped[position]
            self.dropped_below = max(self.dropped_below, position + 1)

    def next_secret(self):
        secret = hmac_sha256(self.chain_key, b"Pulse v1 ratchet message secret")
        self.chain_key = hmac_sha256(self.chain_key, b"Pulse v1 ratchet chain")
        self.end += 1
        return secret

    def skipped_state(self):
        return (u32(self.dropped_below) + u32(len(self.skipped)) + b"".join(
            u32(position) + u32(day) + secret for position, (day, secret) in sorted(self.skipped.items())))


class Session:

    def __init__(self, session_id, root_key, is_initiator):
        self.id, self.root_key, self.is_initiator = session_id, root_key, is_initiator
        self.has_received = False
        self.own_key = None  # (private, public), once there is one
        self.sending = None  # [header key, chain key, n]
        self.current = None
        self.past = []  # newest first
        self.day = TODAY
        self.previous_n = 0

    @classmethod
    def initiator(cls, session_id, keys, signed_prekey, stream):
        root_key, header_key_a, next_header_key_b = keys
        session = cls(session_id, root_key, True)
        session.own_key = key_pair(stream.take(32))
        chain_key, session.next_sending = session.root_step(signed_prekey)
        session.sending = [header_key_a, chain_key, 0]
        session.next_receiving = next_header_key_b
        return session

    @classmethod
    def responder(cls, session_id, keys, signed_prekey):
        root_key, session_next, own_next = keys
        session = cls(session_id, root_key, False)
        session.own_key = (signed_prekey.secret, signed_prekey.public)
        session.next_receiving, session.next_sending = session_next, own_next
        return session

    def root_step(self, peer_key):
        okm = hkdf(self.root_key, x25519(self.own_key[0], peer_key), b"Pulse v1 ratchet root", 96)
        self.root_key = okm[:32]
        return okm[32:64], okm[64:]

    def encrypt(self, plaintext, stream):
        if self.sending is None:
            self.own_key = key_pair(stream.take(32))
            chain_key, following = self.root_step(self.current.peer_key)
            self.sending, self.next_sending = [self.next_sending, chain_key, 0], following
        header_key, chain_key, n = self.sending
        secret = hmac_sha256(chain_key, b"Pulse v1 ratchet message secret")
        self.sending[1:] = [hmac_sha256(chain_key, b"Pulse v1 ratchet chain"), n + 1]

        r = stream.take(12)
        header = self.own_key[1] + leb128(n) + leb128(self.previous_n) + leb128(0) + leb128(0) + b"\x00"
        start = FORMAT + SUITE + r + bytes([len(header) + 16])
        start += aes_gcm_seal(header_key, r, self.id + start, header)
        key, nonce = message_key(secret, r)
        return start + aes_gcm_seal(key, nonce, self.id + start, plaintext)

    def decrypt(self, message):
        assert message[:3] == FORMAT + SUITE
        r, header_end = message[3:15], 16 + message[15]
        start, body = message[:header_end], message[header_end:]

        def try_key(header_key):
            return aes_gcm_open(header_key, r, self.id + message[:16], message[16:header_end])

        header = try_key(self.next_receiving)
        if header is not None:
            peer_key, (n, previous_n) = header[:32], read_numbers(header)
            if self.current is not None:
                self.current.skip_to(previous_n, self.day)
                self.current.closed_on = self.day
                self.past.insert(0, self.current)
            chain_key, following = self.root_step(peer_key)
            self.current = Chain(peer_key, self.next_receiving, chain_key)
            self.next_receiving = following
            self.previous_n = self.sending[2] if self.sending else 0
            self.sending, self.own_key = None, None
            chain = self.current
        else:
            chains = ([self.current] if self.current else []) + self.past
            chain, header = next((chain, header) for chain in chains if (header := try_key(chain.header_key)) is not None)
            n, _ = read_numbers(header)
            assert chain.peer_key == header[:32]
        if n in chain.skipped:
            secret = chain.skipped.pop(n)[1]
        else:
            assert chain is self.current and n >= chain.end, "used"
            chain.skip_to(n, self.day)
            secret = chain.next_secret()
        self.forget_idle_chains()
        key, nonce = message_key(secret, r)
        plaintext = aes_gcm_open(key, nonce, self.id + start, body)
        assert plaintext is not None
        self.has_received = True
        return plaintext

    def forget_idle_chains(self):
        idle = [chain for chain in self.past if not chain.skipped]
        self.past = [chain for chain in self.past if chain.skipped or chain in idle[:3]][:32]

    def expire(self):
        """Keys go 31 days after they were found missing, chains without any 31 days after they were closed."""
        for chain in ([self.current] if self.current else []) + self.past:
            chain.expire(self.day)
        self.past = [chain for chain in self.past if chain.skipped or self.day - chain.closed_on < 31]

    def state(self):
        out = FORMAT + SUITE + bytes([self.is_initiator + 2 * self.has_received]) + KINDS + self.id + self.root_key
        out += self.next_sending + self.next_receiving + u32(self.previous_n)
        if self.sending:
            header_key, chain_key, n = self.sending
            out += b"\x02" + b"".join(self.own_key) + header_key + chain_key + u32(n)
        elif self.own_key:
            out += b"\x00" + b"".join(self.own_key)
        else:
            out += b"\x01"
        if self.current:
            chain = self.current
            out += b"\x01" + chain.peer_key + chain.header_key + chain.chain_key + u32(chain.end) + chain.skipped_state()
        else:
            out += b"\x00"
        out += bytes([len(self.past)])
        for chain in self.past:
            out += chain.peer_key + chain.header_key + u32(chain.end) + u32(chain.closed_on) + chain.skipped_state()
        return out


def key_pair(secret):
    return secret, x25519_public(secret)


def message_key(secret, r):
    okm = hkdf(r, b"\x01" + len(secret).to_bytes(2, "big") + secret, b"Pulse v1 ratchet body", 44)
    return okm[:32], okm[32:]


def read_numbers(header):
    numbers, rest = [], header[32:]
    for _ in range(4):
        value = shift = 0
        while True:
            byte, rest = rest[0], rest[1:]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        numbers.append(value)
    assert numbers[2:] == [0, 0] and rest == b"\x00"
    return numbers[:2]


# --- seal ----------------------------------------------------------------------------------------------------------------


def padded(plaintext):
    length = max(len(plaintext) + 1, 256)
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    total = -(-length // step) * step
    return plaintext + b"\x80" + bytes(total - len(plaintext) - 1)


def pair_key(own_secret, own, peer):
    ordered = min(own, peer) + max(own, peer)
    return hkdf(bytes(32), x25519(own_secret, peer), b"Pulse v1 seal pair" + ordered, 32)


def seal(sender, generation, version, recipient, plaintext, randomness):
    ephemeral = Stream.of(randomness).take(32)
    prefix = FORMAT + SUITE + x25519_public(ephemeral)
    to = recipient.account + u32(recipient.device)
    address = (sender.account + u32(sender.device) + sender.identity + u32(generation) + u32(version) +
               sender.manifest_hash[:8])
    okm = hkdf(bytes(32), x25519(ephemeral, recipient.identity),
               b"Pulse v1 seal outer" + x25519_public(ephemeral) + recipient.identity, 76)
    outer = aes_gcm_seal(okm[32:64], okm[64:], prefix + to, address)
    pair = pair_key(sender.identity_secret, sender.identity, recipient.identity)
    assert pair == pair_key(recipient.identity_secret, recipient.identity, sender.identity)
    inner_okm = hkdf(bytes(32), okm[:32] + pair, b"Pulse v1 seal inner", 44)
    inner = aes_gcm_seal(inner_okm[:32], inner_okm[32:], prefix + outer + to + address, padded(plaintext))
    return pair, prefix + outer + inner


# --- the files -----------------------------------------------------------------------------------------------------------


def handshake_case(name, with_one_time, flags):
    stream = Stream(f"handshake {name}")
    a, b = Device(stream, flags=flags), Device(stream, suite_max=1 + flags)
    signed = Prekey(1, 7, b, stream)
    one_time = Prekey(2, 4_000_000_000, b, stream) if with_one_time else None
    kem = Prekey(3 if with_one_time else 4, 9, b, stream)
    randomness = stream.take(96)
    header, initiator, responder = handshake(a, b, signed, one_time, kem, randomness)
    case = {
        "name": name,
        "initiator": a.in_json(),
        "responder": b.in_json(),
        "day": TODAY,
        "signed_prekey": signed.in_json(),
        "one_time_prekey": one_time.in_json() if one_time else None,
        "kem_prekey": kem.in_json(),
        "randomness": randomness.hex(),
        "header": header.hex(),
        "session_id": initiator.id.hex(),
        "initiator_state": initiator.state().hex(),
        "responder_state": responder.state().hex(),
    }
    return case, initiator, responder


def handshakes():
    return [handshake_case("with one-time prekeys", True, 0)[0], handshake_case("from last-resort prekeys", False, 5)[0]]


def conversation():
    """Several turns; messages late by one and by two turns, out of order, and one that never arrives."""
    _, alice, bob = handshake_case("conversation", True, 0)
    sessions, stream, sent, steps = {"alice": alice, "bob": bob}, Stream("conversation"), [], []
    start = {name: session.state().hex() for name, session in sessions.items()}

    def send(who, plaintext):
        randomness = stream.take(44 if sessions[who].sending is None else 12)
        message = sessions[who].encrypt(plaintext, Stream.of(randomness))
        sent.append((plaintext, message))
        steps.append({"do": "encrypt", "who": who, "plaintext": plaintext.hex(), "randomness": randomness.hex(),
                      "message": message.hex(), "state_hash": hashlib.sha256(sessions[who].state()).hexdigest()})
        return len(sent) - 1

    def receive(who, index):
        plaintext, message = sent[index]
        assert sessions[who].decrypt(message) == plaintext
        steps.append({"do": "decrypt", "who": who, "message": message.hex(), "plaintext": plaintext.hex(),
                      "state_hash": hashlib.sha256(sessions[who].state()).hexdigest()})

    first = [send("alice", f"first {n}".encode()) for n in range(4)]
    receive("bob", first[2])
    receive("bob", first[0])
    answer = [send("bob", b""), send("bob", b"x" * 100), send("bob", b"never arrives")]
    receive("alice", answer[1])
    second = [send("alice", bytes(range(256))), send("alice", b"second 1"), send("alice", b"second 2")]
    receive("bob", second[1])
    receive("bob", first[3])
    receive("alice", answer[0])
    third = send("bob", b"third")
    receive("alice", third)
    fourth = send("alice", b"fourth")
    receive("bob", fourth)
    receive("bob", first[1])
    receive("bob", second[2])
    for turn in range(5):
        receive("alice", send("bob", f"turn {turn}".encode()))
        many = [send("alice", bytes([turn]) * 20) for _ in range(3)]
        receive("bob", many[2])
        receive("bob", many[0])
    long_chain = [send("bob", f"long {n}".encode()) for n in range(131)]
    receive("alice", long_chain[130])
    receive("alice", long_chain[129])
    receive("bob", second[0])
    end = {name: session.state().hex() for name, session in sessions.items()}
    return {"day": TODAY, "start": start, "steps": steps, "end": end}


def forgetting():
    """Missing messages that are given up after 31 days: what comes too late is told from what comes twice."""
    _, alice, bob = handshake_case("forgetting", False, 0)
    sessions, stream, steps = {"alice": alice, "bob": bob}, Stream("forgetting"), []
    start = {name: session.state().hex() for name, session in sessions.items()}

    def note(who, **step):
        steps.append({"who": who, "day": sessions[who].day, **step,
                      "state_hash": hashlib.sha256(sessions[who].state()).hexdigest()})

    def send(who, plaintext):
        randomness = stream.take(44 if sessions[who].sending is None else 12)
        message = sessions[who].encrypt(plaintext, Stream.of(randomness))
        note(who, do="encrypt", plaintext=plaintext.hex(), randomness=randomness.hex(), message=message.hex())
        return message, plaintext

    def receive(who, sent):
        assert sessions[who].decrypt(sent[0]) == sent[1]
        note(who, do="decrypt", message=sent[0].hex(), plaintext=sent[1].hex())

    def refuse(who, sent, error):
        note(who, do="refuse", message=sent[0].hex(), error=error)

    def expire(who, day):
        sessions[who].day = day
        sessions[who].expire()
        note(who, do="expire")

    first = [send("alice", f"first {n}".encode()) for n in range(7)]
    receive("bob", first[3])
    receive("bob", first[1])
    bob.day = TODAY + 10
    receive("bob", first[6])
    expire("bob", TODAY + 30)
    expire("bob", TODAY + 31)
    refuse("bob", first[0], "too old")
    refuse("bob", first[2], "too old")
    refuse("bob", first[1], "too old")  # used, but that is no longer known
    refuse("bob", first[3], "used")
    receive("bob", first[4])
    receive("alice", send("bob", b"turn"))
    receive("bob", send("alice", b"second"))
    expire("bob", TODAY + 41)
    refuse("bob", first[5], "too old")
    refuse("bob", first[6], "used")
    expire("bob", TODAY + 61)
    expire("bob", TODAY + 62)
    refuse("bob", first[6], "not for this session")
    receive("bob", send("alice", b"goes on"))
    end = {name: session.state().hex() for name, session in sessions.items()}
    return {"start": start, "steps": steps, "end": end}


def wire():
    """The layouts of docs/wire.md, and of attachments, that are hashed, derived or signed."""
    stream = Stream("wire")

    def hashed(label, *parts):
        return hashlib.sha256(labelled(label, *parts)).digest()

    seed, server, account, exporter = (stream.take(32) for _ in range(4))
    device, challenge, request_id = 4_000_000_001, stream.take(77), stream.take(16)
    versions, day, difficulty, counter = (1, 3), TODAY, 20, 258
    proof = labelled(b"Pulse v1 authenticate", u32(versions[0]), u32(versions[1]), b"\x01", server, account, u32(device),
                     exporter)
    profile_key = stream.take(32)
    token = hkdf(b"", profile_key, b"Pulse v1 delivery token" + u32(counter), 16)
    attachment_key, size = stream.take(32), 65_536 + 100
    content = bytes((7 * n + n // 256) % 256 for n in range(size))
    place = [size.to_bytes(8, "big") + u32(n) for n in range(2)]
    chunks = [content[:65_536], content[65_536:]]
    filled = chunks[1] + bytes(2_048 - len(chunks[1]))  # Padmé makes 67,584 of 65,636
    sealed = [aes_gcm_seal(attachment_key, bytes(7) + u32(n) + bytes([n]), FORMAT + SUITE, chunk)
              for n, chunk in enumerate([chunks[0], filled])]
    digest = hashlib.sha256(b"Pulse v1 attachment digest" + attachment_key + sealed[0] + sealed[1]).digest()
    return {
        "authentication": {
            "seed": seed.hex(),
            "version_min": versions[0],
            "version_max": versions[1],
            "server": server.hex(),
            "account": account.hex(),
            "device": device,
            "exporter": exporter.hex(),
            "over_quic": ed25519_sign(seed, proof).hex(),
        },
        "registration_work": {
            "challenge": challenge.hex(),
            "difficulty": difficulty,
            "prefix": hashed(b"Pulse v1 work", b"registration", bytes([difficulty]), challenge).hex(),
        },
        "stamp": {
            "recipient": account.hex(),
            "day": day,
            "request_id": request_id.hex(),
            "difficulty": difficulty,
            "prefix": hashed(b"Pulse v1 work", b"stamp", bytes([difficulty]), account, u32(day), request_id).hex(),
        },
        "delivery_token": {
            "profile_key": profile_key.hex(),
            "counter": counter,
            "token": token.hex(),
            "hash": hashed(b"Pulse v1 hash of delivery token", token).hex(),
        },
        "attachment": {
            "key": attachment_key.hex(),
            "size": size,
            "hashes": [hashed(b"Pulse v1 attachment chunk", attachment_key, *both).hex() for both in zip(place, chunks)],
            "last_chunk": sealed[1].hex(),
            "digest": digest.hex(),
        },
    }


def seals():
    cases = []
    for number, length in enumerate([0, 1, 255, 256, 700, 5000]):
        stream = Stream(f"seal {number}")
        sender, recipient = Device(stream), Device(stream)
        plaintext, randomness = stream.take(length), stream.take(32)
        pair, sealed = seal(sender, 1 + number, 2, recipient, plaintext, randomness)
        cases.append({"sender": sender.in_json(), "recipient": recipient.in_json(), "generation": 1 + number, "version": 2,
                      "plaintext": plaintext.hex(), "randomness": randomness.hex(), "pair_key": pair.hex(),
                      "sealed": sealed.hex()})
    return cases


FILES = {
    "handshake.json": handshakes,
    "ratchet.json": conversation,
    "forgetting.json": forgetting,
    "seal.json": seals,
    "wire.json": wire,
}


def main(arguments):
    if arguments not in (["--write"], ["--check"]):
        print(__doc__)
        return 2
    self_test()
    differs = False
    for name, make in FILES.items():
        text = (json.dumps(make(), indent=1) + "\n").encode()
        if arguments == ["--write"]:
            (HERE / name).write_bytes(text)
        same = (HERE / name).read_bytes() == text
        differs |= not same
        print(f"{hashlib.sha256(text).hexdigest()}  {name}  {'same' if same else 'DIFFERS'}")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
