//! Lists that are read a page at a time.

use domain::paging::{PER_PAGE, Page, nearest_page, offset};
use sea_orm::{
    DatabaseConnection, EntityTrait, FromQueryResult, PaginatorTrait, QuerySelect, Select,
};

use crate::error::Result;

/// The rows of a page of what a query finds, in the query's order: of the page that comes closest
/// to the one asked for.
pub(crate) async fn paged<E, M>(
    db: &DatabaseConnection,
    found: Select<E>,
    page: u64,
) -> Result<Page<M>>
where
    E: EntityTrait<Model = M>,
    M: FromQueryResult + Send + Sync + 'static,
{
    let total = found.clone().count(db).await?;
    let number = nearest_page(page, total);
    let rows = found.offset(offset(number)).limit(PER_PAGE);
    Ok(Page {
        items: rows.all(db).await?,
        total,
        number,
    })
}
