//! Everything that happened, in the order in which it did.

use domain::time::{Date, Timestamp};

use super::calendar::{Calendar, later, school_days_after};
use super::content::{
    Address, Answer, Attached, Change, Comment, Content, Element, Finding, Iteration, Link,
    MapPath, Member, Milestone, Need, Person, Phase, Position, Project, Step, Workshop,
};
use super::entries::{Entry, Turn, entries};
use crate::error::{Error, Result};

/// One thing that somebody does.
pub(super) enum Act<'a> {
    Join(&'a Person),
    Express(&'a Need),
    TakePosition(&'a Need, &'a Position),
    SetAside(&'a Need),
    MergeNeed(&'a Need),
    Open(&'a Project),
    AddToTeam(&'a Project, &'a Member),
    ChangePhase(&'a Project, &'a Phase),
    PlanPhases(&'a Project),
    AddAddress(&'a Project, &'a Address),
    AnswerNeed(&'a Project, &'a Answer),
    Plan(&'a Project, &'a Iteration),
    AddElement(&'a Element),
    AddPath(&'a MapPath),
    Steer(&'a Iteration, domain::iterations::IterationState),
    Find(&'a Finding),
    AddChange(&'a Project, &'a Change),
    SetMilestone(&'a Project, &'a Milestone),
    TakeStep(&'a Step),
    Link(&'a Link),
    Attach(&'a Attached),
    Give(&'a Project, Box<Entry<'a>>),
    Turn {
        project: &'a Project,
        entry: String,
        author: &'a str,
        turn: Turn<'a>,
    },
    Comment(&'a Comment),
    PlanWorkshop(&'a Project, &'a Workshop),
    HoldWorkshop(&'a Workshop),
}

/// What happened when. Acts of one minute stand in the order of the files.
pub(super) struct Story<'a> {
    calendar: Calendar,
    acts: Vec<(Timestamp, Act<'a>)>,
}

impl<'a> Story<'a> {
    /// The whole story, told in the days of this calendar.
    pub(super) fn of(content: &'a Content, calendar: Calendar) -> Result<Self> {
        let mut story = Self {
            calendar,
            acts: Vec::new(),
        };
        for person in &content.people {
            story.tell(Date::constant(2025, 5, 12), 8, Act::Join(person));
        }
        for need in &content.needs {
            story.tell_need(need);
        }
        for (project, written) in &content.projects {
            story.tell_project(project);
            let entries = entries(project, written, &content.people)?;
            story.tell_entries(project, entries)?;
        }
        story.acts.sort_by_key(|(moment, _)| *moment);
        Ok(story)
    }

    pub(super) fn into_acts(self) -> impl Iterator<Item = (Timestamp, Act<'a>)> {
        self.acts.into_iter()
    }

    /// Puts an act at an hour of a day.
    fn tell(&mut self, day: Date, hour: i64, act: Act<'a>) {
        self.tell_at(day, hour * 60, act);
    }

    fn tell_at(&mut self, day: Date, minute: i64, act: Act<'a>) {
        self.acts.push((self.calendar.moment(day, minute), act));
    }

    fn tell_need(&mut self, need: &'a Need) {
        self.tell(need.on, 9, Act::Express(need));
        for (days, position) in (1..).zip(&need.positions) {
            let day = later(need.on, 2 * days);
            self.tell(day, 12, Act::TakePosition(need, position));
        }
        if let Some(aside) = &need.aside {
            self.tell(aside.on, 15, Act::SetAside(need));
        }
        if let Some(merged) = &need.merged {
            self.tell(merged.on, 15, Act::MergeNeed(need));
        }
    }

    /// On one day, what prepares comes in the morning, what concludes in the
    /// evening.
    fn tell_project(&mut self, project: &'a Project) {
        use domain::iterations::IterationState::{Closed, InReview, Running};
        self.tell(project.opened, 6, Act::Open(project));
        for member in &project.team {
            self.tell_at(member.on, 6 * 60 + 30, Act::AddToTeam(project, member));
        }
        for phase in &project.phases {
            self.tell(phase.on, 7, Act::ChangePhase(project, phase));
        }
        self.tell(project.plan.on, 8, Act::PlanPhases(project));
        for address in &project.addresses {
            self.tell(address.on, 9, Act::AddAddress(project, address));
        }
        for answer in &project.answers {
            self.tell(answer.on, 17, Act::AnswerNeed(project, answer));
        }
        for iteration in &project.iterations {
            self.tell_at(iteration.planned, 17 * 60, Act::Plan(project, iteration));
            let new = |key: &str| key == iteration.key;
            for element in project.elements.iter().filter(|it| new(&it.iteration)) {
                self.tell_at(iteration.planned, 17 * 60 + 10, Act::AddElement(element));
            }
            for path in project.paths.iter().filter(|it| new(&it.iteration)) {
                self.tell_at(iteration.planned, 17 * 60 + 20, Act::AddPath(path));
            }
            for (day, minute, state) in [
                (iteration.started, 8 * 60, Running),
                (iteration.reviewed, 14 * 60, InReview),
                (iteration.closed, 16 * 60, Closed),
            ] {
                if let Some(day) = day {
                    self.tell_at(day, minute, Act::Steer(iteration, state));
                }
            }
        }
        for finding in &project.findings {
            self.tell(finding.on, 15, Act::Find(finding));
        }
        for change in &project.changes {
            self.tell(change.on, 11, Act::AddChange(project, change));
        }
        for milestone in &project.milestones {
            self.tell(milestone.on, 18, Act::SetMilestone(project, milestone));
        }
        for step in &project.steps {
            self.tell_at(step.on, 13 * 60 + 30, Act::TakeStep(step));
        }
        for link in &project.links {
            self.tell(link.on, 18, Act::Link(link));
        }
        for workshop in &project.workshops {
            self.tell(workshop.planned, 19, Act::PlanWorkshop(project, workshop));
            if !workshop.people.is_empty() {
                self.tell(
                    workshop.on,
                    workshop.hour.into(),
                    Act::HoldWorkshop(workshop),
                );
            }
        }
        for file in &project.files {
            self.tell(file.on, 12, Act::Attach(file));
        }
    }

    fn tell_entries(&mut self, project: &'a Project, entries: Vec<Entry<'a>>) -> Result<()> {
        for comment in &project.comments {
            let entry = entries.iter().find(|entry| entry.name == comment.entry);
            let day = entry.and_then(|entry| school_days_after(entry.on, comment.days));
            let day = day.ok_or_else(|| {
                Error::Content(format!("{:?}: a comment on nothing", comment.text))
            })?;
            self.tell_at(day, 18 * 60 + 30, Act::Comment(comment));
        }
        for mut entry in entries {
            for (day, turn) in std::mem::take(&mut entry.turns) {
                let act = Act::Turn {
                    project,
                    entry: entry.name.clone(),
                    author: entry.author,
                    turn,
                };
                self.tell_at(day, 17 * 60 + 30, act);
            }
            let (day, minute) = (entry.on, entry.minute);
            self.tell_at(day, minute, Act::Give(project, Box::new(entry)));
        }
        Ok(())
    }
}
