import type { Patch } from '../patch.ts';

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

export const keyFrames: readonly Patch[] = [
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
];
