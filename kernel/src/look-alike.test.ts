import { describe, expect, it } from '@jest/globals';
import { looksOf } from './look-alike.js';

const areAlike = (one: string, other: string) => looksOf(one).some((look) => looksOf(other).includes(look));

describe('two texts look alike', () => {
  it.each([
    ['in case', 'Ada Lovelace', 'ADA lovelace'],
    ['but for blanks', 'Ada Lovelace', ' Ada\u00a0\u2003Lovelace'],
    ['but for punctuation', 'Ada Lovelace', 'Ada-Lovelace.'],
    ['but for a zero-width space', 'Ada', 'A\u200bda'],
    ['but for a joiner', 'Ada', 'A\u200dd\u2060a'],
    ['but for direction marks', 'Ada', '\u202eAda\u202c\u200f'],
    ['with Cyrillic letters', 'Ada Pope', 'Аdа Роре'],
    ['with Greek letters', 'Nora', 'Νοrα'],
    ['all great, with Cyrillic letters', 'HEKTOR', 'НЕКТОR'],
    ['with Armenian letters', 'Jon', 'Jօn'],
    ['with an accent', 'José', 'Jose'],
    ['composed or not', 'Jos\u00e9', 'Jose\u0301'],
    ['with an accented Cyrillic letter', 'Zoë', 'Zо\u0451'],
    ['in full width', 'Ada', 'Ａｄａ'],
    ['in mathematical letters', 'Ada', '𝐀𝒹𝖺'],
    ['in circled letters', 'Ada', 'Ⓐⓓⓐ'],
    ['with a one for an l', 'Alan', 'A1an'],
    ['with a great i for an l', 'Alan', 'AIan'],
    ['with a zero for an o', 'Bob', 'B0b'],
    ['with two letters for one', 'Tim Homer', 'Tim Horner'],
    ['with a ligature', 'Office', 'Oﬃce'],
    ['in sharp s', 'Weiß', 'WEISS'],
    ['in another script, in either case', 'Νίκος', 'ΝΙΚΟΣ'],
    ['with combining marks heaped on', 'Ada', 'A\u0334\u0335d\u0336a'],
  ])('%s', (_how, one, other) => expect(areAlike(one, other)).toBe(true));
});

describe('two texts differ', () => {
  it.each([
    ['Ada', 'Eve'],
    ['Ada', 'Ada Lovelace'],
    ['Анна', 'Анна Петровна'],
    ['Jan', 'Jon'],
    ['李伟', '李娜'],
    ['محمد', 'أحمد'],
    ['🙂', '🙃'],
    ['', 'Ada'],
  ])('%s and %s', (one, other) => expect(areAlike(one, other)).toBe(false));
});

it('finds nothing in what has no letters', () => expect(looksOf('… 🙂 !?'.replaceAll('!', ''))).toEqual([]));
