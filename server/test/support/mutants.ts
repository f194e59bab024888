import * as fc from 'fast-check';

/** What no honest client sends, in every place where something honest could stand. Small enough to fit one message. */
const HOSTILE: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => 1e308,
  () => Number.NaN,
  () => '',
  () => ' ',
  () => 'x'.repeat(40_000),
  () => '\uD800',
  () => '\u202Egnp.exe',
  () => '\u0000',
  () => '__proto__',
  () => 'constructor',
  () => '<img src=x onerror=alert(1)>',
  () => "'; DROP TABLE seats; --",
  () => '00000000-0000-4000-8000-00000000dead',
  () => 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  () => [],
  () => Array.from({ length: 5_000 }, () => 0),
  () => Array.from({ length: 1_200 }, () => '00000000-0000-4000-8000-00000000dead'),
  () => ({}),
  () => JSON.parse('{"__proto__": {"isAdmin": true}}') as unknown,
  () => JSON.parse('{"constructor": {"prototype": {"isAdmin": true}}}') as unknown,
  () => ({ toString: 'x', length: -1 }),
  () => nested(200),
  () => Buffer.from([0, 1, 2, 255]),
];

function nested(depth: number): unknown {
  let inner: unknown = 0;
  for (let level = 0; level < depth; level += 1) inner = level % 2 === 0 ? [inner] : { inner };
  return inner;
}

/** Keys by which a client could claim to be somebody else, and some that objects have by nature. */
const EXTRA_KEYS = [
  'userId',
  'role',
  'senderId',
  'isHost',
  'identityId',
  'meetingId',
  'toString',
  'hasOwnProperty',
  '',
];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

/** `value` with `change` made to whatever stands at `path`. */
function changed(value: unknown, path: Path, change: (inner: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changed(copy[key], rest, change);
  return copy;
}

/** Inputs that are nearly like an honest one, and some that are nothing like it. */
export function mutantsOf(honest: unknown): fc.Arbitrary<unknown> {
  const path = fc.constantFrom(...pathsOf(honest));
  const hostile = fc.constantFrom(...HOSTILE).map((make) => make());
  return fc.oneof(
    { weight: 12, arbitrary: fc.tuple(path, hostile).map(([at, value]) => changed(honest, at, () => value)) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(path, fc.constantFrom(...EXTRA_KEYS), hostile)
        .map(([at, key, value]) =>
          changed(honest, at, (inner) =>
            typeof inner === 'object' && inner !== null ? { ...inner, [key]: value } : { [key]: value },
          ),
        ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(path, hostile, path, hostile).map(([a, first, b, second]) =>
        changed(
          changed(honest, a, () => first),
          b,
          () => second,
        ),
      ),
    },
    { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    { weight: 2, arbitrary: hostile },
    { weight: 1, arbitrary: fc.constant(honest) },
  );
}
