//! The levels, classes and disciplines of French schooling, by which projects
//! and people are described and found.

use crate::codes::codes;

codes! {
    /// A level of schooling or of training.
    pub enum SchoolLevel {
        /// Nursery school, petite to grande section.
        Cycle1 = "cycle1": "cycle 1 (maternelle)" | "cycle 1 (nursery school, ages 3–6)",
        /// CP to CE2.
        Cycle2 = "cycle2": "cycle 2 (CP, CE1, CE2)" | "cycle 2 (primary school, ages 6–9)",
        /// CM1 to 6e, across primary and lower secondary school.
        Cycle3 = "cycle3":
            "cycle 3 (CM1, CM2, 6e)" | "cycle 3 (end of primary, first year of lower secondary, ages 9–12)",
        /// 5e to 3e.
        Cycle4 = "cycle4": "cycle 4 (5e, 4e, 3e)" | "cycle 4 (lower secondary school, ages 12–15)",
        /// General upper secondary school.
        LyceeGeneral = "lycee_general": "lycée général" | "general upper secondary school",
        /// Technological upper secondary school.
        LyceeTechno = "lycee_techno":
            "lycée technologique" | "technological upper secondary school",
        /// Vocational upper secondary school.
        LyceePro = "lycee_pro": "lycée professionnel" | "vocational upper secondary school",
        /// Classes that prepare for the grandes écoles.
        Cpge = "cpge": "CPGE" | "preparatory classes (CPGE)",
        /// Higher education.
        HigherEducation = "higher_education": "enseignement supérieur" | "higher education",
        /// Training of adults in work, teachers among them.
        ContinuingEducation = "continuing_education":
            "formation continue" | "continuing education",
    }
}

codes! {
    /// A class, by its year of schooling. Ages are those of most pupils.
    pub enum ClassLevel {
        /// First year of nursery school.
        Ps = "ps": "petite section" | "petite section (ages 3–4)",
        /// Second year of nursery school.
        Ms = "ms": "moyenne section" | "moyenne section (ages 4–5)",
        /// Third year of nursery school.
        Gs = "gs": "grande section" | "grande section (ages 5–6)",
        /// First year of primary school.
        Cp = "cp": "CP" | "CP (ages 6–7)",
        /// Second year of primary school.
        Ce1 = "ce1": "CE1" | "CE1 (ages 7–8)",
        /// Third year of primary school.
        Ce2 = "ce2": "CE2" | "CE2 (ages 8–9)",
        /// Fourth year of primary school.
        Cm1 = "cm1": "CM1" | "CM1 (ages 9–10)",
        /// Fifth year of primary school.
        Cm2 = "cm2": "CM2" | "CM2 (ages 10–11)",
        /// First year of lower secondary school.
        Sixieme = "6e": "6e" | "6e (ages 11–12)",
        /// Second year of lower secondary school.
        Cinquieme = "5e": "5e" | "5e (ages 12–13)",
        /// Third year of lower secondary school.
        Quatrieme = "4e": "4e" | "4e (ages 13–14)",
        /// Fourth year of lower secondary school.
        Troisieme = "3e": "3e" | "3e (ages 14–15)",
        /// First year of upper secondary school.
        Seconde = "2de": "2de" | "2de (ages 15–16)",
        /// Second year of upper secondary school.
        Premiere = "1re": "1re" | "1re (ages 16–17)",
        /// Third year of upper secondary school.
        Terminale = "terminale": "terminale" | "terminale (ages 17–18)",
    }
}

impl ClassLevel {
    /// The levels in which the class exists: one cycle, or the three kinds of
    /// lycée.
    #[must_use]
    pub const fn levels(self) -> &'static [SchoolLevel] {
        match self {
            Self::Ps | Self::Ms | Self::Gs => &[SchoolLevel::Cycle1],
            Self::Cp | Self::Ce1 | Self::Ce2 => &[SchoolLevel::Cycle2],
            Self::Cm1 | Self::Cm2 | Self::Sixieme => &[SchoolLevel::Cycle3],
            Self::Cinquieme | Self::Quatrieme | Self::Troisieme => &[SchoolLevel::Cycle4],
            Self::Seconde | Self::Premiere | Self::Terminale => &[
                SchoolLevel::LyceeGeneral,
                SchoolLevel::LyceeTechno,
                SchoolLevel::LyceePro,
            ],
        }
    }
}

