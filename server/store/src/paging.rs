//! Lists that are read a page at a time.

use domain::paging::{PER_PAGE, Page, nearest_page, offset};
use sea_orm::{
    DatabaseConnection, EntityTrait, FromQueryResult, PaginatorTrait, QuerySelect, Select,
};

use crate::error::Result;

/// A page of what a query finds, in the query's order, read from its rows: the page that comes
/// closest to the one asked for.
pub(crate) async fn paged<E, M, T, F>(
    db: &DatabaseConnection,
    found: Select<E>,
    page: u64,
    read: impl FnOnce(Vec<M>) -> F,
) -> Result<Page<T>>
where
    E: EntityTrait<Model = M>,
    M: FromQueryResult + Send + Sync + 'static,
    F: Future<Output = Result<Vec<T>>>,
{
    let total = found.clone().count(db).await?;
    let number = nearest_page(page, total);
    let rows = found.offset(offset(number)).limit(PER_PAGE).all(db).await?;
    Ok(Page {
        items: read(rows).await?,
        total,
        number,
    })
}
