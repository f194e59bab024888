/*
 * Runs inside the page, before its scripts: keeps the peer connections that the page makes, so that a test can ask the
 * browser itself what it sends and receives. The page knows nothing of it.
 */

/** One incoming or outgoing stream as the browser's own statistics show it. */
export interface StreamStats {
  readonly trackId: string;
  readonly kind: 'audio' | 'video';
  readonly direction: 'in' | 'out';
  readonly packetCount: number;
  readonly byteCount: number;
  /** Decoded or encoded; 0 for sound. */
  readonly frameCount: number;
  readonly widthPx: number;
}

export function installProbe(cameraWidthPx: number): void {
  const probe: { connections: RTCPeerConnection[] } = { connections: [] };
  const Native = RTCPeerConnection;
  class Probed extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.push(this);
    }
  }
  Object.defineProperty(globalThis, 'RTCPeerConnection', { value: Probed, configurable: true, writable: true });
  Object.defineProperty(globalThis, 'testProbe', { value: probe });
  askForSmallCamera();

  /** Three browsers that encode 720p on a small machine leave no time for what is being tested. */
  function askForSmallCamera(): void {
    const open = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (open === undefined) return;
    navigator.mediaDevices.getUserMedia = (wish) =>
      open(
        typeof wish?.video === 'object'
          ? { ...wish, video: { ...wish.video, width: cameraWidthPx, height: (cameraWidthPx * 9) / 16, frameRate: 15 } }
          : wish,
      );
  }
}

/** Everything that flows, asked of every live connection. */
export async function readStreams(): Promise<StreamStats[]> {
  const { connections } = (globalThis as unknown as { testProbe: { connections: RTCPeerConnection[] } }).testProbe;
  const found: StreamStats[] = [];
  for (const connection of connections.filter((one) => one.connectionState !== 'closed')) {
    for (const stat of (await connection.getStats()).values()) {
      if (stat.type !== 'inbound-rtp' && stat.type !== 'outbound-rtp') continue;
      const isIn = stat.type === 'inbound-rtp';
      found.push({
        trackId: stat.trackIdentifier ?? '',
        kind: stat.kind,
        direction: isIn ? 'in' : 'out',
        packetCount: (isIn ? stat.packetsReceived : stat.packetsSent) ?? 0,
        byteCount: (isIn ? stat.bytesReceived : stat.bytesSent) ?? 0,
        frameCount: (isIn ? stat.framesDecoded : stat.framesEncoded) ?? 0,
        widthPx: stat.frameWidth ?? 0,
      });
    }
  }
  return found;
}

/** How well one incoming stream arrived so far, by the browser's own statistics. Source: W3C WebRTC Statistics. */
export interface Arrival {
  readonly trackId: string;
  readonly kind: 'audio' | 'video';
  /** Sound that was made up, because nothing was there to be played, of all that was played; in samples. */
  readonly concealedCount: number;
  readonly sampleCount: number;
  readonly freezesMs: number;
  readonly frameCount: number;
  readonly widthPx: number;
}

/** Asked of every live connection, as `readStreams`. */
export async function readArrivals(): Promise<Arrival[]> {
  const { connections } = (globalThis as unknown as { testProbe: { connections: RTCPeerConnection[] } }).testProbe;
  const found: Arrival[] = [];
  for (const connection of connections.filter((one) => one.connectionState !== 'closed')) {
    for (const stat of (await connection.getStats()).values()) {
      if (stat.type !== 'inbound-rtp') continue;
      found.push({
        trackId: stat.trackIdentifier,
        kind: stat.kind,
        // Silence that is made up is no loss: a voice that pauses sends nothing.
        concealedCount: (stat.concealedSamples ?? 0) - (stat.silentConcealedSamples ?? 0),
        sampleCount: stat.totalSamplesReceived ?? 0,
        freezesMs: 1_000 * (stat.totalFreezesDuration ?? 0),
        frameCount: stat.framesDecoded ?? 0,
        widthPx: stat.frameWidth ?? 0,
      });
    }
  }
  return found;
}

/** The strongest frequency of each incoming sound, in Hz; silent ones are left out. */
export async function readTones(): Promise<number[]> {
  const page = globalThis as unknown as {
    testProbe: {
      connections: RTCPeerConnection[];
      ears?: { context: AudioContext; byTrack: Map<string, AnalyserNode> };
    };
  };
  const ears = (page.testProbe.ears ??= { context: new AudioContext(), byTrack: new Map() });
  await ears.context.resume();
  const receivers = page.testProbe.connections
    .filter((one) => one.connectionState !== 'closed')
    .flatMap((one) => one.getReceivers())
    .filter(({ track }) => track.kind === 'audio' && track.readyState === 'live');
  for (const { track } of receivers) {
    if (ears.byTrack.has(track.id)) continue;
    const analyser = ears.context.createAnalyser();
    analyser.fftSize = 8_192;
    ears.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    ears.byTrack.set(track.id, analyser);
  }
  const heard: number[] = [];
  for (const { track } of receivers) {
    const analyser = ears.byTrack.get(track.id);
    if (analyser === undefined) continue;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    let loudest = 0;
    for (let index = 1; index < bins.length; index += 1)
      if ((bins[index] ?? -200) > (bins[loudest] ?? -200)) loudest = index;
    if ((bins[loudest] ?? -200) > -60) heard.push(Math.round((loudest * ears.context.sampleRate) / analyser.fftSize));
  }
  return heard;
}
