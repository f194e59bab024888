import { expect, it } from '@jest/globals';
import { figureWords } from './figure-words.js';

it('says figures as people read them, in their language', () => {
  const [english, german] = [figureWords('en'), figureWords('de')];
  expect(english.rate(1_240_000)).toBe('1.2 Mbit/s');
  expect(german.rate(1_240_000)).toBe('1,2 Mbit/s');
  expect(english.rate(38_400)).toBe('38 kbit/s');
  expect(english.share(0.125)).toBe('12.5%');
  expect(english.duration(3.42)).toBe('3.4 ms');
  expect(english.duration(41.7)).toBe('42 ms');
});
