import type { RtpCapabilities } from '#contracts';

export const ROUTER_CAPABILITIES = Symbol('RouterCapabilities');

/** What the media hosts can route, as far as a page must know it before joining. The media side provides it. */
export interface RouterCapabilities {
  /** Undefined while no media host is connected. */
  current(): RtpCapabilities | undefined;
}
