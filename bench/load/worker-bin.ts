/** The worker's program, as `npm run bench -- <bench>` names it. @throws {Error} for who runs the bench by other ways. */
export function workerBinFor(bench: string): string {
  return named('MEDIASOUP_WORKER_BIN', bench);
}

/** The worker as mediasoup writes it, for the bench `forwarding`. @throws {Error} for who runs it by other ways. */
export function stockWorkerBin(): string {
  return named('STOCK_WORKER_BIN', 'forwarding');
}

function named(variable: string, bench: string): string {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} is not set; run this by: npm run bench -- ${bench}`);
  return path;
}
