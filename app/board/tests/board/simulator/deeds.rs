//! What people do on a board.

use board::actions::{create_connector, form_groups};
use board::geometry::{Point, Size};
use board::groups::Group;
use board::ids::{ParticipantId, RecordId};
use board::lead::Lead;
use board::operation::{Operation, Reveal};
use board::order::OrderKey;
use board::presence::Presence;
use board::property::Property;
use board::record::{Colour, Content, Ends, Kind, NoteType, Shape};
use board::rules::{Phase, promised};
use board::secrecy::Secrecy;
use board::text::{TextEdit, length};
use board::timer::Timer;

use super::clocks::{MINUTE, more_time, stopped_or_let_run};
use super::{Chance, World, is_marker};

impl World {
    /// Somebody does something; what is not permitted is simply not done.
    pub(super) fn deed(&mut self, who: usize, chance: &mut Chance) {
        let before = self.nodes[who].client.view().clone();
        match chance.below(40) {
            0..=3 => self.create(who, chance),
            4..=12 => self.type_text(who, chance),
            13..=15 => self.delete_text(who, chance),
            16..=22 => self.set(who, chance),
            23..=25 => self.delete_or_restore(who, chance),
            26 => drop(self.nodes[who].client.undo()),
            27 => drop(self.nodes[who].client.redo()),
            28 => self.settle(who, chance),
            29 => self.reconsider(who, chance),
            _ => self.facilitate(chance),
        }
        if chance.below(40) == 0 {
            self.lock(chance);
        }
        match chance.below(40) {
            0..=3 => self.show_own(who, chance),
            4..=7 => self.lead_arrow(who, chance),
            8 => self.form_groups(chance),
            _ => {}
        }
        // What has left the view was deleted on purpose.
        let after = self.nodes[who].client.view();
        for id in before.ids() {
            let text = |document: &board::document::Document| {
                document.record(id).map(|record| record.shape.text.clone())
            };
            if let (Some(old), Some(new)) = (text(&before), text(after)) {
                let gone = old
                    .chars()
                    .filter(|gone| is_marker(*gone) && !new.contains(*gone));
                self.removed.extend(gone);
            }
        }
        if chance.below(4) > 0 {
            self.store(who);
        }
        if chance.below(4) == 0 {
            self.show(who, chance);
        }
        if chance.below(3) > 0 {
            self.send(who);
        }
    }

    /// Shows others what is selected, secret or not.
    fn show(&mut self, who: usize, chance: &mut Chance) {
        let selected = self.pick(who, chance);
        self.nodes[who].client.set_presence(Presence {
            selection: selected.into_iter().collect(),
            writing: selected,
            hand: chance.below(2) == 0,
            ..Presence::default()
        });
    }

    /// A board with something on it, in a phase of its own.
    pub(super) fn prepare(&mut self, chance: &mut Chance) {
        for _ in 0..3 {
            self.create(0, chance);
        }
        let phase = Phase {
            private: chance.below(2) == 0,
            names_hidden: chance.below(3) == 0,
            timer: Timer::begin(self.now_at(0), 5 * MINUTE),
            ..self.next_phase()
        };
        self.lead(0, Operation::SetPhase(phase));
        self.come_to_rest();
    }

    fn act(&mut self, who: usize, operations: Vec<Operation>) -> bool {
        let node = &mut self.nodes[who];
        node.asleep.is_none() && node.client.act(operations).is_ok()
    }

    fn pick(&self, who: usize, chance: &mut Chance) -> Option<RecordId> {
        let view = self.nodes[who].client.view();
        // Most of the time few records: people meet.
        let count = match chance.below(4) {
            0 => view.records().count(),
            _ => view.records().count().min(3),
        };
        view.records().nth(chance.below(count)).map(|(id, _)| id)
    }

    fn create(&mut self, who: usize, chance: &mut Chance) {
        let parent = self.pick(who, chance).filter(|_| chance.below(2) == 0);
        let phase = self.nodes[who].client.view().phase();
        let private = phase.private;
        for _ in 0..=chance.below(2) {
            let content = match chance.below(6) {
                0 => Content::Frame,
                1 => Content::Cluster,
                2 => Content::Text,
                3 => {
                    self.draw_arrow(who, chance);
                    continue;
                }
                _ => Content::Note(NoteType::default()),
            };
            let id = self.nodes[who].client.new_record_id();
            assert_eq!(id.is_of_nobody(), phase.names_hidden);
            let is_frame = matches!(content, Content::Frame);
            let text = if private && !is_frame {
                format!("secret {id}.")
            } else {
                String::new()
            };
            let shape = Shape {
                parent,
                order: OrderKey::nth(i32::try_from(chance.below(9)).unwrap()),
                position: Point::new(i32::try_from(chance.below(999)).unwrap(), 0),
                size: Size::new(200, 200),
                text: text.clone(),
                content,
            };
            let create = Operation::Create {
                id,
                secrecy: Secrecy::NONE,
                shape: Box::new(shape),
            };
            if self.act(who, vec![create]) {
                self.unsigned += usize::from(id.is_of_nobody());
                if !text.is_empty() {
                    self.secrets.insert(text, [id].into());
                }
            }
        }
    }

