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

/** While requests keep coming, one is passed on about this often, in ms. */
const KEY_FRAME_BUSY_MS = 1_000;
/** After so long without a request the next two may follow each other quickly, in ms. */
const KEY_FRAME_QUIET_MS = 2_000;
/** So many who wait are a storm: they are served together, at the end of the longer interval. */
const KEY_FRAME_FEW_COUNT = 3;

const KEY_FRAME_REASON =
  'Chromium ignores a key frame request that comes within 300 ms of its last key frame. With one retry after ' +
  '1000 ms, whoever joins just after somebody else looks at nothing for a second. Short, repeated, bounded retries ' +
  'end as soon as the key frame comes.';

const KEY_FRAME_STORM_REASON =
  'The stock gate lets a request through at each end of a fixed interval: short, it ruins the picture of a publisher whom ' +
  'many come to see; long, it leaves a lone second viewer waiting. Here the interval is short after a quiet time and about ' +
  'a second while requests keep coming or many wait, and whoever asked before a key frame came counts as served by it.';

/** So long without a packet, in ms, and with it so many lost, is a network that was gone rather than one that loses some. */
const OUTAGE_MS = 800;
const OUTAGE_LOST_COUNT = 10;

/** So long between something sent and the next word of its arrival is such a network too, in ms. Browsers tell four times a second. */
const UNANSWERED_MS = 1_000;
/** Where answers always take so long, key frames would come without end; but not more often than this, in ms. */
const UNANSWERED_AGAIN_MS = 5_000;

const OUTAGE_SENDER_REASON =
  'After an outage the stock worker asks for each packet of it again. What comes then is of no use without the start, and ' +
  'so late that browsers take the delay for the network’s and show the next pictures more than a second after they ' +
  'came. A key frame is asked for instead, at once.';

const OUTAGE_FEEDBACK_REASON =
  'After an outage the stock worker reports each packet of it as lost. Chromium sends what is reported lost again, without ' +
  'being asked (early loss detection), before anything new: new pictures wait for most of a second behind old ones.';

