/**
 * Letters of other scripts, and digits, by the Latin letter that they are taken for in the typefaces of screens. `i` and `l` are
 * one: nobody tells a small L from a great I. Source: the idea and most of the pairs are those of Unicode Technical Standard 39,
 * section 4, confined to the scripts that names are written in.
 */
const TAKEN_FOR: Readonly<Record<string, string>> = {
  a: 'АаΑαɑ',
  b: 'ВЬьΒƄ',
  c: 'СсϹϲ',
  d: 'Ԁԁ',
  e: 'ЕеΕҽ',
  g: 'ɡց',
  h: 'НҺһΗհ',
  j: 'ЈјϳͿ',
  k: 'КкΚκ',
  l: 'iIіІӀӏΙιıɩ1|!',
  m: 'МмΜ',
  n: 'пΝηո',
  o: 'ОоΟοσ0Օօ',
  p: 'РрΡρ',
  q: 'Ԛԛզ',
  r: 'гᴦ',
  s: 'ЅѕՏ',
  t: 'ТтΤτ',
  u: 'υսʋ',
  v: 'νѵѴ',
  w: 'ѡωԝԜա',
  x: 'ХхΧχ',
  y: 'УуΥγүҮ',
  z: 'Ζᴢ',
};

const LATIN = new Map(
  Object.entries(TAKEN_FOR).flatMap(([latin, others]) => Array.from(others, (one) => [one, latin] as const)),
);

/**
 * What is left of a text when everything is taken away by which two look alike and yet differ: case, blanks and punctuation,
 * marks on letters, width and style, what cannot be seen, and the script that a letter is from. Two texts of which any of
 * these are the same may be taken for one another. Several, since some letters look like others only when great or small.
 */
export function looksOf(text: string): readonly string[] {
  return [...new Set([text, text.toUpperCase(), text.toLowerCase()].map(lookOf))].filter((look) => look !== '');
}

function lookOf(text: string): string {
  // Letters first lose their marks, so that an accented Cyrillic letter is found as well.
  const bare = text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const latin = bare.replaceAll(/./gsu, (letter) => LATIN.get(letter) ?? letter);
  const folded = latin.toUpperCase().toLowerCase().replaceAll('i', 'l');
  return folded
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}
