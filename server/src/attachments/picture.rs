//! Pictures made anew: unpacked within strict limits, set upright, made smaller
//! where they are large, written without anything else that came along, such as
//! the place where a photo was taken; and once more, small, for lists.

use std::io::Cursor;

use domain::attachments::{FILE_MAX, FileRefusal, Media, SIDE_MAX};
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba, RgbaImage,
    imageops,
};

/// The most pixels along a side of what is unpacked.
const SIDE_UNPACKED: u32 = 20_000;
/// The most pixels of what is unpacked: more than the photos of phones have.
const PIXELS_UNPACKED: u64 = 64_000_000;
/// The most bytes that unpacking may take.
const BYTES_UNPACKED: u64 = 320 * 1024 * 1024;
/// The most pixels along a side of a thumbnail: twice what a list shows on most
/// screens.
const SIDE_IN_LISTS: u32 = 640;
/// The quality of photos, out of 100.
const QUALITY: u8 = 85;

/// A picture as it is kept.
pub(super) struct Picture {
    pub media: Media,
    pub size: (u32, u32),
    pub bytes: Vec<u8>,
    /// The same made small, as a JPEG.
    pub thumbnail: Vec<u8>,
}

/// Makes a picture anew. A moving one keeps its first image.
pub(super) fn anew(bytes: &[u8], format: ImageFormat) -> Result<Picture, FileRefusal> {
    let picture = unpacked(bytes, format)?;
    let size = (picture.width(), picture.height());
    let photo = format == ImageFormat::Jpeg
        || (format == ImageFormat::WebP && !picture.color().has_alpha());
    let (media, bytes) = if photo {
        (Media::Jpeg, jpeg(&picture)?)
    } else {
        let lossless = png(&picture)?;
        // A photo saved as a drawing.
        if lossless.len() > FILE_MAX && !picture.color().has_alpha() {
            (Media::Jpeg, jpeg(&picture)?)
        } else {
            (Media::Png, lossless)
        }
    };
    let thumbnail = small(&picture)?;
    Ok(Picture {
        media,
        size,
        bytes,
        thumbnail,
    })
}

/// The thumbnail of a picture as it is kept.
pub(super) fn thumbnail(bytes: &[u8], media: Media) -> Result<Vec<u8>, FileRefusal> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        _ => return Err(FileRefusal::NotTaken),
    };
    small(&unpacked(bytes, format)?)
}

/// A picture made small, on white where one sees through it.
fn small(picture: &DynamicImage) -> Result<Vec<u8>, FileRefusal> {
    let large = picture.width() > SIDE_IN_LISTS || picture.height() > SIDE_IN_LISTS;
    let small = match large {
        true => picture.thumbnail(SIDE_IN_LISTS, SIDE_IN_LISTS),
        false => picture.clone(),
    };
    if !small.color().has_alpha() {
        return jpeg(&small);
    }
    let white = Rgba([u8::MAX; 4]);
    let mut paper = RgbaImage::from_pixel(small.width(), small.height(), white);
    imageops::overlay(&mut paper, &small.to_rgba8(), 0, 0);
    jpeg(&paper.into())
}

