//! Where the bytes of files are kept: a folder of this machine, or memory for
//! trials. Anything else that `object_store` knows would be one more constructor.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Place;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use uuid::Uuid;

use crate::error::{Result, StoreError};

/// What the name of a thumbnail has behind that of its picture.
const THUMBNAIL: &str = "-thumbnail";

/// The files of one workspace. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Files(Arc<dyn ObjectStore>);

impl Files {
    pub(crate) fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    pub(crate) fn in_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::Internal(format!("{}: {error}", folder.display())))?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(files)))
    }

    pub(crate) async fn put(&self, place: Uuid, bytes: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from(bytes);
        self.0.put(&path(place), payload).await?;
        Ok(())
    }

    pub(crate) async fn get(&self, place: Uuid, range: Range<u64>) -> Result<Vec<u8>> {
        Ok(self.0.get_range(&path(place), range).await?.into())
    }

    /// Keeps a thumbnail beside its picture.
    pub(crate) async fn put_thumbnail(&self, place: Uuid, bytes: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from(bytes);
        self.0.put(&beside(place), payload).await?;
        Ok(())
    }

    /// The thumbnail of a picture, where one is kept.
    pub(crate) async fn get_thumbnail(&self, place: Uuid) -> Result<Option<Vec<u8>>> {
        match self.0.get(&beside(place)).await {
            Ok(found) => Ok(Some(found.bytes().await?.into())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file with what is kept beside it; it may be gone already.
    pub(crate) async fn remove(&self, place: Uuid) -> Result<()> {
        for path in [path(place), beside(place)] {
            match self.0.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The files that have lain there for as long as `age`.
    pub(crate) async fn older_than(&self, age: Duration, now: Timestamp) -> Result<BTreeSet<Uuid>> {
        let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
        let before = now.0.saturating_sub(age);
        let found: Vec<_> = self.0.list(None).try_collect().await?;
        Ok(found
            .into_iter()
            .filter(|found| found.last_modified.timestamp_millis() <= before)
            .filter_map(|found| {
                let name = found.location.filename()?;
                name.strip_suffix(THUMBNAIL).unwrap_or(name).parse().ok()
            })
            .collect())
    }
}

/// Where a file is. Spread over folders by the last two digits, which are random: a
/// folder that holds everything is slow to list.
pub(crate) fn path(place: Uuid) -> Place {
    let name = place.simple().to_string();
    Place::from(format!("{}/{name}", folder(&name)))
}

/// Where the thumbnail of a picture is.
pub(crate) fn beside(place: Uuid) -> Place {
    let name = place.simple().to_string();
    Place::from(format!("{}/{name}{THUMBNAIL}", folder(&name)))
}

fn folder(name: &str) -> &str {
    name.get(name.len() - 2..).unwrap_or_default()
}
