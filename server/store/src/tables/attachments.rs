//! Files attached to things; their bytes are kept elsewhere.

/// What is known of each file. `place` says where its bytes are.
pub mod attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub thing_kind: String,
        pub thing_id: Uuid,
        pub name: String,
        pub media: String,
        pub bytes: i64,
        pub sha256: String,
        pub width: Option<i64>,
        pub height: Option<i64>,
        pub description: String,
        pub place: Uuid,
        pub created_by: Option<Uuid>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
