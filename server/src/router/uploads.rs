//! Files and words in forms that carry files.

use axum::extract::multipart::{Field, MultipartError};

/// Why a form was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is too large, or breaks off.
    Cut,
    /// What should be words is no UTF-8: no browser sends that, and nothing is guessed.
    NoText,
}

impl From<MultipartError> for Unread {
    fn from(_: MultipartError) -> Self {
        Self::Cut
    }
}

/// The words of a field.
pub(super) async fn text(field: Field<'_>) -> Result<String, Unread> {
    let bytes = field.bytes().await?.to_vec();
    String::from_utf8(bytes).map_err(|_| Unread::NoText)
}

/// The name and the bytes of the file in a field; nothing when it has more than
/// `max` bytes or breaks off. One that is too large is read to its end, so that
/// a browser sees the answer, and not kept.
pub(super) async fn file(mut field: Field<'_>, max: usize) -> Option<(String, Vec<u8>)> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    let mut too_large = false;
    while let Some(chunk) = field.chunk().await.ok()? {
        if too_large || bytes.len() + chunk.len() > max {
            too_large = true;
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    (!too_large).then_some((name, bytes))
}
