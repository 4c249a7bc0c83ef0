//! What is said around the evidence chain.

use crate::text::catalogue;

catalogue! {
    /// What is said around the evidence chain.
    EvidenceText {
        title = "Chaîne de preuves" | "Evidence chain";
        none = "Rien n'est encore relié ici. Reliez ce qui a conduit à cela, ou ce que cela a entraîné." | "Nothing is linked here yet. Link what led to this, or what this led to.";
        whole = "Voir toute la chaîne" | "See the whole chain";
        whole_title(title: &str) = "Toute la chaîne : {title}" | "The whole chain: {title}";
        whole_lede = "Tout ce qui est relié, de près ou de loin, dans l'ordre où les preuves se racontent : le besoin, les retours, ce qui a changé, ce qui a été mesuré." | "Everything connected, near or far, in the order in which evidence is told: the need, the feedback, what changed, what was measured.";
        cut(n: u64) = "Bien d'autres éléments sont reliés, plus loin : les {n} plus proches sont montrés." | "Much else is connected, farther away: the {n} nearest things are shown.";
        you_are_here = "ici" | "here";
        link = "Relier autre chose" | "Link something else";
        link_send = "Relier" | "Link";
        other = "L'autre élément" | "The other thing";
        other_hint = "Écrivez quelques mots de son titre et choisissez, ou collez l'adresse de sa page." | "Type a few words of its title and choose, or paste the address of its page.";
        relation = "Relation, lue d'ici vers l'autre" | "Relation, read from here to the other";
        relation_hint = "Certaines relations n'ont de sens qu'entre certains éléments ; « en lien avec » convient toujours." | "Some relations make sense between certain things only; “relates to” always fits.";
        found[n] = "{n} élément trouvé", "{n} éléments trouvés" | "{n} thing found", "{n} things found";
        choose = "Éléments trouvés" | "Things found";
        note = "Note" | "Note";
        note_by(name: &str) = "Note : {name}" | "Note by {name}";
        notes = "Notes du tableau" | "Notes of the board";
        unlink_short = "Délier" | "Unlink";
        unlink_means = "Le lien disparaît des deux pages ; leurs historiques disent qu'il a existé." | "The link goes from both pages; their histories say that it was there.";
        unlink(title: &str) = "Délier « {title} »" | "Unlink “{title}”";
        by_kind = "Par étape" | "Step by step";
        count(kind: &str, n: u64) = "{kind} ({n})" | "{kind} ({n})";
        alone = "Rien d'autre n'est relié." | "Nothing else is linked.";
        table = "Les liens en tableau" | "The links as a table";
        from = "De" | "From";
        to = "Vers" | "To";
        how = "Relation" | "Relation";
    }
}
