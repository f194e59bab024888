import type { Reaction } from '#contracts';

/** What stands for each reaction on the screen; their names are in the languages' files. */
export const REACTION_SIGNS: Readonly<Record<Reaction, string>> = {
  'thumbs-up': '👍',
  clap: '👏',
  heart: '❤️',
  laugh: '😄',
  surprise: '😮',
  party: '🎉',
  yes: '✅',
  no: '❌',
};
