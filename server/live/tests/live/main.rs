//! Boards with people connected, over a real store, in process.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

mod access;
mod closing;
mod failures;
mod late;
mod people;
mod polls;
mod together;
mod world;
