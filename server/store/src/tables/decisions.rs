//! Decisions and action items.

/// Decisions.
pub mod decision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "decisions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub statement: String,
        #[sea_orm(column_type = "Text")]
        pub reasons: String,
        #[sea_orm(column_type = "Text")]
        pub alternatives: String,
        pub decided_on: String,
        pub shared: bool,
        pub version: i64,
        pub created_by: Uuid,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is to be done, by whom and until when.
pub mod action_item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "action_items")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub statement: String,
        pub owner: Option<Uuid>,
        pub due_on: Option<String>,
        pub shared: bool,
        pub state: String,
        #[sea_orm(column_type = "Text")]
        pub state_reason: String,
        pub settled_by: Option<Uuid>,
        pub settled_at: Option<i64>,
        pub version: i64,
        pub created_by: Uuid,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
