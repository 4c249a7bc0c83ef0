//! The programmes in which teachers and researchers work together, as
//! templates: who carries them, how they run, what they fund and ask for.
//! Only what a source states is given; each template names its source.

use serde::Serialize;

use crate::codes::codes;
use crate::phases::ProjectPhase;
use crate::wording::Wording;

codes! {
    /// The kind of a programme.
    pub enum ProgrammeKind {
        /// Groupes thématiques numériques.
        Gtnum = "gtnum": "GTnum" | "GTnum",
        /// e-FRAN, calls of the PIA2 investment programme and after.
        Efran = "efran": "e-FRAN" | "e-FRAN",
        /// `ProFAN`, an experiment of the PIA2 investment programme.
        Profan = "profan": "ProFAN" | "ProFAN",
        /// Partenariat d'innovation intelligence artificielle.
        P2ia = "p2ia": "P2IA" | "P2IA",
        /// Édu-up, support for the making of digital resources.
        Eduup = "eduup": "Édu-up" | "Édu-up",
        /// Call for larger projects.
        Aap = "aap": "appel à projets" | "call for projects",
        /// Challenges Éducation.
        Challenge = "challenge": "Challenges Éducation" | "Challenges Éducation",
        /// Lieux d'éducation associés to the IFÉ.
        Lea = "lea": "LéA-IFÉ" | "LéA-IFÉ",
        /// ICÉ-AuRA, matching of researchers and school teams.
        Ice = "ice": "ICÉ-AuRA" | "ICÉ-AuRA",
        /// CARDIE and Innovathèque.
        Cardie = "cardie": "CARDIE / Innovathèque" | "CARDIE / Innovathèque",
        /// Incubators of the académies.
        Incubateur = "incubateur": "incubateur académique" | "academy incubator",
        /// Territoires numériques éducatifs.
        Tne = "tne": "TNE" | "TNE",
        /// Any other programme; it has no template.
        Other = "other": "autre programme" | "other programme",
    }
}

codes! {
    /// What a programme asks of the projects that it funds or follows.
    pub enum Obligation {
        /// Collect data and make them available.
        Data = "data": "données" | "data",
        /// Make a tool.
        Tool = "tool": "outil" | "tool",
        /// Train people.
        Training = "training": "formation" | "training",
        /// Publish the results.
        Publication = "publication": "publication" | "publication",
        /// Have the effects observed and evaluated.
        Evaluation = "evaluation": "évaluation" | "evaluation",
        /// Be usable by people with disabilities.
        Accessibility = "accessibility": "accessibilité" | "accessibility",
        /// Protect personal data.
        DataProtection = "data_protection": "protection des données" | "data protection",
        /// Release under an open licence.
        OpenLicence = "open_licence": "licence ouverte" | "open licence",
    }
}

/// A step of the life of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What the step is called.
    pub name: Wording,
    /// What the source says about it.
    pub note: Option<Wording>,
    /// The phase of a project at which the step begins, where its name tells: our
    /// reading, no fact of the source.
    pub phase: Option<ProjectPhase>,
}

/// What is known of a programme before any project is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProgrammeTemplate {
    /// The kind that the template describes.
    pub kind: ProgrammeKind,
    /// The name in full where it is known, else the usual one.
    pub name: Wording,
    /// Who carries the programme or its projects; [`UNSTATED`] where the
    /// source is silent.
    pub carried_by: Wording,
    /// The steps that the source states, in order; empty where it states none.
    pub life_cycle: &'static [Step],
    /// Amounts, in euros, with what they cover.
    pub funding: Option<Wording>,
    /// Shortest and longest duration of a project, in months, where all the
    /// calls known share it.
    pub duration_months: Option<(u16, u16)>,
    /// What the source explicitly asks of projects; not all that the law asks.
    pub obligations: &'static [Obligation],
    /// Where the facts were read.
    pub source: &'static str,
    /// Whether each fact given was read in the source; shown to the reader
    /// when false.
    pub verified: bool,
}

impl ProgrammeTemplate {
    /// Where a project in this phase stands: the place of its step in the life cycle;
    /// none where the steps do not tell.
    #[must_use]
    pub fn step_in(&self, phase: ProjectPhase) -> Option<usize> {
        let begun = |step: &Step| step.phase.is_some_and(|begins| begins <= phase);
        self.life_cycle.iter().rposition(begun)
    }

