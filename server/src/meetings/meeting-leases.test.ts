import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { RoomId } from '#contracts';
import { LocalMeetingLeases, type MeetingLeases } from './meeting-leases.js';
import { RedisMeetingLeases } from './redis-meeting-leases.js';

/** What every MeetingLeases must do. */
function describeLeases(name: string, open: () => MeetingLeases): void {
  describe(`meeting leases ${name}`, () => {
    const room = () => RoomId.parse(randomUUID());

    it('are held by one at a time, however many ask at once', async () => {
      const [leases, roomId] = [open(), room()];
      const answers = await Promise.all(Array.from({ length: 20 }, () => leases.acquire(roomId)));
      expect(answers.filter((one) => one !== undefined)).toHaveLength(1);
    });

    it('can be renewed while held, and by the holder only', async () => {
      const [leases, roomId] = [open(), room()];
      const lease = (await leases.acquire(roomId))!;
      expect(await leases.renew(lease)).toBe(true);
      expect(await leases.renew({ ...lease, fence: lease.fence + 1 })).toBe(false);
    });

    it('can be taken once released, with a higher fence', async () => {
      const [leases, roomId] = [open(), room()];
      const first = (await leases.acquire(roomId))!;
      await leases.release(first);
      const second = (await leases.acquire(roomId))!;
      expect(second.fence).toBeGreaterThan(first.fence);
      expect(await leases.renew(first)).toBe(false);
    });

    it('are not released by who held them before', async () => {
      const [leases, roomId] = [open(), room()];
      const first = (await leases.acquire(roomId))!;
      await leases.release(first);
      const second = (await leases.acquire(roomId))!;
      await leases.release(first);
      expect(await leases.renew(second)).toBe(true);
    });
  });
}

describeLeases('in this process', () => new LocalMeetingLeases());

const redisUrl = process.env['TEST_REDIS_URL'];
if (redisUrl !== undefined) {
  const redis = new Redis(redisUrl);
  const prefix = `test-${randomUUID()}`;
  afterAll(() => redis.disconnect());
  describeLeases('in Redis', () => new RedisMeetingLeases(redis, prefix));

  it('in Redis are not to be had by a second node, and end by themselves when their node is dead', async () => {
    const roomId = RoomId.parse(randomUUID());
    const [dead, other] = [new RedisMeetingLeases(redis, prefix), new RedisMeetingLeases(redis, prefix)];
    const lease = (await dead.acquire(roomId))!;
    expect(await other.acquire(roomId)).toBeUndefined();
    expect(await other.renew(lease)).toBe(false);
    expect(await redis.pttl(`${prefix}:meeting-lease:${roomId}`)).toBeGreaterThan(0);
    await redis.del(`${prefix}:meeting-lease:${roomId}`); // As its end does.
    expect(await other.acquire(roomId)).toBeDefined();
    expect(await dead.renew(lease)).toBe(false);
  });
}
