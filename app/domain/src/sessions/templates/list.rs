//! The templates themselves.

use super::{Does, Method, PhaseTemplate, Source, Template};
use crate::sessions::VoteKind;
use crate::wording::Wording;

/// Only what facilitators do changes the board.
const LISTEN: Does = Does {
    write: false,
    arrange: false,
    group: false,
    draw: false,
    private: false,
    names_hidden: false,
    vote: None,
};
/// Each writes for themselves: nobody else sees it yet.
const ALONE: Does = Does {
    write: true,
    arrange: true,
    private: true,
    ..LISTEN
};
/// Each draws and writes for themselves.
const SKETCH: Does = Does {
    draw: true,
    ..ALONE
};
/// All write, for all to see.
const TOGETHER: Does = Does {
    write: true,
    arrange: true,
    ..LISTEN
};
/// What is there is moved and grouped, and nothing written.
const SORT: Does = Does {
    arrange: true,
    group: true,
    ..LISTEN
};
/// All of it, for all to see.
const BUILD: Does = Does {
    write: true,
    draw: true,
    ..SORT
};
/// Nothing but the vote; names would weigh in it.
const fn vote(kind: VoteKind) -> Does {
    Does {
        names_hidden: true,
        vote: Some(kind),
        ..LISTEN
    }
}

const fn w(fr: &'static str, en: &'static str) -> Wording {
    Wording::new(fr, en)
}

const fn phase(
    title: Wording,
    minutes: u16,
    does: Does,
    instructions: Wording,
    frames: &'static [Wording],
) -> PhaseTemplate {
    PhaseTemplate {
        title,
        instructions,
        minutes,
        does,
        frames,
        cue: 0,
    }
}

/// The same phase, in which everybody is told of each minute that is over.
const fn minute_by_minute(phase: PhaseTemplate) -> PhaseTemplate {
    PhaseTemplate { cue: 1, ..phase }
}

