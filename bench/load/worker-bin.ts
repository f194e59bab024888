/** The worker's program, as `npm run bench -- <bench>` names it. @throws {Error} for who runs the bench by other ways. */
export function workerBinFor(bench: string): string {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
  if (workerBin === undefined)
    throw new Error(`MEDIASOUP_WORKER_BIN is not set; run this by: npm run bench -- ${bench}`);
  return workerBin;
}