    /// The parts of the source, each with its address where it is one.
    pub fn sources(&self) -> impl Iterator<Item = (&'static str, Option<String>)> + use<> {
        self.source.split("\u{202f}; ").map(|part| {
            let is_address = part.contains('.') && !part.contains(char::is_whitespace);
            (part, is_address.then(|| format!("https://{part}")))
        })
    }
}

/// Stands where the source does not say.
pub const UNSTATED: Wording = Wording::new(
    "non précisé par la source consultée",
    "not stated in the source consulted",
);

const fn step(fr: &'static str, en: &'static str) -> Step {
    Step {
        name: Wording::new(fr, en),
        note: None,
        phase: None,
    }
}

const fn begins(step: Step, phase: ProjectPhase) -> Step {
    Step {
        phase: Some(phase),
        ..step
    }
}

const fn noted(step: Step, fr: &'static str, en: &'static str) -> Step {
    Step {
        note: Some(Wording::new(fr, en)),
        ..step
    }
}

/// One template for each kind but [`ProgrammeKind::Other`], in the order of
/// [`ProgrammeKind::ALL`].
pub static TEMPLATES: &[ProgrammeTemplate] = &[
    ProgrammeTemplate {
        kind: ProgrammeKind::Gtnum,
        name: Wording::new(
            "GTnum, groupes thématiques numériques",
            "GTnum, digital thematic groups",
        ),
        carried_by: Wording::new(
            "un laboratoire avec des académies",
            "a laboratory together with académies",
        ),
        life_cycle: &[
            noted(
                step("Appel à manifestation d’intérêt", "Call for interest"),
                "Lancé par la direction du numérique pour l’éducation (DNE-TN2). Rubriques : participation, thématique, productions attendues, gouvernance et suivi, dossier, calendrier, diffusion.",
                "Issued by the ministry’s digital directorate (DNE-TN2). Headings: participation, theme, expected outputs, governance and follow-up, dossier, calendar, dissemination.",
            ),
            noted(
                step("Productions", "Outputs"),
                "État de l’art, croisement avec les retours du terrain, scénarios prospectifs, publications en accès ouvert, portfolios.",
                "State of the art, crossing with field feedback, foresight scenarios, open-access publications, portfolios.",
            ),
        ],
        funding: Some(Wording::new(
            "50 k€ par projet (2020–2022, 8 à 9 groupes) ; 75 k€ par projet (2023–2026)",
            "€50k per project (2020–2022, 8 to 9 groups); €75k per project (2023–2026)",
        )),
        duration_months: None,
        obligations: &[Obligation::Publication],
        source: "AMI du 25/05/2020 ; edunumrech.hypotheses.org/9006",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Efran,
        name: Wording::new("e-FRAN", "e-FRAN"),
        carried_by: Wording::new(
            "conduit conjointement avec les recteurs·rices ; opérateur d’e-FRAN 3 : ANR",
            "led jointly with the rectors; operator of e-FRAN 3: ANR",
        ),
        life_cycle: &[
            noted(
                step("Appel à projets, vague 1", "Call for projects, wave 1"),
                "Du 12 octobre 2015 au 5 février 2016 ; 22 projets, jusqu’en 2021. Engagements : référentiels, protection des données, formation des personnels, observation, analyse et évaluation.",
                "From 12 October 2015 to 5 February 2016; 22 projects, until 2021. Duties: reference frameworks, data protection, staff training, observation, analysis and evaluation.",
            ),
            noted(
                step("e-FRAN 3", "e-FRAN 3"),
                "14 mars 2023 : 9 lauréats pour 2 ans, 12 académies, 270 enseignant·e·s, 600 classes ; comité stratégique.",
                "14 March 2023: 9 laureates for 2 years, 12 académies, 270 teachers, 600 classes; strategic committee.",
            ),
            begins(
                step(
                    "Validation scientifique avant déploiement national",
                    "Scientific validation before national roll-out",
                ),
                ProjectPhase::Evaluation,
            ),
        ],
        funding: Some(Wording::new(
            "vague 1 (PIA2) : 30 M€ annoncés, environ 20 à 21 M€ dépensés ; e-FRAN 3 : 10 M€",
            "wave 1 (PIA2): €30M announced, about €20–21M spent; e-FRAN 3: €10M",
        )),
        duration_months: None,
        obligations: &[
            Obligation::Training,
            Obligation::Evaluation,
            Obligation::DataProtection,
        ],
        source: "banquedesterritoires.fr ; education.gouv.fr 326083, 357752",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Profan,
        name: Wording::new("ProFAN", "ProFAN"),
        carried_by: UNSTATED,
        life_cycle: &[
            noted(
                begins(
                    step("Pré-expérimentation", "Pre-experiment"),
                    ProjectPhase::Prototype,
                ),
                "6 mois.",
                "6 months.",
            ),
            noted(
                begins(step("Expérimentation", "Experiment"), ProjectPhase::Pilot),
                "3 années scolaires, 109 établissements, 7 laboratoires, 2 cohortes de 5 000 élèves, plus de 1 200 enseignant·e·s, 3 filières. Conditions comparées : individuel habituel, groupe, jigsaw ; séquences SP1 à SP4.",
                "3 school years, 109 schools, 7 laboratories, 2 cohorts of 5,000 pupils, more than 1,200 teachers, 3 tracks. Conditions compared: usual individual, group, jigsaw; sequences SP1 to SP4.",
            ),
        ],
        funding: None,
        // January 2017 to December 2021.
        duration_months: Some((60, 60)),
        obligations: &[],
        source: "journals.openedition.org/ries/14488",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::P2ia,
        name: Wording::new(
            "P2IA, partenariat d’innovation intelligence artificielle",
            "P2IA, innovation partnership on artificial intelligence",
        ),
        carried_by: UNSTATED,
        life_cycle: &[
            noted(
                begins(
                    step("Recherche et développement", "Research and development"),
                    ProjectPhase::CoDesign,
                ),
                "Achat innovant ; une opération majeure par semestre. Français et mathématiques au cycle 2.",
                "Innovation procurement; one major operation per semester. French and mathematics in cycle 2.",
            ),
            begins(
                step("Industrialisation", "Industrialisation"),
                ProjectPhase::Pilot,
            ),
            begins(step("Déploiement", "Deployment"), ProjectPhase::Deployment),
        ],
        funding: None,
        duration_months: Some((24, 36)),
        obligations: &[],
        source: "proposition fondatrice ; senat.fr r24-101",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Eduup,
        name: Wording::new("Édu-up", "Édu-up"),
        carried_by: UNSTATED,
        life_cycle: &[
            noted(
                step("Expertises", "Expert analyses"),
                "Pédagogique, économique et financière, technique, juridique.",
                "Pedagogical, economic and financial, technical, legal.",
            ),
            noted(
                step("Commission", "Commission"),
                "3 par an ; environ 20 projets retenus chaque année.",
                "3 a year; about 20 projects kept each year.",
            ),
            noted(
                begins(
                    step("Suivi en classe", "Follow-up in class"),
                    ProjectPhase::Pilot,
                ),
                "Par un conseil scientifique, obligatoire.",
                "By a scientific council, which is mandatory.",
            ),
        ],
        funding: Some(Wording::new(
            "70 k€ au plus, cofinancement à parts égales (50/50)",
            "at most €70k, matched 50/50",
        )),
        duration_months: None,
        obligations: &[Obligation::Evaluation],
        source: "circulaire 2016-099",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Aap,
        name: Wording::new("AAP, appel à projets", "AAP, call for projects"),
        carried_by: UNSTATED,
        life_cycle: &[noted(
            step("Appel à projets", "Call for projects"),
            "10 projets de plus grande taille.",
            "10 larger projects.",
        )],
        funding: None,
        duration_months: None,
        obligations: &[Obligation::Data, Obligation::Tool, Obligation::Training],
        source: "proposition fondatrice",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Challenge,
        name: Wording::new("Challenges Éducation", "Challenges Éducation"),
        carried_by: UNSTATED,
        life_cycle: &[
            step("Appel à sponsors", "Call for sponsors"),
            noted(
                step("Appel à projets", "Call for projects"),
                "17 challenges.",
                "17 challenges.",
            ),
        ],
        funding: Some(Wording::new(
            "45 % des coûts au plus, dans la limite de 1 M€",
            "at most 45% of costs, up to €1M",
        )),
        duration_months: Some((3, 18)),
        obligations: &[],
        source: "bpifrance.fr",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Lea,
        name: Wording::new(
            "LéA-IFÉ, lieux d’éducation associés",
            "LéA-IFÉ, associated places of education",
        ),
        carried_by: Wording::new(
            "l’IFÉ, une structure éducative et un laboratoire, par convention",
            "IFÉ, a school body and a laboratory, by convention",
        ),
        life_cycle: &[
            noted(
                step("Convention de 3 ans", "Three-year convention"),
                "Correspondant·e LéA et correspondant·e IFÉ.",
                "A LéA correspondent and an IFÉ correspondent.",
            ),
            noted(
                step("Suivi", "Follow-up"),
                "13 référent·e·s, chacun·e pour 1 à 5 LéA ; comité de pilotage.",
                "13 referents, each following 1 to 5 LéA; steering committee.",
            ),
            step("Rencontre annuelle", "Yearly meeting"),
        ],
        funding: None,
        duration_months: Some((36, 36)),
        obligations: &[],
        source: "ife.ens-lyon.fr",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Ice,
        name: Wording::new("ICÉ-AuRA", "ICÉ-AuRA"),
        carried_by: UNSTATED,
        life_cycle: &[
            noted(
                begins(
                    step("Réponses à l’appel", "Replies to the call"),
                    ProjectPhase::Need,
                ),
                "82 de chercheurs·ses, 120 d’équipes.",
                "82 from researchers, 120 from teams.",
            ),
            noted(
                begins(step("Rencontres", "Meetings"), ProjectPhase::Matching),
                "Des passeurs·ses mettent en relation chercheurs·ses et équipes.",
                "Brokers (passeurs) bring researchers and teams together.",
            ),
            noted(
                begins(step("Projets", "Projects"), ProjectPhase::CoDesign),
                "39 de recherche, 52 d’action.",
                "39 research projects, 52 action projects.",
            ),
            noted(
                step("Sélection", "Selection"),
                "16 projets de recherche et 20 d’action retenus.",
                "16 research and 20 action projects kept.",
            ),
        ],
        funding: None,
        duration_months: None,
        obligations: &[],
        source: "journals.openedition.org/rfp/7242",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Cardie,
        name: Wording::new("CARDIE / Innovathèque", "CARDIE / Innovathèque"),
        carried_by: UNSTATED,
        life_cycle: &[
            noted(
                begins(step("Idée", "Idea"), ProjectPhase::Need),
                "Accompagnement par des « ami·e·s critiques ». Une innovation n’est pas une expérimentation : celle-ci dure de 3 à 5 ans, avec bilans réguliers, indicateurs et évaluation finale.",
                "Coaching by “critical friends”. An innovation is not an experimentation: the latter lasts 3 to 5 years, with regular reviews, indicators and a final evaluation.",
            ),
            begins(
                step("Pistes possibles", "Possible tracks"),
                ProjectPhase::Matching,
            ),
            noted(
                begins(
                    step("Piste choisie", "Chosen track"),
                    ProjectPhase::CoDesign,
                ),
                "Critères formels, classement.",
                "Formal criteria, ranking.",
            ),
            noted(
                begins(
                    step("Solution testée", "Tested solution"),
                    ProjectPhase::Prototype,
                ),
                "Prototype, adaptation.",
                "Prototype, adaptation.",
            ),
            noted(
                begins(step("Pilote(s)", "Pilot(s)"), ProjectPhase::Pilot),
                "Impact, conditions de réussite.",
                "Impact, conditions of success.",
            ),
            noted(
                begins(step("Essaimage", "Spread"), ProjectPhase::Deployment),
                "Fiche innovation ; plus de 7 000 fiches.",
                "Innovation sheet; more than 7,000 sheets.",
            ),
        ],
        funding: None,
        // An experimentation in the sense of the code, not any innovation.
        duration_months: Some((36, 60)),
        obligations: &[Obligation::Evaluation],
        source: "ac-normandie.fr 124907 ; code de l’éducation, art. L314-1 et suivants",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Incubateur,
        name: Wording::new("Incubateurs académiques", "Academy incubators"),
        carried_by: Wording::new(
            "délégué·e au numérique de l’académie, depuis 2015",
            "the académie’s digital delegate, since 2015",
        ),
        life_cycle: &[
            begins(
                step("Recherche et veille", "Research and watch"),
                ProjectPhase::Need,
            ),
            noted(
                begins(
                    step(
                        "Conception et expérimentation en classe",
                        "Design and experiment in class",
                    ),
                    ProjectPhase::CoDesign,
                ),
                "Repérer freins et leviers pour préparer la généralisation.",
                "Identify obstacles and levers to prepare generalisation.",
            ),
            begins(
                step(
                    "Déploiement et recueil des retours",
                    "Deployment and collection of feedback",
                ),
                ProjectPhase::Deployment,
            ),
        ],
        funding: None,
        duration_months: None,
        obligations: &[],
        source: "eduscol cid93919 ; drane.ac-nancy-metz.fr",
        verified: true,
    },
    ProgrammeTemplate {
        kind: ProgrammeKind::Tne,
        name: Wording::new(
            "TNE, territoires numériques éducatifs",
            "TNE, digital education territories",
        ),
        carried_by: UNSTATED,
        life_cycle: &[],
        funding: Some(Wording::new(
            "27,3 M€ (Aisne, Val-d’Oise) et 172 M€ (10 départements)",
            "€27.3M (Aisne, Val-d’Oise) and €172M (10 départements)",
        )),
        duration_months: None,
        obligations: &[],
        source: "banquedesterritoires.fr",
        verified: true,
    },
];

