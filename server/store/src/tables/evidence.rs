//! Links between things, and the search index over them.

/// Typed links.
pub mod link {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub from_kind: String,
        pub from_id: Uuid,
        pub relation: String,
        pub to_kind: String,
        pub to_id: Uuid,
        pub created_by: Uuid,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What search finds of each thing.
pub mod search_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_rows")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = true)]
        pub row_number: i64,
        pub thing_kind: String,
        pub thing_id: Uuid,
        pub project_id: Option<Uuid>,
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub folded: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
