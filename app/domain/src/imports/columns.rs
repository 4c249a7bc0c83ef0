//! What the columns of each kind of file become.

use crate::codes::codes;

codes! {
    /// What a column of a file of needs becomes.
    #[derive(Default)]
    pub enum NeedColumn {
        /// Nothing: the column is left out.
        #[default]
        Ignored = "ignored": "ne pas importer" | "do not import",
        /// The need itself. Several columns are joined.
        Statement = "statement": "le besoin" | "the need",
        /// Who is affected. Several columns are joined.
        Affected = "affected": "qui est concerné" | "who is affected",
        /// Where and how it shows. Several columns are joined.
        Setting = "setting": "la situation" | "the situation",
        /// The school level.
        Level = "level": "le niveau" | "the level",
        /// The discipline.
        Discipline = "discipline": "la discipline" | "the discipline",
        /// How many pupils.
        Pupils = "pupils": "le nombre d’élèves" | "the number of pupils",
        /// A place.
        Territory = "territory": "le territoire" | "the territory",
        /// The row's id in the source, by which it is recognised.
        SourceId = "source_id": "l’identifiant d’origine" | "the id in the source",
        /// Who wrote it there.
        SourceAuthor = "source_author": "l’auteur·rice d’origine" | "the author in the source",
        /// When it was expressed.
        CreatedAt = "created_at": "la date" | "the date",
        /// What moderation decided.
        Moderation = "moderation": "la modération" | "the moderation",
        /// The number of supports that the source counted.
        Supports = "supports": "total des soutiens, à vérifier" | "number of supports, to compare",
        /// The number of objections that the source counted.
        Objections = "objections":
            "total des objections, à vérifier" | "number of objections, to compare",
    }
}

codes! {
    /// What a column of a file of votes becomes.
    #[derive(Default)]
    pub enum VoteColumn {
        /// Nothing: the column is left out.
        #[default]
        Ignored = "ignored": "ne pas importer" | "do not import",
        /// The id in the source of the need voted on.
        NeedId = "need_id": "l’identifiant du besoin" | "the id of the need",
        /// Who voted.
        Voter = "voter": "qui vote" | "who votes",
        /// 1 for, 0 no view, −1 against.
        Value = "value": "le vote (1, 0, −1)" | "the vote (1, 0, −1)",
        /// When.
        CastAt = "cast_at": "la date" | "the date",
    }
}

codes! {
    /// What a column of a file of feedback becomes.
    #[derive(Default)]
    pub enum FeedbackColumn {
        /// Nothing: the column is left out.
        #[default]
        Ignored = "ignored": "ne pas importer" | "do not import",
        /// What happened. Several columns are joined.
        Story = "story": "ce qui s’est passé" | "what happened",
        /// The kind.
        Kind = "kind": "le type" | "the kind",
        /// How much it weighs.
        Severity = "severity": "la gravité" | "the severity",
        /// Where in the tool. Several columns are joined.
        Place = "place": "l’endroit dans l’outil" | "the place in the tool",
        /// The class level.
        Level = "level": "la classe" | "the class level",
        /// The discipline.
        Discipline = "discipline": "la discipline" | "the discipline",
        /// How many pupils were present.
        Pupils = "pupils": "le nombre d’élèves" | "the number of pupils",
        /// What the tool ran on.
        Device = "device": "l’appareil" | "the device",
        /// How well the network served.
        Network = "network": "le réseau" | "the network",
        /// When it happened or was told.
        CreatedAt = "created_at": "la date" | "the date",
        /// The row's id in the source, by which it is recognised.
        SourceId = "source_id": "l’identifiant d’origine" | "the id in the source",
        /// Who wrote it there: never proposed, for those who answer a
        /// questionnaire seldom expect their name to be shown elsewhere.
        SourceAuthor = "source_author":
            "l’auteur·rice d’origine, visible de l’équipe" | "the author in the source, shown to the team",
    }
}
