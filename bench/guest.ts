import { API_PREFIX, GuestIssued } from '#contracts';

/** The token of a new device. */
export async function newGuest(url: string): Promise<string> {
  const answer = await fetch(`${url}${API_PREFIX}/guests`, { method: 'POST' });
  return GuestIssued.parse(await answer.json()).token;
}
