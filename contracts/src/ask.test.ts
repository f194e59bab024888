import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { ask } from './ask.js';
import { request } from './wire.js';

const contract = {
  'door.open': request({ about: 'Opens it.', input: z.strictObject({}), isRepeatable: true }),
  'bell.ring': request({ about: 'Rings it.', input: z.strictObject({}) }),
};
const LATE = { ok: false, error: { code: 'timeout', message: 'Later.' } };
const DONE = { ok: true, data: {} };

/** Answers with one after the other; silent for `undefined`. */
function lineOf(...answers: readonly unknown[]) {
  const left = [...answers];
  const asked: string[] = [];
  const emitWithAck = (name: string): Promise<unknown> => {
    asked.push(name);
    const answer = left.shift();
    return answer === undefined ? Promise.reject(new Error('silence')) : Promise.resolve(answer);
  };
  return { asked, line: { timeout: () => ({ emitWithAck }) } };
}

it.each([[undefined], [LATE]])(
  'asks once more for what can be repeated and was not done in time: %j',
  async (first) => {
    const { asked, line } = lineOf(first, DONE);
    expect(await ask(line, { contract, name: 'door.open', input: {} })).toEqual({});
    expect(asked).toHaveLength(2);
  },
);

it.each([[undefined], [LATE]])('asks no third time, and once only for what may have been done: %j', async (answer) => {
  for (const [name, count] of [['door.open', 2] as const, ['bell.ring', 1] as const]) {
    const { asked, line } = lineOf(answer, answer, DONE);
    await expect(ask(line, { contract, name, input: {} })).rejects.toMatchObject({ code: 'timeout' });
    expect(asked).toHaveLength(count);
  }
});

it('takes every other refusal for the last word', async () => {
  const { asked, line } = lineOf({ ok: false, error: { code: 'unavailable', message: 'Away.' } }, DONE);
  await expect(ask(line, { contract, name: 'door.open', input: {} })).rejects.toMatchObject({ code: 'unavailable' });
  expect(asked).toHaveLength(1);
});
