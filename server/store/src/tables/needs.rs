//! Needs and the positions taken on them.

/// Needs, with the count of each stance kept beside them.
pub mod need {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "needs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub statement: String,
        #[sea_orm(column_type = "Text")]
        pub affected: String,
        #[sea_orm(column_type = "Text")]
        pub setting: String,
        pub level: Option<String>,
        pub discipline: Option<String>,
        pub pupils: Option<i64>,
        pub territory: Option<String>,
        pub state: String,
        #[sea_orm(column_type = "Text")]
        pub state_reason: String,
        pub merged_into: Option<Uuid>,
        pub author: Option<Uuid>,
        pub source_author: Option<String>,
        pub supports: i64,
        pub objections: i64,
        pub neutral: i64,
        pub version: i64,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where people stand on a need.
pub mod position {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "positions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub need_id: Uuid,
        pub user_id: Option<Uuid>,
        pub source_voter: Option<String>,
        pub stance: String,
        #[sea_orm(column_type = "Text")]
        pub comment: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
