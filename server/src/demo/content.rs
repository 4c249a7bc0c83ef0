//! What the demonstration holds: people, projects and needs, all invented.

use domain::accounts::WorkspaceRole;
use domain::needs::Stance::{self, Neutral, Objection, Support};
use domain::parties::Party;
use domain::phases::ProjectPhase::{self, CoDesign, Evaluation, Matching, Pilot, Prototype};
use domain::programmes::ProgrammeKind;
use domain::projects::{ProjectRole, Visibility};

/// The workspace's name.
pub(super) const WORKSPACE: &str = "Établi — démonstration";

/// The person of an account; also the first part of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Who {
    Administrator,
    Coordinator,
    Member,
    Observer,
    Lead,
    Facilitator,
    Contributor,
    Partner,
}

impl Who {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coordinator => "coordinator",
            Self::Member => "member",
            Self::Observer => "observer",
            Self::Lead => "lead",
            Self::Facilitator => "facilitator",
            Self::Contributor => "contributor",
            Self::Partner => "partner",
        }
    }
}

pub(super) struct Account {
    pub who: Who,
    pub name: &'static str,
    pub party: Party,
    pub role: WorkspaceRole,
    pub interests: &'static str,
}

const fn account(
    who: Who,
    name: &'static str,
    party: Party,
    role: WorkspaceRole,
    interests: &'static str,
) -> Account {
    Account {
        who,
        name,
        party,
        role,
        interests,
    }
}

pub(super) const ACCOUNTS: &[Account] = &[
    account(
        Who::Administrator,
        "Hélène Marchetti",
        Party::Ministry,
        WorkspaceRole::Administrator,
        "",
    ),
    account(
        Who::Coordinator,
        "Karim Benhaddou",
        Party::Academy,
        WorkspaceRole::Coordinator,
        "",
    ),
    account(
        Who::Member,
        "Soizic Le Goff",
        Party::Teacher,
        WorkspaceRole::Member,
        "",
    ),
    account(
        Who::Observer,
        "Philippe Aubertin",
        Party::Inspector,
        WorkspaceRole::Observer,
        "",
    ),
    account(
        Who::Lead,
        "Claire Vasseur-Diallo",
        Party::Researcher,
        WorkspaceRole::Member,
        "",
    ),
    account(
        Who::Facilitator,
        "Mathieu Roques",
        Party::Facilitator,
        WorkspaceRole::Member,
        "",
    ),
    account(
        Who::Contributor,
        "Inès Carpentier",
        Party::Teacher,
        WorkspaceRole::Member,
        "",
    ),
    account(
        Who::Partner,
        "Thomas Kervella",
        Party::Edtech,
        WorkspaceRole::Observer,
        "Salarié et actionnaire de Lumenia, société qui édite l’application de lecture employée dans le projet Fluence.",
    ),
];

pub(super) struct Project {
    pub title: &'static str,
    pub summary: &'static str,
    pub problem: &'static str,
    pub audience: &'static str,
    pub discipline: &'static str,
    pub level: &'static str,
    pub territory: &'static str,
    pub programme: ProgrammeKind,
    pub programme_name: &'static str,
    pub starts_on: &'static str,
    pub visibility: Visibility,
    /// Everyone on the team but the lead.
    pub team: &'static [(Who, ProjectRole)],
    /// The phases after the first, and the day on which each began.
    pub phases: &'static [(ProjectPhase, &'static str)],
    /// Numbers of the needs that it answers, from 1.
    pub needs: &'static [u8],
}

