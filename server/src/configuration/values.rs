//! The values found for the options, each with the place where it stands, so
//! that whoever wrote a wrong one is led to it.

use std::collections::HashMap;

use config::{Value, ValueKind};

use super::{OPTIONS, OptionText};
use crate::error::{Error, Result};

/// The values found, by the name of their option.
#[derive(Default)]
pub(super) struct Values(HashMap<&'static str, (Value, String)>);

impl Values {
    /// Notes a value; one noted before for the same option is replaced.
    pub(super) fn put(&mut self, name: &str, value: Value, origin: String) -> Result<()> {
        let Some(option) = OPTIONS.iter().find(|option| option.name == name) else {
            let name = name.to_owned();
            return Err(Error::UnknownOption { name, origin });
        };
        self.0.insert(option.name, (value, origin));
        Ok(())
    }

    /// The text of an option, if it was given.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>> {
        self.parsed(name, |text| (!text.is_empty()).then(|| text.to_owned()))
    }

    /// An option that is not any text.
    pub(super) fn parsed<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some((value, _)) = self.0.get(name) else {
            return Ok(None);
        };
        let text = value.clone().into_string().unwrap_or_default();
        match parse(text.trim()) {
            Some(parsed) => Ok(Some(parsed)),
            None => Err(self.wrong(name, value.to_string())),
        }
    }

    /// An option that is a list.
    pub(super) fn list<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>> {
        let Some((value, _)) = self.0.get(name) else {
            return Ok(Vec::new());
        };
        let texts: Vec<String> = match &value.kind {
            ValueKind::Array(values) => values.iter().map(ToString::to_string).collect(),
            _ => value
                .to_string()
                .split(',')
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
                .collect(),
        };
        texts
            .into_iter()
            .map(|text| parse(&text).ok_or_else(|| self.wrong(name, text)))
            .collect()
    }

    /// The error of an option that cannot be what was found.
    pub(super) fn wrong(&self, name: &'static str, found: String) -> Error {
        let option = OPTIONS.iter().find(|option| option.name == name);
        let hidden = option.is_some_and(|option: &OptionText| option.secret);
        Error::WrongValue {
            name,
            origin: self.origin(name),
            found: if hidden {
                "a value (not shown)".to_owned()
            } else {
                format!("`{found}`")
            },
            expected: option.map_or("", |option| option.expected),
        }
    }

    /// The error of an option that was given without another one that it needs.
    pub(super) fn alone(&self, name: &'static str, wanted: &'static str) -> Error {
        Error::Alone {
            name,
            origin: self.origin(name),
            wanted,
        }
    }

    /// Where an option stands.
    fn origin(&self, name: &str) -> String {
        self.0
            .get(name)
            .map_or("the configuration", |(_, origin)| origin)
            .to_owned()
    }
}