/// The template of a kind; none for [`ProgrammeKind::Other`].
#[must_use]
pub fn template(kind: ProgrammeKind) -> Option<&'static ProgrammeTemplate> {
    TEMPLATES.iter().find(|template| template.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::{Obligation, ProgrammeKind, ProjectPhase, TEMPLATES, template};

    #[test]
    fn each_kind_but_other_has_one_template_in_order() {
        let kinds: Vec<_> = TEMPLATES.iter().map(|template| template.kind).collect();
        let expected: Vec<_> = ProgrammeKind::ALL
            .iter()
            .copied()
            .filter(|&kind| kind != ProgrammeKind::Other)
            .collect();
        assert_eq!(kinds, expected);
        for &kind in ProgrammeKind::ALL {
            let found = template(kind).map(|template| template.kind);
            assert_eq!(found, (kind != ProgrammeKind::Other).then_some(kind));
        }
    }

    #[test]
    fn templates_are_complete_in_both_languages() {
        for template in TEMPLATES {
            assert!(!template.source.is_empty());
            let texts = [template.name, template.carried_by]
                .into_iter()
                .chain(template.funding)
                .chain(
                    template
                        .life_cycle
                        .iter()
                        .flat_map(|step| Some(step.name).into_iter().chain(step.note)),
                );
            for text in texts {
                assert!(!text.fr.is_empty() && !text.en.is_empty(), "{text:?}");
            }
        }
    }

    /// Steps that begin at some phase follow one another as the phases do.
    #[test]
    fn a_project_stands_at_a_step() {
        for template in TEMPLATES {
            let begins = template.life_cycle.iter().filter_map(|step| step.phase);
            assert!(begins.is_sorted(), "{:?}", template.kind);
        }
        let at = |kind, phase| template(kind).and_then(|template| template.step_in(phase));
        assert_eq!(at(ProgrammeKind::Cardie, ProjectPhase::Evaluation), Some(4));
        assert_eq!(at(ProgrammeKind::P2ia, ProjectPhase::Need), None);
        assert_eq!(at(ProgrammeKind::Gtnum, ProjectPhase::Pilot), None);
    }

    #[test]
    fn sources_that_are_addresses_lead_there() {
        let template = template(ProgrammeKind::Gtnum).expect("a template");
        let address = "https://edunumrech.hypotheses.org/9006".to_owned();
        let expected = [
            ("AMI du 25/05/2020", None),
            ("edunumrech.hypotheses.org/9006", Some(address)),
        ];
        assert_eq!(template.sources().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn durations_and_obligations_are_sound() {
        for template in TEMPLATES {
            if let Some((shortest, longest)) = template.duration_months {
                assert!(0 < shortest && shortest <= longest, "{:?}", template.kind);
            }
            assert!(
                template
                    .obligations
                    .is_sorted_by(|left, right| left < right)
            );
        }
        let larger = template(ProgrammeKind::Aap).map(|template| template.obligations);
        let expected: &[_] = &[Obligation::Data, Obligation::Tool, Obligation::Training];
        assert_eq!(larger, Some(expected));
    }
}