pub(super) const PROJECTS: &[Project] = &[
    Project {
        title: "Fluence : suivre la lecture à voix haute au cycle 2",
        summary: "Un outil avec lequel l’enseignant·e enregistre la lecture d’un·e élève sur une tablette, obtient le nombre de mots correctement lus par minute et voit, semaine après semaine, qui progresse et qui stagne.",
        problem: "Les évaluations de fluence se font au chronomètre, une fois par période, et prennent une demi-journée de classe. Les résultats restent sur papier : ni l’équipe de cycle ni les parents ne voient l’évolution.",
        audience: "Enseignant·es de CP et de CE1, leurs élèves, maîtres et maîtresses E.",
        discipline: "french",
        level: "cycle2",
        territory: "academie:rennes",
        programme: ProgrammeKind::Gtnum,
        programme_name: "GTnum Voix — parole et apprentissages",
        starts_on: "2025-09-01",
        visibility: Visibility::Workspace,
        team: &[
            (Who::Facilitator, ProjectRole::Facilitator),
            (Who::Contributor, ProjectRole::Contributor),
            (Who::Partner, ProjectRole::Partner),
        ],
        phases: &[
            (Matching, "2025-09-22"),
            (CoDesign, "2025-11-10"),
            (Prototype, "2026-02-02"),
            (Pilot, "2026-04-13"),
        ],
        needs: &[1, 4],
    },
    Project {
        title: "Chantier 3D : lire un plan avant l’atelier",
        summary: "Une ressource en ligne qui fait passer du plan coté au volume, pour préparer les travaux d’atelier des lycées professionnels du bâtiment.",
        problem: "En seconde professionnelle, beaucoup d’élèves abordent l’atelier sans savoir lire un plan : le temps de machine est perdu, et les erreurs de cote coûtent de la matière.",
        audience: "Élèves et enseignant·es de seconde et de première professionnelles, métiers du bois et du bâtiment.",
        discipline: "industrial_trades",
        level: "lycee_pro",
        territory: "academie:lyon",
        programme: ProgrammeKind::Eduup,
        programme_name: "Édu-up 2025, troisième commission",
        starts_on: "2025-11-03",
        visibility: Visibility::Workspace,
        team: &[
            (Who::Contributor, ProjectRole::Contributor),
            (Who::Partner, ProjectRole::Partner),
            (Who::Observer, ProjectRole::Observer),
        ],
        phases: &[(Matching, "2025-12-01"), (CoDesign, "2026-02-16")],
        needs: &[5],
    },
    Project {
        title: "LéA Presqu’île : argumenter en sciences",
        summary: "Un réseau de trois collèges et d’un laboratoire qui conçoit et évalue des séances où les élèves débattent de résultats d’expérience, avec un carnet numérique partagé.",
        problem: "Les élèves décrivent leurs expériences mais n’en tirent pas d’argument. Les traces écrites se perdent d’une séance à l’autre et la recherche n’y a pas accès.",
        audience: "Professeur·es de SVT et de physique-chimie au cycle 4, chercheur·ses en didactique.",
        discipline: "life_earth_sciences",
        level: "cycle4",
        territory: "academie:grenoble",
        programme: ProgrammeKind::Lea,
        programme_name: "",
        starts_on: "2024-09-02",
        visibility: Visibility::Team,
        team: &[
            (Who::Facilitator, ProjectRole::Facilitator),
            (Who::Member, ProjectRole::Contributor),
            (Who::Contributor, ProjectRole::Contributor),
        ],
        phases: &[
            (Matching, "2024-10-07"),
            (CoDesign, "2025-01-06"),
            (Prototype, "2025-03-03"),
            (Pilot, "2025-09-08"),
            (Evaluation, "2026-03-02"),
        ],
        needs: &[7],
    },
];

/// What becomes of a need in the end.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// Open, or answered by the projects that name it.
    Open,
    SetAside(&'static str),
    MergedInto(u8),
}

pub(super) struct Need {
    pub author: Who,
    pub statement: &'static str,
    pub affected: &'static str,
    pub setting: &'static str,
    pub level: &'static str,
    pub discipline: &'static str,
    pub pupils: &'static str,
    pub territory: &'static str,
    pub positions: &'static [(Who, Stance, &'static str)],
    pub fate: Fate,
}

