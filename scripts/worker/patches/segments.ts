import type { Patch } from '../patch.ts';

const REASON =
  'The stock worker makes one call of the system for each packet to each viewer. Most of what forwarding costs lies in ' +
  'these calls. The packets of a picture for one viewer go in one (shims/parley/segmented_sends.hpp says how).';

export const segments: readonly Patch[] = [
  {
    file: 'include/handles/UdpSocketHandle.hpp',
    expected: '#include "common.hpp"\n',
    replacement: '#include "common.hpp"\n#include "parley/segmented_sends.hpp"\n',
    reason: REASON,
  },
  {
    file: 'include/handles/UdpSocketHandle.hpp',
    expected: 'private:\n\tvoid InternalClose();',
    replacement: `private:
\tvoid SendNow(
\t  const uint8_t* data, size_t len, const struct sockaddr* addr, UdpSocketHandle::onSendCallback* cb);
\tvoid InternalClose();`,
    reason: REASON,
  },
  {
    file: 'include/handles/UdpSocketHandle.hpp',
    expected: 'size_t sentBytes{ 0 };\n',
    replacement: 'size_t sentBytes{ 0 };\n\tparley::SegmentedSends segmentedSends;\n',
    reason: REASON,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    expected: 'UdpSocketHandle::UdpSocketHandle(uv_udp_t* uvHandle) : uvHandle(uvHandle)\n{',
    replacement: `UdpSocketHandle::UdpSocketHandle(uv_udp_t* uvHandle)
  : uvHandle(uvHandle),
    segmentedSends(
      uvHandle,
      [this](const uint8_t* data, size_t len, const struct sockaddr* addr)
      {
\t      SendNow(data, len, addr, nullptr);
      })
{`,
    reason: REASON,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    expected: '\t// First try uv_udp_try_send(). In case it can not directly send the datagram\n',
    replacement: `\tif (this->segmentedSends.Take(data, len, addr))
\t{
\t\tif (cb)
\t\t{
\t\t\t(*cb)(true);
\t\t\tdelete cb;
\t\t}

\t\treturn;
\t}

\tSendNow(data, len, addr, cb);
}

void UdpSocketHandle::SendNow(
  const uint8_t* data, size_t len, const struct sockaddr* addr, UdpSocketHandle::onSendCallback* cb)
{
\tMS_TRACE();

\t// First try uv_udp_try_send(). In case it can not directly send the datagram
`,
    reason: REASON,
  },
  {
    file: 'src/handles/UdpSocketHandle.cpp',
    expected: 'this->closed = true;\n',
    replacement: 'this->segmentedSends.Close();\n\tthis->closed = true;\n',
    reason: REASON,
  },
];
