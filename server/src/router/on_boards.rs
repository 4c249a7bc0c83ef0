//! What server functions have live boards do.

use app::Failure;
use app::request::{Boards, Counted, Done};
use domain::ids::SessionId;
use domain::time::Timestamp;
use live::{Decree, Hub};

/// The boards of a hub.
pub(super) struct OnBoards(pub Hub);

impl OnBoards {
    fn decree(&self, session: SessionId, decree: Decree) -> Done<'_> {
        Box::pin(async move {
            self.0.decree(session, decree).await.map_err(|error| {
                tracing::error!(%error, %session, ?decree, "a board did not do its part");
                Failure::Internal
            })
        })
    }
}

impl Boards for OnBoards {
    fn reveal_all(&self, session: SessionId) -> Done<'_> {
        self.decree(session, Decree::RevealAll)
    }

    fn stop_clock(&self, session: SessionId, at: Timestamp) -> Done<'_> {
        self.decree(session, Decree::StopClock { at: at.0 })
    }

    fn hidden(&self, session: SessionId) -> Counted<'_> {
        Box::pin(self.0.hidden(session))
    }
}
