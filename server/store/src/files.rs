//! Where the bytes of files are kept: a folder of this machine, or memory for
//! trials. Anything else that `object_store` knows would be one more constructor.

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

    /// Removes a file; it may be gone already.
    pub(crate) async fn remove(&self, place: Uuid) -> Result<()> {
        match self.0.delete(&path(place)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The files that have lain there for as long as `age`.
    pub(crate) async fn older_than(&self, age: Duration, now: Timestamp) -> Result<Vec<Uuid>> {
        let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
        let before = now.0.saturating_sub(age);
        let found: Vec<_> = self.0.list(None).try_collect().await?;
        Ok(found
            .into_iter()
            .filter(|found| found.last_modified.timestamp_millis() <= before)
            .filter_map(|found| found.location.filename()?.parse().ok())
            .collect())
    }
}

/// Spread over folders by the last two digits, which are random: a folder that
/// holds everything is slow to list.
fn path(place: Uuid) -> Place {
    let name = place.simple().to_string();
    let folder = name.get(name.len() - 2..).unwrap_or_default();
    Place::from(format!("{folder}/{name}"))
}
