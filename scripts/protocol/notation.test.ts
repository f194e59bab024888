import { expect, it } from '@jest/globals';

import { boundsOf, notationOf } from './notation.ts';
import { remarksOf } from './remarks.ts';

const place = { path: 'Thing', remarks: new Map([['Thing.inner.size', 'In boxes.']]) };

it('writes what is said of a field above it, however deep it is', () => {
  const inner = { type: 'object', properties: { size: { type: 'integer' } }, required: ['size'] };
  const notation = notationOf({ type: 'object', properties: { inner } }, place);
  expect(notation).toBe('{\n  inner?: {\n    /** In boxes. */\n    size: number; // integer\n  };\n}');
});

it('tells every bound there is', () => {
  expect(boundsOf({ type: 'integer', exclusiveMinimum: 0, maximum: 9 })).toBe('integer, 1 to 9');
  expect(boundsOf({ type: 'array', minItems: 1, maxItems: 4 })).toBe('1 to 4');
  expect(boundsOf({ type: 'string', pattern: '^a+$' })).toBe('matches /^a+$/u');
  expect(boundsOf({ type: 'string', format: 'uuid', pattern: '^[0-9a-f-]+$' })).toBe('uuid');
});

it('writes two forms of one text once', () => {
  expect(
    notationOf(
      {
        anyOf: [
          { type: 'string', format: 'ipv4' },
          { type: 'string', format: 'ipv6' },
        ],
      },
      place,
    ),
  ).toBe('string');
});

it('finds the comments of shapes, their fields, and the fields of requests', () => {
  const remarks = remarksOf('contracts/src');
  expect(remarks.get('Participant.isConnected')).toContain('their seat is kept');
  expect([...remarks.keys()].filter((place) => place.startsWith('meeting.join.input.'))).not.toEqual([]);
});