impl SchoolLevel {
    /// The classes of the level, in order; none beyond the lycée, where years
    /// are not classes.
    pub fn classes(self) -> impl Iterator<Item = ClassLevel> {
        ClassLevel::ALL
            .iter()
            .copied()
            .filter(move |class| class.levels().contains(&self))
    }
}

codes! {
    /// A discipline, or a field that crosses disciplines.
    pub enum Discipline {
        /// French language and literature.
        French = "french": "français, lettres" | "French",
        /// French as a second language, for pupils new to French.
        FrenchSecondLanguage = "french_second_language":
            "français langue seconde (UPE2A)" | "French as a second language",
        /// Latin and Greek.
        ClassicalLanguages = "classical_languages":
            "langues et cultures de l’Antiquité" | "classical languages",
        /// Modern foreign languages, English set apart.
        ModernLanguages = "modern_languages": "langues vivantes étrangères" | "modern languages",
        /// English.
        English = "english": "anglais" | "English",
        /// Regional languages such as Breton, Occitan, Creole or Tahitian.
        RegionalLanguages = "regional_languages": "langues régionales" | "regional languages",
        /// French sign language.
        SignLanguage = "sign_language": "langue des signes française" | "French sign language",
        /// Mathematics.
        Mathematics = "mathematics": "mathématiques" | "mathematics",
        /// Physics and chemistry.
        PhysicsChemistry = "physics_chemistry": "physique-chimie" | "physics and chemistry",
        /// Life and earth sciences.
        LifeEarthSciences = "life_earth_sciences":
            "sciences de la vie et de la Terre" | "life and earth sciences",
        /// Science and technology taught together, as in primary school.
        Science = "science": "sciences et technologie" | "science and technology",
        /// Technology, in lower secondary school.
        Technology = "technology": "technologie" | "technology",
        /// Engineering sciences.
        Engineering = "engineering": "sciences de l’ingénieur" | "engineering sciences",
        /// Digital technology and computer science (SNT, NSI).
        ComputerScience = "computer_science":
            "numérique et sciences informatiques" | "digital and computer science",
        /// History and geography.
        HistoryGeography = "history_geography": "histoire-géographie" | "history and geography",
        /// Moral and civic education.
        CivicEducation = "civic_education":
            "enseignement moral et civique" | "moral and civic education",
        /// Philosophy.
        Philosophy = "philosophy": "philosophie" | "philosophy",
        /// Economics and social sciences.
        EconomicsSocialSciences = "economics_social_sciences":
            "sciences économiques et sociales" | "economics and social sciences",
        /// Economics and management, in technological and vocational tracks.
        EconomicsManagement = "economics_management":
            "économie-gestion" | "economics and management",
        /// Physical education and sport.
        PhysicalEducation = "physical_education":
            "éducation physique et sportive" | "physical education and sport",
        /// Visual arts.
        VisualArts = "visual_arts": "arts plastiques" | "visual arts",
        /// Music.
        Music = "music": "éducation musicale" | "music",
        /// Theatre, dance and circus.
        PerformingArts = "performing_arts": "théâtre, danse, cirque" | "performing arts",
        /// Cinema and audiovisual arts.
        Cinema = "cinema": "cinéma-audiovisuel" | "cinema and audiovisual arts",
        /// Art history and heritage.
        ArtHistory = "art_history": "histoire des arts" | "art history",
        /// Applied arts and design.
        Design = "design": "arts appliqués et design" | "applied arts and design",
        /// Documentation, and media and information literacy.
        MediaLiteracy = "media_literacy":
            "documentation, éducation aux médias et à l’information" | "documentation, media and information literacy",
        /// Inclusive education, ULIS classes among others.
        InclusiveEducation = "inclusive_education":
            "école inclusive (ULIS)" | "inclusive education (ULIS)",
        /// Adapted general and vocational teaching.
        Segpa = "segpa": "SEGPA" | "adapted teaching (SEGPA)",
        /// Learning through play, language and movement in nursery school.
        EarlyLearning = "early_learning":
            "apprentissages de l’école maternelle" | "early years learning",
        /// Education for sustainable development.
        SustainableDevelopment = "sustainable_development":
            "éducation au développement durable" | "education for sustainable development",
        /// Health, and education to relationships.
        Health = "health": "éducation à la santé" | "health education",
        /// Health and social care, in technological and vocational tracks.
        SocialCare = "social_care":
            "sciences et techniques sanitaires et sociales" | "health and social care",
        /// Biotechnologies.
        Biotechnology = "biotechnology": "biotechnologies" | "biotechnology",
        /// Industrial vocational trades.
        IndustrialTrades = "industrial_trades":
            "enseignements professionnels industriels" | "industrial vocational trades",
        /// Service vocational trades, hospitality and sales among them.
        ServiceTrades = "service_trades":
            "enseignements professionnels des services" | "service vocational trades",
        /// Agriculture and food.
        Agriculture = "agriculture": "enseignement agricole" | "agricultural education",
        /// Guidance towards studies and work.
        Guidance = "guidance": "orientation" | "guidance and careers",
        /// School life, outside lessons.
        SchoolLife = "school_life": "vie scolaire" | "school life",
        /// Several disciplines at once.
        Interdisciplinary = "interdisciplinary": "interdisciplinaire" | "interdisciplinary",
    }
}

