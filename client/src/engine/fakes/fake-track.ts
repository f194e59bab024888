/** As much of a track as the engine touches. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly label: string;
  enabled = true;
  contentHint = '';
  readyState: MediaStreamTrackState = 'live';

  constructor(kind: 'audio' | 'video', label = '') {
    super();
    this.kind = kind;
    this.label = label;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** What the browser does when the device goes: unlike `stop`, it is told. */
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

export function fakeTrack(kind: 'audio' | 'video' = 'audio', label = ''): MediaStreamTrack & FakeTrack {
  return new FakeTrack(kind, label) as unknown as MediaStreamTrack & FakeTrack;
}

/** A stream that knows its tracks and nothing else. */
export function fakeStream(track: MediaStreamTrack): MediaStream {
  return { getTracks: () => [track] } as unknown as MediaStream;
}
