import { z } from 'zod';
import { IdentityId } from '../ids.js';
import { NAME_MAX_UNITS } from '../limits.js';
import { request } from '../wire.js';
import { DisplayName } from './participant.js';
import { storable, unitsAtMost } from '../text.js';

/** Most people in one answer. */
export const FOUND_PEOPLE_MAX_COUNT = 50;

/** Somebody one may write to and call. */
export const KnownPerson = z.strictObject({ identityId: IdentityId, name: DisplayName });
export type KnownPerson = z.output<typeof KnownPerson>;

export const peopleRequests = {
  'people.find': request({
    about:
      'People with an account whom the caller has met in a meeting, those met last first, for choosing whom to write to. `search` is a part of their name; empty, it finds all.',
    input: z.strictObject({
      search: z.string().trim().max(NAME_MAX_UNITS).check(unitsAtMost(NAME_MAX_UNITS)).overwrite(storable),
    }),
    output: z.strictObject({ people: z.array(KnownPerson).max(FOUND_PEOPLE_MAX_COUNT) }),
    isRepeatable: true,
  }),
};
