//! Scripts to begin with: well-known methods, each with its source. What is
//! taken over belongs to the session and can be changed.

mod list;

use super::{ScriptPhase, VoteKind};
use crate::codes::codes;
use crate::wording::{Locale, Wording};

codes! {
    /// The methods that scripts are offered for.
    pub enum Method {
        /// Alone, in pairs, in fours, all together.
        OneTwoFourAll = "one_two_four_all": "1-2-4-Tous" | "1-2-4-All",
        /// Silent writing, then groups of what is alike.
        Affinity = "affinity": "Écriture silencieuse et regroupement" | "Silent writing and affinity",
        /// Difficulties become questions that can be answered.
        HowMightWe = "how_might_we": "Comment pourrions-nous ?" | "How might we?",
        /// What works, what could, what does not.
        RoseBudThorn = "rose_bud_thorn": "Rose, bourgeon, épine" | "Rose, bud, thorn",
        /// Feedback in three beginnings of sentences.
        ILikeIWish = "i_like_i_wish": "J’aime, je souhaite, et si…" | "I like, I wish, what if",
        /// Eight sketches in eight minutes.
        CrazyEights = "crazy_eights": "8 idées en 8 minutes" | "Crazy 8s",
        /// A use told in pictures.
        Storyboard = "storyboard": "Scénario en images" | "Storyboard",
        /// Somebody for whom the tool is made.
        Persona = "persona": "Persona" | "Persona",
        /// The steps of an activity, as they are lived.
        JourneyMap = "journey_map": "Parcours d’expérience" | "Journey map",
        /// Dots choose, objections improve.
        DotsThenObjections = "dots_then_objections": "Gommettes, puis objections" | "Dots, then objections",
        /// Screens of a prototype, with comments pinned on them.
        PrototypeReview = "prototype_review": "Relecture d’un prototype" | "Review of a prototype",
    }
}

/// Where a method is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Authors, year, title.
    pub reference: &'static str,
    /// Where it can be read; empty where it is a book.
    pub address: &'static str,
}

/// What participants do in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Does {
    write: bool,
    arrange: bool,
    group: bool,
    draw: bool,
    private: bool,
    names_hidden: bool,
    vote: Option<VoteKind>,
}

impl Does {
    /// What is asked of those who come while such a phase runs.
    const fn asks_of_late(self) -> Wording {
        match self {
            Self { vote: Some(_), .. } => Wording::new(
                "Lisez d'abord ce qui est mis au vote, puis votez : c'est possible jusqu'à la clôture.",
                "First read what is voted on, then vote: that is possible until the vote is closed.",
            ),
            Self { private: true, .. } => Wording::new(
                "Commencez tout de suite, seul·e : ce que les autres écrivent vous reste caché comme à tout le monde. Peu suffit.",
                "Begin at once, alone: what others write stays hidden from you as from everybody. A little is enough.",
            ),
            Self { group: true, .. } => Wording::new(
                "Lisez d'abord ce qui est déjà rangé, et demandez à qui l'a fait avant de le défaire.",
                "First read what is arranged already, and ask those who did it before you undo it.",
            ),
            Self { write: true, .. } => Wording::new(
                "Lisez d'abord ce qui est écrit, puis ajoutez ce qui manque.",
                "First read what is written, then add what is missing.",
            ),
            _ => Wording::new(
                "Regardez le tableau et écoutez : la phase suivante vous attend.",
                "Look at the board and listen: the next phase is yours, too.",
            ),
        }
    }
}

/// A phase of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseTemplate {
    /// What it is called.
    pub title: Wording,
    /// What it asks for.
    pub instructions: Wording,
    /// How long it takes, in minutes.
    pub minutes: u16,
    does: Does,
    /// The names of the frames that it puts on the board.
    pub frames: &'static [Wording],
    /// After how many minutes, each time, everybody is told; 0 where nobody is.
    pub cue: u16,
}

/// A script to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// The method.
    pub method: Method,
    /// What it is good for.
    pub purpose: Wording,
    /// Where it is described.
    pub source: Source,
    /// Its phases.
    pub phases: &'static [PhaseTemplate],
}

/// Every template, one for each method, in their order.
#[must_use]
pub const fn templates() -> &'static [Template] {
    list::TEMPLATES
}

impl Template {
    /// The template of a method.
    #[must_use]
    pub fn of(method: Method) -> Option<&'static Self> {
        templates()
            .iter()
            .find(|template| template.method == method)
    }

    /// The script in a language, ready to be changed.
    #[must_use]
    pub fn script(&self, locale: Locale) -> Vec<ScriptPhase> {
        let phases = self.phases.iter();
        phases.map(|phase| phase.in_locale(locale)).collect()
    }

    /// How long all of it takes, in minutes.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        self.phases.iter().map(|phase| phase.minutes).sum()
    }
}

impl PhaseTemplate {
    /// The phase in a language.
    #[must_use]
    pub fn in_locale(&self, locale: Locale) -> ScriptPhase {
        let frames = self.frames.iter();
        ScriptPhase {
            title: self.title.in_locale(locale).to_owned(),
            instructions: self.instructions.in_locale(locale).to_owned(),
            notes: String::new(),
            late: self.does.asks_of_late().in_locale(locale).to_owned(),
            // Nobody is kept out unless whoever leads decides so.
            late_waits: false,
            minutes: self.minutes,
            write: self.does.write,
            arrange: self.does.arrange,
            group: self.does.group,
            draw: self.does.draw,
            private: self.does.private,
            names_hidden: self.does.names_hidden,
            vote: self.does.vote,
            frames: frames
                .map(|name| name.in_locale(locale).to_owned())
                .collect(),
            cue: self.cue,
        }
    }
}
