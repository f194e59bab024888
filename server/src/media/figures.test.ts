import { describe, expect, it } from '@jest/globals';
import { receivedLimitOf, sentLimitOf, type Receiving, type Sending } from './figures.js';

describe('what limits a stream on its way to the server', () => {
  const sending = (given: Partial<Sending> = {}): Sending => ({
    score: 10,
    arriving: [true, true, true],
    wanted: 2,
    ...given,
  });

  it.each([
    ['nothing', sending(), undefined],
    [
      'nothing, when what does not come is not watched',
      sending({ arriving: [true, false, false], wanted: 0 }),
      undefined,
    ],
    [
      'nothing, when nobody watches at all',
      sending({ score: 0, arriving: [false, false, false], wanted: 'none' }),
      undefined,
    ],
    ['its path', sending({ score: 7 }), 'sender-path'],
    [
      'its machine, when a layer that is watched does not come',
      sending({ arriving: [true, true, false] }),
      'sender-sends-less',
    ],
    ['nothing that sound could tell by layers', sending({ arriving: [false], wanted: 0 }), undefined],
  ] as const)('%s', (_, given, limit) => {
    expect(sentLimitOf(given)).toBe(limit);
  });
});

describe('what limits a stream on its way to a viewer', () => {
  const receiving = (given: Partial<Receiving> = {}): Receiving => ({
    isFlowing: true,
    score: 10,
    producerScore: 10,
    counts: { spatial: 3, temporal: 3 },
    layers: { spatial: 2, temporal: 2 },
    wanted: { spatial: 2, temporal: 2 },
    arriving: [true, true, true],
    ...given,
  });
  const low = { spatial: 0, temporal: 2 };

  it.each([
    ['nothing', receiving(), undefined],
    ['nothing to speak of while it is held back', receiving({ isFlowing: false, score: 0 }), undefined],
    ['the viewer’s bandwidth', receiving({ layers: low }), 'receiver-bandwidth'],
    ['a layer that does not come in', receiving({ layers: low, arriving: [true, true, false] }), 'sender-sends-less'],
    ['the size of the tile', receiving({ layers: low, wanted: low }), 'tile-size'],
    ['the viewer’s path', receiving({ score: 5 }), 'receiver-path'],
    ['the sender’s path, which the viewer’s score includes', receiving({ score: 5, producerScore: 5 }), 'sender-path'],
    ['nothing, without layers', receiving({ layers: undefined, wanted: undefined }), undefined],
  ] as const)('%s', (_, given, limit) => {
    expect(receivedLimitOf(given)).toBe(limit);
  });
});
