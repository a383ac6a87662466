/* A name as compared, like fold_name in certificates/claims.py: no case, accents, white space, hyphens
   or apostrophes. A test holds the two together. */

const PLAIN = { ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", æ: "ae", œ: "oe", þ: "th", ς: "σ" };
// Letters to Unicode, but apostrophes or what only stretches.
const SIGNS = /[\u02B9-\u02BF\u0640]/u;

/* An accent moves in front of U+0345, the last of all accents; a vowel sign does not. */
const isAccent = (mark) => `\u0345${mark}`.normalize("NFD")[0] !== "\u0345";

function plain(character) {
  if (/\p{M}/u.test(character)) return isAccent(character) ? "" : character;
  if (SIGNS.test(character) || !/[\p{L}\p{N}]/u.test(character)) return "";
  return PLAIN[character] ?? character;
}

export function foldName(name) {
  // Up and down again: ß is ss then, as where Python folds the case.
  const folded = name.normalize("NFKD").toLowerCase().toUpperCase().toLowerCase().normalize("NFKD");
  return Array.from(folded, plain).join("");
}
