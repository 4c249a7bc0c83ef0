//! What a file is, by its content. Anything that a browser could run, or whose
//! kind is in doubt, is not taken.

use domain::attachments::{FileRefusal, Media};
use image::ImageFormat;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A picture, to be made anew.
    Picture(ImageFormat),
    /// Something that is kept as it came.
    Other(Media),
}

/// The most bytes at the start of a recording in which its tracks are told.
const TRACKS_WITHIN: usize = 64 * 1024;

/// Looks at the content. The name only says what a text is meant as.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<Content, FileRefusal> {
    let Some(found) = infer::get(bytes) else {
        return text(name, bytes).ok_or(FileRefusal::NotTaken);
    };
    let content = match found.mime_type() {
        "image/jpeg" => Content::Picture(ImageFormat::Jpeg),
        "image/png" => Content::Picture(ImageFormat::Png),
        "image/webp" => Content::Picture(ImageFormat::WebP),
        "image/gif" => Content::Picture(ImageFormat::Gif),
        "audio/mpeg" => Content::Other(Media::Mp3),
        "audio/ogg" | "audio/opus" => Content::Other(Media::Ogg),
        "audio/x-wav" => Content::Other(Media::Wav),
        // Phones record sound in containers that are made for films.
        "audio/m4a" | "video/mp4" if is_sound_in_mp4(bytes) => Content::Other(Media::M4a),
        "video/webm" if is_sound_in_webm(bytes) => Content::Other(Media::Webm),
        "application/pdf" => Content::Other(Media::Pdf),
        kind => Content::Other(office(kind, bytes).ok_or(FileRefusal::NotTaken)?),
    };
    Ok(content)
}

/// A document of an office suite, without programs in it.
fn office(kind: &str, bytes: &[u8]) -> Option<Media> {
    let media = Media::from_code(kind)?;
    let is_office = matches!(
        media,
        Media::Odt | Media::Ods | Media::Odp | Media::Docx | Media::Xlsx | Media::Pptx
    );
    // The names of the files in an archive stand in it as they are.
    let programs: [&[u8]; 2] = [b"vbaProject.bin", b"Basic/script-lc.xml"];
    let has_programs = programs.iter().any(|name| holds(bytes, name));
    (is_office && !has_programs).then_some(media)
}

/// Text in UTF-8 that no browser takes for a page or a drawing.
fn text(name: &str, bytes: &[u8]) -> Option<Content> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    if start.is_empty() || start.starts_with('<') || text.contains(strange) {
        return None;
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let media = match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("csv" | "tsv") => Media::Csv,
        Some("md" | "markdown") => Media::Markdown,
        _ => Media::Text,
    };
    Some(Content::Other(media))
}

/// Whether an MP4 file has tracks of sound and none to look at: each track says
/// what it is in its `hdlr` box, eight bytes on.
fn is_sound_in_mp4(bytes: &[u8]) -> bool {
    let mut sound = false;
    for place in places(bytes, b"hdlr") {
        match bytes.get(place + 12..place + 16) {
            Some(b"soun") => sound = true,
            Some(b"vide") => return false,
            _ => {}
        }
    }
    sound
}

/// Whether a WebM file names codecs of sound and none of pictures.
fn is_sound_in_webm(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(TRACKS_WITHIN)];
    let pictures: [&[u8]; 4] = [b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG"];
    let sound: [&[u8]; 2] = [b"A_OPUS", b"A_VORBIS"];
    sound.iter().any(|codec| holds(start, codec))
        && !pictures.iter().any(|codec| holds(start, codec))
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    places(bytes, wanted).next().is_some()
}

fn places<'a>(bytes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes
        .windows(wanted.len())
        .enumerate()
        .filter_map(move |(place, window)| (window == wanted).then_some(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_could_run_is_not_taken() {
        for hostile in [
            "<!DOCTYPE html><script>alert(1)</script>",
            "  <html>",
            "\u{feff}<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "<?xml version='1.0'?><svg/>",
            "<!-- --><svg/>",
            "#!/bin/sh\nrm -rf /",
            "MZ\u{90}\u{0}",
            "a\u{0}b",
            "   ",
        ] {
            for name in ["a.png", "a.txt", "a.csv", "a"] {
                let found = look(name, hostile.as_bytes());
                assert_eq!(found, Err(FileRefusal::NotTaken), "{hostile:?} as {name}");
            }
        }
        assert_eq!(look("a.txt", b"\xff\xfeh\x00"), Err(FileRefusal::NotTaken));
    }

    #[test]
    fn a_text_is_what_its_name_says() {
        for (name, media) in [
            ("a.csv", Media::Csv),
            ("a.MD", Media::Markdown),
            ("a.exe", Media::Text),
            ("a", Media::Text),
        ] {
            let found = look(name, "élève;temps\n1;2\n".as_bytes());
            assert_eq!(found, Ok(Content::Other(media)), "{name}");
        }
    }

    fn mp4(handlers: &[&[u8; 4]]) -> Vec<u8> {
        let mut file = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom".to_vec();
        for handler in handlers {
            file.extend_from_slice(b"\x00\x00\x00\x20hdlr\x00\x00\x00\x00\x00\x00\x00\x00");
            file.extend_from_slice(*handler);
            file.extend_from_slice(&[0; 12]);
        }
        file
    }

    #[test]
    fn a_recording_is_sound_alone() {
        let sound = Ok(Content::Other(Media::M4a));
        assert_eq!(look("a", &mp4(&[b"soun"])), sound);
        let film = mp4(&[b"soun", b"vide"]);
        assert_eq!(look("a.m4a", &film), Err(FileRefusal::NotTaken));
        assert_eq!(look("a.m4a", &mp4(&[])), Err(FileRefusal::NotTaken));
        let mut webm = b"\x1a\x45\xdf\xa3\x42\x82\x84webm".to_vec();
        webm.extend_from_slice(&[0; 300]);
        webm.extend_from_slice(b"A_OPUS");
        assert_eq!(look("a", &webm), Ok(Content::Other(Media::Webm)));
        webm.extend_from_slice(b"V_VP9");
        assert_eq!(look("a", &webm), Err(FileRefusal::NotTaken));
    }

    #[test]
    fn documents_have_no_programs() {
        let mut odt = b"PK\x03\x04\x14\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x27\x00\x00\x00\x27\x00\x00\x00\x08\x00\x00\x00mimetypeapplication/vnd.oasis.opendocument.text".to_vec();
        assert_eq!(look("a.zip", &odt), Ok(Content::Other(Media::Odt)));
        odt.extend_from_slice(b"Basic/script-lc.xml");
        assert_eq!(look("a.odt", &odt), Err(FileRefusal::NotTaken));
        let zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00rest of an archive".as_slice();
        assert_eq!(look("a.docx", zip), Err(FileRefusal::NotTaken));
        let pdf = b"%PDF-1.7\n1 0 obj".as_slice();
        assert_eq!(look("a.png", pdf), Ok(Content::Other(Media::Pdf)));
    }
}
