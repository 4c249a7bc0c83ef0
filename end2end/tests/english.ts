// How tests of the English pages find what was left in French.
import type { Page } from "@playwright/test";

/**
 * All that can be read or heard on this page and sounds French, in what is closed or hidden too.
 * What is in another language on purpose says so (`lang`); names of programmes stay what they are.
 */
export function french(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names =
      /Établi|Français|Éducation|Édu-up|LéA(-IFÉ)?|ICÉ-AuRA|Innovathèque|[Aa]cadémies?|Défenseur des droits/g;
    const words =
      "le|la|les|des|du|un|une|vous|votre|vos|mes|cette|ces|ce|que|qui|aucune?|avec|sans|dans|pour|sur|est|sont|pas|nom|" +
      "retours?|jalons?|besoins?|projets?|lien|autres?|ajouter|retirer|modifier|choisir|envoyer|enregistrer|marquer|noter|" +
      "importer|ouvrir|faire|mars|avril|mai|juin|juillet|septembre|octobre|novembre";
    // Accents and quotation marks, a space before a mark, elision, words.
    const sounds = new RegExp(
      `[àâçéèêëîïôùûœ«»]|\\s[:;?!](\\s|$)|\\b[ldjnsqc]['’](?=\\p{L})|\\b(${words})\\b`,
      "iu",
    );
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      const silent = parentElement?.closest("script, style, template, noscript, datalist, body [lang]");
      if (!silent) texts.push(textContent ?? "");
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.body.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? "");
    }
    return texts.filter((text) => sounds.test(text.replaceAll(names, "")));
  });
}
