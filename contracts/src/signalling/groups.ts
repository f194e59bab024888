import { z } from 'zod';
import { IdentityId } from '../ids.js';
import { event, request } from '../wire.js';
import { ConversationId, ConversationTitle, GROUP_ADDED_MAX_COUNT } from './chat.js';

const OfGroup = { conversationId: ConversationId };

/** What can be done about a group as a whole. Each change leaves a message in it that says so. */
export const groupRequests = {
  'group.rename': request({
    about: 'The owner of a group gives it another name. `forbidden` for its other members.',
    input: z.strictObject({ ...OfGroup, title: ConversationTitle }),
    isRepeatable: true,
  }),
  'group.add': request({
    about:
      'The owner of a group brings people into it whom they have met; these read it from there on. Who is in it already is left alone. `forbidden` for other members and for strangers, `limit-reached` when the group would be too large.',
    input: z.strictObject({ ...OfGroup, identityIds: z.array(IdentityId).min(1).max(GROUP_ADDED_MAX_COUNT) }),
    isRepeatable: true,
  }),
  'group.remove': request({
    about:
      'The owner of a group removes somebody else from it, who reads and finds it no more. `forbidden` for other members.',
    input: z.strictObject({ ...OfGroup, identityId: IdentityId }),
    isRepeatable: true,
  }),
  'group.leave': request({
    about:
      'A member leaves a group for good. When its owner does, it is the one of its members who looked in last who owns it; when the last one does, it is deleted.',
    input: z.strictObject(OfGroup),
  }),
};

export const groupEvents = {
  'group.changed': event(
    'The name, the owner or the members of a group the caller is in have changed: ask `chat.list`, and `chat.open` for one that is open. Who was removed hears `chat.closed` instead, who was added `chat.opened`.',
    z.strictObject(OfGroup),
  ),
};
