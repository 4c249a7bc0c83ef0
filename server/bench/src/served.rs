//! The program itself, serving on a port of its own until it is dropped.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Result;
use crate::client::Client;
use crate::usage::ProcessId;

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) host: String,
    /// The cookie of somebody signed in.
    pub(crate) cookie: String,
}

impl Server {
    /// Starts the program on a data folder and waits until it answers.
    pub(crate) async fn start(
        program: &Path,
        site: &Path,
        data: &Path,
        secret: &str,
    ) -> Result<Self> {
        // Free a moment ago, and nobody else is measuring here.
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let child = Command::new(program)
            .arg("serve")
            .env_clear()
            .env("ETABLI_ADDR", &host)
            .env("ETABLI_DATA_DIR", data)
            .env("ETABLI_SITE_DIR", site)
            .env("ETABLI_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let server = Self {
            child,
            host,
            cookie: format!("etabli_session={secret}"),
        };
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if let Ok(mut client) = Client::connect(&server.host, "").await
                && client.get("/readyz", false).await?.status.is_success()
            {
                return Ok(server);
            }
        }
        Err("the server did not start".into())
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> ProcessId {
        ProcessId(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
