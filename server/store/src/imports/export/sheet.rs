//! A CSV file while it is written, in memory.

use crate::error::{Result, StoreError};

/// The table while it is written.
pub(super) struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    pub(super) fn new(headers: &[&str]) -> Result<Self> {
        let mut sheet = Self(csv::Writer::from_writer(Vec::new()));
        sheet.write(headers)?;
        Ok(sheet)
    }

    pub(super) fn write(&mut self, cells: &[&str]) -> Result<()> {
        self.0.write_record(cells).map_err(unwritten)
    }

    pub(super) fn finish(self) -> Result<String> {
        let bytes = self.0.into_inner().map_err(unwritten)?;
        String::from_utf8(bytes).map_err(unwritten)
    }
}

fn unwritten(error: impl std::fmt::Display) -> StoreError {
    StoreError::Internal(format!("CSV: {error}"))
}
