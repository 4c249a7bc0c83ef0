//! Who uses the processors: the server, this program, and whatever else runs on
//! the machine; and the memory of a server. As `/proc` counts them.

use std::fmt;
use std::fs;
use std::time::Instant;

use crate::Result;

/// Ticks of a second in `/proc`: `USER_HZ`, which is 100 wherever Linux runs.
const TICKS: f64 = 100.0;

/// What the machine calls a server.
#[derive(Clone, Copy)]
pub(crate) struct ProcessId(pub(crate) u32);

impl ProcessId {
    /// The memory that it holds, in bytes.
    pub(crate) fn memory(self) -> Result<usize> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(number.ok_or("no VmRSS")?.parse::<usize>()? * 1_024)
    }
}

/// Seconds of processor time up to a moment.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    at: Instant,
    server: f64,
    own: f64,
    all: f64,
}

/// Seconds of processor time between two moments.
pub(crate) struct Used {
    seconds: f64,
    /// What the server used.
    pub(crate) server: f64,
    own: f64,
    others: f64,
}

impl Usage {
    /// Up to now.
    pub(crate) fn now(server: ProcessId) -> Result<Self> {
        Ok(Self {
            at: Instant::now(),
            server: of_process(&server.0.to_string())?,
            own: of_process("self")?,
            all: of_machine()?,
        })
    }

    /// What has been used since then.
    pub(crate) fn since(self, server: ProcessId) -> Result<Used> {
        let now = Self::now(server)?;
        let (of_server, own) = (now.server - self.server, now.own - self.own);
        Ok(Used {
            seconds: now.at.duration_since(self.at).as_secs_f64(),
            server: of_server,
            own,
            others: (now.all - self.all - of_server - own).max(0.0),
        })
    }
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |used: f64| 100.0 * used / self.seconds;
        write!(
            f,
            "{:.0} %, generator {:.0} %, others {:.0} %",
            percent(self.server),
            percent(self.own),
            percent(self.others)
        )
    }
}

/// User and system time of a process: fields 14 and 15 of proc_pid_stat(5). The
/// name in field 2 may hold anything, but ends with the last parenthesis.
fn of_process(process: &str) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no name in stat")?;
    let ticks = sum(fields.split_whitespace().skip(11).take(2))?;
    Ok(ticks / TICKS)
}

/// All time but idle and waiting, of all processors: proc_stat(5).
fn of_machine() -> Result<f64> {
    let stat = fs::read_to_string("/proc/stat")?;
    let line = stat.lines().next().ok_or("an empty stat")?;
    let fields: Vec<&str> = line.split_whitespace().skip(1).take(8).collect();
    let [user, nice, system, _idle, _waiting, interrupts @ ..] = fields.as_slice() else {
        return Err("a short stat".into());
    };
    let busy = [*user, *nice, *system];
    let busy = busy.into_iter().chain(interrupts.iter().copied());
    Ok(sum(busy)? / TICKS)
}

fn sum<'a>(fields: impl Iterator<Item = &'a str>) -> Result<f64> {
    let mut total = 0.0;
    for field in fields {
        total += field.parse::<f64>()?;
    }
    Ok(total)
}
