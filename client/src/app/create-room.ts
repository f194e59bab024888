/** The server answered and said no. Named like the contract's own, which would bring all schemas into the first load. */
class RoomRefused extends Error {
  override readonly name = 'Refusal';
}

/**
 * Opens a room.
 *
 * @throws {RoomRefused} when the server answered with anything but a room; `TypeError` when it could not be reached.
 */
export async function createRoom(fetch: typeof globalThis.fetch): Promise<{ readonly roomId: string }> {
  const response = await fetch('/api/v1/rooms', { method: 'POST', headers: { accept: 'application/json' } });
  const body: unknown = response.ok ? await response.json() : undefined;
  if (typeof body === 'object' && body !== null && 'roomId' in body && typeof body.roomId === 'string') {
    return { roomId: body.roomId };
  }
  throw new RoomRefused(`no room: status ${response.status}`);
}
