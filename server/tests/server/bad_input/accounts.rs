//! Invitations and one's own account.

use domain::ids::InvitationId;

use super::Wrong;
use crate::stage::{Fields, PASSWORD, fields};

/// See [`super::WRONG`].
pub(super) const WRONG: &[Wrong] = &[
    ("invite", "note", "LONG", "too_long"),
    ("edit_own_account", "draft[name]", "", "missing"),
    ("edit_own_account", "draft[name]", "LONG", "too_long"),
    (
        "edit_own_account",
        "draft[declared_interests]",
        "LONG",
        "too_long",
    ),
    ("change_own_password", "password", "court", "too_short"),
    (
        "change_own_password",
        "present_password",
        "une autre phrase",
        "wrong_password",
    ),
    ("change_own_email", "email", "ana", "not_an_email"),
    ("change_own_email", "email", "LONG", "too_long"),
    (
        "change_own_email",
        "present_password",
        "LONG",
        "wrong_password",
    ),
];

/// See [`super::in_order`].
pub(super) fn in_order(function: &str) -> Fields {
    match function {
        "invite" => fields! {
            "id": InvitationId::new(),
            "note": "Pour Ana",
            "role": "member",
            "party": "teacher",
        },
        "edit_own_account" => fields! { "version": 1, "draft[name]": "Ana", "draft[locale]": "fr" },
        "change_own_password" => {
            fields! { "present_password": PASSWORD, "password": PASSWORD }
        }
        "change_own_email" => {
            fields! { "present_password": PASSWORD, "email": "neuve@exemple.fr" }
        }
        function => panic!("what is in order for {function}?"),
    }
}
