import type { types as mediasoup } from 'mediasoup';
import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from '#contracts';

/* Compile-time proofs, no code: the bounded schemas of the wire and the library's types cannot drift apart unseen. */

type Fits<From, To> = From extends To ? true : never;

/** Whatever passes our schemas, the worker's API accepts. */
export const parametersFitWorker: Fits<RtpParameters, mediasoup.RtpParameters> = true;
export const capabilitiesFitWorker: Fits<RtpCapabilities, mediasoup.RtpCapabilities> = true;
export const dtlsFitsWorker: Fits<DtlsParameters, mediasoup.DtlsParameters> = true;
export const kindFitsWorker: Fits<MediaKind, mediasoup.MediaKind> = true;

/** Whatever the worker's API gives, the wire can name. Shapes that need mapping get it in wire-shapes.ts. */
export const extensionFitsWire: Fits<
  mediasoup.RtpHeaderExtensionUri,
  NonNullable<RtpParameters['headerExtensions']>[number]['uri']
> = true;
export const iceFitsWire: Fits<mediasoup.IceParameters, IceParameters> = true;
export const candidateFitsWire: Fits<
  Pick<mediasoup.IceCandidate, 'foundation' | 'priority' | 'address' | 'protocol' | 'port' | 'type'>,
  Omit<IceCandidate, 'tcpType'>
> = true;
export const candidateTcpTypeFitsWire: Fits<mediasoup.IceCandidateTcpType, NonNullable<IceCandidate['tcpType']>> = true;
export const fingerprintFitsWire: Fits<mediasoup.DtlsFingerprint, DtlsParameters['fingerprints'][number]> = true;
export const roleFitsWire: Fits<mediasoup.DtlsRole, DtlsParameters['role']> = true;
