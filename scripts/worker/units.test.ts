import { expect, it } from '@jest/globals';

import { groupIntoUnits, internalNames, UNIT_SIZE_BYTES, unitText } from './units.ts';

it.each([
  ['static constexpr int64_t WaitMs{ 1000 };', 'WaitMs'],
  ['\tstatic thread_local uint8_t ReadBuffer[ReadBufferSize];', 'ReadBuffer'],
  ['alignas(4) static thread_local uint8_t EncryptBuffer[9];', 'EncryptBuffer'],
  ['inline static void onAlloc(uv_handle_t* handle)', 'onAlloc'],
  ['static std::once_flag GlobalInitOnce;', 'GlobalInitOnce'],
  ['constexpr double kFactor = 1.0;', 'kFactor'],
  ['enum { kDeltaCounterMax = 1000 };', 'kDeltaCounterMax'],
])('sees that %s belongs to its file alone', (text, name) => {
  expect([...internalNames(text)]).toEqual([name]);
});

it('does not take a member function for one', () => {
  expect([...internalNames('void Worker::Close()\n{\n\treturn;\n}\n')]).toEqual([]);
});

it('keeps files apart that share a name, and together otherwise', () => {
  const units = groupIntoUnits(
    [
      { path: 'a.cpp', text: 'static int shared = 1;' },
      { path: 'b.cpp', text: 'static int shared = 2;' },
      { path: 'c.cpp', text: 'static int other = 3;' },
    ],
    'unit',
  );
  expect(units.map(({ name, paths }) => [name, paths])).toEqual([
    ['unit-0', ['a.cpp', 'c.cpp']],
    ['unit-1', ['b.cpp']],
  ]);
});

it('starts another unit when one is full, and gives a file larger than a unit its own', () => {
  const text = ' '.repeat(UNIT_SIZE_BYTES - 10);
  const units = groupIntoUnits(
    [
      { path: 'a.cpp', text },
      { path: 'b.cpp', text },
      { path: 'c.cpp', text: ' '.repeat(UNIT_SIZE_BYTES + 1) },
    ],
    'unit',
  );
  expect(units.map((unit) => unit.paths)).toEqual([['a.cpp'], ['b.cpp'], ['c.cpp']]);
});

it('does not depend on the order the files are named in', () => {
  const files = ['a', 'b', 'c'].map((name) => ({ path: `${name}.cpp`, text: `static int ${name};` }));
  expect(groupIntoUnits(files.toReversed(), 'unit')).toEqual(groupIntoUnits(files, 'unit'));
});

it('gives each file of a unit its own class name for the logger', () => {
  const [unit] = groupIntoUnits(
    ['a.cpp', 'b.cpp'].map((path) => ({ path, text: '' })),
    'unit',
  );
  expect(unitText(unit!, '/source')).toBe(
    '#undef MS_CLASS\n#include "/source/a.cpp"\n#undef MS_CLASS\n#include "/source/b.cpp"\n',
  );
});
