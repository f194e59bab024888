import { writeFileSync } from 'node:fs';

const RATE_HZ = 48_000;
const LENGTH_S = 10;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;

/** Writes a mono 16-bit WAV file with one steady tone, for a browser's fake microphone, which plays it in a loop. */
export function writeTone(path: string, toneHz: number): void {
  const sampleCount = RATE_HZ * LENGTH_S;
  const dataBytes = sampleCount * BYTES_PER_SAMPLE;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes, 40);
  for (let index = 0; index < sampleCount; index += 1) {
    const level = 0.4 * Math.sin((2 * Math.PI * toneHz * index) / RATE_HZ);
    file.writeInt16LE(Math.round(level * 32_767), HEADER_BYTES + index * BYTES_PER_SAMPLE);
  }
  writeFileSync(path, file);
}
