//! What the running server does: its memory at rest and how fast it renders.

use std::time::{Duration, Instant};

use crate::Result;
use crate::client::Client;
use crate::content::Content;
use crate::report::{Report, Times};
use crate::served::Server;

/// Connections that ask at once.
const CONNECTIONS: usize = 8;
/// Requests of each of them.
const REQUESTS: usize = 60;
/// The most memory aimed at for a server at rest, in bytes.
const MEMORY_AIM: usize = 40_000_000;

/// Measures the server from outside.
pub(crate) async fn measure(report: &mut Report, server: &Server, content: &Content) -> Result<()> {
    let project = format!("/projects/{}", content.small);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = server.id().memory()?;
    report.aim(
        "memory of the idle server",
        format!("{:.1} MB", megabytes(idle)),
        "≤ 40 MB",
        idle <= MEMORY_AIM,
    );
    for path in [project.clone(), format!("{project}/feedback")] {
        let name = path.replace(&content.small.to_string(), ":project");
        throughput(report, server, &path, &name).await?;
    }
    report.line(
        "memory after that load",
        format!("{:.1} MB", megabytes(server.id().memory()?)),
    );
    Ok(())
}

async fn throughput(report: &mut Report, server: &Server, path: &str, name: &str) -> Result<()> {
    let start = Instant::now();
    let mut asking = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut client = Client::connect(&server.host, &server.cookie).await?;
        let path = path.to_owned();
        asking.push(tokio::spawn(async move {
            let mut times = Times::default();
            for _ in 0..REQUESTS {
                let start = Instant::now();
                let answer = client.get(&path, true).await?;
                if !answer.status.is_success() {
                    return Err(format!("{path}: {}", answer.status).into());
                }
                times.push(start.elapsed());
            }
            Result::Ok(times)
        }));
    }
    let mut times = Times::default();
    for one in asking {
        times.extend(&one.await??);
    }
    let requests = u32::try_from(CONNECTIONS * REQUESTS)?;
    let rate = f64::from(requests) / start.elapsed().as_secs_f64();
    report.line(
        format!("GET {name}, 1000 entries, {CONNECTIONS} at once"),
        format!("{rate:.0} requests/s, {}", times.figure()),
    );
    Ok(())
}

fn megabytes(bytes: usize) -> f64 {
    u32::try_from(bytes / 1_000).map_or(f64::MAX, |kilobytes| f64::from(kilobytes) / 1_000.0)
}
