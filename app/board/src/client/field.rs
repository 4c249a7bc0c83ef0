//! A field in which somebody writes the text of a record. It may be ahead of the document, by
//! what was typed and is refused, and behind it, by what others type while letters are
//! composed: it loses neither.

use super::{Client, Notice, Proposal, Update};
use crate::ids::RecordId;
use crate::operation::Operation;
use crate::put_back::{Again, Lost};
use crate::rules::Refusal;
use crate::text::TextEdit;

/// A field for the text of one record.
#[derive(Clone, Debug)]
pub struct Field {
    id: RecordId,
    /// What of the field the document has taken in.
    base: String,
    /// What others have made of that since.
    others: TextEdit,
    /// Something was written: what follows is undone as one with it.
    begun: bool,
    /// The name under which what was refused waits in quarantine.
    aside: Option<Lost>,
}

/// What a field shows once it follows the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The text, with what was refused of it.
    pub text: String,
    /// What others changed in what stood there.
    pub others: TextEdit,
    /// What waits in quarantine of it is another now, and is to be saved.
    pub refused_anew: bool,
}

/// What others have made of the text of a field since it was asked last.
#[derive(Clone, Debug, Default)]
pub(super) struct Followed(Option<(RecordId, TextEdit)>);

impl Followed {
    pub(super) fn is_of(&self, id: RecordId) -> bool {
        self.0.as_ref().is_some_and(|(followed, _)| *followed == id)
    }

    /// Hears of an edit of a record in the view by somebody else.
    pub(super) fn pass(&mut self, id: RecordId, edit: &TextEdit) {
        if let Some((followed, all)) = &mut self.0
            && *followed == id
        {
            *all = all.then(edit);
        }
    }

    fn take(&mut self, id: RecordId) -> TextEdit {
        match &mut self.0 {
            Some((followed, all)) if *followed == id => std::mem::take(all),
            _ => TextEdit::default(),
        }
    }
}

impl Client {
    /// A field for the text of a record on the board, in which that stands as it is now. What
    /// others type is followed for the field that was opened last.
    pub fn open_field(&mut self, id: RecordId) -> Option<Field> {
        let base = self.view.live(id)?.shape.text.clone();
        self.followed = Followed(Some((id, TextEdit::default())));
        Some(Field {
            id,
            base,
            others: TextEdit::default(),
            begun: false,
            aside: None,
        })
    }

    /// Takes in what stands in a field now, with the cursor behind so many characters. What is
    /// refused waits in quarantine, all of it as one proposal, until it is taken in or given up.
    pub fn write(&mut self, field: &mut Field, typed: &str, caret: usize) -> Update {
        self.catch_up(field);
        let edit = TextEdit::typed(&field.base, typed, caret);
        let (edit, others) = TextEdit::transform(&edit, &field.others);
        let written = match edit.is_empty() {
            true => Ok(Update::default()),
            false => self.write_edit(field, edit.clone()),
        };
        match written {
            Ok(update) => {
                typed.clone_into(&mut field.base);
                field.others = others;
                self.take_from_aside(field);
                update
            }
            Err(refusal) => self.set_aside(field, edit, refusal),
        }
    }

    /// What a field shows once it follows the document, given what stands in it. `None` if the
    /// record is no longer on the board.
    pub fn follow_in(&mut self, field: &mut Field, typed: &str) -> Option<Shown> {
        self.catch_up(field);
        let text = self.view.live(field.id)?.shape.text.clone();
        let kept = TextEdit::between(&field.base, typed);
        let (kept, others) = TextEdit::transform(&kept, &field.others);
        let shown = kept.apply(&text);
        field.base = text;
        field.others = TextEdit::default();
        let refused_anew = field.aside.is_some_and(|lost| {
            let now = Operation::PutBack(lost, Again::Edit(field.id, kept));
            match self.named(lost) {
                Some(waiting) if waiting.operation != now => {
                    waiting.operation = now;
                    true
                }
                _ => false,
            }
        });
        Some(Shown {
            text: shown,
            others,
            refused_anew,
        })
    }

    /// Hears what others have made of a field's text.
    fn catch_up(&mut self, field: &mut Field) {
        field.others = field.others.then(&self.followed.take(field.id));
        // What came otherwise, such as an undo of one's own, shows in the text.
        if let Some(record) = self.view.record(field.id) {
            let expected = field.others.apply(&field.base);
            let rest = TextEdit::between(&expected, &record.shape.text);
            field.others = field.others.then(&rest);
        }
    }

    fn write_edit(&mut self, field: &mut Field, edit: TextEdit) -> Result<Update, Refusal> {
        let operations = vec![Operation::Edit(field.id, edit)];
        let update = match field.begun {
            true => self.continue_action(operations)?,
            false => self.act(operations)?,
        };
        field.begun = true;
        Ok(update)
    }

    fn set_aside(&mut self, field: &mut Field, edit: TextEdit, refusal: Refusal) -> Update {
        let lost = match field.aside {
            Some(lost) => lost,
            None => Lost::unsent(self.new_id(false)),
        };
        field.aside = Some(lost);
        let proposal = Proposal {
            operation: Operation::PutBack(lost, Again::Edit(field.id, edit)),
            refusal,
        };
        match self.named(lost) {
            Some(waiting) => {
                *waiting = proposal;
                Update::default()
            }
            None => {
                self.quarantine.push(proposal);
                Update {
                    notices: vec![Notice::Quarantined(refusal)],
                    ..Update::default()
                }
            }
        }
    }

    /// What waits in quarantine under a name.
    fn named(&mut self, lost: Lost) -> Option<&mut Proposal> {
        let mut waiting = self.quarantine.iter_mut();
        waiting.find(|waiting| is_named(waiting, lost))
    }

    fn take_from_aside(&mut self, field: &mut Field) {
        if let Some(lost) = field.aside.take() {
            self.quarantine.retain(|waiting| !is_named(waiting, lost));
        }
    }
}

/// Whether something waits under a name.
fn is_named(waiting: &Proposal, lost: Lost) -> bool {
    matches!(waiting.operation, Operation::PutBack(name, _) if name == lost)
}