#[cfg(test)]
mod tests {
    use super::{ClassLevel, Discipline, SchoolLevel};
    use std::collections::HashSet;

    #[test]
    fn each_class_has_a_level_and_each_level_its_classes() {
        for &class in ClassLevel::ALL {
            assert!(!class.levels().is_empty());
        }
        let cycle3: Vec<_> = SchoolLevel::Cycle3.classes().collect();
        assert_eq!(
            cycle3,
            [ClassLevel::Cm1, ClassLevel::Cm2, ClassLevel::Sixieme]
        );
        let lycee: Vec<_> = SchoolLevel::LyceePro.classes().collect();
        assert_eq!(lycee.first(), Some(&ClassLevel::Seconde));
        assert_eq!(lycee.len(), 3);
        assert_eq!(SchoolLevel::Cpge.classes().count(), 0);
    }

    #[test]
    fn classes_are_in_the_order_of_schooling() {
        assert_eq!(ClassLevel::ALL.first(), Some(&ClassLevel::Ps));
        assert_eq!(ClassLevel::ALL.last(), Some(&ClassLevel::Terminale));
        assert!(ClassLevel::Cm2 < ClassLevel::Sixieme);
        assert_eq!(ClassLevel::from_code("6e"), Some(ClassLevel::Sixieme));
    }

    #[test]
    fn wordings_tell_disciplines_apart() {
        let french: HashSet<_> = Discipline::ALL.iter().map(|d| d.wording().fr).collect();
        let english: HashSet<_> = Discipline::ALL.iter().map(|d| d.wording().en).collect();
        assert_eq!(french.len(), Discipline::ALL.len());
        assert_eq!(english.len(), Discipline::ALL.len());
    }

    #[test]
    fn codes_go_both_ways() {
        for &level in SchoolLevel::ALL {
            assert_eq!(level.code().parse(), Ok(level));
        }
        for &discipline in Discipline::ALL {
            assert_eq!(discipline.code().parse(), Ok(discipline));
        }
        assert_eq!(SchoolLevel::from_code("cycle1"), Some(SchoolLevel::Cycle1));
    }
}
