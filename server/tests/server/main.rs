//! The server as browsers meet it: its router in process, on a database of its
//! own for each test.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

mod accounts;
mod answers;
mod attachments;
mod backup;
mod bad_input;
mod command_line;
mod demo;
mod deployment;
mod door;
mod files;
mod forms;
mod imports;
mod leavers;
mod live;
mod matrix;
mod needs;
mod notifications;
mod pages;
mod parties;
mod preferences;
mod script_form;
mod sign_in;
mod stage;
mod world;
