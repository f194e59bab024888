import { Device, type types } from 'mediasoup-client';
import { io } from 'socket.io-client';

/*
 * The least a page can do to show somebody's video through a mediasoup router: one message to join, as ours, and nothing of
 * a product around it. It is what our own join is measured against.
 */

interface JoinAnswer {
  readonly send: types.TransportOptions;
  readonly recv: types.TransportOptions;
  readonly consumer?: types.ConsumerOptions;
}

const socket = io({ transports: ['websocket'] });
const device = new Device({ handlerName: 'Chrome111' });
const ECDSA: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
const certificates: RTCCertificate[] = [];

async function prepare(): Promise<void> {
  await device.load({ routerRtpCapabilities: await socket.emitWithAck('capabilities') });
  certificates.push(await RTCPeerConnection.generateCertificate(ECDSA));
}

async function join(): Promise<JoinAnswer> {
  return socket.emitWithAck('join', {
    rtpCapabilities: device.recvRtpCapabilities,
    dtlsParameters: { role: 'client', fingerprints: fingerprints() },
  });
}

/** In capitals, as mediasoup compares them; the method gives small letters. */
function fingerprints(): RTCDtlsFingerprint[] {
  const own = certificates[0]?.getFingerprints() ?? [];
  return own.map(({ algorithm, value = '' }) => ({ algorithm, value: value.toUpperCase() }) as RTCDtlsFingerprint);
}

async function publish(): Promise<void> {
  const { send } = await join();
  const transport = device.createSendTransport({ ...send, additionalSettings: { certificates } });
  transport.on('connect', (_, done) => done());
  transport.on('produce', ({ rtpParameters }, done) => void socket.emit('produce', rtpParameters, done));
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1_280, height: 720 } });
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new Error('The camera gave no track.');
  await transport.produce({
    track,
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
      { maxBitrate: 1_500_000 },
    ],
  });
}

/** From the call to the first rendered frame, in ms. */
async function view(): Promise<number> {
  const startedMs = performance.now();
  const { recv, consumer } = await join();
  const transport = device.createRecvTransport({ ...recv, additionalSettings: { certificates } });
  transport.on('connect', (_, done) => done());
  if (consumer === undefined) throw new Error('Nobody publishes yet.');
  const { track } = await transport.consume(consumer);
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  return new Promise((resolve) => video.requestVideoFrameCallback((nowMs) => resolve(nowMs - startedMs)));
}

Object.assign(globalThis, { bare: { prepare, publish, view } });
