//! What the page of a board's past says.

use crate::text::catalogue;

catalogue! {
    /// What the page of a board's past says.
    HistoryText {
        title = "Histoire du tableau" | "History of the board";
        lede = "Le tableau tel qu'il était à chaque moment de la séance. Ce qui était alors caché le reste ici." | "The board as it was at each moment of the session. What was hidden then stays hidden here.";
        empty = "Rien n'a encore été fait sur ce tableau." | "Nothing has been done on this board yet.";
        slider = "Moment" | "Moment";
        moment_of(moment: &str, end: &str) = "moment {moment} sur {end}" | "moment {moment} of {end}";
        go = "Aller à ce moment" | "Go to this moment";
        first = "Au début" | "To the beginning";
        last = "À la fin" | "To the end";
        before = "Moment marquant d'avant" | "Landmark before";
        after = "Moment marquant d'après" | "Landmark after";
        play = "Dérouler" | "Play";
        stop = "Arrêter" | "Stop";
        picture(title: &str) = "Image du tableau de la séance « {title} » à ce moment ; son contenu est écrit ci-dessous." | "Picture of the board of the session “{title}” at this moment; its content is written below.";
        landmarks = "Moments marquants" | "Landmarks";
        no_landmarks = "Aucun pour l'instant : les phases, ce qui est dévoilé et les versions nommées sont listés ici." | "None yet: phases, reveals and named versions are listed here.";
        phase(title: &str) = "Phase : {title}" | "Phase: {title}";
        reveal = "Notes dévoilées" | "Notes revealed";
        version(name: &str) = "Version : {name}" | "Version: {name}";
        name_version = "Nommer ce moment" | "Name this moment";
        rename_version = "Renommer cette version" | "Rename this version";
        version_name = "Nom de la version" | "Name of the version";
        version_hint = "Par exemple : avant le regroupement." | "For example: before grouping.";
        forget_version = "Retirer ce nom" | "Take this name away";
        compare = "Comparer" | "Compare";
        compare_with = "Comparer ce moment avec" | "Compare this moment with";
        beginning = "le début (tableau vide)" | "the beginning (empty board)";
        the_end = "la fin" | "the end";
        since(moment: &str) = "Ce qui a changé depuis le moment {moment}" | "What changed since moment {moment}";
        no_difference = "Rien n'a changé." | "Nothing changed.";
        rearranged[n] = "{n} élément déplacé ou redimensionné en plus." , "{n} éléments déplacés ou redimensionnés en plus." | "{n} more element moved or resized." , "{n} more elements moved or resized.";
        stop_comparing = "Ne plus comparer" | "Stop comparing";
        added = "ajout" | "added";
        removed = "retrait" | "removed";
        reworded = "texte" | "text";
        moved = "place" | "place";
        retyped = "type" | "type";
        revealed = "dévoilement" | "revealed";
        locked = "verrouillage" | "locked";
        unlocked = "déverrouillage" | "unlocked";
        contested = "deux valeurs" | "two values";
        settled = "valeurs départagées" | "values settled";
        done(act: &str, thing: &str) = "{act} {thing}" | "{act} {thing}";
        done_to(act: &str, thing: &str, text: &str) = "{act} {thing} « {text} »" | "{act} {thing} “{text}”";
        did_add = "ajout" | "added";
        did_put_back = "remise en place" | "put back";
        did_remove = "retrait" | "took off";
        did_reveal = "dévoilement" | "revealed";
        did_reword = "nouveau texte" | "reworded";
        did_move = "déplacement" | "moved";
        did_retype = "autre type" | "gave another type to";
        did_change = "modification" | "changed";
        the_note = "de la note" | "the note";
        the_frame = "du cadre" | "the frame";
        the_cluster = "du groupe" | "the cluster";
        the_connector = "de la flèche" | "the arrow";
        the_text = "du texte" | "the text";
        the_stroke = "du dessin" | "the drawing";
        the_image = "de l'image" | "the picture";
        text_before = "Avant" | "Before";
        moved_to(before: &str, after: &str) = "de « {before} » à « {after} »" | "from “{before}” to “{after}”";
        the_board = "le tableau" | "the board";
        no_label = "sans étiquette" | "no label";
        unnamed = "sans texte" | "no text";
        note = "Note" | "Note";
        frame = "Cadre" | "Frame";
        cluster = "Groupe" | "Cluster";
        connector = "Flèche" | "Arrow";
        text = "Texte" | "Text";
        stroke = "Dessin" | "Drawing";
        image = "Image" | "Picture";
        carry = "Reprendre dans une autre séance" | "Take over into another session";
        carry_hint = "Le tableau tel qu'il est à ce moment est proposé sur celui de la séance choisie, à côté de ce qui s'y trouve." | "The board as it is at this moment is offered on that of the session you choose, beside what is there.";
        join_first = "(participez-y d'abord)" | "(join it first)";
        board_then = "Le tableau à ce moment" | "The board at this moment";
    }
}
