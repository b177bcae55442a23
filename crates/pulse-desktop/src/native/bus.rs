//! The connection to the session's bus, made once, when somebody first needs it.

use std::future::Future;
use std::sync::{Arc, Weak};

use tokio::sync::OnceCell;
use zbus::Connection;

use crate::limits::BUS_CALL_TIMEOUT;

/// The session's bus. Clones share the connection.
#[derive(Clone, Default)]
pub(super) struct Bus(Arc<OnceCell<Option<Connection>>>);

impl Bus {
    /// The connection; `None` on systems and in sessions without such a bus, which is said in the log once.
    pub(super) async fn connection(&self) -> Option<Connection> {
        let connect = async || {
            if cfg!(not(target_os = "linux")) {
                return None;
            }
            match in_time(Connection::session()).await {
                Ok(connection) => Some(connection),
                Err(error) => {
                    tracing::info!(%error, "no session bus: no notifications, tray or file dialogs");
                    None
                }
            }
        };
        self.0.get_or_init(connect).await.clone()
    }
}

/// A way to the bus that does not keep it: the connection ends on its own thread, whoever else still holds this.
#[derive(Clone)]
pub(super) struct WeakBus(Weak<OnceCell<Option<Connection>>>);

impl Bus {
    pub(super) fn downgrade(&self) -> WeakBus {
        WeakBus(Arc::downgrade(&self.0))
    }
}

impl WeakBus {
    /// The bus, while it is used; to be called on its thread.
    pub(super) fn upgrade(&self) -> Option<Bus> {
        self.0.upgrade().map(Bus)
    }
}

/// A call with an end: a service that hangs must not hold up the next call.
pub(super) async fn in_time<T>(call: impl Future<Output = zbus::Result<T>>) -> zbus::Result<T> {
    match tokio::time::timeout(BUS_CALL_TIMEOUT, call).await {
        Ok(result) => result,
        Err(_) => Err(zbus::Error::Failure("no answer in time".into())),
    }
}
