import type { Patch } from '../patch.ts';

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

export const outages: readonly Patch[] = [
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
