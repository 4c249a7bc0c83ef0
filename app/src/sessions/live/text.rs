//! What the board says.

use crate::text::catalogue;

catalogue! {
    /// What the board says.
    BoardText {
        // The board and its two views.
        waiting = "Salle d'attente" | "Waiting room";
        people_wait[n] = "{n} personne attend d'entrer." , "{n} personnes attendent d'entrer." | "{n} person waits to be let in." , "{n} people wait to be let in.";
        admit = "Faire entrer" | "Let in";
        admit_named(name: &str) = "Faire entrer {name}" | "Let {name} in";
        turn_away = "Ne pas faire entrer" | "Turn away";
        turn_away_named(name: &str) = "Ne pas faire entrer {name}" | "Turn {name} away";
        waiting_failed = "Cela n'a pas été enregistré. Réessayez, ou passez par la page de la séance." | "This was not kept. Try again, or use the page of the session.";
        opening = "Le tableau s'ouvre…" | "The board is opening…";
        no_scripts = "Travailler sur le tableau demande JavaScript. La page de la séance, elle, se lit sans." | "Working on the board takes JavaScript. The session's page is read without it.";
        read_report = "Lire le tableau dans le compte rendu" | "Read the board in the report";
        canvas = "Tableau" | "Board";
        outline = "Plan" | "Outline";
        views = "Vue du tableau" | "View of the board";
        back = "La séance" | "The session";
        panel_script = "Déroulé" | "Script";
        panel_votes = "Votes" | "Votes";
        panel_people[n] = "{n} personne" , "{n} personnes" | "{n} person" , "{n} people";
        panels = "Volet" | "Panel";
        close_panel = "Fermer le volet" | "Close the panel";

        note_missing = "La note vers laquelle menait le lien n'est plus sur le tableau, ou ne vous est pas montrée." | "The note that the link led to is no longer on the board, or is not shown to you.";
        session_over = "La séance est close : le tableau se relit, et n'est plus changé." | "The session is over: the board is read, and changes no more.";
        own_hidden[n] = "{n} de vos éléments est encore caché : vous seul·e le voyez." , "{n} de vos éléments sont encore cachés : vous seul·e les voyez." | "{n} of your items is still hidden: only you see it." , "{n} of your items are still hidden: only you see them.";
        reveal_own = "Dévoiler ce que j'ai écrit" | "Reveal what I wrote";

        // Tools.
        tools = "Outils" | "Tools";
        tool_select = "Sélectionner" | "Select";
        tool_pan = "Déplacer la vue" | "Move the view";
        tool_note = "Note" | "Note";
        tool_text = "Texte" | "Text";
        tool_frame = "Cadre" | "Frame";
        tool_connector = "Flèche" | "Arrow";
        tool_pen = "Dessin" | "Drawing";
        undo = "Annuler" | "Undo";
        redo = "Rétablir" | "Redo";
        zoom = "Échelle" | "Zoom";
        zoom_in = "Agrandir" | "Zoom in";
        zoom_out = "Réduire" | "Zoom out";
        fit = "Tout voir" | "See all";
        scale(percent: i32) = "{percent} %" | "{percent}%";
        note_types = "Types de notes" | "Types of notes";
        note_type = "Type de note" | "Type of note";
        plain_note = "note" | "note";

        // Keys.
        shortcuts = "Clavier" | "Keyboard";
        key_note = "N : nouvelle note au milieu de la vue" | "N: new note in the middle of the view";
        key_put = "T ou F, puis Entrée : texte ou cadre au milieu de la vue" | "T or F, then Enter: text or frame in the middle of the view";
        key_join = "C : flèche entre les deux éléments choisis, vers le dernier" | "C: arrow between the two selected items, to the last";
        key_draw = "P : dessiner ; Espace ou Entrée : poser, lever le crayon ; flèches, ou Origine, Fin, Page préc. et suiv. en biais : le déplacer ; Échap : abandonner le trait" | "P: draw; Space or Enter: put the pen down, lift it; arrows, or Home, End, Page Up and Down for slants: move it; Escape: give the line up";
        pen_ready = "Crayon au milieu de la vue. Flèches : le déplacer ; Espace : le poser." | "Pen in the middle of the view. Arrows: move it; Space: put it down.";
        pen_up(x: i32, y: i32) = "Crayon levé : {x} ; {y}" | "Pen up: {x}, {y}";
        pen_down(x: i32, y: i32) = "Crayon posé : {x} ; {y}" | "Pen down: {x}, {y}";
        pen_over(place: &str, name: &str) = "{place}, sur « {name} »" | "{place}, on “{name}”";
        pen_drawn = "Trait dessiné, crayon levé" | "Line drawn, pen up";
        pen_given_up = "Trait abandonné, crayon levé" | "Line given up, pen up";
        key_walk = "J, K : élément suivant, précédent ; avec Maj, l'ajouter à la sélection" | "J, K: next, previous item; with Shift, add it to the selection";
        key_take_out = "Espace : ôter de la sélection l'élément où l'on est, ou l'y remettre" | "Space: take the item where you are out of the selection, or back into it";
        key_tools = "V : sélectionner ; H : déplacer la vue, par les flèches aussi ; Échap : reposer l'outil" | "V: select; H: move the view, by arrows too; Escape: put the tool down";
        key_move = "Flèches : déplacer la sélection, ou la vue ; avec Maj, plus loin" | "Arrows: move the selection, or the view; with Shift, farther";
        key_snap = "Ctrl + flèches : amener la sélection au prochain alignement ; Ctrl tenu en faisant glisser : ne s'aligner sur rien" | "Ctrl + arrows: bring the selection to the next alignment; Ctrl held while dragging: align with nothing";
        no_alignment = "De ce côté, il n'y a rien sur quoi s'aligner." | "There is nothing to align with that way.";
        key_size = "Alt + flèches : changer la taille" | "Alt + arrows: change the size";
        key_write = "Entrée ou F2 : écrire ; Échap : finir d'écrire, ne rien choisir" | "Enter or F2: write; Escape: finish writing, select nothing";
        key_delete = "Suppr : retirer" | "Delete: take off";
        key_undo = "Ctrl + Z : annuler ; Ctrl + Maj + Z : rétablir" | "Ctrl + Z: undo; Ctrl + Shift + Z: redo";
        key_group = "Ctrl + G : grouper ; Ctrl + Maj + G : dégrouper ; Ctrl + D : dupliquer" | "Ctrl + G: group; Ctrl + Shift + G: ungroup; Ctrl + D: duplicate";
        key_copy = "Ctrl + C, X, V : copier, couper, coller ; Ctrl + A : tout choisir" | "Ctrl + C, X, V: copy, cut, paste; Ctrl + A: select all";
        key_find = "/ ou Ctrl + F : chercher" | "/ or Ctrl + F: search";
        key_view = "+, -, 0 : agrandir, réduire, tout voir" | "+, -, 0: zoom in, zoom out, see all";
        key_bars = "Alt + F10 : aller aux actions de la sélection, ou aux outils ; flèches : de l'une à l'autre ; Échap : revenir au tableau" | "Alt + F10: go to what is done with the selection, or to the tools; arrows: from one to the next; Escape: back to the board";
        key_panel = "Ctrl + B : aller au volet, l'ouvrir, puis le fermer ; Échap : en revenir au tableau" | "Ctrl + B: go to the panel, open it, then close it; Escape: back from it to the board";
        key_menus = "Dans un menu, flèches : y entrer, le parcourir ; Échap : le fermer" | "In a menu, arrows: go into it, along it; Escape: close it";
        key_new_line = "N : écrire une note" | "N: write a note";
        key_row_menu = "Maj + F10 : actions sur la ligne" | "Shift + F10: actions on the line";
        key_lines = "Flèches : ligne suivante, précédente ; avec Maj, l'ajouter à la sélection" | "Arrows: next, previous line; with Shift, add it to the selection";
        key_pick = "Ctrl + Espace : ajouter la ligne à la sélection, ou l'en ôter" | "Ctrl + Space: add the line to the selection, or take it out";
        key_shift = "Alt + flèches : monter, descendre l'élément" | "Alt + arrows: move the item up, down";
        key_write_line = "F2 : écrire ; Échap : finir d'écrire, ne rien choisir" | "F2: write; Escape: finish writing, select nothing";
        same_in_outline = "La vue Plan donne le même contenu en texte." | "The Outline view has the same content as text.";

        // Searching.
        found_at(place: &str, all: &str) = "{place} sur {all}" | "{place} of {all}";
        found_nothing = "Rien trouvé" | "Nothing found";
        found_before = "Résultat précédent" | "Previous result";
        found_after = "Résultat suivant" | "Next result";
        end_search = "Fermer la recherche" | "Close the search";

        // Drawing in the outline.
        pad = "Feuille de dessin" | "Drawing sheet";
        pad_hint = "Dessinez du doigt, à la souris, par les touches (voir « Clavier ») ou par les boutons : le trait va sur le tableau." | "Draw with a finger, the mouse, by keys (see “Keyboard”) or by the buttons: the line goes on the board.";
        pen = "Crayon" | "Pen";
        put_pen_down = "Poser" | "Put down";
        lift_pen = "Lever" | "Lift";
        give_line_up = "Abandonner le trait" | "Give the line up";
        up_left = "En haut à gauche" | "Up and left";
        up_right = "En haut à droite" | "Up and right";
        down_left = "En bas à gauche" | "Down and left";
        down_right = "En bas à droite" | "Down and right";
        measures(width: u32, height: u32, lies: &str) = "{width} de large, {height} de haut. {lies}" | "{width} wide, {height} high. {lies}";
        key_pad = "Bouton Dessin, puis flèches : déplacer le crayon, aussi en biais par Origine, Fin, Page préc. et suiv. ; Espace : le poser, le lever ; Échap : abandonner le trait, fermer" | "Drawing button, then arrows: move the pen, on slants by Home, End, Page Up and Down; Space: put it down, lift it; Escape: give the line up, close";

        // What is selected.
        close = "Fermer" | "Close";
        width = "Largeur" | "Width";
        height = "Hauteur" | "Height";
        choose_several = "Choisir plusieurs éléments" | "Select several items";
        choose_this(text: &str) = "Choisir : {text}" | "Select: {text}";
        add = "Ajouter…" | "Add…";
        paste = "Coller" | "Paste";
        paste_refused = "Le navigateur ne laisse pas cette page lire le presse-papiers. Autorisez-le, ou collez avec Ctrl + V." | "The browser does not let this page read the clipboard. Allow it, or paste with Ctrl + V.";
        paste_many[n] = "Ce que vous collez ferait {n} note." , "Ce que vous collez ferait {n} notes, une par ligne." | "What you paste would make {n} note." , "What you paste would make {n} notes, one a line.";
        paste_all[n] = "Créer {n} note" , "Créer les {n} notes" | "Make {n} note" , "Make the {n} notes";
        paste_not = "Ne pas coller" | "Do not paste";
        copy = "Copier" | "Copy";
        join = "Relier par une flèche" | "Join by an arrow";
        selection = "Sélection" | "Selection";
        selected[n] = "{n} élément choisi" , "{n} éléments choisis" | "{n} item selected" , "{n} items selected";
        duplicate = "Dupliquer" | "Duplicate";
        group = "Grouper" | "Group";
        ungroup = "Dégrouper" | "Ungroup";
        arrange = "Ranger" | "Arrange";
        align_left = "Aligner à gauche" | "Align left";
        align_centre = "Centrer horizontalement" | "Centre horizontally";
        align_right = "Aligner à droite" | "Align right";
        align_top = "Aligner en haut" | "Align top";
        align_middle = "Centrer verticalement" | "Centre vertically";
        align_bottom = "Aligner en bas" | "Align bottom";
        distribute_across = "Répartir en largeur" | "Distribute across";
        distribute_down = "Répartir en hauteur" | "Distribute down";
        grid = "En grille" | "In a grid";
        place_at = "Position…" | "Position…";
        lies_at(x: i32, y: i32) = "Position : {x} ; {y}, depuis l'origine du tableau" | "Position: {x}, {y}, from the origin of the board";
        lies_in(x: i32, y: i32, name: &str) = "Position : {x} ; {y}, depuis le coin de « {name} »" | "Position: {x}, {y}, from the corner of “{name}”";
        place_across = "Vers la droite" | "To the right";
        place_down = "Vers le bas" | "Downwards";
        place_here = "Placer là" | "Place there";
        place_step = "Pas" | "Step";
        place_by_steps = "Déplacer d'un pas" | "Move by one step";
        units[n] = "{n} unité" , "{n} unités" | "{n} unit" , "{n} units";
        to_the_left = "À gauche" | "To the left";
        to_the_right = "À droite" | "To the right";
        further_up = "Plus haut" | "Further up";
        further_down = "Plus bas" | "Further down";
        to_front = "Devant" | "To the front";
        to_back = "Derrière" | "To the back";
        larger = "Plus grand" | "Larger";
        smaller = "Plus petit" | "Smaller";
        delete = "Retirer" | "Take off";

        // Bringing a board in.
        import_title = "Importer un tableau" | "Import a board";
        import_file = "Fichier à importer" | "File to import";
        import_hint = "Excalidraw, Scrumlr (JSON), CSV ou tableau Établi (JSON), 16 Mio au plus. Pour reprendre le tableau d'une autre séance, passez par son histoire." | "Excalidraw, Scrumlr (JSON), CSV or an Établi board (JSON), 16 MiB at most. To take over the board of another session, go by its history.";
        import_reading = "Lecture…" | "Reading…";
        import_missing = "Ce tableau n'a pas pu être lu : il n'est pas là, ou vous n'y avez pas accès." | "This board could not be read: it is not there, or you have no access to it.";
        import_too_large = "Ce fichier dépasse 16 Mio." | "This file is larger than 16 MiB.";
        import_no_text = "Ce fichier n'est pas un texte." | "This file is no text.";
        import_unknown = "Ce fichier n'est d'aucun format connu, ou il est abîmé." | "This file is of no known format, or damaged.";
        import_nothing = "Il n'y a rien à placer dans ce fichier." | "There is nothing to place in this file.";
        import_etabli = "Un tableau Établi :" | "An Établi board:";
        import_excalidraw = "Un dessin Excalidraw :" | "An Excalidraw drawing:";
        import_scrumlr = "Un tableau Scrumlr :" | "A Scrumlr board:";
        import_table = "Une table :" | "A table:";
        count_notes[n] = "{n} note" , "{n} notes" | "{n} note" , "{n} notes";
        count_frames[n] = "{n} cadre" , "{n} cadres" | "{n} frame" , "{n} frames";
        count_clusters[n] = "{n} groupe" , "{n} groupes" | "{n} cluster" , "{n} clusters";
        count_texts[n] = "{n} texte" , "{n} textes" | "{n} text" , "{n} texts";
        count_strokes[n] = "{n} tracé" , "{n} tracés" | "{n} stroke" , "{n} strokes";
        count_connectors[n] = "{n} lien" , "{n} liens" | "{n} connector" , "{n} connectors";
        import_losses = "Ce qui ne peut pas venir" | "What cannot come over";
        lost_pictures = "Images : ajoutez-les sur le tableau" | "Pictures: add them on the board";
        lost_authors = "Noms d'auteur·rices : ce que vous placez est à vous" | "Names of authors: what you place is yours";
        lost_votes = "Votes et réactions" | "Votes and reactions";
        lost_shapes = "Formes devenues des notes" | "Shapes that became notes";
        lost_rotation = "Éléments redressés" | "Elements set upright";
        lost_arrows = "Flèches qui ne reliaient pas deux éléments" | "Arrows that did not join two elements";
        lost_long_texts = "Textes trop longs, coupés" | "Texts too long, cut";
        lost_unknown = "Éléments sans équivalent ici" | "Elements without a counterpart here";
        import_full[n] = "Il n'y a plus de place pour vous que pour {n} élément." , "Il n'y a plus de place pour vous que pour {n} éléments." | "There is room for {n} more element of yours only." , "There is room for {n} more elements of yours only.";
        import_place = "Placer sur le tableau" | "Place on the board";
        import_leave = "Laisser" | "Leave it";
        count_pictures[n] = "{n} image" , "{n} images" | "{n} picture" , "{n} pictures";
        import_without_pictures[n] = "{n} image n'a pas pu venir." , "{n} images n'ont pas pu venir." | "{n} picture could not come over." , "{n} pictures could not come over.";
        import_placed[n] = "{n} élément placé, à droite de ce qui était là." , "{n} éléments placés, à droite de ce qui était là." | "{n} element placed, to the right of what was there." , "{n} elements placed, to the right of what was there.";

        // Kinds of records.
        frame = "Cadre sans nom" | "Unnamed frame";
        cluster = "Groupe sans nom" | "Unnamed cluster";
        connector = "Flèche" | "Arrow";
        text = "Texte vide" | "Empty text";
        stroke = "Dessin" | "Drawing";
        image = "Image" | "Image";
        add_picture = "Ajouter une image" | "Add a picture";
        describe_picture = "Description de l'image, pour qui ne la voit pas" | "Description of the picture, for those who do not see it";
        too_many_pictures = "Il y a assez d'images : 25 par personne et 100 par tableau au plus." | "There are enough pictures: 25 for each person and 100 for a board at most.";
        empty_note = "Note vide" | "Empty note";

        // Writing.
        text_of = "Texte" | "Text";
        new_note = "Nouvelle note" | "New note";
        add_note = "Ajouter la note" | "Add the note";
        place = "Où" | "Where";
        on_the_board = "Sur le tableau" | "On the board";
        search_board = "Chercher sur le tableau" | "Search the board";
        outline_empty = "Les notes de la séance apparaîtront ici, cadre par cadre." | "The session's notes will appear here, frame by frame.";
        unsigned_promise = "Les noms sont masqués : ce que vous ajoutez maintenant n'est jamais signé, plus tard non plus." | "Names are hidden: what you add now is never signed, not later either.";
        private_promise = "Personne d'autre ne voit ce que vous écrivez, pas même l'animation, tant que ce n'est pas dévoilé." | "Nobody else sees what you write, the facilitator included, until it is revealed.";
        no_writing_now = "La phase en cours ne demande pas d'écrire." | "The present phase does not ask for writing.";
        only_you = "vous seul·e" | "only you";
        contested_mark = "deux valeurs" | "two values";
        actions_on_this = "Actions sur cet élément" | "Actions on this item";
        edit = "Écrire" | "Write";
        move_up = "Monter" | "Move up";
        move_down = "Descendre" | "Move down";
        move_to = "Placer dans" | "Place in";
        make_cluster = "En faire un groupe" | "Make a cluster of it";
        choose = "Choisir…" | "Choose…";
        reveal_this = "Dévoiler" | "Reveal";

        // People.
        people = "Participant·es" | "Participants";
        is_writing(name: &str) = "{name} écrit…" | "{name} is writing…";
        somebody = "Quelqu'un" | "Somebody";
        facilitator = "animation" | "facilitation";
        raise_hand = "Demander la parole" | "Raise hand";
        ready = "J'ai fini" | "I am done";
        give_floor = "Donner la parole" | "Give the floor";
        give_floor_to(name: &str) = "Donner la parole à {name}" | "Give the floor to {name}";
        floor_given[n] = "{n} prise de parole" , "{n} prises de parole" | "{n} turn to speak" , "{n} turns to speak";
        floor_not_counted = "La prise de parole n'a pas pu être comptée." | "The turn to speak could not be counted.";
        remove_person = "Exclure" | "Remove";
        remove_named(name: &str) = "Exclure {name}" | "Remove {name}";
        remove_means = "Cette personne quitte la séance et ne peut plus y entrer. Ce qu'elle a écrit reste. La page de la séance permet de la réadmettre." | "This person leaves the session and can no longer enter it. What they wrote stays. The session's page lets them in again.";
        you_have_the_floor = "Vous avez la parole." | "You have the floor.";
        asks_to_speak = "demande la parole" | "hand raised";
        is_ready = "a fini" | "done";
        ready_total(ready: &str, all: &str) = "{ready} sur {all} ont fini" | "{ready} of {all} are done";
        away = "absent·e" | "away";

        // What is said of what happens.
        mute_announcements = "Ne pas annoncer ce qui se passe" | "Do not announce what happens";
        came(name: &str) = "{name} : arrivée" | "{name} joined";
        left(name: &str) = "{name} : départ" | "{name} left";
        wants_to_speak(name: &str) = "{name} : demande de parole" | "{name}: hand raised";
        people_together[n] = "{n} personne" , "{n} personnes" | "{n} person" , "{n} people";
        new_notes[n] = "{n} nouvelle note" , "{n} nouvelles notes" | "{n} new note" , "{n} new notes";
        removed_notes[n] = "{n} note retirée" , "{n} notes retirées" | "{n} note taken off" , "{n} notes taken off";
        own_revealed[n] = "{n} de vos notes est dévoilée" , "{n} de vos notes sont dévoilées" | "{n} of your notes is revealed" , "{n} of your notes are revealed";
        phase_begins(place: &str, title: &str) = "{place} : {title}" | "{place}: {title}";

        // Conflicts.
        conflicts = "Deux valeurs à départager" | "Two values to settle";
        conflicts_hint = "Une modification faite hors connexion en a rencontré une autre : les deux sont gardées. Choisissez celle qui vaut." | "A change made offline met another: both are kept. Choose the one that holds.";
        adopt(name: &str) = "Prendre la valeur de {name}" | "Take {name}'s value";
        keep_as_is = "Laisser comme c'est" | "Leave as it is";
        with_value(label: &str, value: &str) = "{label} : {value}" | "{label}: {value}";
        select_it = "Voir l'élément" | "See the item";
        property_parent = "emplacement dans un cadre ou un groupe" | "place in a frame or cluster";
        property_order = "ordre" | "order";
        property_position = "position" | "position";
        property_size = "taille" | "size";
        property_ends = "ce que relie la flèche" | "what the arrow joins";
        property_ink = "trait" | "line";

        // Leading.
        facilitation = "Animer" | "Facilitate";
        phase_of(step: &str, all: &str) = "Phase {step} sur {all}" | "Phase {step} of {all}";
        not_begun = "La séance n'a pas encore commencé" | "The session has not begun yet";
        not_begun_hint = "L'animation commencera la première phase. D'ici là, tout le monde lit ce qui est écrit sur le tableau." | "The facilitator begins the first phase. Until then everybody reads what is written on the board.";
        prepare_hint = "Préparez le tableau, puis commencez la première phase une fois tout le monde là." | "Prepare the board, then begin the first phase once everybody is there.";
        late = "Vous arrivez en cours de phase" | "You come while a phase is under way";
        late_phase(title: &str) = "Vous arrivez en cours de phase : {title}" | "You come while a phase is under way: {title}";
        late_held = "Le tableau s'ouvrira de lui-même à la fin de cette phase, ou dès que l'animation vous fait entrer." | "The board opens by itself when this phase ends, or as soon as the facilitator lets you in.";
        late_left(time: &str) = "Temps restant : {time}" | "Time left: {time}";
        late_reads = "Vous lisez tout ce que les autres lisent : rien n'est caché à qui arrive en cours de route." | "You read all that others read: nothing is hidden from those who come late.";
        late_private = "Ce que chaque personne écrit dans cette phase reste caché à toutes les autres jusqu'au dévoilement ; vous lisez le reste." | "What each person writes in this phase stays hidden from all others until it is revealed; you read the rest.";
        late_before = "Ce qui a déjà été fait" | "What was done before";
        late_read = "J'ai lu" | "I have read it";
        minutes[n] = "{n} minute" , "{n} minutes" | "{n} minute" , "{n} minutes";
        begin = "Commencer" | "Begin";
        begin_phase(title: &str) = "Commencer : {title}" | "Begin: {title}";
        begin_again = "Recommencer" | "Begin again";
        begin_phase_again(title: &str) = "Recommencer : {title}" | "Begin again: {title}";
        pause = "Pause" | "Pause";
        resume = "Reprendre" | "Resume";
        two_minutes_more = "2 minutes de plus" | "2 more minutes";
        reveal_all = "Tout dévoiler" | "Reveal all";
        reveal_all_question = "Tout montrer à tout le monde ? Cela ne s'annule pas." | "Show everything to everyone? This cannot be undone.";
        reveal_all_now = "Oui, tout dévoiler" | "Yes, reveal all";
        reveal_nothing = "Ne pas dévoiler" | "Do not reveal";
        reveal_next = "Dévoiler la note suivante" | "Reveal the next note";
        reveal_of = "Dévoiler les notes de" | "Reveal the notes of";
        call_everyone = "Appeler tout le monde ici" | "Call everyone here";
        called_by(name: &str) = "{name} vous montre cette partie du tableau." | "{name} is showing you this part of the board.";
        stay_here = "Ne pas suivre" | "Do not follow";
        hide_names = "Masquer les noms" | "Hide names";
        spotlight = "Mettre en lumière" | "Spotlight";
        in_the_spotlight(name: &str) = "{name} met en lumière" | "{name} holds this up";
        you_hold_up = "Vous mettez en lumière" | "You hold this up";
        parking_lot = "Parking" | "Parking lot";
        open_parking_lot = "Ouvrir un parking" | "Open a parking lot";
        park_selection = "Mettre au parking" | "Put in the parking lot";
        group_size = "Taille des groupes" | "Size of groups";
        form_groups = "Former des groupes au hasard" | "Form random groups";
        group_of(number: &str, names: &str) = "Groupe {number} : {names}" | "Group {number}: {names}";
        own_group(name: &str) = "Aller à mon cadre : {name}" | "Go to my frame: {name}";
        lock = "Verrouiller" | "Lock";
        unlock = "Déverrouiller" | "Unlock";
        locked_mark = "verrouillé" | "locked";
        screen_view = "Vue pour le projecteur" | "View for the projector";
        join_here(address: &str) = "Pour participer : {address}" | "To take part: {address}";
        sound_at_end = "Son à la fin" | "Sound at the end";
        show_time = "Voir le temps" | "Show the time";
        hide_time = "Masquer le temps" | "Hide the time";
        cue[n] = "À la suivante : encore {n} minute." , "À la suivante : encore {n} minutes." | "On to the next: {n} minute left." , "On to the next: {n} minutes left.";
        time_over = "Temps écoulé" | "Time is up";
        paused = "en pause" | "paused";

        // The state of saving, and what goes wrong.
        all_kept = "Tout est enregistré" | "All is saved";
        sending[n] = "{n} modification part" , "{n} modifications partent" | "{n} change is being sent" , "{n} changes are being sent";
        offline = "Hors connexion : ce que vous faites reste sur cet appareil et partira au retour du réseau" | "Offline: what you do stays on this device and is sent when the network is back";
        offline_with[n] = "Hors connexion : {n} modification sur cet appareil seulement" , "Hors connexion : {n} modifications sur cet appareil seulement" | "Offline: {n} change on this device only" , "Offline: {n} changes on this device only";
        offline_unkept = "Hors connexion : ce navigateur ne garde rien. Laissez cette page ouverte jusqu'au retour du réseau" | "Offline: this browser keeps nothing. Leave this page open until the network is back";
        offline_unkept_with[n] = "Hors connexion : {n} modification dans cette page seulement. Ne la fermez pas" , "Hors connexion : {n} modifications dans cette page seulement. Ne la fermez pas" | "Offline: {n} change in this page only. Do not close it" , "Offline: {n} changes in this page only. Do not close it";
        outdated = "Établi a été mis à jour. Ce que vous avez fait est gardé : rechargez la page." | "Établi was updated. What you did is kept: reload the page.";
        outdated_storing = "Établi a été mis à jour. Un instant : ce que vous avez fait est mis à l'abri sur cet appareil." | "Établi was updated. One moment: what you did is being kept on this device.";
        outdated_unkept = "Établi a été mis à jour, et ce navigateur ne garde rien : copiez ailleurs ce qui n'est pas encore parti, puis rechargez la page." | "Établi was updated, and this browser keeps nothing: copy elsewhere what has not been sent yet, then reload the page.";
        reload = "Recharger" | "Reload";
        not_admitted = "Vous ne participez plus à cette séance. Ce que vous y avez écrit reste." | "You no longer take part in this session. What you wrote stays.";
        signed_out = "Vous n'êtes plus connecté·e. Ce que vous avez fait est gardé sur cet appareil et partira quand vous reviendrez." | "You are no longer signed in. What you did is kept on this device and will be sent when you come back.";
        signed_out_unkept = "Vous n'êtes plus connecté·e, et ce navigateur ne garde rien : copiez ailleurs ce qui n'est pas encore parti avant de vous reconnecter." | "You are no longer signed in, and this browser keeps nothing: copy elsewhere what has not been sent yet before you sign in again.";
        understood = "Compris" | "Understood";
        quarantine = "Refusé, mais gardé" | "Refused, but kept";
        quarantine_hint = "Cela n'a pas pu être fait sur le tableau. Copiez-le, proposez-le de nouveau, ou écartez-le." | "This could not be done on the board. Copy it, propose it again, or discard it.";
        quarantined = "Une modification n'a pas été acceptée ; elle est gardée ici." | "A change was not accepted; it is kept here.";
        a_change = "Une modification" | "A change";
        propose_again = "Proposer de nouveau" | "Propose again";
        discard = "Écarter" | "Discard";
        contested = "Quelqu'un a changé la même chose pendant que vous étiez hors connexion : les deux valeurs sont gardées." | "Somebody changed the same thing while you were offline: both values are kept.";
        edited_while_deleted = "Quelqu'un a retiré ce que vous modifiiez : votre modification reviendra avec." | "Somebody took off what you were changing: your change comes back with it.";
        server_restored = "Le serveur a été restauré d'une sauvegarde. Ce qu'il a perdu de vous est gardé ici." | "The server was restored from a backup. What it lost of yours is kept here.";
        refused_unknown = "L'élément n'est plus là." | "The item is not there any more.";
        refused_taken = "L'élément existe déjà." | "The item exists already.";
        refused_not_yours = "Cela revient à quelqu'un d'autre." | "This is up to somebody else.";
        not_for_you = "Vous lisez ce tableau sans rien y changer." | "You read this board and change nothing on it.";
        refused_phase = "La phase en cours ne le permet pas." | "The present phase does not allow it.";
        refused_bounds = "Trop grand, trop loin ou trop long." | "Too large, too far or too long.";
        refused_full = "Le tableau est plein." | "The board is full.";
        refused_share = "Vous avez déjà sur ce tableau tout ce qu'une personne peut y mettre : un quart. Retirez-en une partie, ou demandez à l'animation." | "You have as much on this board as one person may: a quarter of it. Take some of it off, or ask a facilitator.";
        refused_reserved = "Le tableau est presque plein : ce qui reste est gardé pour l'animation, qui peut faire de la place." | "The board is nearly full: what is left is kept for the facilitators, who can make room.";
        refused_misplaced = "Cela ne va pas à cet endroit." | "This does not go there.";
        refused_locked = "L'animation a verrouillé l'élément." | "A facilitator has locked the item.";
        refused_not_private = "Tout le monde lit déjà cet élément : dans cette phase privée, son texte reste tel quel. Écrivez plutôt une nouvelle note." | "Everybody reads this item already: in this private phase its text stays as it is. Write a new note instead.";
        refused_closed = "La séance est close : plus rien n'est changé sur le tableau." | "The session is closed: nothing is changed on the board any more.";
        refused_lost = "Le serveur restauré ne connaît plus l'élément." | "The restored server does not know the item any more.";
    }
}
