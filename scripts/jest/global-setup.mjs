// The environment set here reaches the tests. Jest runs it once for all the projects that name it, so that it cannot know
// which of them asks, and starts what any of them needs.
import { startTestServices } from './services.ts';

export default async function setUp() {
  const services = await startTestServices();
  Object.assign(process.env, services.env);
  running().push(services);
}

/** Shared with the end, which Jest loads as a module of its own. @returns {import('./services.ts').TestServices[]} */
export function running() {
  const shared = /** @type {{ parleyTestServices?: import('./services.ts').TestServices[] }} */ (globalThis);
  shared.parleyTestServices ??= [];
  return shared.parleyTestServices;
}
