//! Co-design sessions, their people, boards, votes and outcomes.

/// Sessions.
pub mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "codesign_sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub iteration_id: Option<Uuid>,
        pub need_id: Option<Uuid>,
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub aim: String,
        pub starts_at: String,
        pub place: String,
        pub link: String,
        pub waiting_room: bool,
        pub guests: bool,
        #[sea_orm(column_type = "Text")]
        pub script: String,
        pub state: String,
        pub code: String,
        pub opened_at: Option<i64>,
        pub closed_at: Option<i64>,
        pub version: i64,
        pub created_by: Uuid,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who takes part. Accounts have no pseudonym and no party of their own here.
pub mod participant {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_participants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub user_id: Option<Uuid>,
        pub pseudonym: Option<String>,
        pub party: Option<String>,
        pub secret_hash: Option<String>,
        pub role: String,
        pub state: String,
        pub joined_at: i64,
        pub entrance: String,
        /// Of the secret of the form by which a guest joined; with the salt it gives the
        /// secret of the seat.
        pub form_hash: Option<String>,
        pub form_salt: Option<String>,
        /// The account that claimed the seat and goes on in one of its own, which bears
        /// `user_id`: an account has one of those in a session.
        pub claimed_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One board for each session: the life of its log, its latest state, and the phase that
/// was begun last.
pub mod board {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "boards")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        pub epoch: i64,
        pub checkpoint_seq: i64,
        pub checkpoint: Option<Vec<u8>>,
        #[sea_orm(column_type = "Text", nullable)]
        pub phase: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The boards' logs.
pub mod board_entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "board_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub entry: Vec<u8>,
        pub written_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The moments of boards that were given a name.
pub mod board_version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "board_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub name: String,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Pictures of boards; their bytes are kept elsewhere, at `place`.
pub mod board_picture {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "board_pictures")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub session_id: Uuid,
        pub participant: i64,
        pub media: String,
        pub bytes: i64,
        pub sha256: String,
        pub place: Uuid,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Scripts that were saved as templates.
pub mod script_template {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "script_templates")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub purpose: String,
        #[sea_orm(column_type = "Text")]
        pub script: String,
        pub shared: bool,
        pub created_by: Uuid,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What came out.
pub mod outcome {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_outcomes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub thing_id: Uuid,
        pub thing_kind: String,
        pub created_by: Uuid,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The notes that something came out of, with the words that they had.
pub mod outcome_note {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_outcome_notes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub thing_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record: String,
        pub place: i32,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub author: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was put to the vote.
pub mod vote {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_votes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub session_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub facts: String,
        #[sea_orm(column_type = "Text")]
        pub merged: String,
        pub opened_by: i64,
        pub opened_at: i64,
        pub closed_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The ballots: under the number of who cast one, or under the hash of a secret
/// that nobody but the voter has.
pub mod ballot {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_ballots")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub vote_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub ballot_key: String,
        #[sea_orm(column_type = "Text")]
        pub ballot: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who has voted: not what, and not when.
pub mod voter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_voters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub vote_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub participant: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How often participants were given the floor.
pub mod speaking_turn {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_speaking_turns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub turns: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
