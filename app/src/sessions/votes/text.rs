//! What votes say.

use crate::text::catalogue;

catalogue! {
    /// What votes say.
    VotesText {
        votes = "Votes" | "Votes";
        none_yet = "Aucun vote pour l'instant." | "No vote yet.";
        loading = "Les votes arrivent…" | "The votes are coming…";
        open_now = "Un vote est ouvert." | "A vote is open.";
        go_to_vote = "Voter" | "Vote";
        is_open = "ouvert" | "open";
        is_closed = "clos" | "closed";
        in_so_far(ballots: &str, voters: &str) = "{ballots} sur {voters} ont voté" | "{ballots} of {voters} have voted";
        totals_later = "Les résultats restent cachés jusqu'à la clôture." | "Results stay hidden until the vote is closed.";
        anonymous = "anonyme" | "anonymous";
        named = "nominatif" | "named";
        anonymous_promise = "Anonyme : rien de ce que garde la séance ne relie un bulletin à une personne. Comment, et dans quelles limites" | "Anonymous: nothing that the session keeps joins a ballot to a person. How, and within which limits";
        anonymous_means = "Est gardé, avec la séance, qui a voté et, à part, chaque bulletin, sous l'empreinte d'un secret que seul ce navigateur a : rien ne relie l'un à l'autre, et il n'y a donc pas de résultats par groupe. Qui administre la base de données pourrait pourtant en voir des traces : au moment du vote, dans le journal d'écriture de la base jusqu'à ce qu'il soit recyclé, ou entre deux copies de sauvegarde." | "Kept with the session are who has voted and, apart from that, each ballot, under the hash of a secret that only this browser has: nothing joins the two, and there are therefore no results by group. Whoever runs the database could all the same see traces: at the moment of the vote, in the write log of the database until it is recycled, or between two backups.";
        named_means = "À la clôture, chacun voit qui a voté quoi." | "Once it is closed, everybody sees who voted what.";

        // Opening.
        new_vote = "Ouvrir un vote" | "Open a vote";
        not_in_phase = "La phase en cours ne permet pas de voter. Commencez une phase faite pour un vote, ou donnez-en un à celle-ci dans le déroulé, sur la page de la séance." | "The phase that runs does not allow to vote. Begin a phase that is for a vote, or give this one a vote in the script, on the page of the session.";
        waits_for_phase = "Ce vote est encore ouvert, mais la phase en cours ne permet pas de voter." | "This vote is still open, but the phase that runs does not allow to vote.";
        left_open(question: &str) = "Le vote « {question} » est encore ouvert." | "The vote “{question}” is still open.";
        left_in_no_vote = "Dans cette phase, personne ne peut voter." | "In this phase nobody can vote.";
        close_named(question: &str) = "Clore « {question} »" | "Close “{question}”";
        leave_open = "Laisser ouvert" | "Leave it open";
        wanted_now(kind: &str) = "Cette phase est faite pour un vote ({kind})." | "This phase is for a vote ({kind}).";
        prepare_wanted = "Préparer le vote" | "Prepare the vote";
        question = "Question" | "Question";
        question_hint = "Par exemple : quelle piste essayer d'abord ?" | "For example: which idea to try first?";
        kind = "Façon de voter" | "How to vote";
        dots = "Gommettes par personne" | "Dots for each person";
        dots_per_item = "Au plus, par élément" | "At most, for each item";
        is_anonymous = "Vote anonyme" | "Anonymous vote";
        voted_on = "Ce qui est mis au vote" | "What is voted on";
        selected_items[n] = "L'élément choisi sur le tableau ({n})" , "Les éléments choisis sur le tableau ({n})" | "The item selected on the board ({n})" , "The items selected on the board ({n})";
        all_clusters[n] = "Le groupe ({n})" , "Les groupes ({n})" | "The cluster ({n})" , "The clusters ({n})";
        all_frames[n] = "Le cadre ({n})" , "Les cadres ({n})" | "The frame ({n})" , "The frames ({n})";
        all_images[n] = "L'image ({n})" , "Les images ({n})" | "The image ({n})" , "The images ({n})";
        all_notes[n] = "La note du tableau ({n})" , "Toutes les notes du tableau ({n})" | "The note on the board ({n})" , "All notes on the board ({n})";
        notes_of_frame(name: &str, count: &str) = "Cadre « {name} » ({count})" | "Frame “{name}” ({count})";
        nothing_to_vote_on = "Il n'y a encore rien sur le tableau qui puisse être mis au vote." | "There is nothing on the board yet that can be voted on.";
        too_many_items(label: &str, max: &str) = "{label} : trop pour un vote ({max} au plus)" | "{label}: too many for a vote ({max} at most)";
        too_many_for_a_vote(max: &str) = "Un vote porte sur {max} éléments au plus. Choisissez un cadre, des groupes, ou sélectionnez sur le tableau ce qui est mis au vote." | "A vote is held on {max} items at most. Choose a frame, clusters, or select on the board what is voted on.";
        no_longer_there = "n'est plus sur le tableau" | "no longer on the board";
        chosen_is_gone = "Ce que vous aviez choisi de mettre au vote n'est plus là. Choisissez autre chose." | "What you had chosen to put to the vote is no longer there. Choose something else.";
        open_it = "Ouvrir le vote" | "Open the vote";

        // Voting.
        dots_left[n] = "Il vous reste {n} gommette" , "Il vous reste {n} gommettes" | "You have {n} dot left" , "You have {n} dots left";
        give_dot(item: &str) = "Une gommette de plus pour « {item} »" | "One dot more for “{item}”";
        take_dot(item: &str) = "Une gommette de moins pour « {item} »" | "One dot less for “{item}”";
        dots_given[n] = "{n} gommette" , "{n} gommettes" | "{n} dot" , "{n} dots";
        dots_at_most[n] = "{n} gommette au plus par élément." , "{n} gommettes au plus par élément." | "{n} dot at most for each item." , "{n} dots at most for each item.";
        no_dot_left = "Toutes vos gommettes sont données." | "All your dots are given.";
        no_dot_given = "Aucune gommette à reprendre ici." | "No dot to take back here.";
        yes = "Oui" | "Yes";
        no = "Non" | "No";
        objection = "Objection" | "Objection";
        reason = "Pourquoi" | "Why";
        reason_needed = "Dites en quoi cela nuirait." | "Say what harm it would do.";
        reasons_missing = "Votre bulletin n'est pas parti : une raison manque, là où vous faites objection." | "Your ballot was not sent: a reason is missing where you object.";
        ranking_hint = "De la meilleure à la moins bonne. Ce que vous laissez en bas partage la dernière place." | "From the best to the worst. What you leave below shares the last place.";
        your_order = "Votre ordre" | "Your order";
        not_ranked = "Sans place" | "Without a place";
        rank_it(item: &str) = "Donner une place à « {item} »" | "Give “{item}” a place";
        move_up(item: &str) = "Monter « {item} »" | "Move “{item}” up";
        move_down(item: &str) = "Descendre « {item} »" | "Move “{item}” down";
        is_first = "Cet élément est déjà le premier." | "This item is the first already.";
        is_last = "Cet élément est déjà le dernier." | "This item is the last already.";
        unrank(item: &str) = "Enlever « {item} » de l'ordre" | "Take “{item}” out of the order";
        rating_hint = "1 : pas du tout, 5 : tout à fait. Rien n'oblige à tout noter." | "1: not at all, 5: entirely. Nothing has to be rated.";
        no_rating = "sans avis" | "no opinion";
        cast = "Voter" | "Vote";
        cast_anew = "Changer mon vote" | "Change my vote";
        voted = "Vous avez voté. Vous pouvez changer d'avis jusqu'à la clôture." | "You have voted. You can change your mind until the vote is closed.";
        voted_elsewhere = "Vous avez voté depuis un autre appareil : le bulletin anonyme ne se change que là." | "You voted on another device: the anonymous ballot can be changed only there.";
        only_looking_on = "Vous assistez sans voter." | "You look on without voting.";
        nothing_chosen = "Choisissez quelque chose avant de voter." | "Choose something before you vote.";
        vote_stays = "Un vote envoyé se change mais ne se retire pas : tant que rien n'est choisi, il reste tel que vous l'avez envoyé." | "A vote that was sent can be changed but not withdrawn: as long as nothing is chosen, it stays as you sent it.";
        not_sent = "Le vote n'est pas parti : vérifiez la connexion, rien n'est perdu." | "The vote was not sent: check the connection, nothing is lost.";
        close_it = "Clore le vote" | "Close the vote";
        merge = "Réunir deux doublons" | "Bring two duplicates together";
        merge_from = "Ce doublon" | "This duplicate";
        merge_into = "devient" | "becomes";
        merge_it = "Réunir" | "Bring together";
        merge_rule = "Aucune voix n'est perdue : les gommettes s'ajoutent ; d'un classement compte la meilleure place, d'une note la plus haute, d'un avis le plus strict. On sépare quand on veut avant la clôture." | "No vote is lost: dots add up; of a ranking the better place counts, of ratings the higher, of answers the stricter. They can be separated at any time before the vote is closed.";
        merged_into(text: &str, into: &str) = "« {text} » est réuni à « {into} »" | "“{text}” is brought together with “{into}”";
        separate = "Séparer" | "Separate";
        separate_named(text: &str) = "Séparer « {text} »" | "Separate “{text}”";

        // At the notes.
        show_on_notes = "Montrer les votes sur les notes" | "Show votes on the notes";
        show_on_notes_means = "Tant qu'un vote est ouvert : vos voix, que vous seul·e voyez. Une fois clos : ce qui en est sorti, jusqu'au vote suivant. La vue pour le projecteur ne montre jamais vos voix ; décochez avant de partager cet écran-ci." | "While a vote is open: your own votes, which only you see. Once it is closed: what came out, until the next vote. The view for the projector never shows your own votes; untick this before you share this screen.";
        on_note_nothing = "mis au vote" | "up for a vote";
        on_note_own(said: &str) = "votre vote : {said}" | "your vote: {said}";
        on_note_place(place: &str) = "place {place}" | "place {place}";
        on_note_rating(rating: &str) = "{rating} sur 5" | "{rating} out of 5";
        on_note_taken_back = "repris" | "taken back";
        on_note_not_sent(said: &str) = "{said}, pas encore envoyé" | "{said}, not sent yet";
        on_note_total(said: &str) = "résultat : {said}" | "result: {said}";
        on_note_points(points: &str, place: &str) = "{points} de Borda, place {place}" | "{points} by Borda count, place {place}";
        to_ballot = "Aller au bulletin" | "Go to the ballot";
        to_ballot_at(item: &str) = "Aller au bulletin, à « {item} »" | "Go to the ballot, at “{item}”";
        send_ballot = "Envoyer mon bulletin" | "Send my ballot";
        own_ballot_here = "Votre bulletin" | "Your ballot";

        // What came out.
        place(place: &str) = "{place}." | "{place}.";
        tie = "Égalité" | "Tie";
        vote_again = "Revoter entre ces éléments" | "Vote again between these";
        vote_again_at(place: &str, tied: &str) = "Revoter pour la place {place} ({tied} ex æquo)" | "Vote again for place {place} ({tied} tied)";
        vote_again_in_points(place: &str, tied: &str) = "Revoter pour la place {place} en points de Borda ({tied} ex æquo)" | "Vote again for place {place} by Borda count ({tied} tied)";
        other_ties = "Autres égalités" | "Other ties";
        again(question: &str) = "{question} (départage)" | "{question} (run-off)";
        repeats = "départage un vote précédent" | "breaks the tie of an earlier vote";
        consent = "Pas d'objection" | "No objection";
        no_consent[n] = "{n} objection" , "{n} objections" | "{n} objection" , "{n} objections";
        no_answer = "Aucune réponse" | "No answer";
        yes_count[n] = "{n} oui" , "{n} oui" | "{n} yes" , "{n} yes";
        no_count[n] = "{n} non" , "{n} non" | "{n} no" , "{n} no";
        mean(mean: &str, ratings: &str) = "moyenne {mean} ({ratings})" | "mean {mean} ({ratings})";
        ratings[n] = "{n} note" , "{n} notes" | "{n} rating" , "{n} ratings";
        distribution = "Répartition, de 1 à 5" | "Distribution, from 1 to 5";
        one_point(points: &str) = "{points} point" | "{points} point";
        points(points: &str) = "{points} points" | "{points} points";
        borda = "Points de Borda" | "Borda count";
        runoff = "Tours successifs" | "Instant run-off";
        round(number: &str) = "Tour {number}" | "Round {number}";
        eliminated = "éliminé" | "eliminated";
        exhausted = "Bulletins épuisés" | "Exhausted ballots";
        tied_round = "Plusieurs ont été éliminés ensemble, et l'ordre aurait pu compter." | "Several were eliminated together, and the order could have mattered.";
        more_items[n] = "et {n} autre" , "et {n} autres" | "and {n} more" , "and {n} more";
        more_reasons[n] = "et {n} autre raison" , "et {n} autres raisons" | "and {n} more reason" , "and {n} more reasons";
        winner = "Gagne" | "Winner";
        item = "Élément" | "Item";
        by_party = "Par groupe" | "By group";
        no_parties = "Sans résultats par groupe : un bulletin anonyme ne dit pas de qui il est." | "Without results by group: an anonymous ballot does not say whose it is.";
        party_ballots[n] = "{n} bulletin" , "{n} bulletins" | "{n} ballot" , "{n} ballots";
        who_voted = "Qui a voté quoi" | "Who voted what";
        all_ballots[n] = "Recompter : {n} bulletin" , "Recompter : les {n} bulletins" | "Recount: {n} ballot" , "Recount: the {n} ballots";
        recount_hint = "Chaque bulletin sous son reçu, dans l'ordre des reçus, qui ne dit rien de l'ordre des votes. Le vôtre s'y reconnaît au reçu que donne « Vérifier que mon bulletin compte »." | "Each ballot under its receipt, in the order of receipts, which says nothing of the order of votes. Yours is known by the receipt that “Verify that my ballot counts” gives.";
        adds_up = "Recomptés ici, ces bulletins donnent les totaux affichés." | "Counted again here, these ballots give the totals shown.";
        adds_up_not = "Recomptés ici, ces bulletins ne donnent pas les totaux affichés. Signalez-le à l'animation." | "Counted again here, these ballots do not give the totals shown. Tell the facilitators.";
        receipt = "Reçu" | "Receipt";
        ballot = "Bulletin" | "Ballot";
        own_ballot = "le vôtre" | "yours";
        nobody_voted = "Personne n'a voté." | "Nobody voted.";
        verify = "Vérifier que mon bulletin compte" | "Verify that my ballot counts";
        verified(receipt: &str) = "Votre bulletin compte, sous le reçu {receipt} :" | "Your ballot counts, under the receipt {receipt}:";
        not_found = "Ce navigateur ne garde pas le secret de votre bulletin : vérifiez depuis celui où vous avez voté." | "This browser does not keep the secret of your ballot: verify it from the one on which you voted.";
        closed_now = "Le vote est clos." | "The vote is closed.";
        none = "rien" | "nothing";
    }
}
