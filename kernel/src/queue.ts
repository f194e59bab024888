/** Runs one task after another, in the order they came. A task that fails rejects its own caller and holds up nobody. */
export class TaskQueue {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(task);
    this.#tail = done.catch(() => undefined); // Its caller has the failure; the next task must not inherit it.
    return done;
  }
}
