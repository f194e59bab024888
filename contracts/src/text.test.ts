import { expect, it } from '@jest/globals';
import {
  CHAT_TEXT_MAX_UNITS,
  ChatText,
  ConversationTitle,
  DESCRIPTION_MAX_UNITS,
  DisplayName,
  FILE_NAME_MAX_UNITS,
  FileName,
  LOBBY_TEXT_MAX_UNITS,
  LobbyText,
  NAME_MAX_UNITS,
  ROOM_PASSWORD_MAX_UNITS,
  ROOM_TITLE_MAX_UNITS,
  RoomPasswordChange,
  RoomTitle,
  ScheduleRequest,
  Topic,
  TOPIC_TITLE_MAX_UNITS,
} from './index.js';

const FIELDS = {
  'a name': [DisplayName, NAME_MAX_UNITS],
  'a group’s title': [ConversationTitle, NAME_MAX_UNITS],
  'a room’s title': [RoomTitle, ROOM_TITLE_MAX_UNITS],
  'a topic': [Topic.shape.title, TOPIC_TITLE_MAX_UNITS],
  'a description': [ScheduleRequest.shape.description, DESCRIPTION_MAX_UNITS],
  'a message': [ChatText, CHAT_TEXT_MAX_UNITS],
  'a file’s name': [FileName, FILE_NAME_MAX_UNITS],
  'words to who waits': [LobbyText, LOBBY_TEXT_MAX_UNITS],
  'a room’s password': [RoomPasswordChange.shape.password, ROOM_PASSWORD_MAX_UNITS],
} as const;

it.each(Object.entries(FIELDS))('%s is as long as its limit says, by `String.length`', (_, [schema, maxUnits]) => {
  const emoji = '😀'.repeat(maxUnits / 2);
  const isFit = (text: string) => schema.safeParse(text).success;
  expect(emoji).toHaveLength(maxUnits);
  expect([isFit('x'.repeat(maxUnits)), isFit(emoji)]).toEqual([true, true]);
  expect([isFit('x'.repeat(maxUnits + 1)), isFit(`${emoji}x`), isFit(emoji + emoji)]).toEqual([false, false, false]);
});
