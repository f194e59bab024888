import { afterAll, beforeAll } from '@jest/globals';
import 'reflect-metadata';
import { MemoryRoomRecords } from '../src/rooms/memory-room-records.js';
import { RoomRow } from '../src/storage/room.row.js';
import { TypeOrmRoomRecords } from '../src/storage/typeorm-room-records.js';
import { openTestDatabase, type TestDatabase } from './support/database.js';
import { testDatabases } from './support/databases.js';
import { describeRoomRecords } from './support/room-records-contract.js';

describeRoomRecords('in memory', () => new MemoryRoomRecords());

for (const { name, url } of testDatabases()) {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(url);
  });
  afterAll(() => opened.drop());
  describeRoomRecords(name, () => new TypeOrmRoomRecords(opened.database.getRepository(RoomRow)));
}
