//! Keeps the OpenSSL inside SQLCipher from cleaning up at exit.
//!
//! OpenSSL registers a handler that frees its tables when the process ends, and each thread that used it frees its own part
//! when the thread ends. At the end of a program both happen at once (a runtime lets its threads go while `main` returns) and
//! then memory is freed twice. The system takes everything back anyway, so the handler is not wanted.

use std::ffi::{c_int, c_void};
use std::sync::Once;

/// `OPENSSL_INIT_NO_ATEXIT` of `openssl/crypto.h`.
const NO_ATEXIT: u64 = 0x0008_0000;

#[expect(
    unsafe_code,
    reason = "OpenSSL comes with SQLCipher, which has no call for this"
)]
unsafe extern "C" {
    fn OPENSSL_init_crypto(options: u64, settings: *const c_void) -> c_int;
}

/// Must come before SQLCipher is first used; does something once per process.
pub(super) fn forgo_cleanup() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[expect(unsafe_code, reason = "calling what was declared above")]
        // SAFETY: the function takes flags and an optional table of settings, here none, and may be called at any time
        // from any thread (OPENSSL_init_crypto(3)).
        let is_done = unsafe { OPENSSL_init_crypto(NO_ATEXIT, std::ptr::null()) };
        if is_done != 1 {
            tracing::warn!("OpenSSL cannot be initialised");
        }
    });
}
