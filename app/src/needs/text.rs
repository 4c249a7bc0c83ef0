//! What the pages of needs say.

use crate::text::catalogue;

catalogue! {
    /// What the pages of needs say.
    NeedsText {
        title = "Besoins" | "Needs";
        lede = "Ce qui manque aux enseignant·es et à celles et ceux qui travaillent avec eux, qui le partage, et ce qui en advient." | "What teachers and those who work with them lack, who shares it, and what becomes of it.";
        express = "Exprimer un besoin" | "Express a need";
        express_lede = "Quelques phrases suffisent. D'autres pourront soutenir ce besoin, y ajouter leur contexte, ou dire pourquoi ils ne le partagent pas." | "A few sentences are enough. Others can support the need, add their context, or say why they do not share it.";
        edit_title = "Modifier le besoin" | "Edit the need";
        none_yet = "Les besoins exprimés par l'espace apparaîtront ici." | "The needs that the workspace expresses will appear here.";
        none_found = "Aucun besoin ne correspond à ce filtre." | "No need fits this filter.";
        count[n] = "{n} besoin", "{n} besoins" | "{n} need", "{n} needs";
        words = "Mots" | "Words";
        state = "Ce qu'il devient" | "What became of it";
        order = "Ordre" | "Order";
        own_only = "Seulement les miens" | "Only mine";
        statement = "De quoi avez-vous besoin ?" | "What do you need?";
        statement_hint = "Dites la situation et ce qui manque, plutôt qu'une solution. Pas de nom d'élève." | "Tell the situation and what is missing rather than a solution. No pupil's name.";
        affected = "Qui est concerné ?" | "Who is affected?";
        setting = "Dans quelle situation cela se voit-il ?" | "In which situation does it show?";
        level = "Niveau" | "Level";
        discipline = "Discipline" | "Discipline";
        pupils = "Nombre d'élèves" | "Number of pupils";
        territory = "Territoire" | "Territory";
        similar = "Des besoins proches existent déjà" | "Similar needs exist already";
        similar_hint = "Soutenez-en un plutôt que d'en créer un autre, si c'est bien le même." | "Support one of them rather than adding another, if it is the same.";
        send = "Exprimer ce besoin" | "Express this need";
        stances = "Où en sont les avis" | "Where people stand";
        supports[n] = "{n} soutien", "{n} soutiens" | "{n} support", "{n} supports";
        objections[n] = "{n} objection", "{n} objections" | "{n} objection", "{n} objections";
        neutral[n] = "{n} sans avis", "{n} sans avis" | "{n} no view", "{n} no view";
        your_position = "Votre position" | "Your position";
        your_comment = "Votre contexte, ou la raison de votre objection" | "Your context, or the reason for your objection";
        take = "Enregistrer ma position" | "Record my position";
        take_back = "Retirer ma position" | "Take my position back";
        take_back_means = "Les mots que vous y avez mis disparaissent avec elle." | "The words that you put to it go with it.";
        take_back_send = "Oui, retirer ma position" | "Yes, take my position back";
        voices = "Ce qui est dit" | "What people say";
        voices_none = "Les contextes et les objections apparaîtront ici." | "Contexts and objections will appear here.";
        voices_cut(shown: &str, all: &str) = "Les {shown} plus récents sur {all} sont montrés." | "The latest {shown} of {all} are shown.";
        answers = "Projets qui y répondent" | "Projects that answer it";
        answers_none = "Aucun projet n'y répond encore." | "No project answers it yet.";
        sessions = "Séances sur ce besoin" | "Sessions about this need";
        sessions_none = "On n'en a pas encore parlé en séance." | "It has not been talked about in a session yet.";
        prepare_session = "Préparer une séance" | "Prepare a session";
        prepare_session_in(project: &str) = "Préparer une séance dans « {project} »" | "Prepare a session in “{project}”";
        prepare_session_about = "Préparer une séance sur ce besoin" | "Prepare a session about this need";
        prepare_session_about_hint = "Le projet de ce besoin s'ouvre du même coup ; vous en serez responsable." | "The project of this need is opened at the same time; you will lead it.";
        open_project = "Ouvrir un projet pour ce besoin" | "Open a project for this need";
        open_project_hint = "Il commence par le besoin : une séance peut s'y préparer aussitôt." | "It begins with the need: a session can be prepared in it at once.";
        link_project = "Relier un projet dont je fais partie" | "Link a project that I take part in";
        project = "Projet" | "Project";
        link = "Relier" | "Link";
        unlink_short = "Délier" | "Unlink";
        unlink(title: &str) = "Délier « {title} »" | "Unlink “{title}”";
        merged_here = "Besoins fusionnés dans celui-ci" | "Needs merged into this one";
        merged_into = "Ce besoin a été fusionné dans un autre, qui le dit mieux." | "This need was merged into another that says it better.";
        see_other = "Voir l'autre besoin" | "See the other need";
        merge = "Fusionner" | "Merge";
        merge_title = "Fusionner dans un autre besoin" | "Merge into another need";
        merge_lede = "Choisissez le besoin qui dit la même chose, en mieux." | "Choose the need that says the same, better.";
        merge_hint = "C'est définitif : une fusion de besoins ne se défait pas. Les deux textes et leurs historiques restent ; les positions et les liens se rejoignent sur le besoin choisi." | "This is final: needs that were merged cannot be taken apart. Both texts and histories stay; positions and links come together on the need chosen.";
        settle = "Écarter, retirer ou rouvrir" | "Set aside, withdraw or reopen";
        reason = "Raison" | "Reason";
        settle_send = "Enregistrer" | "Save";
        expressed_by = "Exprimé par" | "Expressed by";
        imported_from(author: &str) = "Importé, auteur·rice d'origine : {author}" | "Imported, original author: {author}";
        set_aside_in(source: &str) = "Écarté par la modération de « {source} », d'où il est importé" | "Set aside by the moderation of “{source}”, where it was imported from";
        withdrawn_in(source: &str) = "Retiré par son auteur·rice dans « {source} », d'où il est importé" | "Withdrawn by its author in “{source}”, where it was imported from";
        unknown_author = "Auteur·rice inconnu·e" | "Unknown author";
        voice_imported = "Voix importée" | "Imported voice";
    }
}
