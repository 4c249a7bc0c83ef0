//! The board's picture as PNG: the browser draws the SVG on a canvas and saves that. On
//! the server there is nothing to draw on.

#[cfg(not(feature = "ssr"))]
pub(super) use browser::save_png;

/// Saves the picture at an address as PNG.
#[cfg(feature = "ssr")]
pub(super) fn save_png(_: &str) {}

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;
    use web_sys::{CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement};
    use web_sys::{HtmlElement, HtmlImageElement};

    /// The longest side that every browser draws, in pixels: a larger board is drawn smaller.
    const LONGEST: f64 = 8_192.0;

    /// Saves the picture at an address as PNG.
    pub(in super::super) fn save_png(address: &str) {
        let Ok(image) = HtmlImageElement::new() else {
            return;
        };
        let drawn = image.clone();
        let loaded = Closure::once_into_js(move || {
            if let Some(data) = png(&drawn) {
                save(&data);
            }
        });
        image.set_onload(Some(loaded.unchecked_ref()));
        image.set_src(address);
    }

    /// The picture as the address of its data.
    fn png(image: &HtmlImageElement) -> Option<String> {
        let (width, height) = (image.natural_width(), image.natural_height());
        let longest = f64::from(width.max(height).max(1));
        let scale = (LONGEST / longest).min(1.0);
        let canvas = document().create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        canvas.set_width(pixels(width, scale));
        canvas.set_height(pixels(height, scale));
        let context = canvas.get_context("2d").ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        context
            .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)
            .ok()?;
        canvas.to_data_url().ok()
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a scaled length is a small positive number"
    )]
    fn pixels(length: u32, scale: f64) -> u32 {
        (f64::from(length) * scale).round().max(1.0) as u32
    }

    fn save(data: &str) {
        let link = document().create_element("a");
        let Some(link) = link
            .ok()
            .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok())
        else {
            return;
        };
        link.set_href(data);
        link.set_download("board.png");
        let link: &HtmlElement = &link;
        link.click();
    }
}
