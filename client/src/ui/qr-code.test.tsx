import { expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { encode } from 'uqr';
import { QrCode } from './qr-code.js';

it('draws each dark module where it belongs, with room around it, and says what it is', () => {
  const text = 'https://parley.example/m/11111111-0000-4000-8000-000000000001#move=code';
  render(<QrCode text={text} label="Code of the link" />);
  const code = screen.getByRole('img', { name: 'Code of the link' });
  const drawn = [...(code.lastElementChild?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)];
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
  expect(drawn.map(([, x, y]) => `${x} ${y}`)).toEqual(dark);
  expect(code.getAttribute('viewBox')).toBe(`0 0 ${size} ${size}`);
  expect(
    drawn.every(([, x, y]) => Math.min(Number(x), Number(y), size - 1 - Number(x), size - 1 - Number(y)) >= 4),
  ).toBe(true);
});
