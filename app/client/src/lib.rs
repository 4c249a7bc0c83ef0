//! The browser's entry point: nothing else, so that link-time optimisation holds.

use wasm_bindgen::prelude::wasm_bindgen;

/// Room in the data segment for parting it. Each part of the wasm gets the texts and
/// tables that it alone uses, aligned anew, which takes some bytes more in all. Where
/// these do not fit into what the linker laid out, the whole segment goes into the
/// part that every page loads: this is laid out and belongs to no part.
#[used]
static ROOM: [u8; 8 * 1024] = [1; 8 * 1024];

/// Brings the page that the server rendered to life.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::hydrate();
}
