import { DtlsParameters } from '#contracts';

/** Source: W3C WebRTC section 4.9.1 (`generateCertificate`); P-256 is the curve every browser must know. */
const ALGORITHM: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };

/** The certificate of this browser for one call, and what the other end has to know of it beforehand. */
export interface OwnCertificate {
  readonly certificate: RTCCertificate;
  /** `role: 'client'`, since every handler of the library takes the active side when the server leaves it the choice. */
  readonly dtlsParameters: DtlsParameters;
}

export async function makeCertificate(): Promise<OwnCertificate> {
  const certificate = await RTCPeerConnection.generateCertificate(ALGORITHM);
  const fingerprints = fingerprintsOf(certificate) ?? (await fingerprintsFromOffer(certificate));
  return {
    certificate,
    dtlsParameters: DtlsParameters.parse({ role: 'client', fingerprints: fingerprints.map(inCapitals) }),
  };
}

/** RFC 8122 section 5 asks for capitals, as offers have them and mediasoup compares them; the method gives small letters. */
function inCapitals({ algorithm = '', value = '' }: RTCDtlsFingerprint) {
  return { algorithm: algorithm.toLowerCase(), value: value.toUpperCase() };
}

function fingerprintsOf(certificate: RTCCertificate): readonly RTCDtlsFingerprint[] | undefined {
  // Firefox lacks the method.
  const { getFingerprints } = certificate as Partial<RTCCertificate>;
  const fingerprints = getFingerprints?.call(certificate);
  return fingerprints === undefined || fingerprints.length === 0 ? undefined : fingerprints;
}

/** Any offer made with the certificate says its fingerprint. Source: RFC 8122 section 5. */
async function fingerprintsFromOffer(certificate: RTCCertificate): Promise<readonly RTCDtlsFingerprint[]> {
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  try {
    connection.createDataChannel('');
    const { sdp = '' } = await connection.createOffer();
    const [, algorithm, value] = /^a=fingerprint:(\S+) (\S+)/m.exec(sdp) ?? [];
    if (algorithm === undefined || value === undefined) throw new Error('An offer without a fingerprint.');
    return [{ algorithm, value }];
  } finally {
    connection.close();
  }
}
