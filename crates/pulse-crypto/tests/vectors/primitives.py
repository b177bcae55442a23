"""The primitives of second_model.py, from their specifications: RFC 7748, RFC 8032, SP 800-38D, FIPS 197, FIPS 203, RFC 5869."""

import hashlib
import hmac


class Stream:
    """Fixed random bytes: SHAKE-256 of a name, or given bytes."""

    def __init__(self, name):
        self.rest = hashlib.shake_256(b"Pulse known answers: " + name.encode()).digest(200_000)

    @classmethod
    def of(cls, given):
        stream = cls.__new__(cls)
        stream.rest = given
        return stream

    def take(self, count):
        assert len(self.rest) >= count
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken


# --- HMAC and HKDF (RFC 2104, 5869) ----------------------------------------------------------------------------------------


def hmac_sha256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(salt, secret, info, length):
    key, out, block = hmac_sha256(salt, secret), b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac_sha256(key, block + info + bytes([counter]))
        out += block
    return out[:length]


# --- X25519 (RFC 7748) -----------------------------------------------------------------------------------------------------

P = 2**255 - 19


def x25519(secret, public):
    scalar = int.from_bytes(secret, "little") & ~7 & ~(1 << 255) | 1 << 254
    u = (int.from_bytes(public, "little") & (1 << 255) - 1) % P
    x2, z2, x3, z3, swapped = 1, 0, u, 1, 0
    for position in range(254, -1, -1):
        bit = scalar >> position & 1
        if bit != swapped:
            x2, z2, x3, z3, swapped = x3, z3, x2, z2, bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        da, cb, aa, bb = d * a, c * b, a * a, b * b
        x3, z3 = (da + cb)**2 % P, u * (da - cb)**2 % P
        e = aa - bb
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swapped:
        x2, z2 = x3, z3
    shared = (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")
    assert shared != bytes(32)
    return shared


def x25519_public(secret):
    return x25519(secret, (9).to_bytes(32, "little"))


# --- Ed25519 (RFC 8032), signing only --------------------------------------------------------------------------------------

D = -121665 * pow(121666, P - 2, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493
BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202


def ed_add(p, q):
    """In extended coordinates (X : Y : Z : T), section 5.1.4."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = p, q
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_multiply(scalar):
    result, point = (0, 1, 1, 0), (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)
    while scalar:
        if scalar & 1:
            result = ed_add(result, point)
        point, scalar = ed_add(point, point), scalar >> 1
    x, y, z, _ = result
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def ed_expand(seed):
    digest = hashlib.sha512(seed).digest()
    return int.from_bytes(digest[:32], "little") & ~7 & (1 << 255) - 1 & ~(1 << 255) | 1 << 254, digest[32:]


def ed25519_public(seed):
    return ed_multiply(ed_expand(seed)[0])


def ed25519_sign(seed, message):
    scalar, prefix = ed_expand(seed)
    public = ed_multiply(scalar)
    nonce = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % ORDER
    commitment = ed_multiply(nonce)
    challenge = int.from_bytes(hashlib.sha512(commitment + public + message).digest(), "little") % ORDER
    return commitment + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


# --- AES-256 (FIPS 197) and GCM (SP 800-38D) -------------------------------------------------------------------------------


def aes_sbox():
    box, p, q = [0] * 256, 1, 1
    while True:  # p runs through the powers of 3, q through their inverses
        p ^= (p << 1 & 0xFF) ^ (0x1B if p & 0x80 else 0)
        for shift in (1, 2, 4):
            q ^= q << shift & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        rotations = [q << n & 0xFF | q >> 8 - n for n in range(5)]
        box[p] = rotations[0] ^ rotations[1] ^ rotations[2] ^ rotations[3] ^ rotations[4] ^ 0x63
        if p == 1:
            box[0] = 0x63
            return box


SBOX = aes_sbox()
DOUBLE = [value << 1 & 0xFF ^ (0x1B if value & 0x80 else 0) for value in range(256)]


def aes_expand(key):
    words, constant = [list(key[i:i + 4]) for i in range(0, 32, 4)], 1
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [SBOX[byte] for byte in word[1:] + word[:1]]
            word[0] ^= constant
            constant = DOUBLE[constant]
        elif i % 8 == 4:
            word = [SBOX[byte] for byte in word]
        words.append([a ^ b for a, b in zip(word, words[i - 8])])
    return [sum(words[i:i + 4], []) for i in range(0, 60, 4)]


def aes_block(round_keys, block):
    state = [a ^ b for a, b in zip(block, round_keys[0])]
    for number, round_key in enumerate(round_keys[1:], 1):
        state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]  # SubBytes and ShiftRows
        if number < 14:
            mixed = []
            for column in range(0, 16, 4):
                a, b, c, d = state[column:column + 4]
                total = a ^ b ^ c ^ d
                mixed += [a ^ total ^ DOUBLE[a ^ b], b ^ total ^ DOUBLE[b ^ c], c ^ total ^ DOUBLE[c ^ d],
                          d ^ total ^ DOUBLE[d ^ a]]
            state = mixed
        state = [a ^ b for a, b in zip(state, round_key)]
    return bytes(state)


def ghash(h, data):
    h, y = int.from_bytes(h, "big"), 0
    for start in range(0, len(data), 16):
        y ^= int.from_bytes(data[start:start + 16], "big")
        product, v = 0, h
        for bit in range(127, -1, -1):
            if y >> bit & 1:
                product ^= v
            v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
        y = product
    return y.to_bytes(16, "big")


def gcm(key, nonce, data, text, encrypting):
    """(text with the key stream, tag)"""
    round_keys = aes_expand(key)

    def blocks():
        for counter in range(2, 2 + -(-len(text) // 16)):
            yield aes_block(round_keys, nonce + counter.to_bytes(4, "big"))

    output = bytes(a ^ b for a, b in zip(text, b"".join(blocks())))
    ciphertext = output if encrypting else text
    hashed = data + bytes(-len(data) % 16) + ciphertext + bytes(-len(ciphertext) % 16)
    hashed += (8 * len(data)).to_bytes(8, "big") + (8 * len(ciphertext)).to_bytes(8, "big")
    mask = aes_block(round_keys, nonce + b"\x00\x00\x00\x01")
    tag = bytes(a ^ b for a, b in zip(ghash(aes_block(round_keys, bytes(16)), hashed), mask))
    return output, tag


def aes_gcm_seal(key, nonce, data, plaintext):
    ciphertext, tag = gcm(key, nonce, data, plaintext, True)
    return ciphertext + tag


def aes_gcm_open(key, nonce, data, sealed):
    plaintext, tag = gcm(key, nonce, data, sealed[:-16], False)
    return plaintext if tag == sealed[-16:] else None


# --- ML-KEM-1024 (FIPS 203) ------------------------------------------------------------------------------------------------

Q, K, ETA, DU, DV = 3329, 4, 2, 11, 5


def reverse7(number):
    return int(f"{number:07b}"[::-1], 2)


ZETAS = [pow(17, reverse7(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * reverse7(i) + 1, Q) for i in range(128)]


def ntt(f):
    f, i, length = list(f), 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            zeta, i = ZETAS[i], i + 1
            for j in range(start, start + length):
                t = zeta * f[j + length] % Q
                f[j + length], f[j] = (f[j] - t) % Q, (f[j] + t) % Q
        length //= 2
    return f


def ntt_inverse(f):
    f, i, length = list(f), 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            zeta, i = ZETAS[i], i - 1
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, zeta * (f[j + length] - t) % Q
        length *= 2
    return [x * 3303 % Q for x in f]


def ntt_multiply(f, g):
    h = []
    for i in range(128):
        a0, a1, b0, b1 = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        h += [(a0 * b0 + a1 * b1 * GAMMAS[i]) % Q, (a0 * b1 + a1 * b0) % Q]
    return h


def dot(row, column):
    total = [0] * 256
    for f, g in zip(row, column):
        total = [(a + b) % Q for a, b in zip(total, ntt_multiply(f, g))]
    return total


def add(f, g):
    return [(a + b) % Q for a, b in zip(f, g)]


def encode(f, bits):
    packed = sum(x << bits * i for i, x in enumerate(f))
    return packed.to_bytes(32 * bits, "little")


def decode(data, bits):
    packed = int.from_bytes(data, "little")
    return [packed >> bits * i & (1 << bits) - 1 for i in range(256)]


def compress(f, bits):
    return [((x << bits + 1) + Q) // (2 * Q) % (1 << bits) for x in f]


def decompress(f, bits):
    return [(x * Q * 2 + (1 << bits)) >> bits + 1 for x in f]


def sample_ntt(seed):
    data, f = hashlib.shake_128(seed).digest(3 * 400), []
    for i in range(0, len(data), 3):
        a, b, c = data[i:i + 3]
        f += [d for d in (a + 256 * (b % 16), b // 16 + 16 * c) if d < Q]
    assert len(f) >= 256
    return f[:256]


def sample_cbd(seed, counter):
    bits = int.from_bytes(hashlib.shake_256(seed + bytes([counter])).digest(64 * ETA), "little")
    nibble = lambda i: bits >> 4 * i & 15
    return [((n & 1) + (n >> 1 & 1) - (n >> 2 & 1) - (n >> 3 & 1)) % Q for n in map(nibble, range(256))]


def matrix(rho):
    return [[sample_ntt(rho + bytes([j, i])) for j in range(K)] for i in range(K)]


def mlkem_keygen(d, z):
    """(encapsulation key, decapsulation key)"""
    seeds = hashlib.sha3_512(d + bytes([K])).digest()
    rho, sigma = seeds[:32], seeds[32:]
    a = matrix(rho)
    s = [ntt(sample_cbd(sigma, i)) for i in range(K)]
    e = [ntt(sample_cbd(sigma, K + i)) for i in range(K)]
    t = [add(dot(a[i], s), e[i]) for i in range(K)]
    public = b"".join(encode(f, 12) for f in t) + rho
    private = b"".join(encode(f, 12) for f in s)
    return public, private + public + hashlib.sha3_256(public).digest() + z


def kpke_encrypt(public, message, randomness):
    t = [decode(public[384 * i:384 * (i + 1)], 12) for i in range(K)]
    a = matrix(public[384 * K:])
    y = [ntt(sample_cbd(randomness, i)) for i in range(K)]
    e1 = [sample_cbd(randomness, K + i) for i in range(K)]
    e2 = sample_cbd(randomness, 2 * K)
    u = [add(ntt_inverse(dot([a[j][i] for j in range(K)], y)), e1[i]) for i in range(K)]
    v = add(add(ntt_inverse(dot(t, y)), e2), decompress(decode(message, 1), 1))
    return b"".join(encode(compress(f, DU), DU) for f in u) + encode(compress(v, DV), DV)


def mlkem_encaps(public, message):
    """(ciphertext, shared secret)"""
    derived = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    return kpke_encrypt(public, message, derived[32:]), derived[:32]


def mlkem_decaps(private, ciphertext):
    s = [decode(private[384 * i:384 * (i + 1)], 12) for i in range(K)]
    public, hashed, z = private[384 * K:768 * K + 32], private[768 * K + 32:768 * K + 64], private[768 * K + 64:]
    u = [decompress(decode(ciphertext[32 * DU * i:32 * DU * (i + 1)], DU), DU) for i in range(K)]
    v = decompress(decode(ciphertext[32 * DU * K:], DV), DV)
    w = [(a - b) % Q for a, b in zip(v, ntt_inverse(dot(s, [ntt(f) for f in u])))]
    message = encode(compress(w, 1), 1)
    derived = hashlib.sha3_512(message + hashed).digest()
    if kpke_encrypt(public, message, derived[32:]) != ciphertext:
        return hashlib.shake_256(z + ciphertext).digest(32)
    return derived[:32]


# --- known answers of the specifications -----------------------------------------------------------------------------------


def self_test():
    """Published vectors, so that the model is not merely wrong in the same way twice."""
    # RFC 7748, section 5.2, first vector
    secret = bytes.fromhex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
    point = bytes.fromhex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
    assert x25519(secret, point).hex() == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
    # RFC 8032, section 7.1, test 2
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    assert ed25519_public(seed).hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert ed25519_sign(seed, b"\x72").hex() == ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    # FIPS 197, appendix C.3
    block = aes_block(aes_expand(bytes(range(32))), bytes.fromhex("00112233445566778899aabbccddeeff"))
    assert block.hex() == "8ea2b7ca516745bfeafc49904b496089"
    # "The Galois/Counter Mode of Operation", test case 16
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    data = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plaintext = bytes.fromhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                              "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    sealed = aes_gcm_seal(key, bytes.fromhex("cafebabefacedbaddecaf888"), data, plaintext)
    assert sealed[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"
    assert aes_gcm_open(key, bytes.fromhex("cafebabefacedbaddecaf888"), data, sealed) == plaintext
    # RFC 5869, appendix A.1
    okm = hkdf(bytes(range(13)), b"\x0b" * 22, bytes(range(0xF0, 0xFA)), 42)
    assert okm.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    # ML-KEM: a wrong ciphertext is rejected implicitly (agreement with FIPS 203's answers shows in the Rust test)
    public, private = mlkem_keygen(bytes(32), bytes(range(32)))
    ciphertext, shared = mlkem_encaps(public, bytes(range(32)))
    assert mlkem_decaps(private, ciphertext) == shared
    assert mlkem_decaps(private, ciphertext[:-1] + bytes([ciphertext[-1] ^ 1])) != shared