pub(super) const TEMPLATES: &[Template] = &[
    Template {
        method: Method::OneTwoFourAll,
        purpose: w(
            "Faire entendre chaque personne, même dans un grand groupe, puis garder ce qui tient.",
            "Have everyone heard, even in a large group, and keep what holds.",
        ),
        source: Source {
            reference: "Lipmanowicz, H., McCandless, K. (2013). The Surprising Power of Liberating Structures. Liberating Structures Press.",
            address: "https://www.liberatingstructures.com/1-1-2-4-all/",
        },
        phases: &[
            phase(
                w("Seul·e", "Alone"),
                1,
                ALONE,
                w(
                    "En silence, écrivez vos réponses à la question, une idée par note.",
                    "In silence, write your answers to the question, one idea a note.",
                ),
                &[w("Idées", "Ideas")],
            ),
            phase(
                w("À deux", "In pairs"),
                2,
                TOGETHER,
                w(
                    "Comparez vos notes. Complétez-les à partir de ce que l’autre a écrit.",
                    "Compare your notes. Add to them from what the other wrote.",
                ),
                &[],
            ),
            phase(
                w("À quatre", "In fours"),
                4,
                BUILD,
                w(
                    "Deux paires se rejoignent. Regroupez ce qui se ressemble, notez ce qui diffère.",
                    "Two pairs join. Group what is alike, note what differs.",
                ),
                &[],
            ),
            phase(
                w("Tous ensemble", "All"),
                5,
                BUILD,
                w(
                    "Chaque groupe dit une idée qui ressort. Les autres écoutent, puis complètent.",
                    "Each group tells one idea that stands out. The others listen, then add.",
                ),
                &[w("Ce qui ressort", "What stands out")],
            ),
        ],
    },
    Template {
        method: Method::Affinity,
        purpose: w(
            "Partir de beaucoup d’observations et en dégager les thèmes, sans que la première voix emporte les autres.",
            "Begin with many observations and find their themes, without the first voice carrying the others.",
        ),
        source: Source {
            reference: "Scupin, R. (1997). The KJ Method: A Technique for Analyzing Data Derived from Japanese Ethnology. Human Organization, 56(2), 233–237.",
            address: "https://doi.org/10.17730/humo.56.2.x335923511444655",
        },
        phases: &[
            phase(
                w("Écrire en silence", "Write in silence"),
                10,
                ALONE,
                w(
                    "Une observation par note, en une phrase. Personne ne lit les vôtres avant qu’elles soient montrées.",
                    "One observation a note, in one sentence. Nobody reads yours before they are shown.",
                ),
                &[w("Observations", "Observations")],
            ),
            phase(
                w("Regrouper", "Group"),
                15,
                SORT,
                w(
                    "Toujours en silence, rapprochez les notes qui vont ensemble. Déplacez aussi celles des autres.",
                    "Still in silence, bring together the notes that belong together. Move those of others too.",
                ),
                &[],
            ),
            phase(
                w("Nommer", "Name"),
                5,
                BUILD,
                w(
                    "Donnez à chaque groupe un nom qui dit ce que ses notes ont en commun.",
                    "Give each group a name that says what its notes have in common.",
                ),
                &[],
            ),
            phase(
                w("Choisir", "Choose"),
                5,
                vote(VoteKind::Dots),
                w(
                    "Posez vos gommettes sur les groupes qui comptent le plus pour la suite.",
                    "Place your dots on the groups that matter most for what comes next.",
                ),
                &[],
            ),
        ],
    },
    Template {
        method: Method::HowMightWe,
        purpose: w(
            "Changer des difficultés en questions auxquelles un outil peut répondre.",
            "Turn difficulties into questions that a tool can answer.",
        ),
        source: Source {
            reference: "IDEO.org (2015). The Field Guide to Human-Centered Design.",
            address: "https://www.designkit.org/methods/how-might-we.html",
        },
        phases: &[
            phase(
                w("Difficultés", "Difficulties"),
                6,
                ALONE,
                w(
                    "Écrivez ce qui gêne, en classe ou autour, tel que vous l’avez vu.",
                    "Write what gets in the way, in class or around it, as you saw it.",
                ),
                &[w("Difficultés", "Difficulties")],
            ),
            phase(
                w("Comment pourrions-nous…", "How might we…"),
                10,
                TOGETHER,
                w(
                    "Pour chaque difficulté, écrivez une question : « Comment pourrions-nous… ? » Ni trop large, ni déjà une solution.",
                    "For each difficulty write a question: “How might we…?” Not too wide, and not a solution yet.",
                ),
                &[w("Questions", "Questions")],
            ),
            phase(
                w("Rapprocher", "Bring together"),
                8,
                BUILD,
                w(
                    "Regroupez les questions voisines et gardez la mieux dite.",
                    "Group questions that are close and keep the one put best.",
                ),
                &[],
            ),
            phase(
                w("Choisir", "Choose"),
                5,
                vote(VoteKind::Dots),
                w(
                    "Posez vos gommettes sur les questions à travailler d’abord.",
                    "Place your dots on the questions to work on first.",
                ),
                &[],
            ),
        ],
    },
    Template {
        method: Method::RoseBudThorn,
        purpose: w(
            "Faire le point sur un essai : ce qui marche, ce qui pourrait marcher, ce qui gêne.",
            "Take stock of a trial: what works, what could work, what hurts.",
        ),
        source: Source {
            reference: "LUMA Institute (2012). Innovating for People: Handbook of Human-Centered Design Methods.",
            address: "https://www.luma-institute.com/rose-thorn-bud/",
        },
        phases: &[
            phase(
                w("Écrire", "Write"),
                8,
                ALONE,
                w(
                    "Une chose par note : rose, ce qui marche ; bourgeon, ce qui promet ; épine, ce qui gêne.",
                    "One thing a note: rose, what works; bud, what promises; thorn, what hurts.",
                ),
                &[
                    w("Roses", "Roses"),
                    w("Bourgeons", "Buds"),
                    w("Épines", "Thorns"),
                ],
            ),
            phase(
                w("Lire et regrouper", "Read and group"),
                12,
                BUILD,
                w(
                    "Lisez tout, puis rapprochez ce qui parle de la même chose, roses et épines mêlées.",
                    "Read everything, then bring together what speaks of the same, roses and thorns alike.",
                ),
                &[],
            ),
            phase(
                w("Décider de la suite", "Decide what comes next"),
                10,
                TOGETHER,
                w(
                    "Pour chaque groupe : garder, faire grandir ou changer ? Écrivez la suite à donner.",
                    "For each group: keep, grow or change? Write what is to be done.",
                ),
                &[w("Suites", "Next steps")],
            ),
        ],
    },
    Template {
        method: Method::ILikeIWish,
        purpose: w(
            "Donner un retour franc et utile à qui montre un travail.",
            "Give frank and useful feedback to whoever shows their work.",
        ),
        source: Source {
            reference: "Hasso Plattner Institute of Design at Stanford (2018). Design Thinking Bootleg.",
            address: "https://dschool.stanford.edu/resources/design-thinking-bootleg",
        },
        phases: &[
            phase(
                w("Montrer", "Show"),
                5,
                LISTEN,
                w(
                    "Regardez et écoutez. Les questions de compréhension seulement.",
                    "Look and listen. Only questions to understand.",
                ),
                &[],
            ),
            phase(
                w("Écrire", "Write"),
                8,
                ALONE,
                w(
                    "Commencez chaque note par « J’aime… », « Je souhaite… » ou « Et si… ».",
                    "Begin each note with “I like…”, “I wish…” or “What if…”.",
                ),
                &[
                    w("J’aime", "I like"),
                    w("Je souhaite", "I wish"),
                    w("Et si…", "What if"),
                ],
            ),
            phase(
                w("Lire ensemble", "Read together"),
                10,
                BUILD,
                w(
                    "Qui a montré son travail lit et demande des précisions, sans se défendre. Regroupez.",
                    "Whoever showed the work reads and asks for more, without defending it. Group.",
                ),
                &[],
            ),
        ],
    },
    Template {
        method: Method::CrazyEights,
        purpose: w(
            "Sortir de la première idée : huit esquisses en huit minutes.",
            "Get past the first idea: eight sketches in eight minutes.",
        ),
        source: Source {
            reference: "Knapp, J., Zeratsky, J., Kowitz, B. (2016). Sprint: How to Solve Big Problems and Test New Ideas in Just Five Days. Simon & Schuster.",
            address: "https://designsprintkit.withgoogle.com/methodology/phase3-sketch/crazy-8s",
        },
        phases: &[
            minute_by_minute(phase(
                w("Esquisser", "Sketch"),
                8,
                SKETCH,
                w(
                    "Huit esquisses ou notes, une par minute. Laides et rapides : l’idée compte, non le dessin. Des mots conviennent aussi.",
                    "Eight sketches or notes, one a minute. Ugly and fast: the idea counts, not the drawing. Words do as well.",
                ),
                &[w("Esquisses", "Sketches")],
            )),
            phase(
                w("Présenter", "Present"),
                12,
                LISTEN,
                w(
                    "Une minute par personne pour montrer ses deux meilleures idées.",
                    "One minute each to show their two best ideas.",
                ),
                &[],
            ),
            phase(
                w("Choisir", "Choose"),
                5,
                vote(VoteKind::Dots),
                w(
                    "Posez vos gommettes sur les idées à pousser plus loin.",
                    "Place your dots on the ideas to take further.",
                ),
                &[],
            ),
        ],
    },
    Template {
        method: Method::Storyboard,
        purpose: w(
            "Raconter un usage de bout en bout, avant de construire l’outil.",
            "Tell a use from beginning to end, before the tool is built.",
        ),
        source: Source {
            reference: "Truong, K. N., Hayes, G. R., Abowd, G. D. (2006). Storyboarding: An Empirical Determination of Best Practices and Effective Guidelines. DIS ’06, 12–21.",
            address: "https://doi.org/10.1145/1142405.1142410",
        },
        phases: &[
            phase(
                w("Situation", "Situation"),
                6,
                TOGETHER,
                w(
                    "Qui, où, quand, avec quelle difficulté ? Accordez-vous sur une situation précise.",
                    "Who, where, when, with which difficulty? Agree on one precise situation.",
                ),
                &[w("Situation", "Situation")],
            ),
            phase(
                w("Cases", "Panels"),
                20,
                BUILD,
                w(
                    "Une case par moment, six en tout : dessinez ou écrivez ce que font les personnes, avec et sans l’outil.",
                    "One panel a moment, six in all: draw or write what people do, with the tool and without it.",
                ),
                &[
                    w("1. Avant", "1. Before"),
                    w("2. Ce qui déclenche", "2. What sets it off"),
                    w("3. Premiers pas", "3. First steps"),
                    w("4. Usage", "4. Use"),
                    w("5. Résultat", "5. Result"),
                    w("6. Après", "6. After"),
                ],
            ),
            phase(
                w("Interroger", "Question"),
                10,
                TOGETHER,
                w(
                    "Où cela peut-il échouer ? Que faut-il savoir encore ? Écrivez-le sur la case.",
                    "Where can it fail? What is still to be found out? Write it on the panel.",
                ),
                &[],
            ),
        ],
    },
    Template {
        method: Method::Persona,
        purpose: w(
            "Se souvenir de pour qui l’outil est fait, à partir de ce que l’on a observé.",
            "Remember for whom the tool is made, from what was observed.",
        ),
        source: Source {
            reference: "Cooper, A. (1999). The Inmates Are Running the Asylum. Sams.",
            address: "",
        },
        phases: &[
            phase(
                w("Ce que nous avons vu", "What we have seen"),
                8,
                ALONE,
                w(
                    "Des faits observés sur les personnes concernées, sans nom ni rien qui les fasse reconnaître.",
                    "Facts observed of the people concerned, without names or anything by which they could be known.",
                ),
                &[w("Faits", "Facts")],
            ),
            phase(
                w("Composer", "Compose"),
                15,
                BUILD,
                w(
                    "Composez une personne vraisemblable : chaque trait s’appuie sur un fait. Reliez-les.",
                    "Compose a likely person: each trait rests on a fact. Connect them.",
                ),
                &[
                    w("Portrait", "Portrait"),
                    w("Buts", "Goals"),
                    w("Contraintes", "Constraints"),
                    w("Gestes quotidiens", "Daily routines"),
                ],
            ),
            phase(
                w("Vérifier", "Check"),
                7,
                TOGETHER,
                w(
                    "Qu’avons-nous supposé sans l’avoir vu ? Qui ne se reconnaîtrait pas ? Notez ce qui reste à vérifier.",
                    "What did we suppose and not see? Who would not recognise themselves? Note what is to be checked.",
                ),
                &[w("À vérifier", "To be checked")],
            ),
        ],
    },
    Template {
        method: Method::JourneyMap,
        purpose: w(
            "Suivre une activité étape par étape, et voir où elle se complique.",
            "Follow an activity step by step, and see where it gets hard.",
        ),
        source: Source {
            reference: "Kalbach, J. (2016). Mapping Experiences: A Guide to Creating Value Through Journeys, Blueprints, and Diagrams. O’Reilly.",
            address: "",
        },
        phases: &[
            phase(
                w("Étapes", "Steps"),
                10,
                BUILD,
                w(
                    "Posez les étapes de gauche à droite, de la préparation à ce qui suit la séance.",
                    "Lay out the steps from left to right, from preparing to what follows the lesson.",
                ),
                &[
                    w("Préparer", "Prepare"),
                    w("Commencer", "Begin"),
                    w("Faire", "Do"),
                    w("Conclure", "Conclude"),
                    w("Suivre", "Follow up"),
                ],
            ),
            phase(
                w("Vécu", "Experience"),
                10,
                ALONE,
                w(
                    "À chaque étape : ce qu’on fait, ce qu’on pense, ce qui aide, ce qui gêne. Une note chacun.",
                    "At each step: what one does, thinks, what helps, what hinders. A note for each.",
                ),
                &[],
            ),
            phase(
                w("Points durs", "Hard points"),
                12,
                BUILD,
                w(
                    "Regroupez par étape. Marquez les endroits où plusieurs personnes peinent.",
                    "Group by step. Mark the places where several people struggle.",
                ),
                &[],
            ),
            phase(
                w("Choisir", "Choose"),
                5,
                vote(VoteKind::Dots),
                w(
                    "Posez vos gommettes sur les points durs à traiter d’abord.",
                    "Place your dots on the hard points to deal with first.",
                ),
                &[],
            ),
        ],
    },
    Template {
        method: Method::DotsThenObjections,
        purpose: w(
            "Choisir parmi des propositions, puis les améliorer par ce qui s’y oppose.",
            "Choose among proposals, then improve them by what speaks against them.",
        ),
        source: Source {
            reference: "Gray, D., Brown, S., Macanufo, J. (2010). Gamestorming. O’Reilly. — Bockelbrink, B., Priest, J., David, L. Sociocracy 3.0: A Practical Guide.",
            address: "https://patterns.sociocracy30.org/consent-decision-making.html",
        },
        phases: &[
            phase(
                w("Propositions", "Proposals"),
                10,
                BUILD,
                w(
                    "Une proposition par note. Réunissez les doublons avant de voter : douze propositions au plus.",
                    "One proposal a note. Bring duplicates together before the vote: twelve proposals at the most.",
                ),
                &[w("Propositions", "Proposals")],
            ),
            phase(
                w("Gommettes", "Dots"),
                5,
                vote(VoteKind::Dots),
                w(
                    "En silence, posez vos gommettes, trois à cinq par personne. Les totaux restent cachés jusqu’à la fin du vote ; des ex æquo, on revote sur les deux à quatre premières.",
                    "In silence, place your dots, three to five each. Totals stay hidden until the vote ends; of ties, the first two to four are voted on again.",
                ),
                &[],
            ),
            phase(
                w("Objections", "Objections"),
                8,
                vote(VoteKind::Objection),
                w(
                    "Sur les propositions retenues : oui, non, ou une objection. Une objection dit quel tort la proposition ferait.",
                    "On the proposals kept: yes, no or an objection. An objection says what harm the proposal would do.",
                ),
                &[],
            ),
            phase(
                w("Améliorer", "Improve"),
                12,
                BUILD,
                w(
                    "Changez chaque proposition jusqu’à ce que ses objections tombent. Écrivez la décision.",
                    "Change each proposal until its objections fall. Write the decision.",
                ),
                &[w("Décisions", "Decisions")],
            ),
        ],
    },
    Template {
        method: Method::PrototypeReview,
        purpose: w(
            "Relire les écrans d’un prototype, chaque remarque à l’endroit dont elle parle.",
            "Go through the screens of a prototype, each remark at the place that it speaks of.",
        ),
        source: Source {
            reference: "Snyder, C. (2003). Paper Prototyping: The Fast and Easy Way to Design and Refine User Interfaces. Morgan Kaufmann.",
            address: "",
        },
        phases: &[
            phase(
                w("Découvrir", "Discover"),
                6,
                LISTEN,
                w(
                    "Suivez la présentation des écrans : à qui ils servent, à quel moment.",
                    "Follow the screens as they are shown: whom they serve, and when.",
                ),
                &[w("Écrans", "Screens")],
            ),
            phase(
                w("Commenter seul·e", "Comment alone"),
                10,
                ALONE,
                w(
                    "Épinglez vos notes sur les images : ce que vous comprenez, ce qui vous arrête, ce qui manque.",
                    "Pin your notes on the pictures: what you understand, what stops you, what is missing.",
                ),
                &[],
            ),
            phase(
                w("Lire et regrouper", "Read and group"),
                12,
                BUILD,
                w(
                    "Parcourez les écrans un à un. Regroupez les remarques qui demandent le même changement.",
                    "Go through the screens one by one. Group remarks that ask for the same change.",
                ),
                &[],
            ),
            phase(
                w("Noter l’importance", "Rate"),
                5,
                vote(VoteKind::Rating),
                w(
                    "De 1 (détail) à 5 (bloquant) : à quel point chaque remarque compte-t-elle ?",
                    "From 1 (a detail) to 5 (blocking): how much does each remark matter?",
                ),
                &[],
            ),
            phase(
                w("Décider", "Decide"),
                10,
                TOGETHER,
                w(
                    "Pour les remarques les plus fortes, écrivez le changement à faire et qui le porte.",
                    "For the strongest remarks, write the change to be made and who takes it.",
                ),
                &[w("Changements", "Changes")],
            ),
        ],
    },
];