    /// Draws an arrow between two that somebody knows of. Where it is promised to be hidden, by
    /// the phase or for what it joins, it says something secret.
    fn draw_arrow(&mut self, who: usize, chance: &mut Chance) {
        let ends = self.pick(who, chance).zip(self.pick(who, chance));
        let Some((from, to)) = ends else {
            return;
        };
        let role = self.nodes[who].member.role;
        let client = &mut self.nodes[who].client;
        let mut made = create_connector(client, from, to);
        let [Operation::Create { id, shape, .. }] = made.as_mut_slice() else {
            return;
        };
        let id = *id;
        if promised(client.view(), role, shape).hidden {
            shape.text = format!("secret {id}.");
        }
        let text = shape.text.clone();
        if self.act(who, made) {
            self.arrows.drawn += 1;
            self.unsigned += usize::from(id.is_of_nobody());
            if !text.is_empty() {
                self.arrows.hidden += 1;
                self.secrets.insert(text, [id].into());
            }
        }
    }

    /// Leads an arrow to something else.
    fn lead_arrow(&mut self, who: usize, chance: &mut Chance) {
        let view = self.nodes[who].client.view();
        let arrows = view.records();
        let arrows = arrows.filter(|(_, record)| record.shape.kind() == Kind::Connector);
        let arrows: Vec<RecordId> = arrows.map(|(id, _)| id).collect();
        let ends = self.pick(who, chance).zip(self.pick(who, chance));
        if let (Some(arrow), Some((from, to))) = (arrows.get(chance.below(arrows.len())), ends) {
            let led = Property::Ends(Ends { from, to });
            self.arrows.led += usize::from(self.act(who, vec![Operation::Set(*arrow, led)]));
        }
    }

    /// Shows everybody something of one's own, in any order: an arrow also before what it joins.
    fn show_own(&mut self, who: usize, chance: &mut Chance) {
        let me = self.nodes[who].member.participant;
        let view = self.nodes[who].client.view();
        let own = view.records();
        let own = own.filter(|(_, record)| record.secrecy.hidden && record.author == me);
        let own: Vec<RecordId> = own.map(|(id, _)| id).collect();
        if let Some(id) = own.get(chance.below(own.len())) {
            let reveal = Operation::Reveal(Reveal::Record(*id));
            self.shown += usize::from(self.act(who, vec![reveal]));
        }
    }

    fn type_text(&mut self, who: usize, chance: &mut Chance) {
        let Some(id) = self.pick(who, chance) else {
            return;
        };
        for _ in 0..=chance.below(3) {
            let character = char::from_u32(self.next_character).unwrap();
            self.next_character += 1;
            let at = chance.below(self.text_length(who, id) + 1);
            let edit = TextEdit::splice(at, 0, &character.to_string());
            let operations = vec![Operation::Edit(id, edit)];
            let client = &mut self.nodes[who].client;
            let done = if chance.below(2) == 0 {
                client.act(operations)
            } else {
                client.continue_action(operations)
            };
            if done.is_ok() {
                self.typed.push((character, id));
            }
        }
    }

    fn delete_text(&mut self, who: usize, chance: &mut Chance) {
        if let Some(id) = self.pick(who, chance) {
            let at = chance.below(self.text_length(who, id) + 1);
            let edit = TextEdit::splice(at, 1 + chance.below(3), "");
            self.act(who, vec![Operation::Edit(id, edit)]);
        }
    }

    fn text_length(&self, who: usize, id: RecordId) -> usize {
        let record = self.nodes[who].client.view().record(id);
        record.map_or(0, |record| length(&record.shape.text))
    }

    fn set(&mut self, who: usize, chance: &mut Chance) {
        let Some(id) = self.pick(who, chance) else {
            return;
        };
        let number = i32::try_from(chance.below(999)).unwrap();
        let property = match chance.below(6) {
            0 => Property::Parent(self.pick(who, chance)),
            1 => Property::Order(OrderKey::nth(number)),
            2 => Property::Type(NoteType {
                colour: Colour::Blue,
                label: number.to_string(),
            }),
            _ => Property::Position(Point::new(number, number)),
        };
        let operations = vec![Operation::Set(id, property)];
        if chance.below(2) == 0 {
            self.act(who, operations);
        } else {
            drop(self.nodes[who].client.continue_action(operations));
        }
    }

    fn delete_or_restore(&mut self, who: usize, chance: &mut Chance) {
        let view = self.nodes[who].client.view();
        let ids: Vec<RecordId> = view.ids().collect();
        let Some(id) = ids.get(chance.below(ids.len())).copied() else {
            return;
        };
        let operation = match view.live(id) {
            Some(_) => Operation::Delete(id),
            None => Operation::Restore(id),
        };
        self.act(who, vec![operation]);
    }

