//! Randomness that is given: each byte of a script, once.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

/// The bytes still to be drawn. Drawing more than there are fails the test.
pub(crate) struct Script(Vec<u8>);

impl Script {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(crate) fn assert_used_up(&self) {
        assert!(self.0.is_empty(), "{} bytes were not drawn", self.0.len());
    }
}

impl TryRng for Script {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(target.len());
        target.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl TryCryptoRng for Script {}
