//! What is said around attached files.

use crate::text::catalogue;

catalogue! {
    /// What is said around attached files.
    AttachmentsText {
        title = "Fichiers joints" | "Attached files";
        none = "Aucun fichier pour l'instant. Photos, enregistrements et documents joints apparaîtront ici." | "No file yet. Photos, recordings and documents attached will appear here.";
        add = "Joindre un fichier" | "Attach a file";
        add_photo = "Joindre une photo" | "Attach a photo";
        other_file = "Choisir plutôt un fichier de cet appareil" | "Choose a file of this device instead";
        file = "Fichier" | "File";
        file_hint = "Image, son, PDF, texte ou document bureautique, 10 Mio au plus. Les images sont réduites et perdent leurs données cachées, comme le lieu de la prise de vue." | "Picture, sound, PDF, text or office document, 10 MiB at most. Pictures are made smaller and lose their hidden data, such as the place where they were taken.";
        privacy = "Pas de visage d'élève, pas de nom." | "No pupil's face, no name.";
        nameless = "Votre nom n'accompagnera pas ce fichier, et celui-ci sera renommé. Mais un PDF, un enregistrement ou un document bureautique contient souvent le nom de son auteur·rice : préférez une image." | "Your name will not go with this file, and the file is renamed. But a PDF, a recording or an office document often holds its author's name: prefer a picture.";
        description = "Ce qu'on y voit ou entend" | "What there is to see or hear";
        description_hint = "Lu à voix haute à qui ne voit pas l'image." | "Read aloud to those who do not see the picture.";
        send = "Joindre" | "Attach";
        sending(percent: u32) = "Envoi : {percent} %" | "Sending: {percent}%";
        looking = "Envoyé. Vérification du fichier…" | "Sent. Checking the file…";
        progress = "Avancement de l'envoi" | "Progress of sending";
        not_described(name: &str) = "Image sans description : {name}" | "Picture without description: {name}";
        open_picture = "Voir en grand" | "See it large";
        download = "Télécharger" | "Download";
        download_this(name: &str) = "Télécharger « {name} »" | "Download “{name}”";
        what = "Ce que c'est" | "What it is";
        attached_to = "Joint à" | "Attached to";
        attached_by = "Joint par" | "Attached by";
        attached_at = "Joint" | "Attached";
        remove = "Retirer" | "Remove";
        remove_this(name: &str) = "Retirer « {name} » pour toujours" | "Remove “{name}” for good";
        by(name: &str) = "par {name}" | "by {name}";
        bytes(n: &str) = "{n} octets" | "{n} bytes";
        kib(n: &str) = "{n} Kio" | "{n} KiB";
        mib(n: &str) = "{n} Mio" | "{n} MiB";
    }
}
