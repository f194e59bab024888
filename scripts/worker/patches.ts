/** One correction of the worker's source, made on the copy that is compiled and never in node_modules. */
export interface Patch {
  /** Path below the worker's source folder. */
  readonly file: string;
  /** Text that must stand in the file exactly once. */
  readonly expected: string;
  readonly replacement: string;
  readonly reason: string;
}

/** How long the worker waits for a key frame before it asks again, in ms. */
const KEY_FRAME_RETRY_MS = 250;
/** How often it asks again for one demand. Four retries outlast the time in which Chromium ignores a request. */
const KEY_FRAME_RETRY_COUNT = 4;

const KEY_FRAME_REASON =
  'Chromium ignores a key frame request that comes within 300 ms of its last key frame. With one retry after ' +
  '1000 ms, whoever joins just after somebody else looks at nothing for a second. Short, repeated, bounded retries ' +
  'end as soon as the key frame comes.';

export const patches: readonly Patch[] = [
  {
    file: 'src/RTC/DtlsTransport.cpp',
    expected: '(operationType == BIO_CB_RETURN)',
    replacement: '((operationType & BIO_CB_RETURN) != 0)',
    reason:
      'OpenSSL ORs BIO_CB_RETURN with the operation. When it is built with kernel TLS, the stock test makes ' +
      'BIO_get_ktls_send() read as true, no write buffer is made, and the first DTLS handshake ends the worker.',
  },
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected: 'KeyFrameRetransmissionWaitMs{ 1000 }',
    replacement: `KeyFrameRetransmissionWaitMs{ ${KEY_FRAME_RETRY_MS} }`,
    reason: KEY_FRAME_REASON,
  },
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected: 'pendingKeyFrameInfo->SetRetryOnTimeout(false);',
    replacement: 'pendingKeyFrameInfo->CountRetry();',
    reason: KEY_FRAME_REASON,
  },
  {
    file: 'include/RTC/KeyFrameRequestManager.hpp',
    expected: 'bool retryOnTimeout{ true };',
    replacement: `static constexpr unsigned MaxRetries{ ${KEY_FRAME_RETRY_COUNT} };\n\t\tunsigned retriesLeft{ MaxRetries };`,
    reason: KEY_FRAME_REASON,
  },
  {
    file: 'include/RTC/KeyFrameRequestManager.hpp',
    expected: 'return this->retryOnTimeout;\n\t\t}',
    replacement:
      'return this->retriesLeft > 0;\n\t\t}\n\t\tvoid CountRetry()\n\t\t{\n\t\t\t--this->retriesLeft;\n\t\t}',
    reason: KEY_FRAME_REASON,
  },
  {
    file: 'include/RTC/KeyFrameRequestManager.hpp',
    expected: 'this->retryOnTimeout = notify;',
    replacement: 'this->retriesLeft = notify ? MaxRetries : 0;',
    reason: KEY_FRAME_REASON + ' A new demand while one is pending starts the count afresh.',
  },
];

/**
 * Applies one patch to the text of its file.
 * @throws Error when the expected text is not there exactly once: then the source is not the one the patch was
 *   written for, and compiling it unmended would hide a known fault.
 */
export function applyPatch(text: string, patch: Patch): string {
  const pieces = text.split(patch.expected);
  if (pieces.length !== 2) {
    throw new Error(
      `The patch of ${patch.file} expects "${patch.expected}" once and found it ${pieces.length - 1} times. ` +
        `It was made because: ${patch.reason} Check scripts/worker/patches.ts against this version of mediasoup.`,
    );
  }
  return pieces.join(patch.replacement);
}
