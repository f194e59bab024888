import type { Patch } from '../patch.ts';

const REASON =
  'The stock worker runs the bandwidth estimate of each transport every 5 ms, which takes a millisecond of each second of ' +
  'a core for each viewer, forwarding or not. The estimate is made to be run every 25 ms; only a probe has to be timed finer.';

export const estimates: readonly Patch[] = [
  {
    file: 'deps/libwebrtc/libwebrtc/modules/pacing/paced_sender.cc',
    expected: 'return std::max<int64_t>(min_packet_limit_ms_ - elapsed_time_ms, 0);',
    replacement:
      '// The caller takes the shorter of this and the interval of the estimate.\n' +
      '  const int64_t limit_ms =\n      prober_.IsProbing() ? min_packet_limit_ms_ : kMaxIntervalTimeMs;\n' +
      '  return std::max<int64_t>(limit_ms - elapsed_time_ms, 0);',
    reason: REASON,
  },
];
