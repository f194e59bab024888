import { expect, it } from '@jest/globals';
import { Settler } from './settler.js';

/** An attempt that ends when told to. */
function attempts() {
  const begun: { readonly wish: number; readonly end: () => void; readonly fail: (fault: Error) => void }[] = [];
  const reach = (wish: number): Promise<void> => new Promise((end, fail) => void begun.push({ wish, end, fail }));
  return { begun, reach };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('tries the latest of many wishes once, after the attempt under way', async () => {
  const { begun, reach } = attempts();
  const settler = new Settler(reach);
  const first = settler.toward(1);
  await turn();
  for (const wish of [2, 3, 4]) void settler.toward(wish);
  begun[0]?.end();
  await turn();
  begun[1]?.end();
  await first;
  expect(begun.map(({ wish }) => wish)).toEqual([1, 4]);
});

it('goes on to a newer wish when the attempt under way fails', async () => {
  const { begun, reach } = attempts();
  const settler = new Settler(reach);
  void settler.toward(1);
  await turn();
  const second = settler.toward(2);
  begun[0]?.fail(new Error('the first could not be reached'));
  await turn();
  begun[1]?.end();
  await expect(second).resolves.toBeUndefined();
});

it('rejects when the latest wish fails, and tries anew when asked again', async () => {
  const { begun, reach } = attempts();
  const settler = new Settler(reach);
  const failing = settler.toward(1);
  await turn();
  begun[0]?.fail(new Error('no'));
  await expect(failing).rejects.toThrow('no');

  const again = settler.toward(1);
  await turn();
  begun[1]?.end();
  await expect(again).resolves.toBeUndefined();
});
