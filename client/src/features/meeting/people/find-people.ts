import type { PersonView } from '../../../engine/model.js';

/** Whose name contains what was typed. Accents and capitals do not matter: "jose" finds José. */
export function findPeople(people: readonly PersonView[], wanted: string, locale: string): readonly PersonView[] {
  const plain = plainly(wanted, locale);
  return plain === '' ? people : people.filter(({ name }) => plainly(name, locale).includes(plain));
}

function plainly(text: string, locale: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase(locale).trim();
}
