//! The board's picture as PNG: the browser draws the SVG on a canvas and saves that. On
//! the server there is nothing to draw on.

#[cfg(feature = "ssr")]
use leptos::prelude::RwSignal;

#[cfg(not(feature = "ssr"))]
pub(super) use browser::save_png;

/// The longest side that every browser draws, in pixels.
#[cfg(any(test, not(feature = "ssr")))]
const LONGEST: f64 = 8_192.0;

/// The most that every browser draws, in pixels: on Apple's telephones and tablets a larger
/// canvas stays empty.
#[cfg(any(test, not(feature = "ssr")))]
const MOST: f64 = 16_777_216.0;

/// Saves the picture at an address as PNG, and says whether that failed.
#[cfg(feature = "ssr")]
pub(super) fn save_png(_: &str, _: RwSignal<bool>) {}

/// How large a picture of this size is drawn: smaller where it would not be drawn at all.
#[cfg(any(test, not(feature = "ssr")))]
fn drawn_size(width: u32, height: u32) -> (u32, u32) {
    let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let by_side = LONGEST / width.max(height);
    let by_area = (MOST / (width * height)).sqrt();
    let scale = by_side.min(by_area).min(1.0);
    (pixels(width * scale), pixels(height * scale))
}

#[cfg(any(test, not(feature = "ssr")))]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a scaled length is a small positive number"
)]
fn pixels(length: f64) -> u32 {
    length.floor().max(1.0) as u32
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use gloo_events::EventListener;
    use leptos::prelude::{RwSignal, Set, document};
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement};
    use web_sys::{HtmlElement, HtmlImageElement};

    use super::drawn_size;

    /// Saves the picture at an address as PNG, and says whether that failed.
    pub(in super::super) fn save_png(address: &str, failed: RwSignal<bool>) {
        failed.set(false);
        let Ok(image) = HtmlImageElement::new() else {
            failed.set(true);
            return;
        };
        let drawn = image.clone();
        EventListener::once(&image, "load", move |_| {
            let saved = png(&drawn).and_then(|data| save(&data));
            let _ = failed.try_set(saved.is_none());
        })
        .forget();
        EventListener::once(&image, "error", move |_| {
            let _ = failed.try_set(true);
        })
        .forget();
        image.set_src(address);
    }

    /// The picture as the address of its data; nothing where the browser did not draw it,
    /// which it does not say otherwise.
    fn png(image: &HtmlImageElement) -> Option<String> {
        let (width, height) = drawn_size(image.natural_width(), image.natural_height());
        let canvas = document().create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        canvas.set_width(width);
        canvas.set_height(height);
        let context = canvas.get_context("2d").ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        let (width, height) = (f64::from(width), f64::from(height));
        context
            .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)
            .ok()?;
        let data = canvas.to_data_url().ok()?;
        data.starts_with("data:image/png").then_some(data)
    }

    fn save(data: &str) -> Option<()> {
        let link = document().create_element("a").ok()?;
        let link: HtmlAnchorElement = link.dyn_into().ok()?;
        link.set_href(data);
        link.set_download("board.png");
        let link: &HtmlElement = &link;
        link.click();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_drawn_as_large_as_every_browser_draws() {
        assert_eq!(drawn_size(640, 480), (640, 480));
        assert_eq!(drawn_size(4_096, 4_096), (4_096, 4_096));
        assert_eq!(drawn_size(8_192, 8_192), (4_096, 4_096));
        assert_eq!(drawn_size(16_384, 1_024), (8_192, 512));
        assert_eq!(drawn_size(0, 0), (1, 1));
        for (width, height) in [(5_000, 4_999), (60_000, 35_000), (1, u32::MAX)] {
            let (wide, high) = drawn_size(width, height);
            assert!(f64::from(wide) * f64::from(high) <= MOST);
            assert!(f64::from(wide.max(high)) <= LONGEST && wide.min(high) >= 1);
        }
    }
}
