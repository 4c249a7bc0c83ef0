//! Milestones, their criteria, the dates given up, the signatures.

/// Milestones, with the figure aimed at and what was measured.
pub mod milestone {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "milestones")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub title: String,
        pub due_on: String,
        pub owner: Option<Uuid>,
        pub target_label: Option<String>,
        pub target_aim: Option<String>,
        pub target_value: Option<i64>,
        pub target_unit: Option<String>,
        pub measure_value: Option<i64>,
        pub measure_n: Option<i64>,
        pub measure_low: Option<i64>,
        pub measure_high: Option<i64>,
        pub measured_by: Option<Uuid>,
        pub measured_at: Option<i64>,
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

/// What must be true, one by one.
pub mod criterion {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "milestone_criteria")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub milestone_id: Uuid,
        pub place: i64,
        #[sea_orm(column_type = "Text")]
        pub statement: String,
        pub checked_by: Option<Uuid>,
        pub checked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The dates that were given up.
pub mod moved {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "milestone_moves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub milestone_id: Uuid,
        pub old_due_on: String,
        pub new_due_on: String,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub moved_by: Uuid,
        pub moved_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is asked to sign, and when they did.
pub mod signature {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "milestone_signatures")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub milestone_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        pub asked_at: i64,
        pub signed_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