const OUTAGE_VIEWER_REASON =
  'A browser whose network was gone asks for a key frame only about a second after the first packets came again. The first ' +
  'word of what arrived there tells it sooner.';

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
  {
    file: 'include/RTC/KeyFrameRequestManager.hpp',
    expected:
      '\t\tbool GetKeyFrameRequested() const\n\t\t{\n\t\t\treturn this->keyFrameRequested;\n\t\t}\n' +
      '\t\tvoid SetKeyFrameRequested(bool flag)\n\t\t{\n\t\t\tthis->keyFrameRequested = flag;\n\t\t}\n',
    replacement: `\t\tbool IsAwaited() const
\t\t{
\t\t\treturn this->waitingCount > 0;
\t\t}
\t\tvoid CountWaiting()
\t\t{
\t\t\t++this->waitingCount;
\t\t}
\t\tvoid ForgetWaiting()
\t\t{
\t\t\tthis->waitingCount = 0;
\t\t}
\t\t// Goes on to the end of the longer interval when many wait. True when it does.
\t\tbool Lengthen()
\t\t{
\t\t\tif (this->waitingCount <= FewCount || this->delayMs >= BusyDelayMs)
\t\t\t{
\t\t\t\treturn false;
\t\t\t}

\t\t\tthis->timer->Start(BusyDelayMs - this->delayMs);
\t\t\tthis->delayMs = BusyDelayMs;

\t\t\treturn true;
\t\t}

\tpublic:
\t\tstatic constexpr int64_t BusyDelayMs{ ${KEY_FRAME_BUSY_MS} };
\t\tstatic constexpr int64_t QuietMs{ ${KEY_FRAME_QUIET_MS} };
\t\tstatic constexpr unsigned FewCount{ ${KEY_FRAME_FEW_COUNT} };
`,
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'include/RTC/KeyFrameRequestManager.hpp',
    expected: 'bool keyFrameRequested{ false };',
    replacement: 'int64_t delayMs;\n\t\tunsigned waitingCount{ 0 };',
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'include/RTC/KeyFrameRequestManager.hpp',
    expected: 'int64_t keyFrameRequestDelayMs{ 0 }; // 0 means disabled.',
    replacement:
      'int64_t NextDelayMs(uint32_t ssrc);\n\n\tprivate:\n\t\tint64_t keyFrameRequestDelayMs{ 0 }; // 0 means disabled.\n' +
      '\t\tankerl::unordered_dense::map<uint32_t, int64_t> mapSsrcRequestedAtMs;',
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected: 'timer(shared->CreateTimer(this, "key-frame-request-manager-key-frame-request-delayer"))',
    replacement:
      'timer(shared->CreateTimer(this, "key-frame-request-manager-key-frame-request-delayer")),\n    delayMs(delayMs)',
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected: 'void RTC::KeyFrameRequestManager::KeyFrameNeeded(uint32_t ssrc)\n{',
    replacement: `// How long the next request has to wait after the one that is made now.
int64_t RTC::KeyFrameRequestManager::NextDelayMs(uint32_t ssrc)
{
\tconst int64_t nowMs      = this->shared->GetTimeMs();
\tconst auto [it, isFirst] = this->mapSsrcRequestedAtMs.try_emplace(ssrc, nowMs);
\tconst bool isQuiet       = isFirst || nowMs - it->second >= KeyFrameRequestDelayer::QuietMs;

\tit->second = nowMs;

\treturn isQuiet || this->keyFrameRequestDelayMs > KeyFrameRequestDelayer::BusyDelayMs
\t         ? this->keyFrameRequestDelayMs
\t         : KeyFrameRequestDelayer::BusyDelayMs;
}

void RTC::KeyFrameRequestManager::KeyFrameNeeded(uint32_t ssrc)
{`,
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected: 'keyFrameRequestDelayer->SetKeyFrameRequested(true);',
    replacement: 'keyFrameRequestDelayer->CountWaiting();',
    reason: KEY_FRAME_STORM_REASON,
  },
  ...['\n\t\t\t  ', '\n\t\t  '].map((indent) => ({
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected: `${indent}new KeyFrameRequestDelayer(this, this->shared, ssrc, this->keyFrameRequestDelayMs);`,
    replacement: `${indent}new KeyFrameRequestDelayer(this, this->shared, ssrc, NextDelayMs(ssrc));`,
    reason: KEY_FRAME_STORM_REASON,
  })),
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected:
      'auto it = this->mapSsrcPendingKeyFrameInfo.find(ssrc);\n\n\t// There is no pending key frame for the given ssrc.',
    replacement: `auto delayer = this->mapSsrcKeyFrameRequestDelayer.find(ssrc);

\tif (delayer != this->mapSsrcKeyFrameRequestDelayer.end())
\t{
\t\tdelayer->second->ForgetWaiting();
\t}

\tauto it = this->mapSsrcPendingKeyFrameInfo.find(ssrc);

\t// There is no pending key frame for the given ssrc.`,
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    expected:
      'auto ssrc              = keyFrameRequestDelayer->GetSsrc();\n\tauto keyFrameRequested = keyFrameRequestDelayer->GetKeyFrameRequested();',
    replacement: `if (keyFrameRequestDelayer->Lengthen())
\t{
\t\treturn;
\t}

\tauto ssrc              = keyFrameRequestDelayer->GetSsrc();
\tauto keyFrameRequested = keyFrameRequestDelayer->IsAwaited();`,
    reason: KEY_FRAME_STORM_REASON,
  },
  {
    file: 'include/RTC/NackGenerator.hpp',
    expected: 'uint16_t lastSeq{ 0 }; // Seq number of last valid packet.',
    replacement: 'uint16_t lastSeq{ 0 }; // Seq number of last valid packet.\n\t\tint64_t lastAtMs{ 0 };',
    reason: OUTAGE_SENDER_REASON,
  },
  {
    file: 'src/RTC/NackGenerator.cpp',
    expected: 'this->started = true;\n\t\t\tthis->lastSeq = seq;',
    replacement:
      'this->started  = true;\n\t\t\tthis->lastSeq  = seq;\n\t\t\tthis->lastAtMs = this->shared->GetTimeMs();',
    reason: OUTAGE_SENDER_REASON,
  },
  {
    file: 'src/RTC/NackGenerator.cpp',
    expected:
      '// If we are here it means that we may have lost some packets so seq is\n\t\t// newer than the latest seq seen.\n',
    replacement: `// If we are here it means that we may have lost some packets so seq is
\t\t// newer than the latest seq seen.

\t\tconst int64_t nowMs = this->shared->GetTimeMs();
\t\tconst bool isSilent = nowMs - this->lastAtMs >= ${OUTAGE_MS};

\t\t// Browsers fill silences with copies of what is old.
\t\tif (isRecovered && isSilent)
\t\t{
\t\t\treturn false;
\t\t}
`,
    reason: OUTAGE_SENDER_REASON,
  },
  {
    file: 'src/RTC/NackGenerator.cpp',
    expected: 'AddPacketsToNackList(this->lastSeq + 1, seq);\n\n\t\tthis->lastSeq = seq;',
    replacement: `const uint16_t lostCount = seq - this->lastSeq - 1;

\t\tif (isSilent && lostCount >= ${OUTAGE_LOST_COUNT})
\t\t{
\t\t\tthis->nackList.clear();
\t\t\tthis->listener->OnNackGeneratorKeyFrameRequired();
\t\t}
\t\telse
\t\t{
\t\t\tAddPacketsToNackList(this->lastSeq + 1, seq);
\t\t}

\t\tthis->lastSeq  = seq;
\t\tthis->lastAtMs = nowMs;`,
    reason: OUTAGE_SENDER_REASON,
  },
  {
    file: 'include/RTC/TransportCongestionControlServer.hpp',
    expected: 'uint16_t transportCcFeedbackWideSeqNumStart{ 0 };',
    replacement: 'uint16_t transportCcFeedbackWideSeqNumStart{ 0 };\n\t\tint64_t lastIncomingAtUs{ 0 };',
    reason: OUTAGE_FEEDBACK_REASON,
  },
  {
    file: 'src/RTC/TransportCongestionControlServer.cpp',
    expected: `!this->transportWideSeqNumberReceived ||
\t\t\t\t  RTC::SeqManager<uint16_t>::IsSeqLowerThan(
\t\t\t\t    wideSeqNumber, this->transportCcFeedbackWideSeqNumStart))
\t\t\t\t{
\t\t\t\t\tthis->transportCcFeedbackWideSeqNumStart = wideSeqNumber;
\t\t\t\t}
`,
    replacement: `!this->transportWideSeqNumberReceived ||
\t\t\t\t  nowUs - this->lastIncomingAtUs >= ${OUTAGE_MS} * 1000 ||
\t\t\t\t  RTC::SeqManager<uint16_t>::IsSeqLowerThan(
\t\t\t\t    wideSeqNumber, this->transportCcFeedbackWideSeqNumStart))
\t\t\t\t{
\t\t\t\t\tthis->transportCcFeedbackWideSeqNumStart = wideSeqNumber;
\t\t\t\t}

\t\t\t\tthis->lastIncomingAtUs = nowUs;
`,
    reason: OUTAGE_FEEDBACK_REASON,
  },
  {
    file: 'include/RTC/Transport.hpp',
    expected: 'uint16_t transportWideCcSeq{ 0 };',
    replacement:
      'uint16_t transportWideCcSeq{ 0 };\n\t\t// 0 when all was answered.\n\t\tint64_t unansweredSinceMs{ 0 };\n' +
      '\t\tint64_t freshenedAtMs{ 0 };',
    reason: OUTAGE_VIEWER_REASON,
  },
  {
    file: 'src/RTC/Transport.cpp',
    expected: 'this->sendRtpTransmission.Update(packet);',
    replacement: `this->sendRtpTransmission.Update(packet);

#ifndef MS_USE_BUILTIN_BWE
\t\tif (this->unansweredSinceMs == 0)
\t\t{
\t\t\tthis->unansweredSinceMs = this->shared->GetTimeMs();
\t\t}
#endif`,
    reason: OUTAGE_VIEWER_REASON,
  },
  {
    file: 'src/RTC/Transport.cpp',
    expected: 'this->tccClient->ReceiveRtcpTransportFeedback(feedback);\n\t\t\t\t\t\t}',
    replacement: `this->tccClient->ReceiveRtcpTransportFeedback(feedback);
\t\t\t\t\t\t}

\t\t\t\t\t\tconst int64_t nowMs     = this->shared->GetTimeMs();
\t\t\t\t\t\tconst bool wasOutage    = this->unansweredSinceMs > 0 && nowMs - this->unansweredSinceMs >= ${UNANSWERED_MS};
\t\t\t\t\t\tconst bool isFresh      = this->freshenedAtMs > 0 && nowMs - this->freshenedAtMs < ${UNANSWERED_AGAIN_MS};
\t\t\t\t\t\tthis->unansweredSinceMs = 0;

\t\t\t\t\t\tif (wasOutage && !isFresh)
\t\t\t\t\t\t{
\t\t\t\t\t\t\tthis->freshenedAtMs = nowMs;

\t\t\t\t\t\t\tfor (auto& kv : this->mapConsumers)
\t\t\t\t\t\t\t{
\t\t\t\t\t\t\t\tauto* consumer = kv.second;

\t\t\t\t\t\t\t\tconsumer->ReceiveKeyFrameRequest(
\t\t\t\t\t\t\t\t  RTC::RTCP::FeedbackPs::MessageType::PLI, consumer->GetRtpParameters().encodings[0].ssrc);
\t\t\t\t\t\t\t}
\t\t\t\t\t\t}`,
    reason: OUTAGE_VIEWER_REASON,
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
