// Jest runs this once for each project that has tests to run. The environment set here reaches the tests.
import { startTestServices } from './services.ts';

/** Which project needs what. @type {Record<string, import('./services.ts').WantedServices>} */
const wanted = {
  server: { servers: true, worker: false },
  'media-workers': { servers: false, worker: true },
  e2e: { servers: true, worker: true },
};

/**
 * @param {unknown} _global
 * @param {{ displayName?: { name: string } }} project
 */
// oxlint-disable-next-line import/no-default-export -- Jest asks for it.
export default async function setUp(_global, project) {
  const services = await startTestServices(
    wanted[project.displayName?.name ?? ''] ?? { servers: false, worker: false },
  );
  Object.assign(process.env, services.env);
  running().push(services);
}

/** Shared with the end, which Jest loads as a module of its own. @returns {import('./services.ts').TestServices[]} */
export function running() {
  const shared = /** @type {{ parleyTestServices?: import('./services.ts').TestServices[] }} */ (globalThis);
  shared.parleyTestServices ??= [];
  return shared.parleyTestServices;
}
