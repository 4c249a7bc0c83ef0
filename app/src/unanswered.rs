//! The page that a browser shows where the server has no other: why what was asked for was not
//! done, what was kept, what to do. It needs neither the database nor scripts.

use domain::wording::Locale;
use http::StatusCode;
use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;
use leptos_meta::HashedStylesheet;

use crate::preferences::Theme;
use crate::shell::Brand;
use crate::text::{CommonText, FailureText, catalogue};

catalogue! {
    /// What the page says that stands in for an answer.
    UnansweredText {
        unread_title = "Demande illisible" | "Unreadable request";
        unread = "Le serveur n'a pas pu lire cette demande." | "The server could not read this request.";
        elsewhere_title = "Envoi refusé" | "Request refused";
        elsewhere = "Cet envoi semble venir d'un autre site : par prudence, il n'a pas été pris." | "This seems to come from another site: to be safe, it was not taken.";
        nothing = "Un fichier préparé pour un import n'est gardé qu'une heure, et une pièce jointe peut avoir été retirée." | "A file made for an import is kept for an hour only, and an attachment may have been taken away.";
        large_title = "Envoi trop grand" | "Too much at once";
        large = "Ce que vous avez envoyé dépasse ce que le serveur accepte en une fois." | "What you sent is more than the server takes at once.";
        often_title = "Trop d'essais" | "Too many tries";
        failed_title = "Erreur du serveur" | "Server error";
        busy_title = "Le serveur ne répond pas à temps" | "The server does not answer in time";
        busy = "Le serveur est trop occupé, ou sa base de données ne répond pas." | "The server is too busy, or its database does not answer.";
        nothing_saved = "Rien de cet envoi n'a été enregistré ; ce qui l'était avant n'a pas changé." | "Nothing of what you sent was saved; what was saved before has not changed.";
        perhaps_saved = "Votre envoi a peut-être été enregistré, peut-être pas : vérifiez avant de recommencer." | "What you sent may have been saved, or not: look before you send it again.";
        all_there = "Rien de ce qui était enregistré n'est perdu." | "Nothing that was saved is lost.";
        go_back = "Revenez à la page précédente de votre navigateur : ce que vous avez écrit s'y trouve le plus souvent encore. Copiez-le, rechargez la page, puis recommencez." | "Go back to the previous page in your browser: most often what you wrote is still there. Copy it, load the page again, then try again.";
        shorten = "Revenez à la page précédente de votre navigateur : ce que vous avez écrit s'y trouve le plus souvent encore. Raccourcissez-le, ou envoyez-le en plusieurs fois." | "Go back to the previous page in your browser: most often what you wrote is still there. Shorten it, or send it in several parts.";
        later = "Réessayez dans un instant, ou repartez de l'accueil." | "Try again in a moment, or start from the home page.";
        start_anew = "Revenez à la page précédente, ou repartez de l'accueil." | "Go back to the previous page, or start from the home page.";
    }
}

/// Why there is no other answer.
#[derive(Clone, Copy)]
enum Why {
    Unread,
    Elsewhere,
    Refused,
    Nothing,
    TooLarge,
    TooOften,
    Failed,
    Busy,
}

impl Why {
    /// What the status says, of something that was sent or only asked for.
    fn of(status: StatusCode, sent: bool) -> Self {
        match status {
            StatusCode::FORBIDDEN if sent => Self::Elsewhere,
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Self::Refused,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE => {
                Self::Nothing
            }
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooOften,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => Self::Busy,
            status if status.is_server_error() => Self::Failed,
            _ => Self::Unread,
        }
    }

    /// What the page is called, what happened, what was kept, what to do.
    fn words(self, locale: Locale, sent: bool) -> [&'static str; 4] {
        let (t, common) = (UnansweredText(locale), FailureText(locale));
        let (title, happened) = match self {
            Self::Unread => (t.unread_title(), t.unread()),
            Self::Elsewhere => (t.elsewhere_title(), t.elsewhere()),
            Self::Refused => (common.refused_title(), common.refused()),
            Self::Nothing => (common.not_found_title(), common.not_found()),
            Self::TooLarge => (t.large_title(), t.large()),
            Self::TooOften => (t.often_title(), common.too_many()),
            Self::Failed => (t.failed_title(), common.internal()),
            Self::Busy => (t.busy_title(), t.busy()),
        };
        let kept = match self {
            Self::Failed | Self::Busy if sent => t.perhaps_saved(),
            Self::Nothing => t.nothing(),
            _ if sent => t.nothing_saved(),
            _ => t.all_there(),
        };
        let next = match self {
            Self::TooLarge => t.shorten(),
            Self::Nothing | Self::Refused => t.start_anew(),
            _ if sent => t.go_back(),
            _ => t.later(),
        };
        [title, happened, kept, next]
    }
}

/// The page about a status, of something that was sent or only asked for.
#[must_use]
pub fn unanswered(
    options: LeptosOptions,
    locale: Locale,
    theme: Theme,
    status: StatusCode,
    sent: bool,
) -> String {
    let [title, happened, kept, next] = Why::of(status, sent).words(locale, sent);
    let tone = if status.is_server_error() {
        "bad"
    } else {
        "warn"
    };
    // Where the system decides, nothing stands in its way.
    let chosen = (theme != Theme::System).then(|| theme.code());
    Owner::new().with(|| {
        provide_context(locale);
        let t = CommonText::here();
        let window = format!("{title} – {}", t.product());
        view! {
            <!DOCTYPE html>
            <html lang=locale.code() data-theme=chosen>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                    <HashedStylesheet options=options id="style" />
                    <title>{window}</title>
                </head>
                <body>
                    <header class="masthead">
                        <Brand />
                    </header>
                    <main id="main" class="page">
                        <header class="page-head">
                            <h1>{title}</h1>
                        </header>
                        <div class="notice stack" data-gap="small" data-tone=tone>
                            <p>{happened}</p>
                            <p>{kept}</p>
                            <p>{next}</p>
                        </div>
                        <p>
                            <a class="button" href="/">{t.home()}</a>
                        </p>
                    </main>
                </body>
            </html>
        }
        .to_html()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_told_in_words_of_its_own() {
        for locale in [Locale::Fr, Locale::En] {
            for sent in [false, true] {
                let mut titles: Vec<&str> = [400, 403, 404, 413, 429, 500, 503]
                    .into_iter()
                    .map(|code| StatusCode::from_u16(code).expect("a status"))
                    .map(|status| Why::of(status, sent).words(locale, sent)[0])
                    .collect();
                titles.sort_unstable();
                titles.dedup();
                assert_eq!(titles.len(), 7, "{titles:?}");
            }
        }
    }

    #[test]
    fn what_was_sent_as_the_server_failed_is_to_be_looked_for() {
        for status in [
            StatusCode::INTERNAL_SERVER_ERROR,
            StatusCode::SERVICE_UNAVAILABLE,
        ] {
            let said = |sent| Why::of(status, sent).words(Locale::En, sent)[2];
            assert!(said(true).contains("may have been saved"), "{status}");
            assert!(said(false).contains("Nothing that was saved"), "{status}");
        }
    }
}