    fn settle(&mut self, who: usize, chance: &mut Chance) {
        let view = self.nodes[who].client.view();
        let contested = view.records().find_map(|(id, record)| {
            let contested = record.contested.first()?;
            Some((id, contested.value.name(), contested.by))
        });
        if let Some((id, property, by)) = contested {
            let adopt = chance.below(2) == 0;
            let settle = Operation::Settle {
                id,
                property,
                by,
                adopt,
            };
            self.act(who, vec![settle]);
        }
    }

    fn reconsider(&mut self, who: usize, chance: &mut Chance) {
        let client = &mut self.nodes[who].client;
        let index = chance.below(client.quarantine().len());
        let proposed = client.quarantine().get(index).cloned();
        let waiting = client.unacknowledged().count();
        // What is there already is not created again.
        if client.propose_again(index).is_err() || client.unacknowledged().count() == waiting {
            return;
        }
        // A record that is proposed again while names are hidden, or that another device had
        // created, has a new id from then on.
        let created = |operation: &Operation| operation.created().map(|(id, ..)| id);
        let before = proposed.and_then(|proposal| created(&proposal.operation));
        let after = client.unacknowledged().last().and_then(created);
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            for (_, id) in &mut self.typed {
                if *id == before {
                    *id = after;
                }
            }
            for ids in self.secrets.values_mut() {
                if ids.contains(&before) {
                    ids.insert(after);
                }
            }
        }
    }

    fn lock(&mut self, chance: &mut Chance) {
        if let Some(id) = self.pick(0, chance) {
            self.act(0, vec![Operation::Lock(id, chance.below(2) == 0)]);
            self.act(0, vec![Operation::SetParkingLot(id)]);
        }
    }

    /// Somebody who leads divides people into groups, each with a frame of its own.
    fn form_groups(&mut self, chance: &mut Chance) {
        let people = (1..=2_u32).map(ParticipantId);
        let groups = people.map(|person| (String::new(), vec![person]));
        let groups = groups.take(1 + chance.below(2)).collect();
        let forming = form_groups(&mut self.nodes[0].client, groups);
        let Some(Operation::SetGroups(formed)) = forming.first().cloned() else {
            panic!("the groups come first");
        };
        if self.act(0, forming) {
            self.formed.extend(formed);
        }
    }

    fn groups(&self, chance: &mut Chance) -> Vec<Group> {
        let frame = self.pick(0, chance).into_iter();
        let people = (0..=chance.below(3)).map(|number| u32::try_from(number).unwrap_or_default());
        let people: Vec<ParticipantId> = people.map(ParticipantId).collect();
        let group = |frame| Group {
            frame,
            people: people.clone(),
        };
        frame.map(group).collect()
    }

    /// A phase that nobody has wanted to begin yet, in which all is allowed.
    fn next_phase(&mut self) -> Phase {
        self.begun += 1;
        Phase {
            step: self.begun,
            ..Phase::OPEN
        }
    }

    /// One of those who lead does something for everyone: one who is in step, if there is one.
    fn facilitate(&mut self, chance: &mut Chance) {
        let mut leaders = [0, 5];
        leaders.rotate_left(chance.below(2));
        let in_step = |who: &usize| self.nodes[*who].client.is_live();
        let who = leaders.into_iter().find(in_step).unwrap_or(leaders[0]);
        let (now, phase) = (self.now_at(who), self.nodes[who].client.view().phase());
        let operation = match chance.below(10) {
            0..=1 => Operation::SetPhase(Phase {
                write: chance.below(4) > 0,
                arrange: chance.below(4) > 0,
                group: chance.below(4) > 0,
                private: chance.below(2) == 0,
                names_hidden: chance.below(3) == 0,
                timer: Timer::begin(now, 5 * MINUTE),
                ..self.next_phase()
            }),
            2 => Operation::SetPhase(self.next_phase()),
            3 => Operation::Reveal(Reveal::All),
            4 => Operation::Reveal(Reveal::Next),
            5 => Operation::SetGroups(self.groups(chance)),
            6 => stopped_or_let_run(phase, now).into(),
            7 => more_time(phase, now).into(),
            8 => Lead::HideNames(!phase.names_hidden).into(),
            _ => Operation::Reveal(Reveal::Author(ParticipantId(1))),
        };
        self.lead(who, operation);
    }

    /// S66: it names the phase that whoever leads sees; and is not done out of step.
    fn lead(&mut self, who: usize, operation: Operation) {
        let seen = self.nodes[who].client.view().phase().mark();
        let live = self.nodes[who].client.is_live();
        if !self.act(who, vec![operation]) {
            return;
        }
        assert!(live, "it would wait for another day");
        let waiting = self.nodes[who].client.unacknowledged();
        let Some(Operation::Lead { on, .. }) = waiting.last() else {
            panic!("it names no phase");
        };
        assert_eq!(*on, Some(seen));
    }
}
