import { exceptionName } from '../failure.js';
import type { OpenFailure } from '../model.js';

export type InputKind = 'microphone' | 'camera';

/** The devices of this machine as the engine needs them; the browser behind it can be replaced in tests. */
export interface Hardware {
  /** Asks for one input device; the browser's default without an id. Rejects with the W3C's exceptions. */
  open(kind: InputKind, deviceId: string | undefined): Promise<MediaStreamTrack>;
  /** Both in one question to the person, where each alone would mean two. */
  openBoth(
    deviceIds: Readonly<Record<InputKind, string | undefined>>,
  ): Promise<Readonly<Record<InputKind, MediaStreamTrack>>>;
  openScreen(): Promise<{ readonly picture: MediaStreamTrack; readonly sound: MediaStreamTrack | undefined }>;
  /** How many pictures a track has brought so far; undefined where the browser does not tell. */
  framesCaptured(track: MediaStreamTrack): number | undefined;
  list(): Promise<readonly MediaDeviceInfo[]>;
  /** Calls back when devices come or go. Returns what stops that. */
  onChange(changed: () => void): () => void;
  streamOf(track: MediaStreamTrack): MediaStream;
}

/** 720 lines at 30 frames; a camera that cannot gives what it can. */
const CAMERA: MediaTrackConstraints = { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: { ideal: 1 },
};
const SCREEN: DisplayMediaStreamOptions = {
  video: { width: { max: 3_840 }, height: { max: 2_160 }, frameRate: { ideal: 30, max: 30 } },
  // Music and films suffer from what helps a voice.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};

/** Source: W3C Media Capture Extensions, `MediaStreamTrackVideoStats`. Not every browser has it. */
type TrackWithStats = MediaStreamTrack & { readonly stats?: { readonly totalFrames?: number } };

export const browserHardware: Hardware = {
  async open(kind, deviceId) {
    const constraints = constraintsOf(kind, deviceId);
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === 'camera' ? { video: constraints } : { audio: constraints },
    );
    return trackOf(stream, kind);
  },
  async openBoth(deviceIds) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraintsOf('microphone', deviceIds.microphone),
      video: constraintsOf('camera', deviceIds.camera),
    });
    return { microphone: trackOf(stream, 'microphone'), camera: trackOf(stream, 'camera') };
  },
  async openScreen() {
    const stream = await navigator.mediaDevices.getDisplayMedia(SCREEN);
    const [picture] = stream.getVideoTracks();
    if (picture === undefined) throw new DOMException('A share without a picture.', 'NotFoundError');
    return { picture, sound: stream.getAudioTracks()[0] };
  },
  framesCaptured: (track) => (track as TrackWithStats).stats?.totalFrames,
  list: async () => navigator.mediaDevices.enumerateDevices(),
  onChange(changed) {
    // Absent on a page that came over plain HTTP, which the call reports in its own way.
    const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
    mediaDevices?.addEventListener('devicechange', changed);
    return () => mediaDevices?.removeEventListener('devicechange', changed);
  },
  streamOf: (track) => new MediaStream([track]),
};

function constraintsOf(kind: InputKind, deviceId: string | undefined): MediaTrackConstraints {
  return {
    ...(kind === 'camera' ? CAMERA : MICROPHONE),
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
  };
}

function trackOf(stream: MediaStream, kind: InputKind): MediaStreamTrack {
  const [track] = kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
  if (track === undefined) throw new DOMException('A stream without what was asked for.', 'NotFoundError');
  track.contentHint = kind === 'camera' ? 'motion' : 'speech';
  return track;
}

/** Source: the exceptions listed in W3C Media Capture and Streams, section 10.2 (`getUserMedia`). */
export function openFailureOf(thrown: unknown): OpenFailure {
  switch (exceptionName(thrown)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unknown';
  }
}
