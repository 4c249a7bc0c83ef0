//! Imports, the rows they made, and files that wait for theirs.

/// Imports that were run. The column of how many records they made bears the
/// name of the first kind that there was.
pub mod import {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub source: String,
        #[sea_orm(column_type = "Text")]
        pub records_name: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub votes_name: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub plan: String,
        #[sea_orm(column_type = "Text")]
        pub report: String,
        #[sea_orm(column_name = "needs")]
        pub records: i64,
        pub positions: i64,
        pub made_by: Uuid,
        pub made_at: i64,
        pub undone_by: Option<Uuid>,
        pub undone_at: Option<i64>,
        pub project_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which thing was made of which row of a source.
pub mod import_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_rows")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub thing_id: Uuid,
        pub kind: String,
        pub source: String,
        pub source_id: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Files that wait for their import.
pub mod upload {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_uploads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner: Uuid,
        #[sea_orm(column_type = "Text")]
        pub records_name: String,
        pub records: Vec<u8>,
        #[sea_orm(column_type = "Text", nullable)]
        pub votes_name: Option<String>,
        pub votes: Option<Vec<u8>>,
        #[sea_orm(column_type = "Text", nullable)]
        pub plan: Option<String>,
        pub expires_at: i64,
        pub project_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Positions with the import that made them.
pub mod vote {
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
        pub import_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
