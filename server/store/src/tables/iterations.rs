//! Iterations, their conjecture maps and the changes made in them.

/// Iterations, numbered within their project.
pub mod iteration {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "iterations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub number: i64,
        #[sea_orm(column_type = "Text")]
        pub goal: String,
        #[sea_orm(column_type = "Text")]
        pub hypothesis: String,
        pub tool_version: String,
        pub starts_on: String,
        pub ends_on: String,
        pub state: String,
        pub closed_at: Option<i64>,
        pub hash: Option<String>,
        pub version: i64,
        pub created_by: Uuid,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Elements of conjecture maps. `origin_id` is the id of the first iteration's
/// element that it was carried over from, its own where it was new.
pub mod element {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conjecture_elements")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub iteration_id: Uuid,
        pub origin_id: Uuid,
        pub place: i64,
        pub column_code: String,
        pub kind: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub text: String,
        pub status: String,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub version: i64,
        #[sea_orm(column_type = "Text")]
        pub why: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Links between the elements of one map.
pub mod map_link {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conjecture_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub iteration_id: Uuid,
        pub origin_id: Uuid,
        pub place: i64,
        pub kind: String,
        pub from_id: Uuid,
        pub to_id: Uuid,
        pub status: String,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub version: i64,
        #[sea_orm(column_type = "Text")]
        pub why: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Changes made in iterations; what caused them stands in `links`.
pub mod change {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "iteration_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub iteration_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub text: String,
        pub author: Option<Uuid>,
        pub version: i64,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
