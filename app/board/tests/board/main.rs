//! The board from outside: several clients and a server over a bad network.

#![allow(clippy::unwrap_used, reason = "in a test, stopping is the answer")]

mod convergence;
mod rules_are_tested;
mod simulator;
