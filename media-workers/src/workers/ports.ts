/** First and last port, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Which ports of the range our own workers have. What other programs have is only known by trying. */
export class PortBook {
  readonly range: PortRange;
  readonly #claimed = new Set<number>();

  constructor(range: PortRange) {
    this.range = range;
  }

  /** Claims the lowest port above `after` that is not claimed; undefined when the range is used up. */
  claimAfter(after: number): number | undefined {
    for (let port = Math.max(after + 1, this.range.first); port <= this.range.last; port += 1) {
      if (this.#claimed.has(port)) continue;
      this.#claimed.add(port);
      return port;
    }
    return undefined;
  }

  release(port: number): void {
    this.#claimed.delete(port);
  }
}