pub(super) const NEEDS: &[Need] = &[
    Need {
        author: Who::Contributor,
        statement: "Suivre la fluence de lecture de chaque élève sans y passer une demi-journée par période, et garder la trace des progrès d’une année à l’autre.",
        affected: "Enseignant·es de CP et de CE1",
        setting: "Classe de 24 élèves, trois tablettes pour l’école, réseau instable.",
        level: "cycle2",
        discipline: "french",
        pupils: "24",
        territory: "academie:rennes",
        positions: &[
            (
                Who::Member,
                Support,
                "Même situation en CE1 : je renonce à la troisième passation faute de temps.",
            ),
            (
                Who::Facilitator,
                Support,
                "Besoin entendu dans cinq écoles de la circonscription.",
            ),
            (Who::Coordinator, Support, ""),
            (
                Who::Lead,
                Support,
                "Un corpus de lectures d’enfants manque aussi à la recherche.",
            ),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Member,
        statement: "Mesurer plus vite la vitesse de lecture de mes élèves de CE1.",
        affected: "Enseignant·es de CE1",
        setting: "",
        level: "cycle2",
        discipline: "french",
        pupils: "27",
        territory: "",
        positions: &[(Who::Administrator, Support, "")],
        fate: Fate::MergedInto(1),
    },
    Need {
        author: Who::Member,
        statement: "Partager des consignes enregistrées à l’oral avec les élèves qui ne lisent pas encore, sans passer par un compte pour chaque enfant.",
        affected: "Élèves de cycle 2 et allophones",
        setting: "Ateliers en autonomie, casques disponibles.",
        level: "cycle2",
        discipline: "",
        pupils: "",
        territory: "",
        positions: &[
            (Who::Contributor, Support, "Très utile aussi en UPE2A."),
            (Who::Facilitator, Support, ""),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Facilitator,
        statement: "Expliquer aux parents ce que disent les résultats de lecture, avec des mots simples et dans leur langue.",
        affected: "Parents, enseignant·es, directions d’école",
        setting: "Remise des livrets, entretiens de début d’année.",
        level: "cycle2",
        discipline: "french",
        pupils: "180",
        territory: "academie:rennes",
        positions: &[
            (Who::Member, Support, ""),
            (Who::Administrator, Neutral, ""),
            (
                Who::Contributor,
                Objection,
                "Un score affiché seul inquiète les familles : pas sans accompagnement.",
            ),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Coordinator,
        statement: "Préparer la lecture de plans avant l’atelier, pour ne plus perdre de temps de machine.",
        affected: "Élèves et enseignant·es de lycée professionnel",
        setting: "Seconde professionnelle, deux groupes de douze, une salle informatique pour trois sections.",
        level: "lycee_pro",
        discipline: "industrial_trades",
        pupils: "48",
        territory: "academie:lyon",
        positions: &[
            (Who::Lead, Support, ""),
            (
                Who::Contributor,
                Support,
                "À relier à la géométrie dans l’espace en mathématiques.",
            ),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Lead,
        statement: "Recueillir des observations de classe datées et comparables d’un établissement à l’autre, sans saisie en double.",
        affected: "Équipes de recherche et enseignant·es associé·es",
        setting: "Projets menés dans plusieurs académies.",
        level: "",
        discipline: "",
        pupils: "",
        territory: "",
        positions: &[
            (
                Who::Facilitator,
                Support,
                "Aujourd’hui : trois tableurs et des photos de cahiers.",
            ),
            (Who::Coordinator, Support, ""),
            (
                Who::Member,
                Objection,
                "Oui, à condition que cela prenne moins d’une minute par séance.",
            ),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Contributor,
        statement: "Garder la trace des arguments échangés pendant un débat scientifique pour y revenir à la séance suivante.",
        affected: "Élèves de cycle 4, professeur·es de sciences",
        setting: "Groupes de quatre, une tablette par groupe.",
        level: "cycle4",
        discipline: "life_earth_sciences",
        pupils: "84",
        territory: "academie:grenoble",
        positions: &[
            (Who::Lead, Support, ""),
            (Who::Member, Support, "Vaut aussi en EMC."),
            (Who::Facilitator, Support, ""),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Member,
        statement: "Repérer assez tôt les élèves de sixième en difficulté de numération, avec des exercices courts et corrigés automatiquement.",
        affected: "Professeur·es de mathématiques, élèves de sixième",
        setting: "Heure de soutien, début d’année.",
        level: "cycle3",
        discipline: "mathematics",
        pupils: "112",
        territory: "academie:creteil",
        positions: &[(Who::Contributor, Support, ""), (Who::Lead, Neutral, "")],
        fate: Fate::Open,
    },
    Need {
        author: Who::Facilitator,
        statement: "Adapter les documents de cours aux élèves dyslexiques et malvoyant·es sans tout ressaisir.",
        affected: "Élèves à besoins particuliers, AESH, enseignant·es",
        setting: "Documents reçus en PDF, logiciels différents d’un collège à l’autre.",
        level: "cycle4",
        discipline: "inclusive_education",
        pupils: "",
        territory: "",
        positions: &[
            (Who::Member, Support, "Deux heures par semaine y passent."),
            (Who::Contributor, Support, ""),
            (
                Who::Coordinator,
                Support,
                "À rapprocher des exigences du RGAA.",
            ),
            (Who::Administrator, Support, ""),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Coordinator,
        statement: "Savoir quels outils déjà financés sont encore en usage deux ans après, et pourquoi les autres ont été abandonnés.",
        affected: "Académies, collectivités, ministère",
        setting: "Bilans de fin de programme.",
        level: "",
        discipline: "",
        pupils: "",
        territory: "",
        positions: &[
            (
                Who::Administrator,
                Support,
                "Question posée à chaque comité de pilotage.",
            ),
            (Who::Lead, Support, ""),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Member,
        statement: "Faire pratiquer l’oral d’anglais à chaque élève au moins dix minutes par semaine.",
        affected: "Élèves de seconde, professeur·es d’anglais",
        setting: "Classe de 35, laboratoire de langues fermé.",
        level: "lycee_general",
        discipline: "english",
        pupils: "35",
        territory: "academie:lille",
        positions: &[
            (Who::Facilitator, Support, ""),
            (
                Who::Contributor,
                Objection,
                "L’enregistrement des voix doit rester dans l’établissement.",
            ),
        ],
        fate: Fate::Open,
    },
    Need {
        author: Who::Contributor,
        statement: "Corriger les copies de dissertation par une intelligence artificielle.",
        affected: "Professeur·es de philosophie et de français",
        setting: "",
        level: "lycee_general",
        discipline: "philosophy",
        pupils: "",
        territory: "",
        positions: &[
            (
                Who::Member,
                Objection,
                "Le retour sur une copie est un acte d’enseignement.",
            ),
            (
                Who::Lead,
                Objection,
                "Aucune évaluation sérieuse de ces outils sur des copies en français.",
            ),
            (Who::Coordinator, Neutral, ""),
        ],
        fate: Fate::SetAside(
            "Écarté en comité : la notation ne peut pas être confiée à un traitement automatique. À reformuler comme aide au retour sur brouillon.",
        ),
    },
];
