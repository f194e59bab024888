import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { StartFault } from '../start-fault.js';
import type { PortRange } from './ports.js';

/** One local address to listen on, and what browsers are told in its place. */
export interface ListenPoint {
  readonly ip: string;
  readonly announcedAddress?: string;
}

export interface AddressSettings {
  readonly mode: 'local' | 'dev' | 'production';
  readonly listenAddress: string | undefined;
  /** An IP address; host names are resolved before. */
  readonly announcedAddress: string | undefined;
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const LOOPBACK = '127.0.0.1';

/**
 * Where a worker listens, most preferred first. Called anew for each worker, since a laptop's addresses change.
 * On one's own machine loopback comes first, so that a meeting there outlives a change of Wi-Fi.
 */
export function listenPoints(settings: AddressSettings, interfaces: Interfaces = networkInterfaces()): ListenPoint[] {
  const { listenAddress, announcedAddress, mode } = settings;
  const found = outwardAddresses(interfaces);
  if (listenAddress !== undefined)
    return [announcedAs(listenAddress, announcedAddress ?? substituteFor(listenAddress, found))];
  // Behind NAT it is unknown on which interface media will come in, so all of one family are listened on.
  if (announcedAddress !== undefined)
    return [announcedAs(isIP(announcedAddress) === 6 ? '::' : '0.0.0.0', announcedAddress)];
  const outward = found.map((ip) => ({ ip }));
  return mode === 'local' || outward.length === 0 ? [{ ip: LOOPBACK }, ...outward] : outward;
}

export interface RelaySettings extends Pick<AddressSettings, 'mode' | 'listenAddress'> {
  /** Where streams from other hosts come in; found by itself when undefined. */
  readonly relayAddress: string | undefined;
  /** What other hosts are told, when it differs. */
  readonly relayAnnouncedAddress: string | undefined;
  readonly relayPortRange: PortRange;
}

/**
 * Where streams from other media hosts come in: on one's own machine loopback, else the address that browsers are listened
 * to at, or the first that others can reach. What browsers are told is another matter: hosts are often behind one NAT.
 */
export function relayPointOf(settings: RelaySettings, interfaces: Interfaces = networkInterfaces()) {
  const { mode, listenAddress, relayAddress, relayAnnouncedAddress, relayPortRange } = settings;
  const isOwn = listenAddress !== undefined && substituteFor(listenAddress, []) === undefined;
  const found = mode === 'local' ? LOOPBACK : outwardAddresses(interfaces)[0];
  const ip = relayAddress ?? (isOwn ? listenAddress : found) ?? LOOPBACK;
  return {
    ...announcedAs(ip, relayAnnouncedAddress),
    portRange: { min: relayPortRange.first, max: relayPortRange.last },
  };
}

/** The first IPv4 address that others can reach, and the first such IPv6 address. */
function outwardAddresses(interfaces: Interfaces): string[] {
  const all = Object.values(interfaces)
    .flatMap((one) => one ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe[89ab]|169\.254\.)/i.test(address));
  return (['IPv4', 'IPv6'] as const).flatMap((family) => all.find((one) => one.family === family)?.address ?? []);
}

function announcedAs(ip: string, announcedAddress: string | undefined): ListenPoint {
  return announcedAddress === undefined || announcedAddress === ip ? { ip } : { ip, announcedAddress };
}

/** "All addresses" is none that a browser could send to. */
function substituteFor(listenAddress: string, found: readonly string[]): string | undefined {
  if (listenAddress !== '0.0.0.0' && listenAddress !== '::') return undefined;
  return (
    found.find((ip) => isIP(ip) === (listenAddress === '::' ? 6 : 4)) ?? (listenAddress === '::' ? '::1' : LOOPBACK)
  );
}

/**
 * Turns the announced host name into an address, once, at the start: not every browser resolves names in candidates.
 *
 * @throws {StartFault} when it does not resolve.
 */
export async function resolveAnnounced(announced: string | undefined): Promise<string | undefined> {
  if (announced === undefined || isIP(announced) !== 0) return announced;
  try {
    return (await lookup(announced, { order: 'ipv4first' })).address;
  } catch (thrown) {
    const why =
      typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : String(thrown);
    throw new StartFault(
      `MEDIA_ANNOUNCED_ADDRESS: '${announced}' does not resolve to an IP address (${why}). Set it to the address that browsers reach this machine at.`,
    );
  }
}
