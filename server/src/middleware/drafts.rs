//! Forms without JavaScript. When one is not taken, its page is shown again:
//! what was typed is kept meanwhile, without passwords, and found again through
//! a cookie. When the session had ended, signing in comes between; another person who
//! signs in there finds nothing.

use std::net::{IpAddr, Ipv4Addr};

use app::Failure;
use app::request::{DRAFT_COOKIE, RequestInfo, SESSION_COOKIE};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use domain::ids::UserId;
use domain::problems::Problems;
use form_urlencoded::{Serializer, parse};
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use leptos::server_fn::error::{FromServerFnError, ServerFnUrlError};
use store::StoreError;
use store::drafts::DRAFT_MAX;
use uuid::Uuid;

use super::{Site, cookie, new_cookie};
use crate::paths::{path_and_query, sign_in_for, without_failure};

/// How long a form that came back finds what was typed, in seconds.
const KEPT_SECONDS: u32 = 600;
/// The most bytes of an address that leads back. It stands in the head of an answer, beside
/// the security policy and a cookie, and proxies read a head into one buffer: that of nginx
/// holds 4 KiB on some machines and 8 KiB on others, and a longer head is refused.
const ADDRESS_MAX: usize = 2_560;
/// Where the form of signing in is sent.
const SIGN_IN: &str = "/api/sign_in";

