//! Server functions of the evidence chain.

use domain::evidence::Graph;
use domain::ids::LinkId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::failure::Failure;

/// Everything connected with a thing, given as its kind and its id.
#[server(endpoint = "load_evidence", input = GetUrl)]
pub(crate) async fn load_evidence(kind: String, id: String) -> Result<Graph, Failure> {
    use domain::evidence::ThingRef;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let thing = ThingRef::from_code(&format!("{kind}:{id}")).ok_or(Failure::NotFound)?;
    let mut graph = store.graph(&actor, thing).await?;
    let notes = graph.links.iter_mut().flat_map(|link| &mut link.notes);
    crate::sessions::keep_signed(&store, &actor, notes).await?;
    Ok(graph)
}

/// The links of a thing in both directions, as a page shows them.
#[cfg(feature = "ssr")]
pub(crate) async fn chain(
    store: &store::Store,
    actor: &domain::policy::Actor,
    thing: domain::evidence::ThingRef,
) -> Result<domain::evidence::Chain, Failure> {
    let mut chain = store.chain(actor, thing).await?;
    let notes = chain.steps.iter_mut().flat_map(|step| &mut step.notes);
    crate::sessions::keep_signed(store, actor, notes).await?;
    Ok(chain)
}

/// Links a thing with another one: with the one picked from what search found,
/// else with the one whose page has the address in `other`. The relation is
/// read from the thing; `:back` behind its code turns it round.
#[server(endpoint = "link_things")]
pub(crate) async fn link_things(
    id: LinkId,
    thing: String,
    #[server(default)] other: String,
    #[server(default)] picked: String,
    #[server(default)] relation: String,
) -> Result<(), Failure> {
    use domain::evidence::{Relation, ThingRef};
    use domain::problems::{Problem, Problems};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let here = ThingRef::from_code(&thing).ok_or(Failure::Malformed)?;
    let mut problems = Problems::default();
    let there = ThingRef::chosen(&picked, &other);
    if let Err(problem) = &there {
        problems.add("other", problem.clone());
    }
    let (code, back) = match relation.split_once(':') {
        Some((code, _)) => (code, true),
        None => (relation.as_str(), false),
    };
    let relation = Relation::from_code(code);
    if relation.is_none() {
        problems.add("relation", Problem::NotOffered);
    }
    let (Ok(there), Some(relation)) = (there, relation) else {
        return Err(Failure::Invalid(problems));
    };
    let (from, to) = if back { (there, here) } else { (here, there) };
    match store.link_things(&actor, id, from, relation, to).await {
        // The address leads nowhere: said beside the field.
        Err(store::StoreError::NotFound) => Err(Failure::Invalid(Problems::one(
            "other",
            Problem::NotOffered,
        ))),
        done => Ok(done?),
    }
}

/// Takes a link away.
#[server(endpoint = "unlink_things")]
pub(crate) async fn unlink_things(link: LinkId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.unlink_things(&actor, link).await?)
}
