//! What a second start tells the first.

use std::io::{self, Read, Write};
use std::path::Path;

use interprocess::local_socket::Stream;
use interprocess::local_socket::prelude::*;
use pulse_client::local_socket;
use serde::{Deserialize, Serialize};

use crate::limits::{HANDOVER_BYTES_MAX, HANDOVER_TIMEOUT};

const TAKEN: u8 = 1;

/// Why a second process was started. The window is shown in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handover {
    /// A `pulse://` link that was clicked somewhere, as it came: not yet looked at.
    pub link: Option<String>,
    /// What Wayland gave the second process so that the window may come to the front (`XDG_ACTIVATION_TOKEN`).
    pub activation_token: Option<String>,
}

impl Handover {
    /// Tells the first, and waits until it has taken it.
    pub(super) fn give(&self, path: &Path, home: &Path) -> io::Result<()> {
        let bytes = serde_json::to_vec(self)?;
        if bytes.len() > HANDOVER_BYTES_MAX {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let stream = Stream::connect(local_socket::name(path)?)?;
        if !local_socket::is_same_user(&stream, home) {
            let what = "the window's socket belongs to another user";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, what));
        }
        let mut stream = bounded(&stream)?;
        stream.write_all(&length.to_le_bytes())?;
        stream.write_all(&bytes)?;
        stream.flush()?;
        let mut answer = [0];
        stream.read_exact(&mut answer)?;
        if answer == [TAKEN] {
            Ok(())
        } else {
            Err(io::Error::from(io::ErrorKind::InvalidData))
        }
    }

    /// Hears a second start out.
    pub(super) fn take(stream: &Stream, home: &Path) -> io::Result<Self> {
        if !local_socket::is_same_user(stream, home) {
            tracing::warn!("another user tried to reach this window");
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        let mut stream = bounded(stream)?;
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)?;
        if length > HANDOVER_BYTES_MAX {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        let mut bytes = vec![0; length];
        stream.read_exact(&mut bytes)?;
        let handover = serde_json::from_slice(&bytes)?;
        // Whether the answer arrives is the other's affair: the window is shown anyway.
        let _ = stream.write_all(&[TAKEN]);
        Ok(handover)
    }
}

fn bounded(stream: &Stream) -> io::Result<&Stream> {
    stream.set_recv_timeout(Some(HANDOVER_TIMEOUT))?;
    stream.set_send_timeout(Some(HANDOVER_TIMEOUT))?;
    Ok(stream)
}