/// Keeps what was typed in a form that is not taken; forgets it once it is.
pub(crate) async fn keep_drafts(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let sender = Sender::of(&request);
    let sent_again = draft_id(&request).filter(|_| request.method() == Method::POST);
    let came_back = match came_back(&site, sent_again, &path, &sender).await {
        Ok(came_back) => came_back,
        Err(error) => {
            tracing::error!(%error, "draft not found out");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    // Who signs in stands between a form that was sent and its page: what they typed there
    // waits on, however often they mistype a password.
    let finds_another = cookie(request.headers(), DRAFT_COOKIE).is_some();
    let waits = path == SIGN_IN && came_back.is_none() && finds_another;
    let (request, body) = match read_form(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let mut response = next.run(request).await;
    if response.status().is_redirection() {
        // There it would ask the browser to wait before it follows.
        response.headers_mut().remove(RETRY_AFTER);
    }
    match (failure(&response), body) {
        (Some(failure), Some(body)) => {
            lead_back(&mut response, &failure, sender.ended);
            if waits {
                return response;
            }
            let kept = keep(&site, &sender, &failure, &path, &body).await;
            if let Err(error) = &kept {
                tracing::error!(%error, "draft not kept");
            }
            if let Ok(Some(id)) = kept {
                let id = id.to_string();
                set_cookie(
                    &mut response,
                    &new_cookie(DRAFT_COOKIE, &id, KEPT_SECONDS, sender.secure),
                );
            } else if finds_another {
                // The page says that nothing is kept, which what was typed before would belie.
                forget_cookie(&mut response, &sender);
            }
        }
        (None, _)
            if !response.status().is_client_error() && !response.status().is_server_error() =>
        {
            if let Some(id) = came_back {
                forget_cookie(&mut response, &sender);
                if let Err(error) = site.services.store.forget_draft(id, sender.person).await {
                    tracing::error!(%error, "draft not dropped");
                }
            }
        }
        _ => {}
    }
    response
}

/// The draft that the browser knows of.
fn draft_id(request: &Request) -> Option<Uuid> {
    request.extensions().get::<RequestInfo>()?.draft_id
}

/// The draft that the browser knows of, where it is one of the form that is sent to `path`:
/// that came back before.
async fn came_back(
    site: &Site,
    draft: Option<Uuid>,
    path: &str,
    sender: &Sender,
) -> Result<Option<Uuid>, StoreError> {
    let Some(id) = draft else {
        return Ok(None);
    };
    let store = &site.services.store;
    let is_its = store.is_draft_of(id, path, sender.person).await?;
    Ok(is_its.then_some(id))
}

/// Who sends a form, as far as that is known.
struct Sender {
    /// Who is signed in.
    person: Option<UserId>,
    /// The secret of a session, which may have ended.
    session: Option<String>,
    /// Whether it has.
    ended: bool,
    address: IpAddr,
    secure: bool,
}

impl Sender {
    fn of(request: &Request) -> Self {
        let info = request.extensions().get::<RequestInfo>();
        let signed_in = info.and_then(|info| info.signed_in.as_ref());
        Self {
            person: signed_in.map(|signed_in| signed_in.actor.user),
            session: cookie(request.headers(), SESSION_COOKIE).map(str::to_owned),
            ended: info.is_some_and(|info| info.session_ended),
            address: info.map_or(Ipv4Addr::UNSPECIFIED.into(), |info| info.address),
            secure: info.is_some_and(|info| info.secure),
        }
    }
}

/// Keeps what was typed for whoever typed it. The page of a form that wanted somebody signed
/// in was shown to the person whose session has ended; any other form of nobody known is a
/// stranger's, of whom so much is kept and no more.
async fn keep(
    site: &Site,
    sender: &Sender,
    failure: &Failure,
    path: &str,
    body: &[u8],
) -> Result<Option<Uuid>, StoreError> {
    let store = &site.services.store;
    let person = match (sender.person, &sender.session) {
        (None, Some(secret)) if *failure == Failure::Unauthenticated => {
            store.person_of_session(secret).await?
        }
        (person, _) => person,
    };
    let limit = &site.services.sign_in_limit;
    if person.is_none() && limit.allows_draft(sender.address).is_err() {
        return Ok(None);
    }
    store.keep_draft(path, &without_secrets(body), person).await
}

/// The request again, and its body when it is a form sent without JavaScript.
async fn read_form(request: Request) -> Result<(Request, Option<Bytes>), Response> {
    if request.method() != Method::POST || !is_plain_form(request.headers()) {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, DRAFT_MAX).await else {
        return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let request = Request::from_parts(parts, Body::from(body.clone()));
    Ok((request, Some(body)))
}

fn is_plain_form(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    text(ACCEPT).is_some_and(|accept| accept.contains("text/html"))
        && text(CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Why the form was not taken, as the redirection back to its page says.
fn failure(response: &Response) -> Option<Failure> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let (_, query) = location.split_once('?')?;
    // The page's own address may hold the failure of an earlier try.
    parse(query.as_bytes())
        .filter(|(name, _)| name == "__err")
        .last()
        .map(|(_, code)| ServerFnUrlError::decode_err(&code))
}

/// Leads back to the form's page, on this server, with this failure alone; or
/// to the sign-in page when the session had ended.
fn lead_back(response: &mut Response, failure: &Failure, ended: bool) {
    let Some(location) = response
        .headers()
        .get(LOCATION)
        .and_then(|location| location.to_str().ok())
    else {
        return;
    };
    let address = path_and_query(location);
    let to = if *failure == Failure::Unauthenticated {
        sign_in_for(address, ended)
    } else {
        way_back(address, failure)
    };
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, to);
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
}

/// The way back, which says of the failure as much as an address takes, and nothing of what
/// people wrote and who they are: the page has that.
fn way_back(address: &str, failure: &Failure) -> String {
    let whole = with_last_failure(address);
    match (failure, whole.rsplit_once("__err=")) {
        (Failure::Invalid(problems), Some((before, _))) => {
            let with = |told: &Problems| before.to_owned() + &packed(told);
            let fits = |told: &Problems| with(told).len() <= ADDRESS_MAX;
            with(&problems.clone().without_words().shortened(fits))
        }
        _ => whole,
    }
}

/// Problems as a field of an address, as leptos packs a failure.
fn packed(problems: &Problems) -> String {
    let code = URL_SAFE.encode(Failure::Invalid(problems.clone()).ser());
    Serializer::new(String::new())
        .append_pair("__err", &code)
        .finish()
}

fn with_last_failure(address: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut last = Serializer::new(String::new());
    for name in ["__path", "__err"] {
        if let Some((_, value)) = parse(query.as_bytes())
            .filter(|(found, _)| found == name)
            .last()
        {
            last.append_pair(name, &value);
        }
    }
    let rest = without_failure(address);
    let sign = if rest.contains('?') { '&' } else { '?' };
    format!("{rest}{sign}{}", last.finish())
}

/// The body without any field that holds a password or secret.
fn without_secrets(body: &[u8]) -> String {
    let fields = parse(body).filter(|(name, _)| {
        let name = name.to_lowercase();
        !name.contains("password") && !name.contains("secret")
    });
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn forget_cookie(response: &mut Response, sender: &Sender) {
    set_cookie(response, &new_cookie(DRAFT_COOKIE, "", 0, sender.secure));
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use domain::feedback::{AssigneeName, FeedbackState, Meanwhile, MeanwhileWords, Severity};
    use domain::ids::FeedbackId;
    use domain::problems::Problem;

    use super::*;

    #[test]
    fn of_many_problems_as_much_is_told_as_an_address_takes() {
        let mut problems = Problems::default();
        for version in 2..102 {
            let now = Meanwhile {
                version,
                state: FeedbackState::Accepted,
                severity: Severity::Minor,
                shared: false,
                words: None,
            };
            let id = FeedbackId::new().to_string();
            problems.add(&id, Problem::ChangedMeanwhile(now));
        }
        let log = "/projects/a/feedback?state=new&__path=%2Fapi%2Ftreat_feedback&";
        let address = format!("{log}{}", packed(&problems));
        let failure = Failure::Invalid(problems.clone());
        let to = way_back(&address, &failure);
        assert!(to.len() <= ADDRESS_MAX, "{}", to.len());
        let (before, code) = to.rsplit_once("__err=").expect("a failure");
        assert_eq!(before, log);
        let code = code.replace("%3D", "=");
        let told: Failure = ServerFnUrlError::decode_err(&code);
        let Failure::Invalid(Problems(told)) = told else {
            panic!("{to}");
        };
        let (others, named) = told.split_last().expect("a number");
        assert!(named.len() > 5, "{}", named.len());
        assert_eq!(named, &problems.0[..named.len()]);
        let count = u32::try_from(100 - named.len()).expect("a few");
        assert_eq!(others.problem, Problem::AndOthers { count });

        let few = Problems::one("title", Problem::Missing);
        let address = format!("{log}{}", packed(&few));
        assert_eq!(way_back(&address, &Failure::Invalid(few)), address);
    }

    #[test]
    fn no_address_holds_what_people_wrote_and_who_they_are() {
        let words = MeanwhileWords {
            title: "Trop lent".into(),
            assignee: Some(AssigneeName {
                name: "Ana Ruiz".into(),
                has_interests: false,
            }),
        };
        let now = |words| {
            let now = Meanwhile {
                version: 2,
                state: FeedbackState::Accepted,
                severity: Severity::Minor,
                shared: true,
                words,
            };
            Problems::one("a", Problem::ChangedMeanwhile(now))
        };
        let (told, silent) = (now(Some(words)), now(None));
        let address = |problems: &Problems| format!("/projects/a/feedback?{}", packed(problems));
        let to = way_back(&address(&told), &Failure::Invalid(told.clone()));
        assert_eq!(to, address(&silent));
        assert_ne!(to, address(&told));
    }

    #[test]
    fn passwords_are_not_kept() {
        let body = b"name=Ana+Ruiz&password=a&sign_up%5BPassword%5D=b&clientSecret=c&note=%C3%A9";
        assert_eq!(without_secrets(body), "name=Ana+Ruiz&note=%C3%A9");
    }

    #[test]
    fn the_failure_of_an_earlier_try_is_dropped() {
        let address = "/needs?page=2&__path=a&__err=b&__path=c&__err=d";
        assert_eq!(with_last_failure(address), "/needs?page=2&__path=c&__err=d");
        assert_eq!(with_last_failure("/needs?__err=b"), "/needs?__err=b");
    }
}
