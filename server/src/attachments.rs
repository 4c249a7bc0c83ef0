//! Files as they come in: what they are is told by their content alone, and
//! pictures are made anew so that nothing is left but what there is to see.

mod content;
mod picture;

use domain::attachments::{FILE_MAX, FileRefusal, Media};
use store::attachments::NewFile;
use tokio::sync::Semaphore;

use self::content::{Content, look};

/// How many files are looked into at once: unpacking a picture takes memory.
static LOOKING: Semaphore = Semaphore::const_new(2);

/// Looks into a file.
pub(crate) async fn take(
    name: String,
    description: String,
    bytes: Vec<u8>,
) -> Result<NewFile, FileRefusal> {
    in_turn(move || look_into(name, description, bytes)).await
}

/// Makes the thumbnail of a picture that is kept without one.
pub(crate) async fn thumbnail(bytes: Vec<u8>, media: Media) -> Result<Vec<u8>, FileRefusal> {
    in_turn(move || picture::thumbnail(&bytes, media)).await
}

/// Works away from the threads that answer requests.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileRefusal> + Send + 'static,
) -> Result<T, FileRefusal> {
    let turn = LOOKING.acquire().await;
    let done = tokio::task::spawn_blocking(work).await;
    drop(turn);
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "a file could not be looked into");
        Err(FileRefusal::Unreadable)
    })
}

fn look_into(name: String, description: String, bytes: Vec<u8>) -> Result<NewFile, FileRefusal> {
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    let (media, size, bytes, thumbnail) = match look(&name, &bytes)? {
        Content::Picture(format) => {
            let made = picture::anew(&bytes, format)?;
            (
                made.media,
                Some(made.size),
                made.bytes,
                Some(made.thumbnail),
            )
        }
        Content::Other(media) => (media, None, bytes, None),
    };
    if bytes.len() > FILE_MAX {
        return Err(FileRefusal::TooLarge);
    }
    Ok(NewFile {
        name,
        media,
        size,
        bytes,
        thumbnail,
        description,
    })
}

/// Whether a browser may show the file by itself; anything else is saved.
pub(crate) fn is_shown(media: Media) -> bool {
    use domain::attachments::Family;
    matches!(media.family(), Family::Picture | Family::Sound)
}
