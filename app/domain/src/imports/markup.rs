//! Markup in text cells: web tools export what their editors made.

/// Elements that begin a line of their own.
const BLOCKS: [&str; 16] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "blockquote",
    "hr",
];
/// Other elements whose tags are taken away.
const INLINE: [&str; 30] = [
    "a", "abbr", "b", "body", "center", "code", "dd", "del", "dl", "dt", "em", "figure", "font",
    "html", "i", "iframe", "img", "ins", "mark", "pre", "s", "small", "span", "strong", "sub",
    "sup", "tbody", "td", "th", "u",
];
/// Elements that go with all that they hold.
const UNSEEN: [&str; 3] = ["script", "style", "head"];

/// Entities beyond those written as a number.
const ENTITIES: [(&str, char); 46] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("euro", '€'),
    ("deg", '°'),
    ("middot", '·'),
    ("bull", '•'),
    ("copy", '©'),
    ("times", '×'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ocirc", 'ô'),
    ("ouml", 'ö'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("oelig", 'œ'),
    ("aelig", 'æ'),
    ("ntilde", 'ñ'),
    ("Agrave", 'À'),
    ("Acirc", 'Â'),
    ("Ccedil", 'Ç'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Ocirc", 'Ô'),
];

/// The text without markup, entities as characters; nothing where it holds
/// neither. What only looks like a tag, as in `a < b` or `<prénom>`, stays.
#[must_use]
pub fn plain_text(text: &str) -> Option<String> {
    if !text.contains(['<', '&']) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(start) = rest.find(['<', '&']) {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some((after, line)) = tag(rest) {
            if line && !plain.is_empty() && !plain.ends_with('\n') {
                plain.push('\n');
            }
            rest = after;
            found = true;
        } else if let Some((after, c)) = entity(rest) {
            plain.push(c);
            rest = after;
            found = true;
        } else {
            plain.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    found.then_some(plain)
}

/// What stands behind the tag or comment with which the text begins, and
/// whether it begins a line.
fn tag(text: &str) -> Option<(&str, bool)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let end = comment.find("-->")?;
        return Some((&comment[end + 3..], false));
    }
    let inside = text.strip_prefix('<')?;
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, attributes) = inside.split_at(length);
    if !attributes.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let end = attributes.find('>')?;
    let after = &attributes[end + 1..];
    if UNSEEN.contains(&name.as_str()) {
        if closing {
            return Some((after, false));
        }
        let close = format!("</{name}");
        let lower = after.to_ascii_lowercase();
        let hidden = lower.find(&close).unwrap_or(lower.len());
        let behind = &after[hidden..];
        return Some((behind.split_once('>').map_or("", |(_, rest)| rest), false));
    }
    let block = BLOCKS.contains(&name.as_str());
    (block || INLINE.contains(&name.as_str())).then_some((after, block))
}

/// What stands behind the entity with which the text begins, and its character.
fn entity(text: &str) -> Option<(&str, char)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.bytes().take(10).position(|byte| byte == b';')?;
    let (name, after) = (&inside[..end], &inside[end + 1..]);
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        None => ENTITIES.iter().find(|(found, _)| *found == name)?.1,
    };
    Some((after, c))
}
