//! The clock of the daily message: asks every few minutes whether it is due.

use std::time::Duration;

use app::digest::send_due;
use app::request::Services;

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(300);

/// Sends the daily messages from this hour on, each day, until it is dropped.
pub(crate) async fn run(services: Services, from_hour: i8) {
    loop {
        match send_due(&services, from_hour).await {
            Ok(0) => {}
            Ok(messages) => tracing::info!(messages, "daily messages handed over"),
            Err(error) => tracing::error!(%error, "daily messages not sent"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
