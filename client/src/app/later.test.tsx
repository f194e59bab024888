import { expect, it, jest } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { later } from './later.js';

const Page = ({ name }: { readonly name: string }) => <p>{name}</p>;

function draw(component: ReturnType<typeof later<{ readonly name: string }>>) {
  const Component = component;
  return render(
    <Suspense fallback={<p>one moment</p>}>
      <Component name="here" />
    </Suspense>,
  );
}

it('is drawn in the same moment when its script was fetched before', async () => {
  const Ahead = later(async () => Page);
  await Ahead.load();
  draw(Ahead);
  expect(screen.getByText('here')).toBeTruthy();
});

it('waits behind the fallback for a script that is still to come, and stays the same from then on', async () => {
  const { promise, resolve } = Promise.withResolvers<typeof Page>();
  const Behind = later(() => promise);
  const { rerender } = draw(Behind);
  expect(screen.getByText('one moment')).toBeTruthy();
  resolve(Page);
  const shown = await screen.findByText('here');
  rerender(
    <Suspense fallback={<p>one moment</p>}>
      <Behind name="there" />
    </Suspense>,
  );
  expect(screen.getByText('there')).toBe(shown);
});

it('is fetched once, and again after it could not be had', async () => {
  const fetch = jest
    .fn<() => Promise<typeof Page>>()
    .mockRejectedValueOnce(new Error('offline'))
    .mockResolvedValue(Page);
  const Ahead = later(fetch);
  await expect(Ahead.load()).rejects.toThrow('offline');
  await Ahead.load();
  await Ahead.load();
  expect(fetch).toHaveBeenCalledTimes(2);
});
