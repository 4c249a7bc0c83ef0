//! The board of a session, live: canvas and outline of one document, and what leads people
//! through it. `engine` drives the board's core in the browser; everything else looks at it
//! through its signals.

mod announcements;
mod area;
mod arrival;
mod attention;
mod camera;
mod canvas;
mod changes;
mod clipboard;
mod clock;
mod controls;
mod deeds;
mod draw;
mod editor;
mod engine;
mod facilitate;
mod find;
mod floor;
mod gestures;
mod importing;
mod key_pen;
mod keys;
mod late;
mod line;
mod link;
mod menu;
mod minimap;
mod outline;
mod overlay;
mod pad;
mod page;
mod painters;
mod pen;
mod people;
mod pictures;
mod placing;
mod polling;
mod repaint;
mod screen;
mod selection;
mod settle;
mod shortcuts;
mod status;
mod storage;
mod targets;
mod text;
mod theme;
mod together;
mod toolbar;
mod tools;
mod voting;
mod waiting;
mod ways;
mod writing;

pub(super) use page::board_page;
