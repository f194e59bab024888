import type { TFunction } from 'i18next';
import type { PersonView } from '../../../engine/model.js';

const BEST_QUALITY = 5;

/** Of whom nothing was said, what they send comes as well as it can; of who sends nothing, nothing is known. */
export function qualityOf({ quality, isAudioOn, isVideoOn, isSharing }: PersonView): number | undefined {
  return quality ?? (isAudioOn || isVideoOn || isSharing ? BEST_QUALITY : undefined);
}

const WORDS = ['score1', 'score2', 'score3', 'score4', 'score5'] as const;

/** "good", for a quality of 4. */
export function qualityWords(t: TFunction, quality: number | undefined): string {
  const words = quality === undefined ? undefined : WORDS[quality - 1];
  return t(`quality.${words ?? 'unknown'}`);
}
