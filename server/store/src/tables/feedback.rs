//! The feedback log.

/// Entries. `number` grows with each and is what the full text index refers to;
/// `weight` is the severity as a number to sort by; `folded` is what is searched.
pub mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub number: i64,
        #[sea_orm(unique)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub story: String,
        pub severity: String,
        pub weight: i64,
        pub place: String,
        pub level: Option<String>,
        pub discipline: Option<String>,
        pub pupils: Option<i64>,
        pub device: Option<String>,
        pub network: Option<String>,
        pub anonymity: String,
        pub author: Option<Uuid>,
        pub source_author: Option<String>,
        pub iteration_id: Option<Uuid>,
        pub iteration_number: Option<i64>,
        pub tool_version: Option<String>,
        pub state: String,
        #[sea_orm(column_type = "Text")]
        pub state_reason: String,
        pub duplicate_of: Option<Uuid>,
        pub assignee: Option<Uuid>,
        pub shared: bool,
        pub comments: i64,
        pub version: i64,
        #[sea_orm(column_type = "Text")]
        pub folded: String,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many entries there are of each shape. `iteration_id` is the nil UUID for
/// entries of no iteration.
pub mod count {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_counts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub state: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub severity: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub iteration_id: Uuid,
        pub iteration_number: i64,
        pub entries: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many entries of each shape were given in each period. `weight` follows
/// from the severity; `iteration_id` is the nil UUID for entries of no iteration.
pub mod period {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_periods")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub weight: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub state: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub severity: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub iteration_id: Uuid,
        pub entries: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many entries of each shape each person looks after. `assignee` is the nil UUID for
/// those that nobody looks after, `iteration_id` for entries of no iteration.
pub mod assigned {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_assigned")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignee: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub state: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub severity: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub iteration_id: Uuid,
        pub iteration_number: i64,
        pub entries: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The same by the period in which they were given.
pub mod assigned_period {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_assigned_periods")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignee: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub state: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub severity: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub iteration_id: Uuid,
        pub entries: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Comments.
pub mod comment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_comments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub feedback_id: Uuid,
        pub author: Uuid,
        #[sea_orm(column_type = "Text")]
        pub text: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is mentioned in a comment.
pub mod mention {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_mentions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub comment_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Filters kept under a name, by one person for one project.
pub mod view {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_views")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub user_id: Uuid,
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub filter: String,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// From when to when an entry was merged into another one; no end while it is. `link_id` is
/// the link that the merge made between them, none where they were linked already.
pub mod merge {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_merges")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub duplicate_id: Uuid,
        pub into_id: Uuid,
        pub since: i64,
        pub until: Option<i64>,
        pub link_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a merge linked the entry that stays with, besides the link between the two: gone with
/// the merge, unless another one has made it as well.
pub mod merge_link {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_merge_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub merge_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub link_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
