import { running } from './global-setup.mjs';

// oxlint-disable-next-line import/no-default-export -- Jest asks for it.
export default async function tearDown() {
  await Promise.all(
    running()
      .splice(0)
      .map((services) => services.stop()),
  );
}
