//! The program `etabli`; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::command_line::main()
}
