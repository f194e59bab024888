import { API_PREFIX, AvatarStored } from '#contracts';
import { Unreachable } from '../failure.js';
import { answerOf } from '../http.js';

/** A picture that does not move at all any more is given up after this, in ms. */
const SILENCE_MAX_MS = 30_000;

export interface AvatarUpload {
  readonly baseUrl: string;
  readonly token: string;
  readonly picture: Blob;
  /** How much of it has left so far, 0..1. */
  readonly onSent: (sentRatio: number) => void;
}

/** Sends a picture as a form's file. @throws {Refusal} or {@link Unreachable}. */
export type SendAvatar = (upload: AvatarUpload) => Promise<AvatarStored>;

/** The browser's way: `fetch` does not tell of bytes that have left, its elder does. */
export const sendAvatar: SendAvatar = async ({ baseUrl, token, picture, onSent }) => {
  const form = new FormData();
  form.set('file', picture);
  const { status, body } = await new Promise<{ readonly status: number; readonly body: unknown }>((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stillGoing = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), SILENCE_MAX_MS);
    };
    const unreachable = (): void => {
      clearTimeout(timer);
      reject(new Unreachable('No server answered.'));
    };
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      stillGoing();
      onSent(total === 0 ? 0 : loaded / total);
    });
    request.addEventListener('load', () => {
      clearTimeout(timer);
      resolve({ status: request.status, body: jsonOf(request.responseText) });
    });
    request.addEventListener('error', unreachable);
    request.addEventListener('abort', unreachable);
    request.open('PUT', `${baseUrl}${API_PREFIX}/account/avatar`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    stillGoing();
    request.send(form);
  });
  return answerOf(status, body, AvatarStored);
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // A proxy's words; judged by their status.
  }
}
