import { expect, it } from '@jest/globals';
import { NAME_MAX_UNITS } from '#contracts';
import { nameFaultOf } from './name-fault.js';

it.each(['Ada', ' Ada Lovelace ', 'محمد العربي', '李小龙', 'O’Brien-Smith Jr.', 'x'.repeat(NAME_MAX_UNITS)])(
  'takes %s',
  (name) => {
    expect(nameFaultOf(name)).toBeUndefined();
  },
);

it.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['x'.repeat(NAME_MAX_UNITS + 1), 'tooLong'],
  ['Ada\u202eecalevoL', 'invalid'],
])('says of %j that it is %s', (name, fault) => {
  expect(nameFaultOf(name)).toBe(fault);
});
