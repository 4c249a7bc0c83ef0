//! How the program is linked: with packed relocations, where the machine can load them.

use std::env;
use std::process::Command;

/// The first glibc that loads packed relocations, 2.36, by its second number.
const PACKED_SINCE: u32 = 36;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Unpacked they are three megabytes, every one of which is read at the start and stays in
    // memory.
    let for_itself = env::var("HOST").ok() == env::var("TARGET").ok();
    if for_itself && glibc().is_some_and(|second| second >= PACKED_SINCE) {
        println!("cargo::rustc-link-arg-bin=etabli=-Wl,-z,pack-relative-relocs");
    }
}

/// The second number of this machine's glibc (36 of 2.36), or none where there is no glibc.
fn glibc() -> Option<u32> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let told = String::from_utf8(told.ok()?.stdout).ok()?;
    let version = told.trim().strip_prefix("glibc 2.")?;
    version.split('.').next()?.parse().ok()
}
