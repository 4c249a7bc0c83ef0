//! The server as browsers meet it: its router in process, on a database of its
//! own for each test.

mod answers;
mod demo;
mod files;
mod forms;
mod preferences;
mod sign_in;
mod world;