fn unpacked(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, FileRefusal> {
    upright(bytes, format).map_err(|error| match error {
        ImageError::Limits(_) => FileRefusal::TooManyPixels,
        _ => FileRefusal::Unreadable,
    })
}

fn upright(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_UNPACKED);
    limits.max_image_height = Some(SIDE_UNPACKED);
    limits.max_alloc = Some(BYTES_UNPACKED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_UNPACKED || decoder.total_bytes() > BYTES_UNPACKED {
        let kind = image::error::LimitErrorKind::InsufficientMemory;
        return Err(ImageError::Limits(image::error::LimitError::from_kind(
            kind,
        )));
    }
    // What cannot be read about how it was held is not worth losing it.
    let held = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if width > SIDE_MAX || height > SIDE_MAX {
        picture = picture.thumbnail(SIDE_MAX, SIDE_MAX);
    }
    if let Some(held) = held {
        picture.apply_orientation(held);
    }
    Ok(picture)
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, FileRefusal> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&picture.to_rgb8())
        .map_err(|_| FileRefusal::Unreadable)?;
    Ok(bytes)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, FileRefusal> {
    let mut bytes = Cursor::new(Vec::new());
    let eight_bits = match picture.color().has_alpha() {
        true => DynamicImage::from(picture.to_rgba8()),
        false => DynamicImage::from(picture.to_rgb8()),
    };
    eight_bits
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|_| FileRefusal::Unreadable)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    fn packed(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(picture.clone())
            .write_to(&mut bytes, format)
            .expect("written");
        bytes.into_inner()
    }

    /// A JPEG photo of 40 by 20 whose EXIF block says that it was held upright,
    /// and by whom and where.
    fn photo() -> Vec<u8> {
        let plain = packed(
            &RgbImage::from_pixel(40, 20, Rgb([200, 10, 10])),
            ImageFormat::Jpeg,
        );
        let mut exif =
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 48.8566 2.3522 Zacharie");
        let length = u16::try_from(exif.len() + 2)
            .expect("a short block")
            .to_be_bytes();
        let mut photo = plain[..2].to_vec();
        photo.extend_from_slice(b"\xff\xe1");
        photo.extend_from_slice(&length);
        photo.extend_from_slice(&exif);
        photo.extend_from_slice(&plain[2..]);
        photo
    }

    #[test]
    fn a_photo_loses_what_it_says_and_stands_upright() {
        let made = anew(&photo(), ImageFormat::Jpeg).expect("a picture");
        assert_eq!(made.media, Media::Jpeg);
        assert_eq!(made.size, (20, 40));
        for said in [b"Exif".as_slice(), b"GPS", b"Zacharie"] {
            assert!(!made.bytes.windows(said.len()).any(|window| window == said));
        }
    }

    #[test]
    fn a_large_photo_becomes_smaller() {
        let large = RgbImage::from_fn(3_000, 300, |x, y| {
            Rgb([(x % 251) as u8, (y % 241) as u8, 7])
        });
        let made = anew(&packed(&large, ImageFormat::Png), ImageFormat::Png);
        let made = made.expect("a picture");
        assert_eq!(made.size, (2_560, 256));
        assert_eq!(made.media, Media::Png);
    }

    #[test]
    fn a_thumbnail_is_small_and_on_white() {
        let seen_through = RgbaImage::from_pixel(1_280, 640, Rgba([200, 0, 0, 0]));
        let mut png = Cursor::new(Vec::new());
        DynamicImage::from(seen_through)
            .write_to(&mut png, ImageFormat::Png)
            .expect("written");
        let made = anew(&png.into_inner(), ImageFormat::Png).expect("a picture");
        assert_eq!(made.media, Media::Png);
        let again = thumbnail(&made.bytes, made.media).expect("a thumbnail");
        assert_eq!(again, made.thumbnail, "made again, it is the same");
        let small = upright(&again, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!((small.width(), small.height()), (640, 320));
        assert_eq!(small.to_rgb8().get_pixel(10, 10), &Rgb([255, 255, 255]));
        // What is small already stays as it is.
        let little = RgbImage::from_pixel(3, 2, Rgb([1, 2, 3]));
        let made = anew(&packed(&little, ImageFormat::Png), ImageFormat::Png);
        let small = upright(&made.expect("a picture").thumbnail, ImageFormat::Jpeg);
        let small = small.expect("a JPEG");
        assert_eq!((small.width(), small.height()), (3, 2));
    }

    #[test]
    fn every_format_is_made_anew() {
        let small = RgbImage::from_pixel(3, 2, Rgb([1, 2, 3]));
        for (format, media) in [
            (ImageFormat::Gif, Media::Png),
            (ImageFormat::WebP, Media::Jpeg),
            (ImageFormat::Png, Media::Png),
        ] {
            let made = anew(&packed(&small, format), format);
            let made = made.expect("a picture");
            assert_eq!((made.media, made.size), (media, (3, 2)), "{format:?}");
        }
    }

    #[test]
    fn what_is_too_large_to_unpack_is_refused() {
        // The head of a PNG of 60,000 by 60,000: some ten gigabytes.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bomb.extend_from_slice(&60_000_u32.to_be_bytes());
        bomb.extend_from_slice(&60_000_u32.to_be_bytes());
        bomb.extend_from_slice(b"\x08\x02\0\0\0");
        let refused = anew(&bomb, ImageFormat::Png).err().expect("refused");
        assert!(matches!(
            refused,
            FileRefusal::TooManyPixels | FileRefusal::Unreadable
        ));
        let wide = RgbImage::new(20_001, 1);
        let refused = anew(&packed(&wide, ImageFormat::Png), ImageFormat::Png).err();
        assert_eq!(refused, Some(FileRefusal::TooManyPixels));
        let cut = &photo()[..60];
        assert_eq!(
            anew(cut, ImageFormat::Jpeg).err(),
            Some(FileRefusal::Unreadable)
        );
    }
}
