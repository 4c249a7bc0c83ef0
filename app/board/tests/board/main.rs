//! The board from outside: several clients and a server over a bad network.

mod convergence;
mod rules_are_tested;
mod simulator;
