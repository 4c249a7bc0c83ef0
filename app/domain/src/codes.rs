//! One way to write a closed list of coded values: each value has a stable
//! code (stored, sent, used in addresses) and a wording in each language.

use std::fmt;

/// A text that is not one of the codes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownCode {
    /// Name of the list whose codes were expected, such as `Party`.
    pub list: &'static str,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a code of {}", self.list)
    }
}

impl std::error::Error for UnknownCode {}

/// Any closed list of coded values, for what treats all of them alike, such as
/// the choices of a form.
pub trait Coded: Copy + Eq + Send + Sync + 'static {
    /// Every value, in the order of declaration.
    fn all() -> &'static [Self];
    /// The stable code.
    fn code(self) -> &'static str;
    /// The name shown to people.
    fn wording(self) -> crate::wording::Wording;
}

/// Declares an enum of coded values, written and read everywhere (serde,
/// `Display`, `FromStr`) as the code.
///
/// Each line is `Variant = "code": "français" | "English"`. Doc comments and
/// other attributes of the enum and of its variants are kept, so that
/// `#[derive(Default)]` with `#[default]` works. The order of the lines is the
/// order of `ALL` and of `Ord`.
macro_rules! codes {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_attribute:meta])*
                $variant:ident = $code:literal : $fr:literal | $en:literal
            ),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            ::serde::Serialize,
            ::serde::Deserialize,
        )]
        $visibility enum $name {
            $(
                $(#[$variant_attribute])*
                #[serde(rename = $code)]
                $variant,
            )+
        }

        #[allow(dead_code, reason = "a list need not use all that is generated")]
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The value that has this code, matched exactly.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The name shown to people.
            #[must_use]
            pub const fn wording(self) -> $crate::wording::Wording {
                match self {
                    $(Self::$variant => $crate::wording::Wording::new($fr, $en),)+
                }
            }
        }

        impl $crate::codes::Coded for $name {
            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn code(self) -> &'static str {
                Self::code(self)
            }

            fn wording(self) -> $crate::wording::Wording {
                Self::wording(self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::codes::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::from_code(code).ok_or($crate::codes::UnknownCode {
                    list: stringify!($name),
                })
            }
        }
    };
}

pub(crate) use codes;

#[cfg(test)]
mod tests {
    use std::fmt;

    use serde::de::value::{Error, StrDeserializer};
    use serde::de::{Deserialize, IntoDeserializer};
    use serde::ser::Serialize;

    use super::UnknownCode;

    codes! {
        /// A list for the tests.
        #[derive(Default)]
        enum Sample {
            /// The first.
            First = "first": "premier" | "first",
            #[default]
            SecondOne = "second_one": "deuxième" | "second",
        }
    }

    #[test]
    fn codes_go_both_ways() {
        assert_eq!(Sample::ALL, [Sample::First, Sample::SecondOne]);
        for &value in Sample::ALL {
            assert_eq!(Sample::from_code(value.code()), Some(value));
            assert_eq!(value.to_string().parse(), Ok(value));
        }
        assert_eq!(Sample::from_code("First"), None);
        assert_eq!(
            "third".parse::<Sample>(),
            Err(UnknownCode { list: "Sample" })
        );
    }

    #[test]
    fn attributes_and_order_are_kept() {
        assert_eq!(Sample::default(), Sample::SecondOne);
        assert!(Sample::First < Sample::SecondOne);
        assert_eq!(Sample::SecondOne.wording().fr, "deuxième");
        assert_eq!(Sample::SecondOne.wording().en, "second");
    }

    #[test]
    fn the_error_names_the_list() {
        let error = UnknownCode { list: "Sample" };
        assert_eq!(error.to_string(), "not a code of Sample");
    }

    /// What serde writes.
    struct Written(Sample);

    impl fmt::Display for Written {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.serialize(f)
        }
    }

    #[test]
    fn serde_writes_and_reads_the_code() {
        for &value in Sample::ALL {
            assert_eq!(Written(value).to_string(), value.code());
            let code: StrDeserializer<'_, Error> = value.code().into_deserializer();
            assert_eq!(Sample::deserialize(code), Ok(value));
        }
        let name: StrDeserializer<'_, Error> = "SecondOne".into_deserializer();
        assert!(Sample::deserialize(name).is_err());
    }

    #[test]
    fn display_honours_width() {
        assert_eq!(format!("{:>7}", Sample::First), "  first");
    }
}
