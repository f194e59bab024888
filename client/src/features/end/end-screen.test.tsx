/** @jest-environment jsdom */
import { afterEach, expect, it } from '@jest/globals';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../../testing/in-language.js';
import { EndScreen, FINAL_ENDS, UNDOABLE_ENDS } from './end-screen.js';

afterEach(cleanup);

const nothing = () => {};

it.each([
  ['left', 'You left the meeting', 'Rejoin'],
  ['full', 'This meeting is full', 'Try again'],
  ['moved', 'You joined from another window', 'Use here'],
  ['unreachable', "Parley can't be reached", 'Try again'],
] as const)('%s says so, has the focus, and offers the way back', async (kind, title, again) => {
  const presses: string[] = [];
  const screenOf = <EndScreen kind={kind} onAgain={() => presses.push('again')} onHome={() => presses.push('home')} />;
  render(await inLanguage(screenOf));

  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: title }));
  await userEvent.click(screen.getByRole('button', { name: again }));
  await userEvent.click(screen.getByRole('button', { name: 'Home' }));
  expect(presses).toEqual(['again', 'home']);
});

it.each([
  ['ended', 'Meeting ended'],
  ['removed', 'You were removed from the meeting'],
  ['denied', 'You were not let in'],
  ['notFound', "This meeting link doesn't work"],
  ['unsupported', "This browser can't join"],
] as const)('%s says so and leads home, nowhere else', async (kind, title) => {
  render(await inLanguage(<EndScreen kind={kind} onHome={nothing} />));
  screen.getByRole('heading', { level: 1, name: title });
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['Home']);
});

it('does not try again while it is trying', async () => {
  let tries = 0;
  render(await inLanguage(<EndScreen kind="full" busy onAgain={() => (tries += 1)} onHome={nothing} />));
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(tries).toBe(0);
});

it('names each kind once', () => {
  expect(new Set([...UNDOABLE_ENDS, ...FINAL_ENDS]).size).toBe(UNDOABLE_ENDS.length + FINAL_ENDS.length);
});
