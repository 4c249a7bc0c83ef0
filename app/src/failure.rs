//! The one error that travels between server and browser.

use domain::policy::Refusal;
use domain::problems::Problems;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The most bytes of a form that the server takes at once.
pub const FORM_MAX: usize = 1024 * 1024;

/// Why something asked of the server was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Nobody is signed in, or the session ended.
    #[error("not signed in")]
    Unauthenticated,
    /// The policy refuses it.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// There is no such thing, or the asker may not know of it.
    #[error("not found")]
    NotFound,
    /// What was typed is not in order.
    #[error("not in order")]
    Invalid(Problems),
    /// Somebody else changed the thing meanwhile.
    #[error("changed meanwhile")]
    Stale {
        /// The version that it has now.
        current: i64,
    },
    /// Rows of the form are to be arranged otherwise, which the page does: nothing was saved.
    #[error("rearranged")]
    Rearranged,
    /// Too many tries; later it works again.
    #[error("too many tries")]
    TooMany,
    /// More was sent than the server takes at once.
    #[error("too large a request")]
    TooLarge,
    /// The request did not fit what the server expects.
    #[error("malformed request")]
    Malformed,
    /// The server could not be reached, or its answer not read.
    #[error("no answer")]
    Unreachable,
    /// Something on the server failed; its log knows what.
    #[error("internal error")]
    Internal,
}

#[cfg(feature = "ssr")]
impl Failure {
    /// The HTTP status that fits the failure.
    #[must_use]
    pub fn status(&self) -> http::StatusCode {
        use http::StatusCode;
        match self {
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Rearranged => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale { .. } => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Unreachable | Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // What the server reads is a request, what the browser reads an answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => Self::Malformed,
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::Malformed,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_) => Self::Internal,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError;
        match error {
            StoreError::Refused(refusal) => Self::Refused(refusal),
            StoreError::Invalid(problems) => Self::Invalid(problems),
            StoreError::NotFound => Self::NotFound,
            StoreError::Stale { current } => Self::Stale { current },
            error @ (StoreError::Database(_)
            | StoreError::Files(_)
            | StoreError::Unreadable { .. }
            | StoreError::Internal(_)) => {
                tracing::error!(%error, "the store failed");
                Self::Internal
            }
        }
    }
}
