//! The program `etabli`; everything it does is in the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// glibc's allocator, as Debian 12 has it, never uses the memory of a password's hash
/// again: the server grew by 19 MiB at every sign-in.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    server::command_line::main()
}
