//! What one wants to hear of, and in which way: a box for each.

use domain::notifications::{NotificationKind, Preferences, Ways};
use leptos::prelude::*;

use super::api::{PreferNotifications, load_preferences};
use super::text::NotificationsText;
use crate::kit::{Crumb, FormAction, FormEnd, Page, PostForm, loaded};
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The page where one says what one wants to hear of.
pub(super) fn preferences_page() -> AnyView {
    let prefer = FormAction::<PreferNotifications>::new();
    let preferences = Resource::new(move || prefer.version().get(), |_| load_preferences());
    let t = NotificationsText::here();
    let show = move |_: Viewer, preferences: Preferences| {
        view! { <Switches preferences=preferences prefer=prefer /> }
    };
    view! {
        <Page
            title=t.preferences_title()
            lede=t.preferences_lede()
            crumbs=vec![Crumb::new("/notifications", t.title())]
        >
            {loaded(preferences, show)}
        </Page>
    }
    .into_any()
}

#[component]
fn Switches(preferences: Preferences, prefer: FormAction<PreferNotifications>) -> impl IntoView {
    let t = NotificationsText::here();
    let rows = preferences
        .0
        .into_iter()
        .map(|(kind, ways)| view! { <Row kind=kind ways=ways /> })
        .collect_view();
    view! {
        <PostForm action=prefer>
            <div class="table-wrap">
                <table class="switches" data-keep=true>
                    <caption class="visually-hidden">{t.preferences_title()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.kind()}</th>
                            <th scope="col">{t.in_app()}</th>
                            <th scope="col">{t.by_mail()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <FormEnd label=CommonText::here().save() />
        </PostForm>
    }
}

#[component]
fn Row(kind: NotificationKind, ways: Ways) -> impl IntoView {
    let t = NotificationsText::here();
    let what = kind.wording().in_locale(locale());
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td data-label=t.in_app()>
                <label class="switch">
                    <input type="checkbox" name="in_app[]" value=kind.code() checked=ways.in_app aria-label=t.in_app_what(what) />
                </label>
            </td>
            <td data-label=t.by_mail()>
                <label class="switch">
                    <input type="checkbox" name="by_mail[]" value=kind.code() checked=ways.by_mail aria-label=t.by_mail_what(what) />
                </label>
            </td>
        </tr>
    }
}
