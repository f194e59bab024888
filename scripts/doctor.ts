// `npm run doctor`: what is wrong with this machine's set-up, and how to mend it. Changes nothing.
import { firstLine, fault, type Finding } from './doctor/finding.ts';
import { checkBrowser, checkDisk, checkMemory, checkNode, checkWorker, pinnedNode } from './doctor/machine.ts';
import { checkAddress, checkMediaPorts, checkPort, checkSocketBuffers } from './doctor/network.ts';
import { checkDatabase, checkRedis } from './doctor/stores.ts';
import { readSettings } from './settings.ts';
import { Terminal, type Colour } from './terminal.ts';

const terminal = new Terminal();
const marks: Record<Finding['level'], { readonly word: string; readonly colour: Colour }> = {
  ok: { word: 'ok     ', colour: 'green' },
  warning: { word: 'warning', colour: 'yellow' },
  fault: { word: 'fault  ', colour: 'red' },
};

process.exit(await examine());

async function examine(): Promise<number> {
  let faultCount = 0;
  for (const check of checks(process.env)) {
    for (const finding of await guarded(check)) {
      print(finding);
      if (finding.level === 'fault') faultCount += 1;
    }
  }
  terminal.line(
    faultCount === 0
      ? 'Parley can run here.'
      : `${faultCount} ${faultCount === 1 ? 'fault has' : 'faults have'} to be mended first.`,
  );
  return faultCount === 0 ? 0 : 1;
}

type Check = () => Finding | Finding[] | Promise<Finding | Finding[]>;

function checks(env: NodeJS.ProcessEnv): Check[] {
  const settings = readSettingsOrFault(env);
  const always: Check[] = [
    () => checkNode(process.versions.node, pinnedNode()),
    () => checkWorker(env),
    () => checkMediaPorts(env),
    () => checkAddress(env),
    () => checkSocketBuffers(),
    () => checkRedis(env['REDIS_URL']),
    () => checkBrowser(env),
    () => checkMemory(),
  ];
  if ('level' in settings) return [() => settings, ...always];
  return [...always, () => checkPort(settings.port), () => checkDatabase(settings), () => checkDisk(settings.dataDir)];
}

function readSettingsOrFault(env: NodeJS.ProcessEnv): ReturnType<typeof readSettings> | Finding {
  try {
    return readSettings(env);
  } catch (error) {
    return fault('settings', firstLine(error), 'correct it');
  }
}

/** A check that breaks must not hide what the others have to say. */
async function guarded(check: Check): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [
      fault('doctor', `a check could not be made: ${firstLine(error)}`, 'this is a fault of Parley: please report it'),
    ];
  }
}

function print({ level, topic, text, remedy }: Finding): void {
  const { word, colour } = marks[level];
  const advice = remedy === undefined ? '' : `; to mend it: ${remedy}`;
  terminal.line(`${terminal.paint(colour, word)} ${topic}: ${text.replace(/\.$/, '')}${advice}`);
}
